"""The settings: dialogs with a list of pages on the left. Nothing changes before Apply."""
