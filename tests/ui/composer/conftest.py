"""A desk without a database, and a composer on it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.theme.source import ThemeSource
from ui.composer.composing import Make
from ui.ticket.rows import STATE, detail
from ui.ticket.stand import Answers, Stand


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    """Two agents, two mailboxes, three tags; what is asked is answered by the test."""
    made = Stand(STATE)
    yield made
    made.close()


@pytest.fixture
def make(qtbot: QtBot, theme: ThemeSource, stand: Stand) -> Iterator[Make]:
    """Makes the composer; it goes before the stand."""
    made: list[Composer] = []

    def build(answers: Answers | None = None, seen: int = 3) -> Composer:
        keeper = DraftKeeper(stand.runner)
        composer = Composer(theme, stand.runner, stand.desk, keeper, answers or Answers(), lambda: seen)
        keeper.setParent(composer)
        qtbot.addWidget(composer)
        composer.resize(520, 320)
        with qtbot.waitActive(composer):
            composer.show()
            composer.activateWindow()
        composer.show_ticket(detail(), ())
        made.append(composer)
        return composer

    yield build
    stand.close()
