"""The line on an open ticket that says when this person is reminded of it."""

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.reminders import Reminder
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX, S8
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.ages import exact, until
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import ElidedLabel, plain_tooltip
from deskbell.ui.widgets.sign import Sign


class ReminderLine(QWidget):
    """To come it can be changed and removed; once its time has come it is put off, or done with.

    Signals:
        change_wanted: another time is wanted.
        again_wanted: the person wants to be reminded again, later.
        removed: it is done with, or not wanted any more.
    """

    change_wanted = Signal()
    again_wanted = Signal()
    removed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._due = False
        self._words = ElidedLabel(parent=self)
        self.change = LinkButton(self.tr("Change…"), self)
        self.change.clicked.connect(self.change_wanted)
        self.again = LinkButton(self.tr("Again in an hour"), self)
        self.again.clicked.connect(self.again_wanted)
        self.remove = LinkButton("", self)
        self.remove.clicked.connect(self.removed)
        flow = FlowLayout(S8, 0)
        flow.setContentsMargins(S8, 2, S8, 2)
        for widget in (Sign(theme, Icon.BELL, "muted", parent=self), self._words, self.change, self.again, self.remove):
            flow.addWidget(widget)
        self.setLayout(flow)
        theme.changed.connect(self.update)

    def show_reminder(self, reminder: Reminder | None) -> None:
        """Say when it is; nothing of it where there is none."""
        self.setVisible(reminder is not None)
        if reminder is None:
            return
        self._due = reminder.due
        when = until(reminder.at, datetime.now(UTC))
        words = self.tr("You wanted to be reminded: %1") if self._due else self.tr("You will be reminded: %1")
        self._words.setText(words.replace("%1", when))
        self.setAccessibleName(self._words.text())
        self._words.setToolTip(plain_tooltip(exact(reminder.at)))
        self.again.setVisible(self._due)
        self.change.setVisible(not self._due)
        self.remove.setText(self.tr("Done") if self._due else self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Reminder done") if self._due else self.tr("Remove the reminder"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._due:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.colours.accent_ground))
            painter.drawRoundedRect(QRectF(self.rect()), CORNER_BOX, CORNER_BOX)
