"""Articles that are due for verification, told where the person works: however many they are, in one sentence."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from deskbell.ui.concerns.here import ConcernsHere
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.widgets.toast import Toasts

_GATHER_MS: Final = 2_000
"""What comes within this is told together."""

_ABOUT: Final = "articles due"


class ArticlesDueHere(QObject):
    """What it says stays until the person looks at them, or puts them off. `show_them` shows the list of what is to be verified."""

    def __init__(
        self, desk: DeskNow, toasts: Toasts, concerns: ConcernsHere, show_them: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._due = desk.articles_due
        self._toasts = toasts
        self._concerns = concerns
        self._show_them = show_them
        self._gather = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self.tell)
        self._due.came.connect(self._wait)
        self._due.changed.connect(self._look)
        concerns.verify_wanted.connect(self._show)

    def tell(self) -> None:
        """Say how many they are, in place of what was said before."""
        self._toasts.take_down(_ABOUT)
        titles = [row.title for row in self._due.all]
        if not titles or not self._desk.settings.flag("notice.articles"):
            return
        self._toasts.offer(
            self._words(titles), [(self.tr("Show"), self._show), (self.tr("Later"), self._due.see)], about=_ABOUT
        )
        self._concerns.tell_of_articles(self._count(len(titles)), titles)

    def _wait(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    def _look(self) -> None:
        """Of those that were looked at, here or at another computer, nothing more is said."""
        if not self._due.all:
            self._gather.stop()
            self._toasts.take_down(_ABOUT)

    def _show(self) -> None:
        self._due.see()
        self._show_them()

    def _words(self, titles: list[str]) -> str:
        if len(titles) == 1:
            return self.tr("“%1” is due for verification.").replace("%1", titles[0])
        return self._count(len(titles))

    def _count(self, many: int) -> str:
        if many == 1:
            return self.tr("An article is due for verification.")
        return self.tr("%n articles are due for verification.", "", many)
