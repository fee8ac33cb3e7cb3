"""Organisations in from files."""
