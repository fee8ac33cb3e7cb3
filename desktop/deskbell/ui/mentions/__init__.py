"""Colleagues who are mentioned in notes: offered at the caret, told to whoever is meant."""
