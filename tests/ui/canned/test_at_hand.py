"""Canned replies and macros that have a number: one key puts them in, or does what they do to ticked tickets."""

import pytest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.canned import Actions, CannedText, SaveCannedReply
from deskbell.model.kinds import Priority, Status
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")

WAIT = Actions(status=Status.PENDING, priority=Priority.HIGH)


def at_hand(driven: Driven) -> dict[str, str]:
    """What the keys that do something are called, by these keys."""
    keys = driven.window.keys
    return {entry.keys[0]: action.text() for entry, action in keys.bound() if entry.number}


def made(driven: Driven, qtbot: QtBot) -> None:
    """A macro that is the third, and a mere text that is the fourth."""
    me = driven.stage.desk.me.id
    for number, name, text, actions in ((3, "Wait", "Please wait.", WAIT), (4, "Thanks", "Thanks!", Actions())):
        texts = (CannedText("", f"<p>{text}</p>", text),)
        command = SaveCannedReply(
            agent_id=me, id=0, owner_id=None, name=name, texts=texts, actions=actions, number=number
        )
        perform(driven.stage.database, command)
    qtbot.waitUntil(lambda: len(at_hand(driven)) == 2)


def test_a_key_puts_a_reply_into_the_answer_and_what_a_macro_does_waits(driven: Driven, qtbot: QtBot) -> None:
    assert at_hand(driven) == {}
    made(driven, qtbot)
    assert at_hand(driven) == {
        "3": "Wait (Canned reply or macro 3)",
        "4": "Thanks (Canned reply or macro 4)",
    }
    row = driven.open(0)
    composer = driven.window.pane.composer
    driven.press("3")
    qtbot.waitUntil(lambda: "Please wait." in composer.editor.text())
    assert "status Pending" in composer.notice.words()
    assert driven.row(row.id).status is row.status


def test_on_ticked_tickets_a_macro_does_what_it_does_and_a_text_says_that_it_does_nothing(
    driven: Driven, qtbot: QtBot
) -> None:
    made(driven, qtbot)
    rows = [row for row in map(driven.list.model.ticket, (0, 1)) if row is not None]
    driven.list.model.choose(tuple(row.id for row in rows), on=True)
    driven.press("4")
    qtbot.waitUntil(lambda: any("Thanks changes nothing" in words for words in driven.toasts()))
    driven.press("3")
    qtbot.waitUntil(lambda: all(driven.row(row.id).status is Status.PENDING for row in rows))
    assert all(driven.row(row.id).priority is Priority.HIGH for row in rows)
