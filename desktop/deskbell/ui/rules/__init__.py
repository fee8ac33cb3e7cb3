"""Rules in the settings: their list, the form of one, its conditions and what it does, and trying them."""
