"""Custom fields in the panel beside a ticket: filled in in place, refused, taken back, and asked for before a ticket is solved."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SendReply, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, FieldValue, SetField
from deskbell.model.kinds import Deed, Entity, Status
from deskbell.ui.field_words import read_typed, value_words
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.ticket import event_words
from deskbell.ui.ticket.field_box import FieldBox
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.widgets.calendar import CalendarPopup
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.property_button import PropertyButton
from ui.ticket.opening import Desk, Make, button, changed, words
from ui.ticket.rows import NOW, PANEL, detail, event, ticket
from ui.ticket.stand import Stand
from ui.walk import clipped, forgotten

COLOURS = (FieldChoice(1, "Red"), FieldChoice(2, "Blue"), FieldChoice(3, "Old green", retired=True))
ORDER = CustomField(1, "Order number", FieldKind.TEXT, required=True)
WEIGHT = CustomField(2, "Weight", FieldKind.NUMBER)
DUE = CustomField(3, "Promised for", FieldKind.DATE)
COLOUR = CustomField(4, "Colour", FieldKind.CHOICE, COLOURS, required=True)
PARTS = CustomField(5, "Parts", FieldKind.CHOICES, COLOURS)
CALLED = CustomField(6, "Called back", FieldKind.CHECK)
ALL = (ORDER, WEIGHT, DUE, COLOUR, PARTS, CALLED)
FULL = dict(zip(ALL, ("A-17", "12.5", "2026-11-26", "3", "1 2", "yes"), strict=True))
NEEDED = "Needed before this is solved."


def opened(values: dict[CustomField, str], number: int = 1042, **row: object) -> Opened:
    fields = tuple(FieldValue(field, values.get(field, "")) for field in ALL)
    return Opened(replace(detail(), row=ticket(number, **row), fields=fields), (), PANEL)


@pytest.fixture
def filled(make: Make, desk: Desk) -> TicketPane:
    desk.opened[1042] = opened(FULL)
    return make()


@pytest.fixture
def bare(make: Make, desk: Desk) -> TicketPane:
    desk.opened[1042] = opened({})
    return make()


def line(pane: TicketPane, field: CustomField) -> QWidget:
    box = pane.side.findChild(FieldBox)
    assert isinstance(box, FieldBox)
    return next(one.control for one in box.lines if one.field == field)


def says(pane: TicketPane) -> list[str]:
    found = []
    for field in ALL:
        control = line(pane, field)
        if isinstance(control, QLineEdit):
            found.append(control.text())
        else:
            assert isinstance(control, PropertyButton | QCheckBox)
            found.append(str(control.isChecked()) if isinstance(control, QCheckBox) else control.text())
    return found


def test_a_desk_without_fields_has_nothing_of_them(make: Make) -> None:
    assert make().side.findChild(FieldBox) is None


def test_what_is_filled_in_is_shown_in_words(filled: TicketPane) -> None:
    assert says(filled) == ["A-17", "12.5", "26 Nov 2026", "Old green", "Red, Blue", "True"]
    assert "This ticket" in words(filled.side)
    assert [line(filled, field).accessibleName() for field in (ORDER, DUE, CALLED)] == [
        "Order number",
        "Promised for",
        "Called back",
    ]
    assert line(filled, COLOUR).accessibleName() == "Colour: Old green"
    assert line(filled, ORDER).accessibleDescription() == NEEDED


def test_another_ticket_has_others(qtbot: QtBot, filled: TicketPane, stand: Stand, desk: Desk) -> None:
    box = filled.side.findChild(FieldBox)
    desk.opened[1043] = opened({WEIGHT: "3"}, 1043)
    filled.show_ticket(1043)
    stand.settle(qtbot)
    assert says(filled) == ["", "3", "", "Needed to solve", "Add", "False"]
    desk.opened[1044] = Opened(replace(detail(), row=ticket(1044)), (), PANEL)
    filled.show_ticket(1044)
    stand.settle(qtbot)
    assert isinstance(box, FieldBox)
    assert not box.isVisible()
    filled.show_ticket(1042)
    stand.settle(qtbot)
    assert (box.isVisible(), says(filled)[0]) == (True, "A-17")


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown"),
    [
        (ORDER, " B  18 ", "B 18", "B 18"),
        (WEIGHT, "1,012.50", "1012.5", "1012.5"),
        (DUE, "2026-12-24", "2026-12-24", "24 Dec 2026"),
        (DUE, "24 12 2026", "2026-12-24", "24 Dec 2026"),
        (DUE, "24 Dec 2026", "2026-12-24", "24 Dec 2026"),
        (WEIGHT, "", "", ""),
    ],
)
def test_typing_it(
    qtbot: QtBot, filled: TicketPane, stand: Stand, desk: Desk, field: CustomField, typed: str, value: str, shown: str
) -> None:
    control = line(filled, field)
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.selectAll()
    qtbot.keyClick(control, Qt.Key.Key_Delete)
    qtbot.keyClicks(control, typed)
    qtbot.keyClick(control, Qt.Key.Key_Return)
    filled.conversation.setFocus()
    stand.settle(qtbot)
    (command,) = stand.of(SetField)
    assert (command.agent_id, command.tickets, command.field_id, command.value) == (1, (1042,), field.id, value)
    desk.opened[1042] = opened({**FULL, field: value})
    filled.refresh(changed())
    stand.settle(qtbot)
    assert control.text() == shown
    assert "Not saved" not in words(filled.side)


def test_what_it_cannot_hold_is_said_at_once_and_goes_nowhere(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    control = line(filled, WEIGHT)
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "heavy")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert "Weight wants a number" in words(filled.side)
    assert "Weight wants a number" in control.accessibleDescription()
    control.selectAll()
    qtbot.keyClicks(control, "7")
    assert "Weight wants a number" not in words(filled.side)
    qtbot.keyClicks(control, "x")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    qtbot.keyClick(control, Qt.Key.Key_Escape)
    assert (control.text(), "Weight wants a number" in words(filled.side)) == ("12.5", False)
    stand.settle(qtbot)
    assert stand.of(SetField) == []


def choose(qtbot: QtBot, pane: TicketPane, field: CustomField, *texts: str) -> list[str]:
    """Choose these by the keyboard; what was offered."""
    control = line(pane, field)
    control.setFocus()
    qtbot.keyClick(control, Qt.Key.Key_Space)
    dropped = control.findChild(ChoiceList)
    assert isinstance(dropped, ChoiceList)
    offered = [choice.text for choice in control._choices()]  # type: ignore[attr-defined]
    for text in texts:
        dropped.choose_text(text)
    if field.kind is FieldKind.CHOICES:
        dropped.close()
    return offered


def test_choosing_one(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    assert choose(qtbot, filled, COLOUR, "Blue") == ["Red", "Blue", "Old green", "Nothing"]
    assert says(filled)[3] == "Blue", "at once"
    stand.settle(qtbot)
    assert [command.value for command in stand.of(SetField)] == ["2"]
    assert choose(qtbot, filled, COLOUR, "Nothing") == ["Red", "Blue", "Nothing"], "what is retired comes no more"
    stand.settle(qtbot)
    assert [command.value for command in stand.of(SetField)] == ["2", ""]
    assert says(filled)[3] == "Needed to solve"


def test_choosing_several_is_one_step(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    choose(qtbot, filled, PARTS, "Red", "Blue", "Red")
    stand.settle(qtbot)
    assert [command.value for command in stand.of(SetField)] == ["1"]
    choose(qtbot, filled, PARTS, "Blue", "Blue")
    stand.settle(qtbot)
    assert len(stand.of(SetField)) == 1, "nothing is another"


def test_ticking(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    control = line(filled, CALLED)
    control.setFocus()
    qtbot.keyClick(control, Qt.Key.Key_Space)
    qtbot.keyClick(control, Qt.Key.Key_Space)
    stand.settle(qtbot)
    assert [command.value for command in stand.of(SetField)] == ["", "yes"]


def test_a_day_from_the_calendar(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    day = button(filled.side, "Choose a day for Promised for")
    day.click()
    popup = day.findChild(CalendarPopup)
    assert isinstance(popup, CalendarPopup)
    assert popup.calendar.selectedDate() == QDate(2026, 11, 26)
    qtbot.keyClick(popup.calendar.focusWidget() or popup.calendar, Qt.Key.Key_Right)
    qtbot.keyClick(popup.calendar.focusWidget() or popup.calendar, Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert [command.value for command in stand.of(SetField)] == ["2026-11-27"]
    assert says(filled)[2] == "27 Nov 2026"


def test_a_refusal_brings_back_what_is_kept(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    stand.errors.append(Mistake("field.choice", field="Colour"))
    with qtbot.waitSignal(stand.deeds.failed):
        choose(qtbot, filled, COLOUR, "Blue")
    stand.settle(qtbot)
    assert says(filled)[3] == "Old green"
    control = line(filled, ORDER)
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.end(False)
    qtbot.keyClicks(control, "0")
    stand.errors.append(Mistake("field.text_long", field="Order number", limit=500))
    with qtbot.waitSignal(stand.deeds.failed):
        qtbot.keyClick(control, Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert (control.text(), "Not saved. Enter tries again" in words(filled.side)) == ("A-170", True)


def test_it_is_told_and_can_be_taken_back(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    told = []
    stand.deeds.told.connect(told.append)
    choose(qtbot, filled, PARTS, "Red")
    stand.settle(qtbot)
    assert [done.sentence for done in told] == ["Parts of #1042: Blue"]
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [undo.undo for undo in stand.of(UndoDeed)] == [stand.of(SetField)[0].deed]


def test_what_is_being_typed_stays_when_a_colleague_fills_in_another(
    qtbot: QtBot, filled: TicketPane, stand: Stand, desk: Desk
) -> None:
    control = line(filled, ORDER)
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.end(False)
    qtbot.keyClicks(control, "-B")
    desk.opened[1042] = opened({**FULL, WEIGHT: "99"})
    filled.refresh(changed())
    stand.settle(qtbot)
    assert says(filled)[:2] == ["A-17-B", "99"]


def test_what_was_typed_is_of_the_ticket_that_it_was_typed_on(
    qtbot: QtBot, filled: TicketPane, stand: Stand, desk: Desk
) -> None:
    desk.opened[1043] = opened({}, 1043)
    control = line(filled, ORDER)
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.end(False)
    qtbot.keyClicks(control, "9")
    filled.show_ticket(1043)
    stand.settle(qtbot)
    assert [(command.tickets, command.value) for command in stand.of(SetField)] == [((1042,), "A-179")]


def test_other_definitions_are_there_at_once(qtbot: QtBot, filled: TicketPane, stand: Stand, desk: Desk) -> None:
    fields = (FieldValue(replace(ORDER, name="Order", version=2), "A-17"),)
    desk.opened[1042] = Opened(replace(detail(), fields=fields), (), PANEL)
    filled.refresh(changed(Entity.SETTING, 0, 0))
    stand.settle(qtbot)
    box = filled.side.findChild(FieldBox)
    assert isinstance(box, FieldBox)
    assert [one.field.name for one in box.lines] == ["Order"]


def test_what_is_being_typed_is_not_lost_with_other_definitions(
    qtbot: QtBot, filled: TicketPane, stand: Stand, desk: Desk
) -> None:
    control = line(filled, ORDER)
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.end(False)
    qtbot.keyClicks(control, "8")
    desk.opened[1042] = Opened(replace(detail(), fields=(FieldValue(WEIGHT, ""),)), (), PANEL)
    filled.refresh(changed(Entity.SETTING, 0, 0))
    stand.settle(qtbot)
    assert [(command.field_id, command.value) for command in stand.of(SetField)] == [(ORDER.id, "A-178")]


def test_tab_goes_as_one_reads(qtbot: QtBot, filled: TicketPane) -> None:
    line(filled, ORDER).setFocus()
    reached = []
    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget().accessibleName().partition(":")[0])
    names = ["Weight", "Promised for", "Choose a day for Promised for", "Colour", "Parts", "Called back"]
    assert reached[:6] == names
    assert reached[6].startswith("#"), "then the earlier tickets"


def test_asked_for_the_keyboard_is_on_the_first_that_is_missing(
    qtbot: QtBot, bare: TicketPane, stand: Stand, desk: Desk
) -> None:
    bare.filling.ask_for_lacking(1042)
    assert line(bare, ORDER).hasFocus()
    assert words(bare.side).count(NEEDED) == 2
    desk.opened[1042] = opened({ORDER: "A"})
    bare.refresh(changed())
    stand.settle(qtbot)
    assert words(bare.side).count(NEEDED) == 1
    desk.opened[1043] = opened({ORDER: "A"}, 1043)
    bare.show_ticket(1043)
    bare.filling.ask_for_lacking(1043)
    stand.settle(qtbot)
    assert line(bare, COLOUR).hasFocus(), "once it is read"


def test_an_answer_that_would_solve_waits_and_is_not_lost(qtbot: QtBot, bare: TicketPane, stand: Stand) -> None:
    qtbot.keyClicks(bare.composer.editor, "It leaves today.")
    button(bare.composer, "Send and solve").click()
    stand.settle(qtbot)
    assert stand.of(SendReply) == []
    assert "It leaves today." in bare.composer.editor.text()
    assert "Before #1042 can be solved, fill in: Order number, Colour." in words(bare.composer)
    assert line(bare, ORDER).hasFocus()
    button(bare.composer, "Send without solving").click()
    stand.settle(qtbot)
    assert [command.then for command in stand.of(SendReply)] == [None]


def test_so_does_one_that_the_database_refuses(qtbot: QtBot, filled: TicketPane, stand: Stand) -> None:
    qtbot.keyClicks(filled.composer.editor, "It leaves today.")
    stand.errors.append(Mistake("field.lacking", number=1042, fields="Order number", count=1))
    filled.composer.send(Status.SOLVED)
    stand.settle(qtbot)
    qtbot.waitUntil(lambda: "fill in: Order number" in words(filled.composer))
    assert "It leaves today." in filled.composer.editor.text()
    button(filled.composer, "Send without solving").click()
    stand.settle(qtbot)
    assert [command.then for command in stand.of(SendReply)] == [None]


def test_steps_are_told_between_the_messages() -> None:
    steps = ((ORDER, "A", "B"), (PARTS, "1", ""), (ORDER, "B", "C"), (CALLED, "", "yes"))
    events = [
        replace(event(number, Deed.FIELD, before, after, 5), field=field)
        for number, (field, before, after) in enumerate(steps)
    ]
    (group,) = event_words.groups(events)
    said, _ = event_words.line(group, NOW)
    assert said == "Ona · Order number: A → C · Parts: Red taken out · Called back: Yes"


@pytest.mark.parametrize("language", ["en_US", "en_GB", "lt_LT", "ru_RU", "zh_CN", "zh_TW"])
def test_dates_and_numbers_are_read_as_they_are_shown(language: str) -> None:
    locale = QLocale(language)
    for field, value in ((DUE, "2026-11-06"), (WEIGHT, "-1012.5")):
        assert read_typed(field, value_words(field, value, locale), locale) == value
    short = locale.toString(QDate(2026, 11, 26), QLocale.FormatType.ShortFormat)
    assert read_typed(DUE, short, locale) == "2026-11-26"
    assert read_typed(WEIGHT, locale.toString(1012.5, "f", 2), locale) == "1012.5"


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    qtbot: QtBot, make: Make, desk: Desk, stand: Stand, qapp: QApplication
) -> None:
    language = PseudoLanguage()
    qapp.installTranslator(language)
    desk.opened[1042] = opened({WEIGHT: "12.5", DUE: "2026-11-26", PARTS: "1 2"})
    pane = make()
    pane.filling.ask_for_lacking(1042)
    box = pane.side.findChild(FieldBox)
    assert isinstance(box, FieldBox)
    stand.settle(qtbot)
    data = " ".join([*(field.name for field in ALL), *(choice.name for choice in COLOURS)]).lower()
    found = forgotten(box, data), clipped(box)
    qapp.removeTranslator(language)
    assert found == ([], [])
