"""What the desk would do with a ticket or a mail, asked without doing it: all of it reads, and nothing is written."""
