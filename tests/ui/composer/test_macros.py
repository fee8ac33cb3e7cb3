"""A macro in the composer: what it changes waits until the answer is sent, is done at once, or is left; and stays with the draft."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.canned import Actions, ApplyMacro, CannedReply, CannedText
from deskbell.model.commands import SaveDraft, SendReply
from deskbell.model.errors import Conflict
from deskbell.model.kinds import ReplyKind, Status
from deskbell.store.queries import canned
from deskbell.store.queries.canned import Asker
from deskbell.ui.composer.composer import Composer
from ui.composer.composing import Make, button, type_in, words
from ui.composer.test_canned import REFUND, TYPO, names, popup
from ui.ticket.rows import detail, draft, ticket
from ui.ticket.stand import Stand

WAIT = replace(
    TYPO,
    texts=(CannedText("", "<div>Wait</div>", "Wait"),),
    actions=Actions(Status.PENDING, add_tags=("late",)),
)
CHANGES = "When it is sent: status Pending · tag late"


@pytest.fixture
def waiting(qtbot: QtBot, stand: Stand, make: Make) -> Composer:
    """A macro was put in, and what it does waits."""
    stand.answers |= {canned.replies: (REFUND, WAIT), canned.asker: Asker("Acme", "en")}
    composer = make()
    composer.begin(ReplyKind.REPLY)
    composer.offer_canned(macros=True)
    stand.settle(qtbot)
    offered = popup(composer)
    assert names(offered) == ["Greeting"]
    assert CHANGES in words(offered)
    with qtbot.assertNotEmitted(composer.macro_due):
        qtbot.keyClick(offered.field, Qt.Key.Key_Return)
    assert composer.editor.text() == "Wait"
    assert composer.notice.words() == CHANGES
    # That it was used is counted, too; what a test lets be refused is the answer.
    stand.settle(qtbot)
    return composer


def sent_with(qtbot: QtBot, stand: Stand, composer: Composer, then: Status | None = None) -> tuple[object, ...]:
    """Send what is written; the macro that goes with it in one, and what that does."""
    with qtbot.waitSignal(composer.sent), qtbot.assertNotEmitted(composer.macro_due):
        composer.send(then)
    command = stand.of(SendReply)[-1]
    macro = command.macro
    assert macro.tickets == (1042,)
    return command.macro_id, type(macro), macro.status, macro.add_tags


def test_a_macro_changes_the_ticket_when_the_answer_is_sent(qtbot: QtBot, stand: Stand, waiting: Composer) -> None:
    assert sent_with(qtbot, stand, waiting) == (WAIT.id, ApplyMacro, Status.PENDING, ("late",))


def test_the_toast_names_the_macro(qtbot: QtBot, waiting: Composer) -> None:
    with qtbot.waitSignal(waiting.sent) as sent:
        waiting.send()
    assert sent.args[1].endswith(f" · {WAIT.name}")


def test_what_was_refused_waits_again(qtbot: QtBot, stand: Stand, waiting: Composer) -> None:
    # That it was used is written down by now: the next command is the answer.
    stand.settle(qtbot)
    stand.errors.append(Conflict("ticket.answered", name="Tomas", number=1042))
    waiting.send()
    stand.settle(qtbot)
    assert waiting.editor.text() == "Wait"
    assert sent_with(qtbot, stand, waiting) == (WAIT.id, ApplyMacro, Status.PENDING, ("late",))


def test_send_and_solve_holds_against_the_status_of_a_macro(qtbot: QtBot, stand: Stand, waiting: Composer) -> None:
    assert sent_with(qtbot, stand, waiting, Status.SOLVED) == (WAIT.id, ApplyMacro, None, ("late",))


def test_a_macro_can_be_done_now_or_left(qtbot: QtBot, waiting: Composer) -> None:
    with qtbot.waitSignal(waiting.macro_due) as due:
        button(waiting, "Do it now").click()
    assert due.args == [1042, WAIT]
    with qtbot.waitSignal(waiting.sent), qtbot.assertNotEmitted(waiting.macro_due):
        waiting.send()


@pytest.mark.parametrize("how", ["left", "discarded"])
def test_a_macro_that_is_left_changes_nothing(qtbot: QtBot, waiting: Composer, how: str) -> None:
    if how == "left":
        button(waiting, "Leave it").click()
    else:
        waiting.discard()
        type_in(qtbot, waiting, "Another")
    with qtbot.waitSignal(waiting.sent), qtbot.assertNotEmitted(waiting.macro_due):
        waiting.send()


def test_a_macro_waits_while_another_ticket_is_looked_at(qtbot: QtBot, waiting: Composer) -> None:
    waiting.show_ticket(detail(row=ticket(2)), ())
    assert waiting.notice.words() == ""
    with qtbot.waitSignal(waiting.sent), qtbot.assertNotEmitted(waiting.macro_due):
        type_in(qtbot, waiting, "x")
        waiting.send()
    waiting.show_ticket(detail(), ())
    assert waiting.notice.words() == CHANGES


def test_a_macro_waits_while_a_note_is_written(qtbot: QtBot, waiting: Composer) -> None:
    waiting.begin(ReplyKind.NOTE)
    assert waiting.notice.words() == ""
    with qtbot.waitSignal(waiting.noted), qtbot.assertNotEmitted(waiting.macro_due):
        type_in(qtbot, waiting, "x")
        waiting.send()
    waiting.begin(ReplyKind.REPLY)
    assert waiting.notice.words() == CHANGES


def test_a_macro_goes_along_when_the_answer_becomes_one_to_all(qtbot: QtBot, stand: Stand, waiting: Composer) -> None:
    waiting.begin(ReplyKind.REPLY_ALL)
    assert waiting.editor.text() == "Wait"
    assert waiting.notice.words() == CHANGES
    assert sent_with(qtbot, stand, waiting) == (WAIT.id, ApplyMacro, Status.PENDING, ("late",))
    waiting.begin(ReplyKind.REPLY)
    assert waiting.notice.words() == ""


def test_what_waits_is_kept_with_the_draft(qtbot: QtBot, stand: Stand, waiting: Composer) -> None:
    waiting.leave()
    stand.settle(qtbot)
    assert stand.of(SaveDraft)[-1].macro_id == WAIT.id
    button(waiting, "Leave it").click()
    waiting.leave()
    stand.settle(qtbot)
    assert stand.of(SaveDraft)[-1].macro_id == 0, "and no longer once it is left"


def test_what_waited_on_another_day_still_waits(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.answers[canned.replies] = (REFUND, WAIT)
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    composer.show_ticket(detail(), (draft(ReplyKind.REPLY, "Wait", macro_id=WAIT.id),))
    stand.settle(qtbot)
    assert composer.notice.words() == CHANGES
    assert sent_with(qtbot, stand, composer) == (WAIT.id, ApplyMacro, Status.PENDING, ("late",))


@pytest.mark.parametrize("left", [(), (replace(WAIT, actions=Actions()),)], ids=["gone", "no macro any more"])
def test_one_that_is_no_more_waits_no_more(
    qtbot: QtBot, stand: Stand, make: Make, left: tuple[CannedReply, ...]
) -> None:
    stand.answers[canned.replies] = left
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    composer.show_ticket(detail(), (draft(ReplyKind.REPLY, "Wait", macro_id=WAIT.id),))
    stand.settle(qtbot)
    assert composer.notice.words() == ""
    with qtbot.waitSignal(composer.sent), qtbot.assertNotEmitted(composer.macro_due):
        composer.send()
