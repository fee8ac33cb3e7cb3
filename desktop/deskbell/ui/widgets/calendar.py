"""A calendar in our colours, and one that drops down to choose a day from."""

from PySide6.QtCore import QDate, QRect, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.floating import Floating


class CalendarPopup(Floating):
    """A month, at `date` or (not valid) today. A click or Enter takes a day, Escape leaves. `name` is what the day is of.

    Signals:
        chosen(QDate): the day that was taken.
    """

    chosen = Signal(QDate)

    def __init__(self, theme: ThemeSource, name: str, date: QDate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calendar = QCalendarWidget(self)
        make_plain(theme, self.calendar)
        self.calendar.setAccessibleName(name)
        self.calendar.setSelectedDate(date if date.isValid() else QDate.currentDate())
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.calendar)
        self.setFocusProxy(self.calendar)

    def _left(self, place: QRect) -> int:
        """With the right edges in line: it stands at the button behind a date."""
        return place.right() + 1 - self.width()

    def _take(self, date: QDate) -> None:
        # A click on a day is told as a choice and again as Enter on it.
        if self.isVisible():
            self.close()
            self.chosen.emit(date)


def make_plain(theme: ThemeSource, calendar: QCalendarWidget) -> None:
    """A calendar without grid, week numbers and red Sundays, and with our arrows."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    words, days = QTextCharFormat(), QTextCharFormat()
    words.setForeground(theme.now.colour("muted"))
    words.setBackground(theme.now.colour("panel"))
    days.setForeground(theme.now.colour("ink"))
    calendar.setHeaderTextFormat(words)
    for weekday in Qt.DayOfWeek:
        calendar.setWeekdayTextFormat(weekday, days)
    for name, icon in (("qt_calendar_prevmonth", Icon.CHEVRON_LEFT), ("qt_calendar_nextmonth", Icon.CHEVRON_RIGHT)):
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(theme.icon(icon))
