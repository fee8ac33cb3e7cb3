"""Tickets in windows of their own."""
