"""A backup or a move of the desk, from the window: the work is done by a process of its own."""
