"""The worker: what the desk does by itself. No Qt; it talks to the windows through the database alone."""
