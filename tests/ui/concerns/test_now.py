"""Hearing of what concerns one: asked once a look, told once, and nothing where nothing is wanted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.model.changes import Change, Changes
from deskbell.model.concerns import Reason
from deskbell.model.kinds import Deed, Entity
from deskbell.model.settings import Settings
from deskbell.store.queries import happenings
from deskbell.ui.concerns.now import ConcernsNow
from ui.concerns.journal import AT, MAIL, Journal, changed
from ui.ticket.rows import ONA
from ui.ticket.stand import Stand


@pytest.fixture
def now(stand: Stand, kept_journal: Journal, qtbot: QtBot) -> Iterator[ConcernsNow]:
    made = ConcernsNow(stand.runner, stand.desk)
    made.begin()
    stand.settle(qtbot)
    yield made
    delete(made)


@pytest.fixture
def came(now: ConcernsNow) -> list[tuple[int, Reason]]:
    found: list[tuple[int, Reason]] = []
    now.came.connect(lambda concerns: found.extend((one.line, one.reason) for one in concerns))
    return found


def test_what_happens_is_asked_once_a_look_and_told_once(
    now: ConcernsNow, kept_journal: Journal, came: list[tuple[int, Reason]]
) -> None:
    kept_journal.lines.append(MAIL)
    kept_journal.hear(changed(7, 8))
    kept_journal.hear(changed(7))
    assert came == [(10, Reason.ANSWER)]
    assert kept_journal.asked == ["begin", "on [7, 8]", "on [7]"]


def test_a_quiet_desk_is_asked_nothing(now: ConcernsNow, kept_journal: Journal) -> None:
    kept_journal.hear(Changes((Change(1, Entity.DRAFT, 3, 7), Change(2, Entity.SETTING, 1, 0))))
    kept_journal.hear(Changes(()))
    assert kept_journal.asked == ["begin"]


def test_what_was_before_is_not_told(stand: Stand, kept_journal: Journal, qtbot: QtBot) -> None:
    kept_journal.lines.append(MAIL)
    now = ConcernsNow(stand.runner, stand.desk)
    heard: list[object] = []
    now.came.connect(heard.append)
    now.begin()
    kept_journal.hear(changed(7))
    assert heard == []
    kept_journal.lines.append(replace(MAIL, id=11))
    kept_journal.hear(changed(7))
    kept_journal.hear(changed(7))
    assert len(heard) == 1
    delete(now)


def test_what_was_committed_late_is_told_all_the_same(
    now: ConcernsNow, kept_journal: Journal, came: list[tuple[int, Reason]]
) -> None:
    kept_journal.lines.append(replace(MAIL, id=12, at=AT + timedelta(seconds=5)))
    kept_journal.hear(changed(7))
    kept_journal.lines.append(replace(MAIL, id=11, ticket_id=8, at=AT + timedelta(seconds=2)))
    kept_journal.hear(changed(8))
    assert came == [(12, Reason.ANSWER), (11, Reason.ANSWER)]


def test_after_the_database_was_away_all_that_came_is_told(
    now: ConcernsNow, kept_journal: Journal, came: list[tuple[int, Reason]]
) -> None:
    kept_journal.lines += [MAIL, replace(MAIL, id=11, ticket_id=9)]
    kept_journal.hear(changed(lost=True))
    kept_journal.hear(changed(lost=True))
    assert came == [(10, Reason.ANSWER), (11, Reason.ANSWER)]
    assert kept_journal.asked == ["begin", "after 0", "after 11"]


def test_many_tickets_at_once_are_not_listed(now: ConcernsNow, kept_journal: Journal) -> None:
    kept_journal.hear(changed(*range(1, happenings.MANY + 2)))
    assert kept_journal.asked == ["begin", "after 0"]


def test_whoever_wants_to_hear_nothing_asks_nothing(
    now: ConcernsNow, stand: Stand, kept_journal: Journal, came: list[tuple[int, Reason]]
) -> None:
    keys = ("notice.answers", "notice.assigned", "notice.notes", "notice.mentions", "notice.woken", "notice.unattended")
    stand.desk.settings = Settings(dict.fromkeys(keys, False))
    kept_journal.lines.append(MAIL)
    kept_journal.hear(changed(7))
    assert kept_journal.asked == ["begin"]
    stand.desk.settings = Settings({})
    kept_journal.hear(changed(7))
    assert came == []
    kept_journal.lines.append(replace(MAIL, id=11))
    kept_journal.hear(changed(7))
    assert came == [(11, Reason.ANSWER)]


def test_what_one_does_is_known(now: ConcernsNow, kept_journal: Journal) -> None:
    handled: list[frozenset[int]] = []
    now.handled.connect(handled.append)
    kept_journal.lines += [replace(MAIL, kind=Deed.REPLIED, by=ONA.id), replace(MAIL, id=11, ticket_id=8)]
    kept_journal.hear(changed(7, 8))
    assert handled == [frozenset({7})]
