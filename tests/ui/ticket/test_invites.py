"""Meetings in a card: what is asked, when in the reader's own time, where, by whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from deskbell.model.mail import Invite, Mailbox
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.invite_box import InviteBox
from deskbell.ui.ticket.invite_words import lines, what, when
from deskbell.ui.ticket.reading import Opened
from ui.ticket.opening import Desk, Make, words
from ui.ticket.rows import PANEL, detail, message

VILNIUS = timezone(timedelta(hours=2))
MEETING = Invite(
    method="request", summary="Return of <b>88213</b>", location="Room 4", organizer=Mailbox("Jane Doe", "jane@example.com"),
    start=datetime(2026, 11, 24, 8, 0, tzinfo=UTC), end=datetime(2026, 11, 24, 9, 30, tzinfo=UTC), zone="Europe/Berlin",
)  # fmt: skip
ENGLISH = QLocale("en_GB")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Tue 24 Nov 2026, 10:00 – 11:30"),
        ({"zone": ""}, "Tue 24 Nov 2026, 08:00 – 09:30"),
        ({"end": None}, "Tue 24 Nov 2026, 10:00"),
        ({"end": MEETING.start}, "Tue 24 Nov 2026, 10:00"),
        ({"end": datetime(2026, 11, 24, 23, 0, tzinfo=UTC)}, "Tue 24 Nov 2026, 10:00 – Wed 25 Nov 2026, 01:00"),
        (
            {"all_day": True, "start": datetime(2026, 11, 24, tzinfo=UTC), "end": datetime(2026, 11, 25, tzinfo=UTC)},
            "Tue 24 Nov 2026",
        ),
        (
            {"all_day": True, "start": datetime(2026, 11, 24, tzinfo=UTC), "end": datetime(2026, 11, 27, tzinfo=UTC)},
            "Tue 24 Nov 2026 – Thu 26 Nov 2026",
        ),
        ({"all_day": True, "end": None}, "Tue 24 Nov 2026"),
        ({"start": None}, ""),
        ({"recurs": True}, "Tue 24 Nov 2026, 10:00 – 11:30, and again after that"),
    ],
)
def test_when_it_is(changes: dict[str, object], said: str) -> None:
    assert when(replace(MEETING, **changes), VILNIUS, ENGLISH) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "answer", "said"),
    [
        ("request", "", "Invitation"),
        ("cancel", "", "Called off"),
        ("reply", "declined", "Declined"),
        ("reply", "", "Meeting"),
        ("publish", "", "Meeting"),
        ("", "", "Meeting"),
    ],
)
def test_what_it_wants(method: str, answer: str, said: str) -> None:
    assert what(replace(MEETING, method=method, answer=answer)) == said


def test_what_is_not_known_is_left_out() -> None:
    assert lines(MEETING, VILNIUS)[1:] == ["Room 4", "Asked by Jane Doe <jane@example.com>"]
    assert lines(replace(MEETING, start=None, location=" ", organizer=Mailbox("", ""))) == []


def test_a_card_shows_it_literally(qtbot: QtBot, theme: ThemeSource, desk: Desk, make: Make) -> None:
    desk.opened[1042] = Opened(detail(messages=(message(3, "See you", 1, invites=(MEETING,)),)), (), PANEL)
    pane = make()
    (box,) = pane.findChildren(InviteBox)
    assert box.isVisible()
    assert "Invitation: Return of <b>88213</b>" in words(pane)
    assert box.height() > 60
