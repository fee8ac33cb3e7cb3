"""What can be done: one verb a file, (session, command) -> answer, always within one transaction."""
