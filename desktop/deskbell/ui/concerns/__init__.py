"""What concerns the person at this window: heard, told on the desktop or in the window, and counted until it is seen."""
