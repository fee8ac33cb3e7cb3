"""Below an outgoing mail: what became of it, and what a person can do about it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskbell.model.commands import Command, SayArrived, SendAgain, SendNow, UndoSend
from deskbell.model.kinds import OutboxState
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.outbox_line import OutboxLine
from ui.ticket.rows import NOW, written

BUSY = {"outbox_reason": "mail.busy", "outbox_values": {"host": "h", "reason": "450 greylisted"}}
PARTLY = {
    "outbox_reason": "mail.partly",
    "outbox_values": {"host": "h", "reason": "450 later", "address": "a@b.lt", "count": "1", "total": "3"},
}
REFUSED = {
    "outbox_reason": "mail.recipient",
    "outbox_values": {"host": "h", "reason": "550 no such user", "address": "a@b.lt"},
}


@pytest.mark.parametrize(
    ("state", "minutes", "more", "words", "offers"),
    [
        (OutboxState.WAITING, 0.1, {}, "Leaves in 6 s", {"Undo": UndoSend}),
        (OutboxState.WAITING, 24 * 60, {}, "Leaves Sat ", {"Send now": SendNow, "Take back": UndoSend}),
        (OutboxState.WAITING, 5, BUSY, "450 greylisted", {"Try now": SendNow, "Take back": UndoSend}),
        (OutboxState.WAITING, 5, PARTLY, "Sent to some. 1 of 3 recipients do not have it", {"Try now": SendNow}),
        (OutboxState.FAILED, 0, REFUSED, "no such user", {"Try again": SendAgain, "Edit and send anew": UndoSend}),
        (OutboxState.UNKNOWN, 0, {}, "may have been sent", {"It arrived": SayArrived, "Send again": SendAgain}),
        (OutboxState.HELD, 0, {}, "Kept here", {"Send": SendAgain, "Take back": UndoSend}),
        (
            OutboxState.SENT,
            0,
            REFUSED,
            "Sent, but not to all. h refused",
            {"Try again": SendAgain, "Leave it so": SayArrived},
        ),
        (
            OutboxState.SENT,
            0,
            {**REFUSED, "outbox_settled": True},
            "Sent, but not to all. h refused",
            {"Try again": SendAgain},
        ),
        (OutboxState.SENT, 0, {}, "Sent", {}),
        (OutboxState.SENDING, 0, {}, "Is being sent", {}),
    ],
)
def test_each_state_says_what_it_is_and_offers_what_helps(
    qtbot: QtBot,
    theme: ThemeSource,
    state: OutboxState,
    minutes: float,
    more: dict[str, object],
    words: str,
    offers: dict[str, type[Command]],
) -> None:
    line = OutboxLine(theme, lambda: NOW)
    qtbot.addWidget(line)
    line.show_state(written(1, "x", 0, outbox=state, outbox_not_before=NOW + timedelta(minutes=minutes), **more))
    assert words in line.accessibleName()
    assert press_all(qtbot, line) == offers


def test_a_mail_for_later_becomes_one_that_leaves_at_once(qtbot: QtBot, theme: ThemeSource) -> None:
    clock = [NOW]
    line = OutboxLine(theme, lambda: clock[0])
    qtbot.addWidget(line)
    line.show_state(written(1, "x", 0, outbox=OutboxState.WAITING, outbox_not_before=NOW + timedelta(minutes=10)))
    assert list(press_all(qtbot, line)) == ["Send now", "Take back"]
    clock[0] = NOW + timedelta(minutes=9)
    qtbot.waitUntil(lambda: line.accessibleName() == "Leaves in 60 s")
    assert list(press_all(qtbot, line)) == ["Undo"]


def press_all(qtbot: QtBot, line: OutboxLine) -> dict[str, object]:
    line.show()
    chosen: dict[str, object] = {}
    for button in shown(line):
        with qtbot.waitSignal(line.decided) as decided:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        chosen[button.text()] = decided.args[0]
    return chosen


def shown(line: OutboxLine) -> Sequence[QPushButton]:
    return [button for button in line.findChildren(QPushButton) if button.isVisible()]
