"""Looking at a file without opening it: a child process decodes it, a window shows it."""
