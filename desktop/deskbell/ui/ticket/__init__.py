"""An open ticket: header, thread, customer, and the composer below."""
