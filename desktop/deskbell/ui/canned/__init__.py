"""Canned replies on the screen: what is offered while one writes. Loaded when they are first wanted."""
