"""What the tests of notices share: a desk without a database, on which things happen."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.concerns.journal import Journal
from ui.ticket.rows import STATE
from ui.ticket.stand import Stand


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    made = Stand(STATE)
    yield made
    made.close()


@pytest.fixture
def kept_journal(stand: Stand, qtbot: QtBot) -> Journal:
    return Journal(stand, qtbot)
