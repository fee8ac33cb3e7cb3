"""The window: all of Qt. It asks through the runner, and knows through the feed."""
