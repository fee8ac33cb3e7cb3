"""The knowledge base: its categories, the articles in them, and the one that is read."""
