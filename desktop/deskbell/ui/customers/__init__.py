"""The screen of all customers."""
