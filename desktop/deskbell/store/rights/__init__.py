"""The rights of an office on PostgreSQL, which the database itself keeps: groups of logins, what each may do to which rows, and how all of it comes there.

`rules` is the one place that says what is granted. `names` has the groups, `functions` what the conditions of the rules are made of, `apply` brings
a database to what the rules say: when the office is made, and again after each migration.
"""
