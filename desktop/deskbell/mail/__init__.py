"""Bytes and sockets: reading, writing, fetching and sending mail. Never the database."""
