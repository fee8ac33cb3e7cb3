"""Where an agent writes: answers, forwarded mails, notes, new tickets."""
