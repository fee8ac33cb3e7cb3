"""Markdown, as articles are written in it: read, and made HTML that can do nothing but be read."""
