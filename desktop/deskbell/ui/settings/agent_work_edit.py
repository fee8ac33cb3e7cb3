"""The part of an agent's form that says which tickets they can be given."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.calendars import Calendar
from deskbell.model.routing import ANYTHING, AgentWork
from deskbell.model.rows import TagRow
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.number_edit import NumberEdit
from deskbell.ui.widgets.tick_list import TickList

_MOST = 999


class AgentWorkEdit(QWidget):
    """Holds an `AgentWork`.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = ANYTHING
        self._known = False
        self.skills = TickList(theme, self)
        self.languages = TickList(theme, self)
        self.capacity = NumberEdit(theme, self)
        self.capacity.setRange(0, _MOST)
        self.capacity.setSpecialValueText(self.tr("Any number"))
        self.hours = ChoiceBox(self)
        self.skills.edited.connect(self.edited)
        self.languages.edited.connect(self.edited)
        self.capacity.valueChanged.connect(self.edited)
        self.hours.activated.connect(lambda _: self.edited.emit())
        skills = self.tr("Tags. Teams that ask for skills hand tickets with such a tag to who knows it.")
        languages = self.tr("In which they answer. Without any ticked: in every language.")
        capacity = self.tr("New and open ones; who has as many is handed no more.")
        hours = self.tr("Nothing is handed out to them outside of it, nor while they are away.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for pair in (
            (
                Field(theme, self.tr("Skills"), self.skills, hint=skills, parent=self),
                Field(theme, self.tr("Languages"), self.languages, hint=languages, parent=self),
            ),
            (
                Field(theme, self.tr("Tickets at a time"), self.capacity, hint=capacity, parent=self),
                Field(theme, self.tr("Gets tickets"), self.hours, hint=hours, parent=self),
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(16)
            for field in pair:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(row)
        self.show_work(None, ())
        self.show_calendars(())

    def show_work(self, work: AgentWork | None, tags: Sequence[TagRow]) -> None:
        """Show this, without telling; None while it is not known yet. Retired tags are offered only where they are a skill already."""
        self._base, self._known = work or ANYTHING, work is not None
        self.setEnabled(self._known)
        its = self._base
        offered = [(tag.id, tag.name) for tag in tags if not tag.retired or tag.id in its.skills]
        self.skills.show_values(offered, its.skills)
        codes = [*CODES, *sorted(its.languages - frozenset(CODES))]
        self.languages.show_values([(code, language_name(code)) for code in codes], its.languages)
        blocked = self.capacity.blockSignals(True)
        self.capacity.setValue(its.capacity or 0)
        self.capacity.blockSignals(blocked)
        self._choose(its.calendar_id)

    def show_calendars(self, calendars: Sequence[Calendar]) -> None:
        """Offer these working hours, without telling; what was chosen stays."""
        chosen = self._calendar_id()
        self.hours.clear()
        self.hours.addItem(self.tr("Whenever they are available"), None)
        for calendar in calendars:
            self.hours.addItem(self.tr("Within %1").replace("%1", calendar.name), calendar.id)
        self._choose(chosen)

    def work(self) -> AgentWork | None:
        """What it holds; None while it is not known yet."""
        if not self._known:
            return None
        return AgentWork(
            # A tag that is not here (any more) stays with it.
            frozenset(self.skills.ticked()) | (self._base.skills - frozenset(self.skills.values())),
            frozenset(self.languages.ticked()),
            self.capacity.value() or None,
            self._calendar_id(),
        )

    def _calendar_id(self) -> int | None:
        # Until it is known which there are, that of the agent stays.
        found = self.hours.currentData() if self.hours.count() > 1 else self._base.calendar_id
        return found if isinstance(found, int) else None

    def _choose(self, calendar_id: int | None) -> None:
        self.hours.setCurrentIndex(max(0, self.hours.findData(calendar_id)))
