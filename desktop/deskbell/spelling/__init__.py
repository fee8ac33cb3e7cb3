"""Dictionaries, and Hunspell over them: in a process of its own beside the window, which it would hold up while it loads one."""
