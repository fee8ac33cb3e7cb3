"""What a file holds on its way into the desk: the window, and its parts that are the same whatever that is."""
