"""A date and a time of one's own, where the likely ones that a list offers will not do."""

from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import day_format
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.calendar import make_plain
from deskbell.ui.widgets.floating import Floating

_FARTHEST: Final = timedelta(days=365)


class TimePopup(Floating):
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
        super().__init__(parent)
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

    def _take(self) -> None:
        at = datetime.fromtimestamp(self.field.dateTime().toSecsSinceEpoch(), UTC)
        self.close()
        self.given.emit(at)
