"""A date and a time of one's own, where the likely ones that a list offers will not do."""

from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QDateTime, QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import QDateTimeEdit, QFrame, QHBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import day_format
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.calendar import make_plain

_FARTHEST: Final = timedelta(days=365)


class TimePopup(QFrame):
    """Asks for a date and a time within a year; Enter takes them, as does a button that says `verb`, Escape leaves. It begins with `begin` where that is to
    come, else in an hour.

    Signals:
        given(datetime): a time to come (aware, UTC).
    """

    given = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        now: datetime,
        verb: str,
        parent: QWidget | None = None,
        *,
        begin: datetime | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = QDateTime.fromSecsSinceEpoch(int(now.timestamp()) // 60 * 60 + 60)
        shown = (
            first.addSecs(3600)
            if begin is None or begin <= now
            else QDateTime.fromSecsSinceEpoch(int(begin.timestamp()))
        )
        self.field = QDateTimeEdit(shown, self)
        self.field.setMinimumDateTime(first)
        self.field.setMaximumDateTime(first.addSecs(round(_FARTHEST.total_seconds())))
        locale = self.field.locale()
        self.field.setDisplayFormat(f"{day_format(locale)}  {locale.timeFormat(QLocale.FormatType.ShortFormat)}")
        self.field.setCalendarPopup(True)
        make_plain(theme, self.field.calendarWidget())
        self.field.setAccessibleName(self.tr("Date and time"))
        self.field.setMinimumWidth(theme.px(200))
        take = PrimaryButton(verb, self)
        take.clicked.connect(self._take)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(take)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            action = self.addAction(verb)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(self._take)
        self.setFocusProxy(self.field)

    def open_above(self, anchor: QWidget) -> None:
        """Show it over `anchor`."""
        self.adjustSize()
        self._open(anchor, -self.height() - 4)

    def open_below(self, anchor: QWidget) -> None:
        """Show it under `anchor`, or over it where there is no room below."""
        self.adjustSize()
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + 4)).y() + self.height()
        fits = below <= anchor.screen().availableGeometry().bottom()
        self._open(anchor, anchor.height() + 4 if fits else -self.height() - 4)

    def _open(self, anchor: QWidget, below: int) -> None:
        at = anchor.mapToGlobal(QPoint(0, below))
        room = anchor.screen().availableGeometry()
        self.move(max(room.left(), min(at.x(), room.right() - self.width())), at.y())
        self.show()
        self.setFocus()

    def _take(self) -> None:
        at = datetime.fromtimestamp(self.field.dateTime().toSecsSinceEpoch(), UTC)
        self.close()
        self.given.emit(at)
