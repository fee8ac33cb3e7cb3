"""Reminders of tickets: set from the ticket, told when their time has come, and shown on it until it is said what becomes of them."""
