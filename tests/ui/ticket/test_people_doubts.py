"""What a person sees of doubtful senders, of mail that did not arrive, and of linked tickets, before answering."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import MessageKind, ReplyKind, Status, Why
from deskbell.model.rows import BounceRow, TicketTitle
from deskbell.rules import why as rule
from deskbell.rules.warnings import JOINED, SEVERAL, UNPROVEN, copied
from deskbell.ui.ticket.card_words import hint
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.ticket.why_words import why_sentence, why_word
from ui.ticket.opening import Desk, Make, button, words
from ui.ticket.rows import LI, NOW, PANEL, detail, message

BOUNCED = BounceRow(LI.email, "550 5.1.1 <b>no such user</b>", NOW)


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ((UNPROVEN,), f"claims to be {LI.email}"),
        ((JOINED,), f"{LI.email} took no part here before"),
        ((copied(["a@x.example", "b@x.example"]),), "put a@x.example, b@x.example in copy"),
        ((SEVERAL,), "several senders"),
        ((SEVERAL, UNPROVEN), "nothing proves it. Be careful.\nThe mail names several"),
        ((JOINED, "base64:broken"), "yourself.\nPart of this mail was damaged"),
    ],
)
def test_a_card_warns_of_people(problems: tuple[str, ...], said: str) -> None:
    shown = hint(message(1, "Hello", 5, problems=problems), shortened=False)
    assert shown is not None
    assert said in shown.words


def test_a_card_says_whom_its_mail_did_not_reach() -> None:
    out = message(1, "Hello", 5, kind=MessageKind.OUT, bounces=(BOUNCED, BounceRow("b@x.example", "", NOW)))
    shown = hint(out, shortened=False)
    assert shown is not None
    assert shown.words == (
        f"This did not reach {LI.email}: 550 5.1.1 <b>no such user</b>\nThis did not reach b@x.example."
    )


@pytest.mark.parametrize("why", Why)
def test_every_rule_has_its_words(why: Why) -> None:
    assert why_word(why.value) != why.value
    assert "{" not in why_sentence(rule.noted(why, "evil.example"))
    assert why_word("by-magic") == why_sentence("by-magic") == "by-magic"


def test_writing_again_to_an_address_that_mail_did_not_reach_is_said(make: Make, desk: Desk, qtbot: QtBot) -> None:
    desk.opened[1042] = Opened(replace(detail(), bounced=(BOUNCED,)), (), PANEL)
    pane = make()
    pane.begin(ReplyKind.REPLY)
    qtbot.waitUntil(lambda: f"The last mail to {LI.email} came back: 550" in words(pane.composer))


def test_linked_tickets_are_listed_and_opened(make: Make, desk: Desk, qtbot: QtBot) -> None:
    linked = TicketTitle(77, "Closed last year", Status.OPEN, NOW)
    desk.opened[1042] = Opened(detail(), (), replace(PANEL, linked=(linked,)))
    pane = make()
    assert "Linked tickets" in words(pane.side)
    with qtbot.waitSignal(pane.open_ticket) as opened:
        button(pane.side, "#77 Closed last year, Open").click()
    assert opened.args == [77]


def test_without_links_nothing_is_said_of_them(make: Make) -> None:
    assert "Linked tickets" not in words(make().side)
