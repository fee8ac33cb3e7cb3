"""How parsed mails become tickets: remember what the database knows of them, plan all of a batch in memory, write it with few statements."""
