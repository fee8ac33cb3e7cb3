"""The knowledge base: categories, articles, what they say in each language, and all that they ever said."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, false

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

article_category = Table(
    "article_category",
    metadata,
    Column("id", Id, primary_key=True),
    Column("parent_id", Id, ForeignKey("article_category.id"), index=True),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)

# `state` and `audience` are of `model.articles`; `language` is the first it was written in, `doubt` why somebody says that it is not right.
# `key` is what it is known by in the files it came from; see `store.queries.filed_articles`.
# `remind_at` is when somebody is to be told that it is due for verification, NULL for never, or for told already.
article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    Column("category_id", Id, ForeignKey("article_category.id"), index=True),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("audience", Text, nullable=False, server_default="everyone"),
    Column("team_id", Id, ForeignKey("team.id")),
    Column("owner_id", Id, ForeignKey("agent.id"), index=True),
    Column("verifier_id", Id, ForeignKey("agent.id"), index=True),
    Column("review_days", Integer, nullable=False, server_default="90"),
    Column("verified_at", Moment),
    Column("verified_by", Id, ForeignKey("agent.id")),
    Column("doubt", Text, nullable=False, server_default=""),
    Column("tags", Json, nullable=False, server_default="[]"),
    Column("sendable", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("key", Text, index=True),
    Column("remind_at", Moment),
)
Index("ix_article_state_made", article.c.state, article.c.created_at, article.c.id)
partial_index("ix_article_remind_at", article.c.remind_at, where=article.c.remind_at.is_not(None))

# Who was told that an article is due: for which date last, and when they looked at it (`seen_at`).
article_reminder = Table(
    "article_reminder",
    metadata,
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "article_id",
        Id,
        ForeignKey("article.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    Column("due_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
)

# What it says now is its `revision`; `of_first` is the revision of the article's first language that it is a translation of, 0 in that one.
article_text = Table(
    "article_text",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("language", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("of_first", Integer, nullable=False, server_default="0"),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Id, ForeignKey("agent.id")),
    UniqueConstraint("article_id", "language"),
)
Index("ix_article_text_changed", article_text.c.changed_at, article_text.c.article_id)

# Only ever added to. `body` is Markdown.
article_revision = Table(
    "article_revision",
    metadata,
    Column("text_id", Id, ForeignKey("article_text.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("of_first", Integer, nullable=False, server_default="0"),
    Column("note", Text, nullable=False, server_default=""),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
)

# Which articles a text links to, as its last revision does.
article_link = Table(
    "article_link",
    metadata,
    Column("text_id", Id, ForeignKey("article_text.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "target_id",
        Id,
        ForeignKey("article.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
)

# An article was put into an answer or a note of this ticket; by whom is not kept.
article_use = Table(
    "article_use",
    metadata,
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "ticket_id",
        Id,
        ForeignKey("ticket.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    Column("at", Moment, nullable=False, index=True),
)

# What somebody is writing in an article (0: a new one), over the revision `base`: theirs alone until it is saved or thrown away.
# `gap_id` are the words that nobody found and that it answers, 0 for none; they may be gone.
article_draft = Table(
    "article_draft",
    metadata,
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("language", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("base", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("gap_id", Id, nullable=False, server_default="0"),
)

# What a deed changed of an article, or of a category (which it outlives), append-only; `kind` is an `ArticleFact`, `before` and `after` are text as that says.
article_journal = Table(
    "article_journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deed_id", Text, ForeignKey("deed.id"), nullable=False, index=True),
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE"), index=True),
    Column("category_id", Id),
    Column("kind", Text, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
)

# Of the article, not of one text: an earlier revision shows it still.
article_file = Table(
    "article_file",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("blob_id", Id, ForeignKey("blob.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", Id, nullable=False),
)
