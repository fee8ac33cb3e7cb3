"""Articles out into a folder of Markdown files, and in from one."""
