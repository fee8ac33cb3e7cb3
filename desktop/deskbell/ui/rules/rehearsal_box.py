"""What would this rule have done in the past days? Asked of what happened in them; nothing is done by that, and nothing is written."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from deskbell.model.automation import Rule
from deskbell.model.rehearsal import WouldHave
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.rehearsal_model import RehearsalModel
from deskbell.ui.rules.rehearsal_words import unsure_words
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.moments import moment, utc_now
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.entry_list import ENTRY, EntryDelegate, EntryList
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import count_word, told_error

_DAYS: Final = (7, 30, 90)
_PARTS: Final = 1000
_ROWS: Final = 6
"""So many are seen at once."""

Wanted = Callable[[], tuple[Rule, str, RuleNames] | None]


class RehearsalBox(QFrame):
    """Days to choose from, how far it is, and below it each deed that would have been. `wanted` gives the rule as it stands in the form, what it is called
    where it is kept, and the desk's names; None where it is not good enough to be tried yet.

    Signals:
        open_ticket(int): this ticket is to be shown.
        relaid: it takes more or less room.
    """

    open_ticket = Signal(int)
    relaid = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._wanted = wanted
        self._seen: tuple[object, ...] = ()
        self.model = RehearsalModel(runner, self)
        title = Label(self.tr("What would it have done?"), TextRole.title, parent=self)
        hint = self.tr(
            "Looks at what happened to tickets in the past days, each as it was then, as if this rule had been at work. Nothing is done to them."
        )
        self._hint = Label(hint, ink="muted", wrap=True, parent=self)
        choices = tuple((days, self.tr("%1 days").replace("%1", str(days))) for days in _DAYS)
        self.days = Segments(theme, choices, self)
        self.days.setAccessibleName(self.tr("Over how many days"))
        self.days.set_value(_DAYS[0])
        self.begin_button = GhostButton(self.tr("Rehearse"), self)
        self.begin_button.clicked.connect(self.begin)
        self.stop_button = GhostButton(self.tr("Cancel"), self)
        self.stop_button.clicked.connect(self._stop)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _PARTS)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self.said = Label("", wrap=True, parent=self)
        self.list = EntryList(theme, self.tr("What it would have done"), self)
        self.list.setItemDelegate(_Delegate(theme, self.model, self.list))
        self.list.setModel(self.model)
        self.list.entered_at.connect(lambda index: self._open(index.data(ENTRY)))
        self.list.doubleClicked.connect(lambda index: self._open(index.data(ENTRY)))
        self.list.selectionModel().currentChanged.connect(self._tell)
        self._marked = Label("", TextRole.small, wrap=True, parent=self)
        self._unsure = Label("", TextRole.small, ink="warning", wrap=True, parent=self)
        self.open_button = LinkButton(self.tr("Open the ticket"), self)
        self.open_button.clicked.connect(lambda: self._open(self.list.currentIndex().data(ENTRY)))
        self.model.went_on.connect(self._go_on)
        self.model.ended.connect(self._end)
        self.model.read.connect(self._show)
        self.model.failed.connect(self._fail)
        self._lay(title)
        self._show()

    def begin(self) -> None:
        """Rehearse the rule as it stands in the form."""
        found = self._wanted()
        if found is None:
            self._say(self.tr("Say first what the rule does and when; then it can be rehearsed."))
            return
        rule, known_as, names = found
        self._say(self.tr("Looking at what happened …"))
        self.model.begin(rule, known_as, self._days(), names)
        self._show()

    def follow(self, rule: Rule) -> None:
        """The rule is like this by now: of another one what was found holds no longer."""
        if self.model.is_about_another(rule):
            self.forget()

    def forget(self) -> None:
        """What was found holds no longer."""
        self.model.forget()
        self._say("")
        self._show()

    def _days(self) -> int:
        days = self.days.value()
        assert isinstance(days, int)
        return days

    def _stop(self) -> None:
        self.model.stop()
        self._say(self.tr("Cancelled. %1").replace("%1", self._counted()))
        self._show()

    def _go_on(self, done: float) -> None:
        self._bar.setValue(round(done * _PARTS))
        self._say(self._counted())

    def _end(self) -> None:
        self._say(self._counted())
        self._show()

    def _counted(self) -> str:
        model = self.model
        looked = (
            self.tr("One ticket to which something happened was looked at.")
            if model.tickets == 1
            else self.tr("%1 tickets to which something happened were looked at.")
        ).replace("%1", count_word(model.tickets))
        if not model.deeds:
            found = self.tr("The rule would have done nothing.")
        elif model.deeds == 1:
            found = self.tr("The rule would have done something once.")
        else:
            found = (
                self.tr("The rule would have done something %1 times, to one ticket.")
                if model.touched == 1
                else self.tr("The rule would have done something %1 times, to %2 tickets.")
            )
            found = found.replace("%1", count_word(model.deeds)).replace("%2", count_word(model.touched))
        return f"{found} {looked}"

    def _fail(self, error: Exception) -> None:
        self._say(told_error(error))
        self._show()

    def _say(self, words: str) -> None:
        if words != self.said.text():
            self.said.setText(words)
            self.said.setVisible(bool(words))
            self._relay()

    def _show(self) -> None:
        """What is there to be seen now."""
        running, some = self.model.running, self.model.rowCount() > 0
        self.begin_button.setEnabled(not running)
        self._bar.setVisible(running)
        self.stop_button.setVisible(running)
        self.list.setVisible(some)
        self.list.setFixedHeight(self._theme.px(EntryDelegate.row_height) * min(_ROWS, max(1, self.model.rowCount())))
        if some and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._tell()
        self._relay()

    def _relay(self) -> None:
        """Say so where other parts are seen than before: the pieces of a long rehearsal change none."""
        parts = (self._bar, self.stop_button, self.said, self.list, self._marked, self._unsure, self.open_button)
        seen = (*(part.isVisibleTo(self) for part in parts), self.list.maximumHeight())
        if seen != self._seen:
            self._seen = seen
            self.relaid.emit()

    def _tell(self) -> None:
        """All of the marked line, and what of it is not known any more."""
        one = self.list.currentIndex().data(ENTRY)
        there = isinstance(one, WouldHave)
        for widget in (self._marked, self.open_button):
            widget.setVisible(there)
        unsure = unsure_words(one.unsure) if isinstance(one, WouldHave) else ""
        self._unsure.setText(unsure)
        self._unsure.setVisible(bool(unsure))
        if isinstance(one, WouldHave):
            self._marked.setText(f"#{one.ticket_id} · {exact(one.at)} · {self.model.why(one)}\n{self.model.what(one)}")
            self.open_button.setAccessibleName(self.tr("Open ticket #%1").replace("%1", str(one.ticket_id)))

    def _open(self, one: object) -> None:
        if isinstance(one, WouldHave):
            self.open_ticket.emit(one.ticket_id)

    def _lay(self, title: QWidget) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.days)
        line.addWidget(self.begin_button)
        line.addStretch(1)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self._bar, 1)
        bar.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self._hint)
        layout.addLayout(line)
        layout.addLayout(bar)
        layout.addWidget(self.said)
        layout.addWidget(self.list)
        layout.addWidget(self._marked)
        layout.addWidget(self._unsure)
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)


class _Delegate(EntryDelegate):
    """The ticket and when above; why and what below, and whether something of it is unsure."""

    def __init__(self, theme: ThemeSource, model: RehearsalModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model = model

    def paint_entry(self, painter: QPainter, area: QRectF, entry: Any, *, selected: bool) -> None:
        del selected
        colours, px = self.theme.colours, self.theme.px
        upper, lower = self.halves(area, px(10))
        taken = self.write(painter, upper, moment(entry.at, utc_now()), TextRole.small, colours.muted, right=True)
        room = upper.adjusted(0, 0, -taken - px(12), 0)
        number = self.write(painter, room, f"#{entry.ticket_id}", TextRole.body, colours.ink, weight=Weight.medium)
        self.write(painter, room.adjusted(number + px(8), 0, 0, 0), entry.subject, TextRole.body, colours.ink)
        if entry.unsure:
            taken = self.write(painter, lower, self.tr("not sure"), TextRole.small, colours.warning, right=True)
            lower = lower.adjusted(0, 0, -taken - px(12), 0)
        words = f"{self._model.why(entry)} · {self._model.what(entry)}"
        self.write(painter, lower, words, TextRole.small, colours.muted)
