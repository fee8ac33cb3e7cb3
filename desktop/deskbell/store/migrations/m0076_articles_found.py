"""What the search over articles asks on PostgreSQL: titles by an index of their own, and no rank for thousands of texts."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

# Of what stands in `words` the title has the weight A.
_TITLES = "CREATE INDEX ix_article_search_titles ON article_search USING gin (ts_filter(words, '{a}'))"
# The texts that hold what is asked for, best ones first, `within` these where there are any: those that hold `titled` in their titles, the shortest first; where
# there are not `most` of them, the rest by rank. Of thousands some are looked at: none of them is better than the others. An office has one that tells only of what one sees.
_FOUND = """
    CREATE FUNCTION articles_found(titled tsquery, query tsquery, within bigint[], most bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
    DECLARE
        told bigint;
    BEGIN
        RETURN QUERY
            SELECT held.text_id FROM (
                SELECT s.text_id, length(t.title) AS long FROM article_search s JOIN article_text t ON t.id = s.text_id
                WHERE ts_filter(s.words, '{a}') @@ titled AND s.words @@ query AND (within IS NULL OR s.text_id = ANY (within)) LIMIT 2000
            ) held
            ORDER BY held.long, held.text_id LIMIT most;
        GET DIAGNOSTICS told = ROW_COUNT;
        IF told < most THEN
            RETURN QUERY
                SELECT held.text_id FROM (
                    SELECT s.text_id, s.words FROM article_search s
                    WHERE s.words @@ query AND (ts_filter(s.words, '{a}') @@ titled) IS NOT TRUE
                    AND (within IS NULL OR s.text_id = ANY (within)) LIMIT 1000
                ) held
                ORDER BY ts_rank(held.words, coalesce(titled, query)) DESC, held.text_id LIMIT most - told;
        END IF;
    END $$
"""


def upgrade(op: Operations) -> None:
    """Make them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TITLES)
        op.execute(_FOUND)
