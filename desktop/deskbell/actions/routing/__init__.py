"""Handing out tickets (`model.routing`)."""
