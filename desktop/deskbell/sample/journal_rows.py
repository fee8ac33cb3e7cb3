"""The deeds and journal lines of a sample ticket, as the actions would have recorded them."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from msgspec import Struct, field

from deskbell.model.kinds import Deed, MessageKind
from deskbell.sample.content import SampleEvent, SampleTicket
from deskbell.store.tables.base import to_milliseconds

Row = dict[str, Any]
_DEED_OF = {
    MessageKind.IN: Deed.RECEIVED.value,
    MessageKind.OUT: Deed.REPLIED.value,
    MessageKind.NOTE: Deed.NOTED.value,
}


class Journal(Struct):
    """Collects the rows. `prefix` and a number make the ids of deeds, so that they lie side by side in the database's index."""

    agents: Sequence[int]
    teams: Sequence[int]
    prefix: str
    deeds: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)

    def in_order(self) -> list[Row]:
        """The lines, as they were written one after the other."""
        return sorted(self.lines, key=itemgetter("at"))

    def add(self, ticket: SampleTicket, ticket_id: int, message_ids: Sequence[int]) -> None:
        """Record what was written on a ticket and what was changed. What a message changed belongs to its deed."""
        by_time: dict[datetime, str] = {}
        for message, message_id in zip(ticket.messages, message_ids, strict=True):
            agent = None if message.agent is None else self.agents[message.agent]
            at, kind = to_milliseconds(message.at), _DEED_OF[message.kind]
            by_time[message.at] = deed = self._deed(kind, agent, at, message_id)
            self._line(deed, ticket_id, kind, agent, at, "", str(message_id))
        for event in ticket.events:
            agent = None if event.agent is None else self.agents[event.agent]
            at, kind = to_milliseconds(event.at), event.kind.value
            deed_id = by_time.get(event.at) if event.kind is Deed.STATUS else None
            if deed_id is None:
                deed_id = self._deed(kind, agent, at, 0)
            before, after = self._as_text(event, event.before), self._as_text(event, event.after)
            self._line(deed_id, ticket_id, kind, agent, at, before, after)

    def _deed(self, kind: str, agent: int | None, at: int, answer: int) -> str:
        deed = f"{self.prefix}{len(self.deeds):08x}"
        self.deeds.append({"id": deed, "kind": kind, "agent_id": agent, "at": at, "answer": answer})
        return deed

    def _line(self, deed: str, ticket_id: int, kind: str, agent: int | None, at: int, before: str, after: str) -> None:
        self.lines.append(
            {
                "deed_id": deed,
                "ticket_id": ticket_id,
                "kind": kind,
                "agent_id": agent,
                "at": at,
                "before": before,
                "after": after,
            }
        )

    def _as_text(self, event: SampleEvent, value: object) -> str:
        """A value as the journal keeps it."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return "\n".join(sorted(value))
        if isinstance(value, datetime):
            return str(to_milliseconds(value))
        assert isinstance(value, int)
        ids = {Deed.ASSIGNED: self.agents, Deed.TEAM: self.teams}.get(event.kind)
        return str(int(value) if ids is None else ids[value])
