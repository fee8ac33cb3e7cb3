"""Asks which custom field of tickets is to hold what: by key for one ticket, and for several at once."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldKind, SetField
from deskbell.model.rows import TicketRow
from deskbell.rules.fields import YES, applies
from deskbell.store.queries import fields
from deskbell.ui.deed_words import filled_words
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.field_words import read_typed, value_words
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.calendar import CalendarPopup
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.words import told_error

translate = QCoreApplication.translate
_DAY = "day"


class FieldsMenu:
    """Asks below a widget, and fills in what is chosen."""

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds) -> None:
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds

    def ask(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Offer the fields that these tickets (ids) have; of several nobody knows, and all are offered. `card` is that of the ticket where it is but one."""

        def offer(found: Sequence[CustomField]) -> None:
            there = [one for one in found if not one.retired]
            if card is not None:
                there = [one for one in there if applies(one, card.mailbox_id, card.team_id)]
            if not there:
                self._deeds.stopped.emit(translate("fields", "There are no custom fields here."))
                return
            opened = ChoiceList(self._theme, [Choice(one, one.name) for one in there], parent=anchor)
            opened.chosen.connect(lambda field: self._ask_value(field, tickets, anchor))
            opened.open_below(anchor)

        self._runner.ask(fields.definitions, done=offer, topic="fields menu", owner=self._deeds)

    def _ask_value(self, field: CustomField, tickets: tuple[int, ...], anchor: QWidget) -> None:
        fill = partial(self._fill, field, tickets)
        match field.kind:
            case FieldKind.TEXT | FieldKind.NUMBER:
                typed = ValuePopup(self._theme, field, anchor)
                typed.given.connect(fill)
                typed.open_below(anchor)
                return
            case FieldKind.CHOICES:
                several = ChoiceList(self._theme, _choices(field), several=True, parent=anchor)
                several.picked.connect(lambda ids: fill(" ".join(ids)))
                several.open_below(anchor)
                return
            case FieldKind.CHECK:
                choices = [Choice(YES, translate("fields", "Yes")), Choice("", translate("fields", "No"))]
            case FieldKind.DATE:
                choices = [Choice(_DAY, translate("fields", "Choose a day…"), Icon.CALENDAR), _nothing()]
            case FieldKind.CHOICE:
                choices = [*_choices(field), _nothing()]
        opened = ChoiceList(self._theme, choices, parent=anchor)
        opened.chosen.connect(lambda value: self._ask_day(field, anchor, fill) if value == _DAY else fill(value))
        opened.open_below(anchor)

    def _ask_day(self, field: CustomField, anchor: QWidget, fill: "partial[None]") -> None:
        popup = CalendarPopup(self._theme, field.name, QDate(), anchor)
        popup.chosen.connect(lambda date: fill(date.toString("yyyy-MM-dd")))
        popup.open_below(anchor)

    def _fill(self, field: CustomField, tickets: tuple[int, ...], value: str) -> None:
        command = SetField(agent_id=self._desk.me.id, tickets=tickets, field_id=field.id, value=value)
        self._deeds.carry_out(command, tickets, filled_words(tickets, field.name, value_words(field, value)))


class ValuePopup(Floating):
    """A line for what a field is to hold; nothing empties it. Enter or the button takes it, Escape leaves.

    Signals:
        given(str): the value in the form that is kept.
    """

    given = Signal(str)

    def __init__(self, theme: ThemeSource, field: CustomField, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(self.tr("Nothing: the field is emptied"))
        self.edit.setMinimumWidth(theme.px(240))
        self.edit.returnPressed.connect(self._take)
        self.place = Field(theme, field.name, self.edit, parent=self)
        self.edit.textEdited.connect(lambda: self.place.set_fault(""))
        take = PrimaryButton(self.tr("Fill in"), self)
        take.clicked.connect(self._take)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.place)
        layout.addLayout(end)
        self.setFocusProxy(self.edit)

    def _take(self) -> None:
        try:
            value = read_typed(self._field, self.edit.text())
        except Mistake as error:
            self.place.set_fault(told_error(error))
            self.adjustSize()
            return
        self.close()
        self.given.emit(value)


def _choices(field: CustomField) -> list[Choice]:
    return [Choice(str(one.id), one.name) for one in field.choices if not one.retired]


def _nothing() -> Choice:
    return Choice("", translate("fields", "Nothing"), Icon.CLOSE)
