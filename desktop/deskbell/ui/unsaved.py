"""What was written and is not in the database yet: a banner says why, and the window stays open until it is there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from deskbell.ui.application import application_ends
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.words import error_detail, told_error

if TYPE_CHECKING:
    from deskbell.ui.composer.draft_keeper import DraftKeeper
    from deskbell.ui.composer.drafts_here import DraftsHere
    from deskbell.ui.knowledge.kept_drafts import KeptDrafts

_KEY = "drafts"


class Unsaved(QObject):
    """Watches the keepers of drafts. `here` is where they keep them while the database is away; what lies there holds no window open.

    Signals:
        settled: the window was held open by `holds`, and may close now. Where it was the program that was to end, that is told once more instead.
    """

    settled = Signal()

    def __init__(self, banners: Banners, parent: QObject | None = None, *, here: "DraftsHere | None" = None) -> None:
        super().__init__(parent)
        self._banners = banners
        self._here = here
        self._keepers: list[DraftKeeper | KeptDrafts] = []
        self._flushes: list[Callable[[], None]] = []
        self._waited_for = False
        self._given_up = False
        self._ends = False

    def watch(self, keeper: "DraftKeeper") -> None:
        """Look after this one's drafts too."""
        self._keepers = [*(kept for kept in self._keepers if isValid(kept)), keeper]
        if self._here is not None:
            keeper.keep_here(self._here)
        keeper.troubled.connect(self._tell)
        keeper.state_changed.connect(self._look)

    def watch_articles(self, drafts: "KeptDrafts", flush: Callable[[], None]) -> None:
        """Look after what is written in articles too; `flush` keeps what was typed a moment ago."""
        self._keepers.append(drafts)
        self._flushes.append(flush)
        drafts.troubled.connect(self._tell)
        drafts.state_changed.connect(self._look)

    def holds(self) -> bool:
        """Whether something is still to be saved, so that the window must not close yet. Not where the whole session ends: that waits for nobody."""
        for flush in self._flushes:
            flush()
        application = QGuiApplication.instance()
        session_ends = isinstance(application, QGuiApplication) and application.isSavingSession()
        if self._given_up or session_ends:
            return False
        self._waited_for = self._in_danger()
        self._ends = application_ends()
        return self._waited_for

    def _in_danger(self) -> bool:
        return any(isValid(keeper) and keeper.in_danger() for keeper in self._keepers)

    def _look(self) -> None:
        if not self._in_danger():
            self._banners.drop(_KEY)
            self._let_go()

    def _tell(self, error: Exception) -> None:
        waited_for, self._waited_for = self._waited_for, False
        sentence = self.tr("What you wrote is not saved yet, Deskbell tries again. %1")
        if waited_for:
            # Else the next attempt would take the way out away again.
            self._banners.drop(_KEY)
        elif _KEY in self._banners.shown():
            return
        self._banners.tell(
            _KEY,
            sentence.replace("%1", told_error(error)),
            Tone.DANGER,
            action=(self.tr("Close and lose it"), self._give_up) if waited_for else None,
            detail=error_detail(error),
            closable=False,
        )

    def _give_up(self) -> None:
        self._given_up = self._waited_for = True
        self._let_go()

    def _let_go(self) -> None:
        if self._waited_for:
            self._waited_for = False
            if self._ends:
                QGuiApplication.quit()
            else:
                self.settled.emit()
