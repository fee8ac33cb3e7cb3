"""The knowledge base, and the index that it is searched by."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21

# As the index over messages is made: our own terms go in, so the engines' tokenisers only split at spaces.
_SQLITE = (
    """
    CREATE VIRTUAL TABLE article_search
    USING fts5 (title, body, content='', contentless_delete=1, tokenize='ascii')
    """,
)
_POSTGRESQL = (
    """
    CREATE TABLE article_search (
        text_id BIGINT PRIMARY KEY REFERENCES article_text (id) ON DELETE CASCADE,
        words TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX ix_article_search_words ON article_search USING gin (words)",
    # The texts that hold what is asked for, those that hold it in their titles first. An office has one that tells only of what one sees.
    """
    CREATE FUNCTION articles_holding(query tsquery, most bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT s.text_id FROM article_search s WHERE s.words @@ query
        ORDER BY ts_rank(s.words, query) DESC, s.text_id LIMIT most
    $$
    """,
)


def upgrade(op: Operations) -> None:
    """Make the tables and the index. There are no articles yet."""
    _category(op)
    _article(op)
    _texts(op)
    op.create_table(
        "article_file",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("blob_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_file_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blob_id"], ["blob.id"], name="fk_article_file_blob_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article_file"),
    )
    op.create_index("ix_article_file_article_id", "article_file", ["article_id"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _category(op: Operations) -> None:
    op.create_table(
        "article_category",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["article_category.id"], name="fk_article_category_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article_category"),
    )
    op.create_index("ix_article_category_parent_id", "article_category", ["parent_id"])


def _article(op: Operations) -> None:
    agents = ("owner_id", "verifier_id", "verified_by")
    op.create_table(
        "article",
        sa.Column("id", ID, nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("audience", sa.Text(), server_default="everyone", nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("verifier_id", ID, nullable=True),
        sa.Column("review_days", sa.Integer(), server_default="90", nullable=False),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("verified_by", ID, nullable=True),
        sa.Column("doubt", sa.Text(), server_default="", nullable=False),
        sa.Column("tags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("sendable", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["article_category.id"], name="fk_article_category_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_article_team_id"),
        *(sa.ForeignKeyConstraint([name], ["agent.id"], name=f"fk_article_{name}") for name in agents),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
    )
    op.create_index("ix_article_category_id", "article", ["category_id"])


def _texts(op: Operations) -> None:
    op.create_table(
        "article_text",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("of_first", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_text_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["changed_by"], ["agent.id"], name="fk_article_text_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_article_text"),
        sa.UniqueConstraint("article_id", "language", name="uq_article_text_article_id_language"),
    )
    op.create_table(
        "article_revision",
        sa.Column("text_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("of_first", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _of_text("article_revision"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_article_revision_agent_id"),
        sa.PrimaryKeyConstraint("text_id", "number", name="pk_article_revision"),
    )
    op.create_table(
        "article_link",
        sa.Column("text_id", ID, autoincrement=False, nullable=False),
        sa.Column("target_id", ID, autoincrement=False, nullable=False),
        _of_text("article_link"),
        sa.ForeignKeyConstraint(["target_id"], ["article.id"], name="fk_article_link_target_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("text_id", "target_id", name="pk_article_link"),
    )
    op.create_index("ix_article_link_target_id", "article_link", ["target_id"])


def _of_text(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["text_id"], ["article_text.id"], name=f"fk_{table}_text_id", ondelete="CASCADE")
