"""What the policies cost: they are asked once a statement, and the roads along the indexes stay."""

import pytest

from store.rights.conftest import Login

pytestmark = pytest.mark.servers

LIST = "SELECT id FROM ticket WHERE shelf = 0 ORDER BY activity_at DESC, id DESC LIMIT 50"
THREAD = "SELECT id FROM message WHERE ticket_id = 1 ORDER BY at, id"
DOMAIN = "SELECT customer.id FROM customer JOIN address ON customer_id = customer.id WHERE domain IN ('a.example', 'b.example')"
ORGANISATION = "SELECT id FROM organisation WHERE sought ~>=~ 'parts' AND sought ~<~ 'partt'"
CUSTOMER = "SELECT id FROM customer WHERE name ~>=~ 'Anna' AND name ~<~ 'Annb' LIMIT 20"
LISTED = "SELECT customer_id FROM customer_listed WHERE (sought, customer_id) > ('anna', 7) ORDER BY sought, customer_id LIMIT 50"
WORD = "SELECT customer_id FROM customer_word WHERE word >= 'ann' AND word < 'anz'"
MENTIONS = (
    "SELECT count(DISTINCT ticket.id) FROM mention JOIN message ON message.id = mention.message_id JOIN ticket ON ticket.id = ticket_id"
    " WHERE mention.agent_id = 1 AND seen_at IS NULL AND shelf <= 2"
)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (LIST, "ix_ticket_shelf"),
        (THREAD, "ix_message_thread"),
        (MENTIONS, "ix_mention_agent"),
        (DOMAIN, "ix_address_domain"),
        (ORGANISATION, "ix_organisation_sought"),
        (CUSTOMER, "ix_customer_name_like"),
        (LISTED, "ix_customer_listed_sought"),
        (WORD, "ix_customer_word_word"),
    ],
)
@pytest.mark.parametrize("user", ["of_agent", "of_manager"])
def test_the_road_stays(login: Login, user: str, query: str, index: str) -> None:
    connection = login(user)
    # The tables are too small for it to be worth while.
    connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    plan = "\n".join(line for (line,) in connection.execute(f"EXPLAIN {query}"))
    assert index in plan
    assert "InitPlan" in plan
    filters = [line for line in plan.splitlines() if "Filter:" in line]
    assert not any("deskbell_" in line for line in filters), "a function is asked for each row"
