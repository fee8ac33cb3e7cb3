"""What articles are suggested by on PostgreSQL: the texts that hold each of many words, in one question."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

# A word that `most` texts hold is told without them. An office has one that tells only of what one sees.
_TELLING = """
    CREATE FUNCTION articles_telling(words text[], most bigint) RETURNS TABLE (word bigint, text_id bigint) LANGUAGE sql STABLE AS $$
        WITH held AS MATERIALIZED (
            SELECT w.n AS n, s.text_id AS text_id
            FROM unnest(words) WITH ORDINALITY AS w (q, n),
            LATERAL (SELECT a.text_id FROM article_search a WHERE a.words @@ CAST(w.q AS tsquery) LIMIT most) s
        ), common AS (SELECT n FROM held GROUP BY n HAVING count(*) >= most)
        SELECT n, NULL::bigint FROM common
        UNION ALL
        SELECT h.n, h.text_id FROM held h
        JOIN article_text t ON t.id = h.text_id JOIN article a ON a.id = t.article_id
        WHERE h.n NOT IN (SELECT n FROM common) AND a.state = 'published'
    $$
"""


def upgrade(op: Operations) -> None:
    """Make it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TELLING)
