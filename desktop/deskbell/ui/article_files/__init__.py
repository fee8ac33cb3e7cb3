"""Articles in from files, and out into files and web pages, in the window."""
