"""What was done to a ticket, and on the desk: who, what, when, and the way back."""
