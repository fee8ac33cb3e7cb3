"""Webhooks in the settings: the list, the form of one, and the log of its calls."""
