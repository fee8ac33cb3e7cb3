"""PostgreSQL's function that finds messages: the newest it looks at one by one, the others it looks up."""

from contextlib import closing

import pytest
from sqlalchemy import text

from deskbell.store.desk import Desk

pytestmark = pytest.mark.servers

# More than are looked at one by one at first; the oldest alone is rare.
MESSAGES = 90_100
ALL = 2**63 - 1


@pytest.mark.parametrize("place", ["empty_postgresql", "empty_office"])
def test_words_are_found_newest_first_also_beyond_the_newest(request: pytest.FixtureRequest, place: str) -> None:
    with closing(Desk.open(request.getfixturevalue(place))) as desk, desk.writing() as session:

        def are_found(query: str, below: int, most: int, there: list[int]) -> bool:
            """Whether the newest of those that are there come, so many or more."""
            asked = text("SELECT * FROM messages_holding(CAST(:query AS tsquery), :below, :most)")
            values = {"query": query, "below": below, "most": most}
            found = list(session.connection.execute(asked, values).scalars())
            return found == there[: len(found)] and len(found) >= min(most, len(there))

        # Without their messages, and without an index to be written; all of it is taken back.
        session.connection.exec_driver_sql("DROP INDEX ix_message_search_words")
        session.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        session.connection.exec_driver_sql(
            "INSERT INTO message_search SELECT number, CASE WHEN number = 1 THEN '''rare'':1 ''all'':2'"
            " WHEN mod(number, 10000) = 0 THEN '''tenth'':1 ''all'':2' WHEN mod(number, 10) = 0 THEN '''often'':1 ''all'':2'"
            " ELSE '''all'':1' END::tsvector"
            f" FROM generate_series(1, {MESSAGES}) AS number"
        )
        assert are_found("'all'", ALL, 3, list(range(MESSAGES, 0, -1)))
        assert are_found("'all'", 3, 9, [2, 1])
        assert are_found("'rar':*", ALL, 5, [1])
        # Some are found in the newest, which makes it quicker to walk on; or it is not.
        often = [number for number in range(MESSAGES, 0, -10) if number % 10_000]
        for most in (500, 1_500, 2_000, 5_000, 9_000):
            assert are_found("'often'", ALL, most, often)
        tenth = [number * 10_000 for number in range(9, 0, -1)]
        for most in (1, 2, 5, 8):
            assert are_found("'tenth'", ALL, most, tenth)
            assert are_found("'tenth'", 70_000, most, tenth[3:])
        assert are_found("'ten':* | 'rare'", ALL, 12, [*tenth, 1])
        assert are_found("'none'", ALL, 5, [])
        session.connection.rollback()
