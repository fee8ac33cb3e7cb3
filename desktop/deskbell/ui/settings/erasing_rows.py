"""The settings by which the desk erases old tickets by itself, each with how many that would be now."""

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from deskbell.model.declaration import Declaration
from deskbell.model.kinds import Shelf
from deskbell.store.queries import overdue
from deskbell.ui.runner import Runner
from deskbell.ui.settings.setting_row import SettingRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.label import Label

ERASING_KEYS = "erase."
_SHELVES = {key: shelf for shelf, key in overdue.KEYS.items()}
_SOON_MS = 250


class ErasingRow(SettingRow):
    """Asks with each number that is entered, and says what would go. `would_go` is None until that is known."""

    def __init__(self, theme: ThemeSource, declaration: Declaration, runner: Runner, parent: QWidget) -> None:
        super().__init__(theme, declaration, parent)
        self._runner = runner
        self.would_go: int | None = 0
        self.told = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self.words.addWidget(self.told)
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        self.changed.connect(self._look_soon)

    @property
    def days(self) -> int:
        """After how many days tickets go, 0 for never."""
        value = self.value()
        return value if isinstance(value, int) else 0

    def look(self) -> None:
        """Ask how many would go now."""
        self._soon.stop()
        if not self.days:
            self._say(0)
            return
        self._runner.ask(
            overdue.count,
            _SHELVES[self.declaration.key],
            self.days,
            done=self._say,
            topic=("overdue", id(self)),
            owner=self,
        )

    def _look_soon(self) -> None:
        self.would_go = None if self.days else 0
        self.told.setText("")
        self._soon.start()

    def _say(self, count: int) -> None:
        self.would_go = count
        self.told.setText(would_go_words(_SHELVES[self.declaration.key], count) if self.days else "")
        self.told.setVisible(bool(self.told.text()))


def would_go_words(shelf: Shelf, count: int) -> str:
    """How many tickets would go at once."""
    translate = QCoreApplication.translate
    spam = shelf is Shelf.SPAM
    if not count:
        return translate("erasing", "Now that would be none.")
    if count == 1:
        one = translate("erasing", "One ticket in Spam would go now.")
        return one if spam else translate("erasing", "One ticket in Trash would go now.")
    if count > overdue.MOST_COUNTED:
        more = translate("erasing", "More than %1 tickets in Spam would go now.")
        words = more if spam else translate("erasing", "More than %1 tickets in Trash would go now.")
    else:
        some = translate("erasing", "%1 tickets in Spam would go now.")
        words = some if spam else translate("erasing", "%1 tickets in Trash would go now.")
    return words.replace("%1", number(min(count, overdue.MOST_COUNTED)))
