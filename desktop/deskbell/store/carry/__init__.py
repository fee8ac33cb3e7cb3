"""Carrying a desk from one database to another, row by row, between the engines or on one of them.

What is carried is read in one picture, written into a place that nobody looks at yet (`place`), read back, and compared by hash; only then does the
place become the desk. Nothing of the source but its rows comes along: the schema is made by our own migrations.
"""
