"""Mail from files, from the window: what to take in, how far it is, and what came of it. The work is done by a process of its own."""
