"""A desk to look at and to measure: made up from hand-written threads, the same for the same seed."""
