"""Articles as files: the head that says what is not their text, the links between them, and the names they have on a disk."""
