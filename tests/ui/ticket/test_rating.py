"""What a customer thinks of a ticket: beside it, between its messages, and at the mail that says so."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Deed
from deskbell.model.rows import EventRow
from deskbell.ui.history.step_words import _way_back
from deskbell.ui.ticket.card_words import marks
from deskbell.ui.ticket.event_words import groups, line
from ui.driven import Driven

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "good", "Rated by the customer: 👍 Good"),
        ("good", "bad", "Rated by the customer: 👍 Good → 👎 Bad"),
    ],
)
def test_it_stands_between_the_messages(before: str, after: str, words: str) -> None:
    event = EventRow(1, "a", Deed.RATED, "", NOW, before, after, undone=False)
    (group,) = groups((event,))
    assert line(group, NOW)[0] == words
    assert _way_back(event, NOW) == ""


def test_it_stands_beside_the_ticket_while_there_is_one(driven: Driven) -> None:
    filling = driven.window.pane.filling
    driven.open(0)
    shown = filling._shown
    assert shown is not None
    filling.show(replace(shown, rating="good"))
    rating = filling._rating
    assert rating is not None
    assert rating.fact.value() == "👍 Good"
    assert rating.isVisibleTo(driven.window)
    filling.show(replace(shown, rating="something of a newer program"))
    assert not rating.isVisibleTo(driven.window)
    filling.show(shown)
    assert not rating.isVisibleTo(driven.window)
    assert isinstance(rating, QWidget)


def test_its_mail_says_what_it_is(driven: Driven) -> None:
    driven.open(0)
    shown = driven.window.pane.filling._shown
    assert shown is not None
    message = replace(shown.messages[0], why="rated", is_auto=True, is_bounce=False, mentions=frozenset())
    assert [chip.text for chip in marks(message, 1)] == ["Rating"]
    assert [chip.text for chip in marks(replace(message, origin=12), 1)] == ["Rating", "From #12"]
