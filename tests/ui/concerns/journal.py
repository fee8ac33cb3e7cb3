"""A desk on which things happen, and what was asked of it."""

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from deskbell.model.changes import Change, Changes
from deskbell.model.concerns import Happening
from deskbell.model.kinds import Deed, Entity, Shelf
from deskbell.store.queries import happenings
from deskbell.store.queries.happenings import Mark
from ui.ticket.rows import ONA
from ui.ticket.stand import Stand

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MAIL = Happening(10, 7, Deed.RECEIVED, None, "Jonas", AT, "5", "Rain", ONA.id, 1, None, Shelf.LIVE, written_at=AT)


def changed(*tickets: int, lost: bool = False) -> Changes:
    return Changes(tuple(Change(number, Entity.TICKET, number, number) for number in tickets), lost)


class Journal:
    """A desk on which things happen, and what was asked of it."""

    def __init__(self, stand: Stand, qtbot: QtBot) -> None:
        self.stand, self.qtbot = stand, qtbot
        self.lines: list[Happening] = []
        self.asked: list[str] = []
        stand.answers[happenings.begin] = self._begin
        stand.answers[happenings.on_tickets] = self._on_tickets
        stand.answers[happenings.after] = self._after

    def _begin(self) -> Mark:
        self.asked.append("begin")
        return Mark(max((one.id for one in self.lines), default=0), AT)

    def _on_tickets(self, tickets: tuple[int, ...], since: datetime, me: int) -> tuple[Happening, ...]:
        assert me == ONA.id
        self.asked.append(f"on {sorted(tickets)}")
        since -= happenings.LATE
        return tuple(one for one in self.lines if one.ticket_id in tickets and one.at >= since)

    def _after(self, line: int, me: int) -> tuple[Happening, ...]:
        self.asked.append(f"after {line}")
        return tuple(one for one in self.lines if one.id > line)

    def hear(self, changes: Changes) -> None:
        self.stand.desk.heard.emit(changes)
        self.stand.settle(self.qtbot)
