"""What is known of a customer, written in place of what is only shown otherwise. Made when somebody wants to write."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.customers import LONGEST, SaveCustomer
from deskbell.model.rows import CustomerRow
from deskbell.model.time_zones import ZONES
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.edit_line import EditLine
from deskbell.ui.ticket.marks import mark
from deskbell.ui.ticket.several_lines import SeveralLines, SeveralWords
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.property_button import PropertyButton


class CustomerEditor(QWidget):
    """Name, language, time zone, addresses and phones, each kept by itself. Ends by its button.

    Signals:
        written(dict): these facts (names of `CustomerRow`) are to be so.
        ended: nobody writes here any more.
        relaid: there are other lines now.
    """

    written = Signal(object)
    ended = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._customer: CustomerRow | None = None
        self.name = EditLine(theme, self.tr("Name"), self.tr("Needed"), self)
        self.name.field.setMaxLength(LONGEST)
        self.name.written.connect(self._write_name)
        self._name_place = Field(theme, "", self.name, parent=self)
        self.name.unsaved.connect(self._mark_name)
        self.language = PropertyButton(theme, self.tr("Language"), parent=self)
        self.language.set_choices(self._languages)
        self.language.chosen.connect(lambda code: self.written.emit({"language": code}))
        self.time_zone = PropertyButton(theme, self.tr("Time zone"), parent=self)
        self.time_zone.set_choices(self._time_zones)
        self.time_zone.chosen.connect(lambda name: self.written.emit({"time_zone": name}))
        first = self.tr("Write to this one first")
        self.emails = SeveralLines(theme, SeveralWords(self.tr("Address"), self.tr("Add an address"), first), self)
        first = self.tr("Call this one first")
        self.phones = SeveralLines(theme, SeveralWords(self.tr("Phone"), self.tr("Add a phone number"), first), self)
        for what, lines in (("emails", self.emails), ("phones", self.phones)):
            lines.changed.connect(lambda texts, what=what: self.written.emit({what: texts}))
            lines.relaid.connect(self.relaid)
        self._done = LinkButton(self.tr("Done"), self)
        self._done.clicked.connect(self.ended)
        self._lay()

    def show_customer(self, customer: CustomerRow, *, other: bool) -> None:
        """Show what is kept of them; `other`: of somebody else than before."""
        if other:
            self.name.show_other(customer.name)
        else:
            self.name.show_text(customer.name)
        self.show_choices(customer, other=other)

    def show_choices(self, customer: CustomerRow, *, other: bool = False) -> None:
        """Show all but the name, also what is not kept yet."""
        self._customer = customer
        nothing = self.tr("Not known")
        known = bool(customer.language), bool(customer.time_zone)
        self.language.set_value(language_name(customer.language) if known[0] else nothing, ink=_ink(known[0]))
        self.time_zone.set_value(_spaced(customer.time_zone) or nothing, ink=_ink(known[1]))
        self.emails.show_texts(customer.emails, other=other)
        self.phones.show_texts(customer.phones, other=other)

    def begin(self) -> None:
        """Put the keyboard at the first line."""
        self.name.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """Take what is still being written: something else is about to be shown."""
        for one in (self.name, self.emails, self.phones):
            one.finish()

    def confirm(self, command: SaveCustomer) -> None:
        """This was saved."""
        self.name.confirm(command.name)
        for lines, texts in ((self.emails, command.emails), (self.phones, command.phones)):
            if lines is self.phones or self._customer is None or texts == self._customer.emails:
                lines.mend()

    def refuse(self, what: str, sentence: str) -> None:
        """These facts were not saved, for this reason."""
        if what == "emails":
            self.emails.refuse(sentence)
        elif what == "phones":
            self.phones.refuse(sentence)

    def _lay(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(self._name_place)
        for name, button in ((self.tr("Language"), self.language), (self.tr("Time zone"), self.time_zone)):
            row = QHBoxLayout()
            row.setContentsMargins(0, 2, 0, 2)
            row.setSpacing(8)
            row.addWidget(Label(name, ink="muted", parent=self), 1)
            row.addWidget(button)
            layout.addLayout(row)
        for name, lines in ((self.tr("Addresses"), self.emails), (self.tr("Phones"), self.phones)):
            layout.addSpacing(4)
            layout.addWidget(Label(name, TextRole.small, ink="muted", parent=self))
            layout.addWidget(lines)
        layout.addWidget(self._done, 0, Qt.AlignmentFlag.AlignRight)

    def _write_name(self, name: str) -> None:
        self.written.emit({"name": name})

    def _mark_name(self, unsaved: bool, theirs: str | None) -> None:
        mark(self._name_place, self.name.field, unsaved, theirs)

    def _languages(self) -> Sequence[Choice]:
        now = self._customer.language if self._customer is not None else ""
        codes = CODES if not now or now in CODES else (now, *CODES)
        choices = [Choice(code, language_name(code), checked=code == now) for code in codes]
        return [
            Choice("", self.tr("Not known"), checked=not now),
            *sorted(choices, key=lambda one: one.text.casefold()),
        ]

    def _time_zones(self) -> Sequence[Choice]:
        now = self._customer.time_zone if self._customer is not None else ""
        zones = [Choice(name, _spaced(name), checked=name == now) for name in ZONES]
        return [Choice("", self.tr("Not known"), checked=not now), *zones]


def _ink(known: bool) -> str:
    return "ink" if known else "muted"


def _spaced(time_zone: str) -> str:
    """As IANA names it, but for the underscores."""
    return time_zone.replace("_", " ")
