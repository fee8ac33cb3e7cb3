"""Suggested articles on PostgreSQL are found without gathering the texts of words that a great many hold: its statistics know most of these words."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

# As before, but a word is told without being looked for where the statistics say that twice as many texts hold it, or a word that goes on from it: what they
# say may be old. To find that out by the index costs as much as there are such texts. What is left is seen text by text: a join of both tables costs more.
_TELLING = """
    CREATE OR REPLACE FUNCTION articles_telling(words text[], most bigint) RETURNS TABLE (word bigint, text_id bigint) LANGUAGE sql STABLE AS $$
        WITH asked AS MATERIALIZED (
            SELECT w.q AS q, w.n AS n, split_part(w.q, '''', 2) AS stem FROM unnest(words) WITH ORDINALITY AS w (q, n)
        ), often AS MATERIALIZED (
            SELECT e.term AS term
            FROM pg_stats p, pg_class c, unnest(p.most_common_elems::text::text[], p.most_common_elem_freqs) AS e (term, part)
            WHERE p.schemaname = current_schema() AND p.tablename = 'article_search' AND p.attname = 'words'
            AND c.oid = 'article_search'::regclass AND c.reltuples * e.part >= 2 * most
        ), known AS MATERIALIZED (
            SELECT DISTINCT a.n AS n FROM asked a JOIN often o ON left(o.term, 2) = left(a.stem, 2)
            WHERE starts_with(o.term, a.stem) AND (a.q LIKE '%:*' OR o.term = a.stem)
        ), held AS MATERIALIZED (
            SELECT a.n AS n, s.text_id AS text_id
            FROM asked a, LATERAL (SELECT i.text_id FROM article_search i WHERE i.words @@ CAST(a.q AS tsquery) LIMIT most) s
            WHERE a.n NOT IN (SELECT k.n FROM known k)
        ), common AS MATERIALIZED (
            SELECT n FROM known UNION ALL SELECT n FROM held GROUP BY n HAVING count(*) >= most
        )
        SELECT n, NULL::bigint FROM common
        UNION ALL
        SELECT h.n, h.text_id FROM held h, LATERAL (
            SELECT FROM article_text t JOIN article a ON a.id = t.article_id
            WHERE t.id = h.text_id AND a.state = 'published' LIMIT 1
        ) there
        WHERE h.n NOT IN (SELECT n FROM common)
    $$
"""


def upgrade(op: Operations) -> None:
    """Make it anew. An office has its own from the rights, which it gets anew with the last step."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TELLING)
