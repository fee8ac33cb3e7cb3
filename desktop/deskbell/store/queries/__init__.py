"""What screens ask for: one file a screen, the Session first, frozen rows of `model.rows` back. The number of statements never grows with the rows."""
