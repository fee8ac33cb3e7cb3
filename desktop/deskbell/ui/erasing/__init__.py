"""Erasing all that the desk has of one person: what goes, the question, how far it is, and the report."""
