"""Offices, from the window: joining one by an invitation, and making one of this desk."""
