"""Spelling while one writes."""
