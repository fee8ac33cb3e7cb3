"""What erasing a person is made of."""
