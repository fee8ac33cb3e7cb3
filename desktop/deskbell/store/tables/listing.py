"""How customers are listed and found: their names as they are sorted, and the words that they are found by. Made from what is known of them (`store.listing`)."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from deskbell.store.tables.base import Id, metadata

# In the order of letters, not of a language: so that one index serves both for the order and for how a word begins.
Folded = Text().with_variant(Text(collation="C"), "postgresql")

# Whoever was merged into another customer is not listed.
customer_listed = Table(
    "customer_listed",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("sought", Folded, nullable=False),
)
Index("ix_customer_listed_sought", customer_listed.c.sought, customer_listed.c.customer_id)

customer_word = Table(
    "customer_word",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("word", Folded, primary_key=True),
)
Index("ix_customer_word_word", customer_word.c.word, customer_word.c.customer_id)

# Of whom something was changed since that was made, filled by triggers; some of them may be gone.
customer_unlisted = Table(
    "customer_unlisted",
    metadata,
    Column("customer_id", Id, primary_key=True, autoincrement=False),
)
