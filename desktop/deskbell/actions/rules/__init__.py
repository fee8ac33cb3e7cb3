"""What the desk does by its rules (`model.automation`)."""
