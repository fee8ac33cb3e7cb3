"""The knowledge base: whoever sees an article may write in it, in their own name; whose it is, or who verifies it, says what becomes of it, and so do managers."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, HERE, ME, Rule, by_ticket, mine

_agent, _manager, _admin, _worker = GROUPS
_MY_TEAM = f"EXISTS (SELECT FROM team_member m WHERE m.team_id = article.team_id AND m.agent_id = {ME})"
_MINE = mine("agent_id")
_ANSWERS = f"{mine('owner_id')} OR {mine('verifier_id')}"
_SEEN = f"{HERE} AND audience = 'everyone' OR {_ANSWERS} OR audience = 'team' AND {_MY_TEAM}"
_ASKED = f"{HERE} AND (asked_by IS NULL OR {mine('asked_by')})"
_SETTLED = "category_id state audience team_id owner_id verifier_id review_days verified_at verified_by doubt tags sendable version remind_at"

SYNONYMS: Final = "owner = 0 AND key = 'knowledge.synonyms'"
"""The setting which words mean the same: whoever runs the desk changes it."""


def _of_seen(table: str) -> str:
    """The article is one that the agent sees; the rules of the articles hold within."""
    return f"EXISTS (SELECT FROM article a WHERE a.id = {table}.article_id)"


def _by_text(column: str) -> str:
    return f"EXISTS (SELECT FROM article_text t WHERE t.id = {column})"


def of_articles(content: str) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of their tables. `content` says that the content of a file is one that the agent may read, or has just written."""
    return {
        "article_category": (
            _agent.see(HERE),
            _manager.add(),
            _manager.change("parent_id position name version"),
            _manager.remove(),
            _worker.see(),
        ),
        "article": (
            _agent.see(_SEEN),
            _agent.add(mine("owner_id")),
            _agent.change(_SETTLED, _ANSWERS, HERE),
            _manager.see(HERE),
            _manager.add(HERE),
            _manager.change(_SETTLED, HERE),
            _worker.see(),
            _worker.change("remind_at"),
        ),
        "article_reminder": (
            _agent.see(_MINE),
            _agent.change("seen_at", _MINE),
            _worker.see(),
            _worker.add(),
            _worker.change("due_at at seen_at"),
        ),
        "article_draft": (
            _agent.see(_MINE),
            _agent.add(_MINE),
            _agent.change("title body base updated_at gap_id", _MINE),
            _agent.remove(_MINE),
            _worker.see(),
        ),
        "article_journal": (
            _agent.see(f"{HERE} AND (article_id IS NULL OR {_of_seen('article_journal')})"),
            _agent.add(f"{_MINE} AND (article_id IS NULL OR {_of_seen('article_journal')})"),
            _worker.see(),
        ),
        "article_text": (
            _agent.see(_of_seen("article_text")),
            _agent.add(f"{mine('changed_by')} AND {_of_seen('article_text')}"),
            _agent.change(
                "title revision of_first changed_at changed_by",
                _of_seen("article_text"),
                f"{mine('changed_by')} AND {_of_seen('article_text')}",
            ),
            _worker.see(),
        ),
        "article_revision": (
            _agent.see(_by_text("article_revision.text_id")),
            _agent.add(f"{mine('agent_id')} AND {_by_text('article_revision.text_id')}"),
            _worker.see(),
        ),
        "article_link": (
            _agent.see(_by_text("article_link.text_id")),
            _agent.add(_by_text("article_link.text_id")),
            _agent.remove(_by_text("article_link.text_id")),
            _worker.see(),
        ),
        "article_file": (
            _agent.see(_of_seen("article_file")),
            _agent.add(f"{_of_seen('article_file')} AND {content}"),
            _worker.see(),
        ),
        "article_use": (
            _agent.see(f"{_of_seen('article_use')} AND {by_ticket('article_use.ticket_id')}"),
            _agent.add(f"{_of_seen('article_use')} AND {by_ticket('article_use.ticket_id')}"),
            _worker.see(),
        ),
        "article_read": (
            _agent.see(_of_seen("article_read")),
            _agent.add(_of_seen("article_read")),
            _agent.change("n deed", _of_seen("article_read")),
            _worker.see(),
            _worker.remove(),
        ),
        "article_reader": (
            _agent.see(mine("agent_id")),
            _agent.add(f"{mine('agent_id')} AND {_of_seen('article_reader')}"),
            _manager.see(HERE),
            _worker.see(),
            _worker.remove(),
        ),
        "article_opinion": (
            _agent.see(_of_seen("article_opinion")),
            _agent.add(f"{mine('agent_id')} AND {_of_seen('article_opinion')}"),
            _agent.change("useful why at", mine("agent_id")),
            _worker.see(),
        ),
        "article_gap": (
            _agent.see(HERE, "id words written times hits asked_at state deed"),
            _agent.add(_ASKED),
            _agent.change("written times hits asked_at asked_by state deed", HERE, _ASKED),
            _manager.see(HERE),
            _worker.see(),
            _worker.change("asked_by"),
            _worker.remove(),
        ),
        "article_search": (
            _agent.see(_by_text("article_search.text_id"), "text_id"),
            _agent.add(_by_text("article_search.text_id")),
            _agent.remove(_by_text("article_search.text_id")),
            _worker.see(),
            _worker.add(),
            _worker.remove(),
        ),
    }


# As the rule above has it, for functions with the owner's rights, whom no rule keeps from anything.
_READ = """
    deskbell_me() IS NOT NULL AND (
        a.audience = 'everyone' OR a.owner_id = deskbell_me() OR a.verifier_id = deskbell_me()
        OR pg_has_role(session_user, {manager}, 'MEMBER')
        OR a.audience = 'team' AND EXISTS (
            SELECT FROM team_member m WHERE m.team_id = a.team_id AND m.agent_id = deskbell_me()
        )
    )
"""

# The same where it is known who asks, `me`, and whether they see all.
_ME_READS: Final = """
    (all_seen OR me IS NOT NULL AND (
        a.audience = 'everyone' OR a.owner_id = me OR a.verifier_id = me
        OR a.audience = 'team' AND EXISTS (SELECT FROM team_member m WHERE m.team_id = a.team_id AND m.agent_id = me)
    ))
"""
_FOUND: Final = f"{_ME_READS} AND (within IS NULL OR s.text_id = ANY (within))"

ARTICLES: Final = {
    # Whether a content is that of a file of an article that the agent sees.
    "deskbell_reads_in_article(content bigint)": f"""
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT EXISTS (
                SELECT FROM article_file f JOIN article a ON a.id = f.article_id WHERE f.blob_id = content AND {_READ}
            )
        $$
    """,  # noqa: S608  our own text
    # As the schema has it, but for articles that the agent does not see: which words they hold is not told either.
    "articles_holding(query tsquery, most bigint)": f"""
        RETURNS SETOF bigint LANGUAGE sql STABLE
        AS $$
            SELECT s.text_id FROM article_search s
            JOIN article_text t ON t.id = s.text_id JOIN article a ON a.id = t.article_id
            WHERE s.words @@ query AND (pg_has_role(session_user, {{worker}}, 'MEMBER') OR {_READ})
            ORDER BY ts_rank(s.words, query) DESC, s.text_id LIMIT most
        $$
    """,  # noqa: S608
    # As the schema has it, but of articles that the agent sees. Who that is, is asked once.
    "articles_found(titled tsquery, query tsquery, within bigint[], most bigint)": f"""
        RETURNS SETOF bigint LANGUAGE plpgsql STABLE
        AS $$
        DECLARE
            me bigint := deskbell_me();
            all_seen boolean := pg_has_role(session_user, {{worker}}, 'MEMBER')
                OR me IS NOT NULL AND pg_has_role(session_user, {{manager}}, 'MEMBER');
            told bigint;
        BEGIN
            RETURN QUERY
                SELECT held.text_id FROM (
                    SELECT s.text_id, length(t.title) AS long FROM article_search s
                    JOIN article_text t ON t.id = s.text_id JOIN article a ON a.id = t.article_id
                    WHERE ts_filter(s.words, '{{{{a}}}}') @@ titled AND s.words @@ query AND {_FOUND} LIMIT 2000
                ) held
                ORDER BY held.long, held.text_id LIMIT most;
            GET DIAGNOSTICS told = ROW_COUNT;
            IF told < most THEN
                RETURN QUERY
                    SELECT held.text_id FROM (
                        SELECT s.text_id, s.words FROM article_search s
                        JOIN article_text t ON t.id = s.text_id JOIN article a ON a.id = t.article_id
                        WHERE s.words @@ query AND (ts_filter(s.words, '{{{{a}}}}') @@ titled) IS NOT TRUE AND {_FOUND} LIMIT 1000
                    ) held
                    ORDER BY ts_rank(held.words, coalesce(titled, query)) DESC, held.text_id LIMIT most - told;
            END IF;
        END $$
    """,  # noqa: S608
    # As the schema has it, but for articles that the agent does not see, and of words that few texts hold it does not tell that there are more.
    "articles_telling(words text[], most bigint)": f"""
        RETURNS TABLE (word bigint, text_id bigint) LANGUAGE plpgsql STABLE
        AS $$
        DECLARE
            me bigint := deskbell_me();
            all_seen boolean := me IS NOT NULL AND pg_has_role(session_user, {{manager}}, 'MEMBER');
            too_many bigint := greatest(most, 500);
        BEGIN
            RETURN QUERY
                WITH asked AS MATERIALIZED (
                    SELECT w.q AS q, w.n AS n, split_part(w.q, '''', 2) AS stem FROM unnest(words) WITH ORDINALITY AS w (q, n)
                ), often AS MATERIALIZED (
                    SELECT e.term AS term
                    FROM pg_stats p, pg_class c, unnest(p.most_common_elems::text::text[], p.most_common_elem_freqs) AS e (term, part)
                    WHERE p.schemaname = current_schema() AND p.tablename = 'article_search' AND p.attname = 'words'
                    AND c.oid = 'article_search'::regclass AND c.reltuples * e.part >= 2 * too_many
                ), known AS MATERIALIZED (
                    SELECT DISTINCT a.n AS n FROM asked a JOIN often o ON left(o.term, 2) = left(a.stem, 2)
                    WHERE starts_with(o.term, a.stem) AND (a.q LIKE '%:*' OR o.term = a.stem)
                ), held AS MATERIALIZED (
                    SELECT a.n AS n, s.text_id AS text_id
                    FROM asked a, LATERAL (SELECT i.text_id FROM article_search i WHERE i.words @@ CAST(a.q AS tsquery) LIMIT too_many) s
                    WHERE a.n NOT IN (SELECT k.n FROM known k)
                ), common AS MATERIALIZED (
                    SELECT k.n AS n FROM known k UNION ALL SELECT h.n FROM held h GROUP BY h.n HAVING count(*) >= too_many
                )
                SELECT c.n, NULL::bigint FROM common c
                UNION ALL
                SELECT h.n, h.text_id FROM held h, LATERAL (
                    SELECT FROM article_text t JOIN article a ON a.id = t.article_id
                    WHERE t.id = h.text_id AND a.state = 'published' AND {_ME_READS} LIMIT 1
                ) there
                WHERE h.n NOT IN (SELECT c.n FROM common c);
        END
        $$
    """,  # noqa: S608
}
"""As `functions.FUNCTIONS` has them."""
