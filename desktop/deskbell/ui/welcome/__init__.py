"""The first start: who you are, a mailbox, a test, go."""
