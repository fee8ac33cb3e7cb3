"""Customers in from files, and out into them."""
