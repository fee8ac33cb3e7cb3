"""Being there or away, and what becomes of one's open tickets meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.kinds import Leaving, Presence
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.words import presence_word

_MORNING: Final = 8


def tomorrow(now: datetime) -> datetime:
    """The next morning where the person is; `now` is aware."""
    local = now.astimezone() + timedelta(days=1)
    # Made anew from its date and hour: tomorrow the clock may have been set.
    return datetime(local.year, local.month, local.day, _MORNING).astimezone().astimezone(UTC)


class PresenceMenu(QMenu):
    """Offers to be available, away, and away until a time; and where there are teams, what becomes of one's open tickets then: `leaving`, until another is chosen.

    Signals:
        wanted(Presence, object, Leaving): to be so, until a time (aware, UTC; None: until one says so) or for a while (`timedelta`), and what is to become of
            the tickets.
        chosen(Leaving): that is to become of them when one goes away.
    """

    wanted = Signal(Presence, object, Leaving)
    chosen = Signal(Leaving)

    def __init__(self, desk: DeskNow, leaving: Leaving, *, away: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._until = desk.me.away_until if away else None
        self._away = away
        self.presences = QActionGroup(self)
        self._offer(presence_word(Presence.AVAILABLE), lambda: self._be(Presence.AVAILABLE), on=not away)
        self._offer(presence_word(Presence.AWAY), lambda: self._be(Presence.AWAY), on=away and self._until is None)
        if self._until is not None:
            # As it is; another choice of what becomes of the tickets keeps it.
            self._offer(self.tr("Away for a while"), lambda: self._be(Presence.AWAY, self._until), on=True)
        self._offer(self.tr("Away for an hour"), lambda: self._be(Presence.AWAY, timedelta(hours=1)))
        self._offer(self.tr("Away for four hours"), lambda: self._be(Presence.AWAY, timedelta(hours=4)))
        self._offer(
            self.tr("Away until tomorrow morning"), lambda: self._be(Presence.AWAY, tomorrow(datetime.now(UTC)))
        )
        self.leaving = QActionGroup(self)
        self._leaving = desk.me.leaving if away else leaving
        if desk.teams:
            self.addSeparator()
            # A section of the menu has no words in each style.
            self.addAction(self.tr("My open tickets meanwhile:")).setEnabled(False)
            for kind, words in (
                (Leaving.KEEP, self.tr("Stay mine")),
                (Leaving.ANSWERED, self.tr("Go back to their team when customers answer")),
                (Leaving.ALL, self.tr("Go back to their team at once")),
            ):
                action = self.addAction(words)
                action.setCheckable(True)
                action.setChecked(kind is self._leaving)
                action.setData(kind.value)
                self.leaving.addAction(action)
            self.leaving.triggered.connect(lambda action: self._leave(Leaving(action.data())))

    def _offer(self, words: str, do: Callable[[], None], *, on: bool = False) -> None:
        action = self.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        self.presences.addAction(action)
        action.triggered.connect(do)

    def _be(self, presence: Presence, until: datetime | timedelta | None = None) -> None:
        self.wanted.emit(presence, until, self._leaving if presence is Presence.AWAY else Leaving.KEEP)

    def _leave(self, leaving: Leaving) -> None:
        self._leaving = leaving
        self.chosen.emit(leaving)
        if self._away:
            self._be(Presence.AWAY, self._until)
