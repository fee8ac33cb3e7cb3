"""All articles that have a window of their own."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import delete, isValid

from deskbell.ui.apart.article_window import ArticleWindow
from deskbell.ui.apart.home import Home
from deskbell.ui.bring_forward import bring_forward
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.knowledge.visits import Visit
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

_GEOMETRY: Final = "apart/article"


class ArticleWindows(QObject):
    """Opens them and ends them. An article that is read in one of them already is not opened in another.

    Signals:
        changed: another one is open, one less, or another article is read in one.
    """

    changed = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        prompts: Callable[[QWidget], Prompts],
        kept: QSettings,
        home: Home,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._make_window = partial(ArticleWindow, theme, runner, feed, desk, prompts, kept, home)
        self._kept = kept
        self._open: list[ArticleWindow] = []
        # Nothing else ends them where the main window is taken apart without having been closed.
        self.destroyed.connect(partial(_end, self._open))

    def windows(self) -> tuple[ArticleWindow, ...]:
        """Those that are open, in the order in which they were opened."""
        return tuple(self._open)

    def open(self, article_id: int, language: str) -> None:
        """Give this article a window; where it is read in one, that comes forward."""
        visit = Visit(article_id, language)
        there = next((window for window in self._open if window.visit == visit), None)
        bring_forward(there if there is not None else self._make(visit))

    def open_now(self) -> dict[str, QByteArray]:
        """What is read in them, and where they stand."""
        return {"/".join(map(str, window.visit)): window.saveGeometry() for window in self._open}

    def open_again(self, kept: str, geometry: QByteArray, then: Callable[[], None]) -> None:
        """Open the window of which `open_now` said this, where the article is still there; the person goes on with what they do. `then` is called in any case."""
        number, _, language = kept.partition("/")
        if not number.isascii() or not number.isdigit():
            then()
            return
        window = self._make(Visit(int(number), language))
        window.recall(geometry)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

        def settle() -> None:
            window.settled.disconnect(settle)
            if window.pane.article is None:
                window.close()
            elif window in self._open:
                window.show()
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
            then()

        window.settled.connect(settle)

    def close(self) -> None:
        """End all of them: the main window closes."""
        for window in self.windows():
            window.closed.disconnect(self._put_away)
            window.close()
        _end(self._open)
        self._open.clear()

    def _make(self, visit: Visit) -> ArticleWindow:
        window = self._make_window(visit)
        window.closed.connect(self._put_away)
        window.moved.connect(self.changed)
        window.recall(self._kept.value(_GEOMETRY))
        self._open.append(window)
        self.changed.emit()
        return window

    def _put_away(self) -> None:
        window = self.sender()
        if isinstance(window, ArticleWindow) and window in self._open:
            self._open.remove(window)
            if window.pane.article is not None:
                self._kept.setValue(_GEOMETRY, window.saveGeometry())
            self.changed.emit()
            window.deleteLater()


def _end(opened: list[ArticleWindow]) -> None:
    for window in opened:
        if isValid(window):
            delete(window)
