"""When a mail is to leave: some times that are likely, or one of one's own."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QDateTime, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDateTimeEdit, QFrame, QHBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import snooze_choices
from deskbell.ui.widgets.ages import day_format
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.calendar import make_plain
from deskbell.ui.widgets.choice_list import Choice, ChoiceList

_FARTHEST: Final = timedelta(days=365)


class LaterPopup(QObject):
    """Drops down from a button.

    Signals:
        given(datetime): a time to come (aware, UTC).
    """

    given = Signal(object)

    def __init__(self, theme: ThemeSource, now: datetime, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._theme = theme
        self._now = now
        self._anchor = anchor

    def open(self) -> None:
        """Show the likely times."""
        choices = [replace(choice, icon=Icon.CLOCK) for choice in snooze_choices(self._now)]
        choices.append(Choice(None, self.tr("Another time…"), Icon.SEND_LATER))
        dropped = ChoiceList(self._theme, choices, parent=self._anchor)
        dropped.chosen.connect(self._choose)
        dropped.open_below(self._anchor)

    def _choose(self, at: datetime | None) -> None:
        if at is not None:
            self.given.emit(at)
            return
        popup = TimePopup(self._theme, self._now, self._anchor)
        popup.given.connect(self.given)
        popup.open_above(self._anchor)


class TimePopup(QFrame):
    """Asks for a date and a time; Enter takes them, Escape leaves.

    Signals:
        given(datetime): a time to come (aware, UTC).
    """

    given = Signal(object)

    def __init__(self, theme: ThemeSource, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = QDateTime.fromSecsSinceEpoch(int(now.timestamp()) // 60 * 60 + 60)
        self.field = QDateTimeEdit(first.addSecs(3600), self)
        self.field.setMinimumDateTime(first)
        self.field.setMaximumDateTime(first.addSecs(round(_FARTHEST.total_seconds())))
        locale = self.field.locale()
        self.field.setDisplayFormat(f"{day_format(locale)}  {locale.timeFormat(QLocale.FormatType.ShortFormat)}")
        self.field.setCalendarPopup(True)
        make_plain(theme, self.field.calendarWidget())
        self.field.setAccessibleName(self.tr("Date and time"))
        self.field.setMinimumWidth(theme.px(200))
        send = PrimaryButton(self.tr("Send then"), self)
        send.clicked.connect(self._take)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(send)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            action = self.addAction(self.tr("Send then"))
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(self._take)
        self.setFocusProxy(self.field)

    def open_above(self, anchor: QWidget) -> None:
        """Show it over `anchor`."""
        self.adjustSize()
        at = anchor.mapToGlobal(QPoint(0, -self.height() - 4))
        room = anchor.screen().availableGeometry()
        self.move(max(room.left(), min(at.x(), room.right() - self.width())), at.y())
        self.show()
        self.setFocus()

    def _take(self) -> None:
        at = datetime.fromtimestamp(self.field.dateTime().toSecsSinceEpoch(), UTC)
        self.close()
        self.given.emit(at)
