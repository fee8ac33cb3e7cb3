"""Going through the tickets of a view by urgency, one after the other."""
