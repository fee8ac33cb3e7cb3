"""A desk without a database for the screens of a ticket."""

from collections.abc import Iterator

import pytest

from ui.ticket.rows import STATE
from ui.ticket.stand import Stand


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    """Two agents, two mailboxes, three tags; what is asked is answered by the test."""
    made = Stand(STATE)
    yield made
    made.close()
