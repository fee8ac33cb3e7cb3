"""Two customers side by side, who may be one person: what is known of each, and what can be done about them."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.customers import Like
from deskbell.model.doubles import Compared, Double
from deskbell.model.rows import CustomerPanel
from deskbell.model.time_zones import city
from deskbell.rules.folding import fold
from deskbell.ui.canned.languages import language_name
from deskbell.ui.field_words import value_words
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S4, S8, S12, S16, S20, S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.person_head import PersonHead
from deskbell.ui.widgets.ages import day
from deskbell.ui.widgets.buttons import GhostButton, LinkButton, PrimaryButton
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import tickets_word

_TITLES = 3
_SIDES = 2


class DoublesView(Pane):
    """At the left who would be kept, at the right the other one; a line for each thing that is known of one of them.

    Signals:
        merge_wanted(bool): all is to go to the one at the left; or (false) to the one at the right.
        apart_wanted: they are not the same person.
        open_wanted(int): this customer is to be shown among all of them.
        left: the keyboard goes back to the list.
    """

    merge_wanted = Signal(bool)
    apart_wanted = Signal()
    open_wanted = Signal(int)
    left = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._ids = (0, 0)
        self._facts: list[QWidget] = []
        self._head = QWidget(self)
        self._why = ElidedLabel("", TextRole.title, parent=self._head)
        self.apart_button = GhostButton(self.tr("Not the same person"), self._head)
        self.apart_button.clicked.connect(self.apart_wanted)
        self._people = [PersonHead(theme, 0, self) for _ in range(_SIDES)]
        for one in self._people:
            one.menu_button.hide()
        self.merge_buttons = (
            PrimaryButton(self.tr("Merge into this one"), self),
            GhostButton(self.tr("Merge into this one"), self),
        )
        self.open_buttons = tuple(LinkButton(self.tr("Open"), self) for _ in range(_SIDES))
        for number in range(_SIDES):
            self.merge_buttons[number].clicked.connect(partial(self.merge_wanted.emit, number == 0))
            self.open_buttons[number].clicked.connect(partial(self._open, number))
        self._body = Pane("panel")
        self._grid = QGridLayout()
        self._scroll = QScrollArea(self)
        self._empty = EmptyState(theme, self)
        self._faces = QStackedWidget(self)
        self._lay()
        self.show_double(None, None)

    def show_double(self, double: Double | None, known: Compared | None) -> None:
        """Show these two; None where nobody is chosen."""
        self._head.setVisible(double is not None)
        if double is None or known is None:
            self._ids = (0, 0)
            words = self.tr("Customers who may be one person stand here side by side, with what is known of each.")
            self._empty.say(Icon.CUSTOMERS, self.tr("Two at a time"), words)
            self._faces.setCurrentWidget(self._empty)
            return
        both = known.one, known.other
        other_ones = self._ids != (known.one.customer.id, known.other.customer.id)
        self._ids = (known.one.customer.id, known.other.customer.id)
        self._why.setText(_reason(double.why))
        names = [panel.customer.name or (panel.customer.emails or ("",))[0] for panel in both]
        for number, panel in enumerate(both):
            self._people[number].show_person(panel.customer)
            said = self.tr("Merge {other} into {name}")
            # The names go in together: they are people's own words.
            told = said.format(other=self._called(both[1 - number]), name=self._called(panel))
            self.merge_buttons[number].setAccessibleName(told)
            self.open_buttons[number].setAccessibleName(self.tr("Open %1").replace("%1", names[number]))
        self._show_facts(known)
        self._faces.setCurrentWidget(self._scroll)
        if other_ones:
            self._scroll.verticalScrollBar().setValue(0)

    def focus_merge(self) -> None:
        """Have the keyboard on what is done most."""
        if self._ids[0]:
            self.merge_buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(S16 + 4, 0, S16, 0)
        head.setSpacing(S12)
        head.addWidget(self._why, 1)
        head.addWidget(self.apart_button)
        self._head.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        grid = self._grid
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S24)
        grid.setVerticalSpacing(S8)
        for number in range(_SIDES):
            grid.setColumnStretch(number, 1)
            grid.addWidget(self._people[number], 0, number)
            # One below the other where two long words have no room beside the other customer's.
            buttons = FlowLayout(S8, S4)
            buttons.addWidget(self.merge_buttons[number])
            buttons.addWidget(self.open_buttons[number])
            grid.addLayout(buttons, 1, number)
        grid.addWidget(Line(), 2, 0, 1, _SIDES)
        note = Label(
            self.tr(
                "All that is the one's goes to the other: tickets, addresses, what is known. They can be taken apart again."
            ),
            TextRole.small,
            ink="muted",
            wrap=True,
            parent=self._body,
        )
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(S20, S16, S20, S20)
        inside.setSpacing(S12)
        inside.addLayout(grid)
        inside.addWidget(Line())
        inside.addWidget(note)
        inside.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("What is known of both"))
        self._scroll.setWidget(self._body)
        OverlayScrollBar(self._scroll)
        for face in (self._scroll, self._empty):
            self._faces.addWidget(face)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(Line())
        layout.addWidget(self._faces, 1)
        tab_as_one_reads(self)

    def _open(self, number: int) -> None:
        if self._ids[number]:
            self.open_wanted.emit(self._ids[number])

    def _show_facts(self, known: Compared) -> None:
        for old in self._facts:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._facts = []
        one, other = (dict(self._known(panel)) for panel in (known.one, known.other))
        for row, what in enumerate(dict.fromkeys((*one, *other))):
            values = one.get(what, ""), other.get(what, "")
            if not any(values):
                continue
            same, name = fold(values[0]) == fold(values[1]), what[1]
            for number, value in enumerate(values):
                made = _Fact(self.tr("%1 – the same").replace("%1", name) if same else name, value or "–", self._body)
                self._facts.append(made)
                self._grid.addWidget(made, row + 3, number)

    def _known(self, panel: CustomerPanel) -> Iterator[tuple[tuple[int, str], str]]:
        """What is known of a customer, "" for nothing: by the number of the custom field, 0 for none, and what it is called."""
        customer, here = panel.customer, panel.customer.created_at.astimezone()
        titles = [f"#{title.id} {' '.join(title.subject.split())}" for title in panel.others[:_TITLES]]
        told = (
            (self.tr("Addresses"), "\n".join(customer.emails)),
            (self.tr("Phones"), "\n".join(customer.phones)),
            (self.tr("Organisation"), customer.organisation),
            (self.tr("Tags"), ", ".join(customer.tags)),
            (self.tr("Language"), language_name(customer.language)),
            (self.tr("Time zone"), city(customer.time_zone)),
            (self.tr("Note"), customer.note),
            (self.tr("Customer since"), day(QDate(here.year, here.month, here.day))),
            (self.tr("Tickets"), "\n".join((tickets_word(customer.tickets), *titles))),
        )
        yield from (((0, name), value) for name, value in told)
        for held in panel.fields:
            yield (held.field.id, held.field.name), value_words(held.field, held.value)

    @staticmethod
    def _called(panel: CustomerPanel) -> str:
        customer = panel.customer
        return ", ".join(part for part in (customer.name, customer.emails[0] if customer.emails else "") if part)


class _Fact(QWidget):
    """What it is called, and below it what is known; nothing of it is read as markup."""

    def __init__(self, name: str, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        head = Label(name, TextRole.small, ink="muted", parent=self)
        said = Label(value, wrap=True, parent=self)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        layout.addWidget(head)
        layout.addWidget(said)
        layout.addStretch(1)


def _reason(why: Like) -> str:
    words = {
        Like.NAME: QCoreApplication.translate("customers", "Two customers with the same name"),
        Like.PHONE: QCoreApplication.translate("customers", "Two customers with the same phone number"),
        Like.ADDRESS: QCoreApplication.translate("customers", "Two customers with similar addresses"),
    }
    return words[why]
