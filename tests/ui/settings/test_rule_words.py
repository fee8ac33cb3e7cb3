"""What rules compare with and fill in, as people read and write it."""

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from deskbell.model.automation import Check, Condition, RuleActions, Since, Timer, What
from deskbell.model.fields import FieldChoice, FieldKind, SaveField
from deskbell.rules.fields import YES
from deskbell.store.queries import rule_book
from deskbell.ui.rules.condition_row import ConditionRow
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.words import action_words, timer_words
from deskbell.ui.theme.source import ThemeSource
from ui.settings.office import Office


def test_what_fields_hold_is_offered_and_read_back(office: Office) -> None:
    """As they keep it, and by its name: a tick as what a ticked box holds."""
    paid = office.do(SaveField(agent_id=office.me, id=0, name="Paid", kind=FieldKind.CHECK)) or 0
    choices = (FieldChoice(0, "Printer"), FieldChoice(0, "Router"))
    save = SaveField(agent_id=office.me, id=0, name="Device", kind=FieldKind.CHOICE, choices=choices)
    device = office.do(save) or 0
    names = RuleNames(office.desk, office.database.read(rule_book.book))
    assert names.choices(What.FIELD, paid) == [(YES, "Yes")]
    router = next(value for value, word in names.choices(What.FIELD, device) or () if word == "Router")
    actions = RuleActions(fields=((paid, YES), (device, router), (device, "")))
    assert action_words(actions, names) == [
        "fill in “Paid” with “Yes”",
        "fill in “Device” with “Router”",
        "empty “Device”",
    ]


@pytest.mark.parametrize(
    ("timer", "words"),
    [
        (Timer(1, Since.CREATED), "an hour has passed since the ticket was new"),
        (Timer(1, Since.CREATED, working=True), "a working hour has passed since the ticket was new"),
        (Timer(2, Since.CREATED), "2 hours have passed since the ticket was new"),
        (Timer(2, Since.CREATED, working=True), "2 working hours have passed since the ticket was new"),
    ],
)
def test_one_hour_is_one(timer: Timer, words: str) -> None:
    """In both kinds of hours."""
    assert timer_words(timer) == words


def test_a_number_is_written_as_people_write_it(office: Office, theme: ThemeSource, qtbot: QtBot) -> None:
    """A comma of theirs makes no two values of one; it is shown as it was written."""
    weight = office.do(SaveField(agent_id=office.me, id=0, name="Weight", kind=FieldKind.NUMBER)) or 0
    before = QLocale()
    QLocale.setDefault(QLocale("lt_LT"))
    try:
        names = RuleNames(office.desk, office.database.read(rule_book.book))
        condition = Condition(What.FIELD, Check.MORE, ("7.5",), weight)
        made = ConditionRow(theme, condition, names)
        qtbot.addWidget(made)
        assert (made.line.text(), made.condition()) == ("7,5", condition)
        made.line.setText("12,5; 13")
        assert made.condition().values == ("12.5", "13")
    finally:
        QLocale.setDefault(before)
