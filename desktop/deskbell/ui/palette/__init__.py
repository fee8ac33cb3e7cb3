"""The command palette: every action, view and ticket, by typing a few letters of it."""
