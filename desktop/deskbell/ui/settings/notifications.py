"""The page that says of what one is told, when not, and how on this computer."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTimeEdit, QWidget

from deskbell.model.declaration import Declaration
from deskbell.model.settings import DECLARATIONS, Settings
from deskbell.model.views import View, ViewKind
from deskbell.rules.concerns import kept_views, views_of
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.declared import DeclaredPage, Section, Write
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.setting_row import SettingRow, Value
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.picks import Picks
from deskbell.ui.widgets.tick_list import TickList
from deskbell.ui.words import view_word

NOTIFICATION_KEYS: Final = ("notice.", "quiet.", "desktop.")
"""How the keys of the settings begin that are on this page and no other."""

_KEPT: Final = "HH:mm"
_WIDE: Final = 104
_INSET: Final = 8
# What makes sense only while another setting is on.
_NEEDS: Final = {
    "quiet.from": "quiet.hours",
    "quiet.to": "quiet.hours",
    "desktop.hidden": "desktop.notices",
    "desktop.sound": "desktop.notices",
}


class TimeEdit(QTimeEdit):
    """A time of the day as the person's country writes it; turns with the wheel only while it has the focus."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setDisplayFormat(self.locale().timeFormat(QLocale.FormatType.ShortFormat))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit()
        theme.changed.connect(self._fit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _fit(self) -> None:
        # The padding of a style sheet does not reach the text, nor is it in the hint.
        self.lineEdit().setTextMargins(self._theme.px(_INSET), 0, 0, 0)
        self.setFixedWidth(self._theme.px(_WIDE))


class TimeRow(SettingRow):
    """A time of the day, kept as "18:00"."""

    def value(self) -> Value:
        return self._edit.time().toString(_KEPT)

    def set_value(self, value: Value) -> None:
        blocked = self._edit.blockSignals(True)
        self._edit.setTime(QTime.fromString(str(value), _KEPT))
        self._edit.blockSignals(blocked)

    def _control(self) -> QWidget:
        self._edit = TimeEdit(self._theme, self)
        self._edit.timeChanged.connect(self.changed)
        return self._edit


class DaysRow(SettingRow):
    """Days of the week, kept as their digits, Monday being 1."""

    def stands_below(self) -> bool:
        return True

    def value(self) -> Value:
        return "".join(sorted(self.picks.picked()))

    def set_value(self, value: Value) -> None:
        self.picks.pick(str(value))

    def _control(self) -> QWidget:
        locale = self.locale()
        first = locale.firstDayOfWeek().value
        short, long = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat
        days = [(first - 1 + number) % 7 + 1 for number in range(7)]
        named = [(str(day), locale.standaloneDayName(day, short), locale.standaloneDayName(day, long)) for day in days]
        self.picks = Picks(self._theme, named, self)
        self.picks.edited.connect(self.changed)
        return self.picks


class ViewsRow(SettingRow):
    """Views in which new tickets can be heard of, kept as `rules.concerns.kept_views` does."""

    _known: Sequence[tuple[View, str]] = ()

    def stands_below(self) -> bool:
        return True

    def value(self) -> Value:
        return kept_views(self.ticks.ticked())

    def set_value(self, value: Value) -> None:
        self.ticks.show_values(self._known, views_of(str(value)))

    def show_views(self, desk: DeskNow) -> None:
        """Offer those that the desk has."""
        named = [(View(ViewKind.UNASSIGNED), ""), (View(ViewKind.OPEN), "")]
        named += [(View(ViewKind.MAILBOX, one.id), one.name) for one in desk.mailboxes if one.active]
        named += [(View(ViewKind.TEAM, one.id), one.name) for one in desk.teams]
        self._known = [(view, view_word(view, name)) for view, name in named]

    def _control(self) -> QWidget:
        self.ticks = TickList(self._theme, self)
        self.ticks.edited.connect(self.changed)
        return self.ticks


class NotificationsPage(DeclaredPage):
    """Three cards: of what one is told, when not, and what this computer shows of it. `write` keeps settings of both scopes."""

    def __init__(
        self, theme: ThemeSource, desk: DeskNow, computer: ComputerSettings, write: Write, parent: QWidget | None = None
    ) -> None:
        self._desk = desk
        declarations = [one for one in DECLARATIONS if one.key.startswith(NOTIFICATION_KEYS)]

        def now() -> Settings:
            return Settings({**desk.settings.values, **computer.settings.values})

        super().__init__(theme, "", Who.YOU, declarations, now, write, parent, sections=_sections())
        self.set_title(self.tr("Notifications"))
        self.changed.connect(self._enable)
        self._enable()

    def make_row(self, theme: ThemeSource, declaration: Declaration) -> SettingRow:
        match declaration.key:
            case "notice.new":
                row = ViewsRow(theme, declaration, self)
                row.show_views(self._desk)
                return row
            case "quiet.from" | "quiet.to":
                return TimeRow(theme, declaration, self)
            case "quiet.days":
                return DaysRow(theme, declaration, self)
        return super().make_row(theme, declaration)

    def _enable(self) -> None:
        for key, needed in _NEEDS.items():
            self.rows[key].setEnabled(bool(self.rows[needed].value()))


def _sections() -> tuple[Section, ...]:
    told, quiet, desktop = NOTIFICATION_KEYS
    yours = QCoreApplication.translate(
        "NotificationsPage", "Yours are those that you have or follow. What you do yourself is never told."
    )
    here = QCoreApplication.translate("NotificationsPage", "What is kept here holds for this computer alone.")
    return (
        Section(told, QCoreApplication.translate("NotificationsPage", "Tell me when"), yours),
        Section(quiet, QCoreApplication.translate("NotificationsPage", "Quiet times")),
        Section(desktop, QCoreApplication.translate("NotificationsPage", "On this computer"), here),
    )
