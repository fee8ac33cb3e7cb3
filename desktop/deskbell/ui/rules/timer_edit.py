"""How long a rule waits, and from when, being edited."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.automation import Since, Timer
from deskbell.rules.automation_checks import LONGEST_WAIT
from deskbell.ui.rules.words import since_word
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.number_edit import NumberEdit

BEGINNING = Timer(72, Since.AGENT)
"""What a rule that is to wait begins with."""


class TimerEdit(QWidget):
    """Holds one `Timer`.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hours = NumberEdit(theme, self)
        self.hours.setRange(1, LONGEST_WAIT)
        self.hours.setAccessibleName(self.tr("Hours"))
        self.kind, self.since = ChoiceBox(self), ChoiceBox(self)
        self.kind.setAccessibleName(self.tr("Which hours"))
        self.kind.addItem(self.tr("hours"), False)
        self.kind.addItem(self.tr("working hours"), True)
        self.since.setAccessibleName(self.tr("Since when"))
        for since in Since:
            self.since.addItem(since_word(since), since)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.hours)
        layout.addWidget(self.kind)
        layout.addWidget(self.since, 1)
        self.show_timer(BEGINNING)
        self.hours.valueChanged.connect(self.edited)
        self.kind.activated.connect(self.edited)
        self.since.activated.connect(self.edited)

    def show_timer(self, timer: Timer) -> None:
        """Show this one, without telling."""
        blocked = self.hours.blockSignals(True)
        self.hours.setValue(timer.hours)
        self.hours.blockSignals(blocked)
        self.kind.setCurrentIndex(int(timer.working))
        self.since.setCurrentIndex(self.since.findData(timer.since))

    def timer(self) -> Timer:
        """What it holds."""
        return Timer(self.hours.value(), Since(self.since.currentData()), bool(self.kind.currentData()))
