"""What is written about a customer: saved, or refused and kept until it is."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskbell.model.customers import SaveCustomer
from deskbell.model.errors import Conflict
from deskbell.model.kinds import Entity
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.reading import Opened
from ui.ticket.opening import Desk, Make, button, changed, words
from ui.ticket.rows import CUSTOMER, PANEL, detail, ticket
from ui.ticket.stand import Stand

REFUSAL = Conflict("customer.changed", name=CUSTOMER.name)
LINE_MARK = "Not saved. Enter tries again, Esc brings back what is saved."
NOTE_MARK = "Not saved. Leaving it once more tries again, Esc brings back what is saved."


def name(pane: TicketPane) -> QLineEdit:
    """The field of the customer's name, which is there once somebody edits."""
    fields = {field.accessibleName(): field for field in pane.side.findChildren(QLineEdit)}
    if "Name" not in fields:
        pane.side.edit()
        return name(pane)
    return fields["Name"]


def write(qtbot: QtBot, pane: TicketPane, words: str) -> None:
    """Write another name, without Enter."""
    name(pane).setFocus()
    name(pane).selectAll()
    qtbot.keyClicks(name(pane), words)


def note(pane: TicketPane) -> QPlainTextEdit:
    found = pane.side.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def saved(desk: Desk, **facts: object) -> None:
    """The desk has this of the customer now."""
    now = desk.opened[1042]
    assert now.panel is not None
    desk.opened[1042] = replace(now, panel=replace(now.panel, customer=replace(now.panel.customer, **facts)))


@pytest.fixture
def refused(qtbot: QtBot, stand: Stand, make: Make) -> TicketPane:
    """A pane in which a name was entered and refused; the keyboard is still in its field."""
    pane = make()
    stand.errors.append(REFUSAL)
    write(qtbot, pane, "Na Li")
    with qtbot.waitSignal(pane.failed) as failed:
        qtbot.keyClick(name(pane), Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert failed.args == [REFUSAL]
    return pane


def test_what_was_refused_stays_and_says_so(refused: TicketPane, stand: Stand) -> None:
    assert stand.of(SaveCustomer) == []
    assert name(refused).text() == "Na Li"
    assert LINE_MARK in words(refused.side)
    assert name(refused).accessibleDescription() == LINE_MARK


def test_enter_tries_the_same_again(qtbot: QtBot, refused: TicketPane, stand: Stand, desk: Desk) -> None:
    saved(desk, version=4)
    refused.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    qtbot.keyClick(name(refused), Qt.Key.Key_Return)
    # Going on at once is no third try.
    refused.composer.editor.setFocus()
    stand.settle(qtbot)
    (command,) = stand.of(SaveCustomer)
    assert (command.name, command.version) == ("Na Li", 4)
    saved(desk, name="Na Li", version=5)
    refused.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    assert LINE_MARK not in words(refused.side)
    assert name(refused).accessibleDescription() == ""


def test_it_stays_in_a_field_that_was_left_and_can_be_mended(qtbot: QtBot, refused: TicketPane, stand: Stand) -> None:
    stand.errors.append(REFUSAL)
    refused.composer.editor.setFocus()
    stand.settle(qtbot)
    assert name(refused).text() == "Na Li"
    assert LINE_MARK in words(refused.side)
    name(refused).setFocus()
    qtbot.keyClicks(name(refused), " & Co")
    qtbot.keyClick(name(refused), Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert [command.name for command in stand.of(SaveCustomer)] == ["Na Li & Co"]


@pytest.mark.parametrize("left", [False, True])
def test_escape_brings_back_what_is_saved(
    qtbot: QtBot, refused: TicketPane, stand: Stand, desk: Desk, left: bool
) -> None:
    saved(desk, name="Somebody else's", version=2)
    refused.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    assert name(refused).text() == "Na Li"
    if left:
        stand.errors.append(REFUSAL)
        refused.composer.editor.setFocus()
        stand.settle(qtbot)
        name(refused).setFocus()
    qtbot.keyClick(name(refused), Qt.Key.Key_Escape)
    stand.settle(qtbot)
    assert name(refused).text() == "Somebody else's"
    assert LINE_MARK not in words(refused.side)
    assert stand.of(SaveCustomer) == []


def test_typing_back_what_is_saved_ends_it(qtbot: QtBot, refused: TicketPane, stand: Stand) -> None:
    name(refused).setText(CUSTOMER.name)
    qtbot.keyClick(name(refused), Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert stand.of(SaveCustomer) == []
    assert LINE_MARK not in words(refused.side)


def test_the_other_field_is_saved_without_what_was_refused(qtbot: QtBot, refused: TicketPane, stand: Stand) -> None:
    stand.errors.append(REFUSAL)
    note(refused).setFocus()
    qtbot.keyClicks(note(refused), "pays late")
    stand.settle(qtbot)
    refused.composer.editor.setFocus()
    stand.settle(qtbot)
    (command,) = stand.of(SaveCustomer)
    assert (command.name, command.note, command.version) == (CUSTOMER.name, "pays late", CUSTOMER.version)


def test_a_refused_note_is_written_again_when_it_is_left_again(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    stand.errors.append(REFUSAL)
    note(pane).setFocus()
    qtbot.keyClicks(note(pane), "pays late")
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert note(pane).toPlainText() == "pays late"
    assert NOTE_MARK in words(pane.side)
    note(pane).setFocus()
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert [command.note for command in stand.of(SaveCustomer)] == ["pays late"]


def test_what_is_being_typed_goes_to_the_customer_it_is_about(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make
) -> None:
    other = replace(CUSTOMER, id=8, name="Jonas", version=6)
    desk.opened[7] = Opened(detail(row=ticket(7, customer_id=8)), (), replace(PANEL, customer=other))
    pane = make()
    write(qtbot, pane, "Na Li")
    pane.show_ticket(7)
    stand.settle(qtbot)
    assert name(pane).text() == "Jonas"
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert [(command.id, command.name) for command in stand.of(SaveCustomer)] == [(7, "Na Li")]


def test_what_was_refused_is_not_another_customers(qtbot: QtBot, refused: TicketPane, stand: Stand, desk: Desk) -> None:
    other = replace(CUSTOMER, id=8, name="Jonas")
    desk.opened[7] = Opened(detail(row=ticket(7, customer_id=8)), (), replace(PANEL, customer=other))
    stand.errors.append(REFUSAL)
    refused.show_ticket(7)
    stand.settle(qtbot)
    assert name(refused).text() == "Jonas"
    assert LINE_MARK not in words(refused.side)


def theirs(stand: Stand, desk: Desk, pane: TicketPane, qtbot: QtBot, **facts: object) -> None:
    """A colleague has written, and the window has heard of it."""
    saved(desk, **facts)
    pane.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)


def test_what_a_colleague_writes_while_the_caret_rests_here_is_shown_and_not_written_over(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make
) -> None:
    pane = make()
    note(pane).setFocus()
    theirs(stand, desk, pane, qtbot, note="call before noon", version=4)
    assert note(pane).toPlainText() == "call before noon"
    pane.composer.editor.setFocus()
    name(pane).setFocus()
    theirs(stand, desk, pane, qtbot, name="Jonas", version=5)
    assert name(pane).text() == "Jonas"
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert stand.of(SaveCustomer) == []


@pytest.mark.parametrize(
    ("choice", "written", "shown"),
    [
        ("leave", ["pays late"], "pays late"),
        ("both", ["call before noon\npays late"], "call before noon\npays late"),
        ("escape", [], "call before noon"),
    ],
)
@pytest.mark.parametrize("refused_first", [False, True])
def test_of_two_notes_both_are_shown_and_neither_is_lost(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, choice: str, written: list[str], shown: str, refused_first: bool
) -> None:
    pane = make()
    note(pane).setFocus()
    qtbot.keyClicks(note(pane), "pays late")
    if refused_first:
        # Hers came first, and the window has not heard of it yet.
        saved(desk, note="call before noon", version=4)
        stand.errors.append(REFUSAL)
    else:
        theirs(stand, desk, pane, qtbot, note="call before noon", version=4)
        assert note(pane).toPlainText() == "pays late", "what is being typed stays"
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert stand.of(SaveCustomer) == []
    assert note(pane).toPlainText() == "pays late"
    assert "Somebody else wrote meanwhile: “call before noon”" in words(pane.side)
    note(pane).setFocus()
    if choice == "leave":
        pane.composer.editor.setFocus()
    elif choice == "both":
        button(pane.side, "Keep both").click()
    else:
        qtbot.keyClick(note(pane), Qt.Key.Key_Escape)
    stand.settle(qtbot)
    assert [command.note for command in stand.of(SaveCustomer)] == written
    assert [command.version for command in stand.of(SaveCustomer)] == [4] * len(written)
    assert note(pane).toPlainText() == shown
    assert "Somebody else" not in words(pane.side)


def test_of_two_names_both_are_shown(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    pane = make()
    write(qtbot, pane, "Na Li")
    theirs(stand, desk, pane, qtbot, name="Jonas", version=4)
    qtbot.keyClick(name(pane), Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert stand.of(SaveCustomer) == []
    assert "Somebody else wrote meanwhile: “Jonas”" in words(pane.side)
    theirs(stand, desk, pane, qtbot, name="Jonas P.", version=5)
    assert "“Jonas P.”" in words(pane.side), "and once more"
    qtbot.keyClick(name(pane), Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert [(command.name, command.version) for command in stand.of(SaveCustomer)] == [("Na Li", 5)]


def test_what_was_saved_is_not_called_unsaved_because_a_colleague_went_on(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make
) -> None:
    pane = make()
    note(pane).setFocus()
    qtbot.keyClicks(note(pane), "pays late")
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert len(stand.of(SaveCustomer)) == 1
    theirs(stand, desk, pane, qtbot, note="pays late, but pays", version=5)
    assert note(pane).toPlainText() == "pays late, but pays"
    assert "Somebody else" not in words(pane.side)
    assert NOTE_MARK not in words(pane.side)
