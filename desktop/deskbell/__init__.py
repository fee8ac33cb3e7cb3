"""Deskbell: a help desk that is a desktop program."""

__version__ = "0.1.0"
