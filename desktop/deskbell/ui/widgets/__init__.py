"""The pieces that screens are made of. Each is one idea, takes the theme in its constructor where it paints, and has an accessible name."""
