"""Real servers for tests: Dovecot, PostgreSQL and an SMTP server, started on loopback with folders of their own and gone afterwards."""
