"""How quick the real window is, from the inside: it is driven as a person would, and the event loop is watched all the while."""
