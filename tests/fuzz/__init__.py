"""Fuzzing of what takes a sender's bytes: what must hold for any of them, and the run that looks for some for which it doesn't."""
