"""Organisations that customers belong to, and what was changed of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from deskbell.model.organisations import OrganisationFact
from deskbell.store.tables.base import Id, Moment, metadata, partial_index

# `key` is the name as it is compared (`rules.organisations`), `sought` what it is found by (`rules.folding`). Numbers are never given a second time: an
# organisation that comes back has its own.
organisation = Table(
    "organisation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),
    Column("sought", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("vip", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)
Index("ix_organisation_sought", organisation.c.sought, organisation.c.id, postgresql_ops={"sought": "text_pattern_ops"})

partial_index("ix_organisation_vip", organisation.c.id, where=organisation.c.vip)

# The domains of an organisation's mail addresses, each of one organisation alone (`rules.organisations.read_domain`).
organisation_domain = Table(
    "organisation_domain",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("organisation_id", Id, ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False, index=True),
)

# The tags of organisations are those of tickets and customers, by the same names.
organisation_tag = Table(
    "organisation_tag",
    metadata,
    Column(
        "organisation_id", Id, ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("tag_id", Id, ForeignKey("tag.id"), primary_key=True, autoincrement=False),
)
Index("ix_organisation_tag_tag", organisation_tag.c.tag_id, organisation_tag.c.organisation_id)

# What a deed changed of an organisation, append-only; `kind` is an `OrganisationFact`, `before` and `after` are text as that says. It outlives the organisation.
organisation_journal = Table(
    "organisation_journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deed_id", Text, ForeignKey("deed.id"), nullable=False, index=True),
    Column("organisation_id", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
)
Index("ix_organisation_journal_organisation", organisation_journal.c.organisation_id, organisation_journal.c.at)
partial_index(
    "ix_organisation_journal_named",
    organisation_journal.c.before,
    where=organisation_journal.c.kind == OrganisationFact.NAME,
)
