"""Drafts that colleagues look over."""
