"""How often PostgreSQL is waited for by what people do all day: in an office of many desktops each way there and back is a wait.

Counted is what ends with a wait: a Sync or a simple query, as libpq itself writes them down.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle
from tempfile import TemporaryFile
from typing import Any

import pytest
from psycopg.pq import Trace
from sqlalchemy import event

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    Command,
    SaveDraft,
    SendReply,
    SetPriority,
    SetStatus,
    SetSubject,
    TellViewing,
    new_deed,
)
from deskbell.model.kinds import Activity, MessageKind, Priority, ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.queries import desk_state, views
from deskbell.store.queries.identity import establish
from deskbell.store.watch import Watcher
from deskbell.ui.desk_now import desk_and_settings
from deskbell.ui.inbox import reading
from deskbell.ui.inbox.reading import Asked
from deskbell.ui.ticket.reading import open_ticket

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(sys.platform != "linux", reason="the driver lets libpq trace there alone"),
    pytest.mark.parametrize("desk", ["postgresql"], indirect=True),
]

# Each with BEGIN and COMMIT, with whether it was done before, who does it, what time it is and whether the schema is still the one that is known.
TRIPS = {
    "note": 4,
    "note that mentions": 4,
    "reply": 6,
    "draft": 3,
    "subject": 3,
    "status": 3,
    "priority": 3,
    "assign": 3,
    "tag": 3,
    "tell who looks": 2,
    "open a ticket": 3,
    "open a view": 3,
    "a changed card": 1,
    "a look": 1,
    "the views": 1,
    "the desk": 2,
    "what moves by itself": 1,
}


class Trips:
    """How often the server was waited for, by all connections that were made since."""

    def __init__(self, desk: Desk, file: Any) -> None:
        self._file = file
        # What is connected is not listened to.
        desk.close()
        event.listen(desk.engine, "connect", self._listen)

    def _listen(self, connection: Any, record: object) -> None:
        connection.pgconn.trace(self._file.fileno())
        connection.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)

    def of(self, work: Callable[[], object]) -> int:
        """How often this work waits for it."""
        begin = self._file.seek(0, os.SEEK_END)
        work()
        self._file.seek(begin)
        said = Counter(line.split(b"\t")[2].strip() for line in self._file if line.startswith(b"F\t"))
        return said[b"Sync"] + said[b"Query"]


@pytest.fixture
def trips(desk: Desk) -> Iterator[Trips]:
    """What counts them on the desk."""
    with TemporaryFile() as file:
        yield Trips(desk, file)
        desk.close()


def what(desk: Desk, build: Builder, watcher: Watcher) -> dict[str, Callable[[], object]]:
    """What people do, on a ticket with everything that hangs on one; each can be done again, and changes something again."""
    at = build.ticket(tags=("vip",), assignee_id=build.me)
    build.tag("refund")
    build.agent("Petras", "petras@desk.example")
    build.participant(at, "Jonas", "jonas@example.org")
    seen = [build.message(at, "And now?", kind=kind) for kind in (MessageKind.IN, MessageKind.OUT)][-1]
    for _ in range(reading.PAGE):
        build.ticket()
    view = Asked(View(ViewKind.OPEN), Sort.LATEST, build.me)
    seen = watcher.begin()
    window, me, tickets = new_deed(), {"agent_id": build.me}, (at,)
    begun = {**me, "ticket_id": at, "kind": ReplyKind.REPLY, "mailbox_id": build.support, "text": "It leaves."}
    to = (Mailbox("Jonas", "jonas@example.org"),)
    statuses, priorities = cycle((Status.SOLVED, Status.OPEN)), cycle((Priority.HIGH, Priority.LOW))
    agents, tags = cycle((None, build.me)), cycle((("refund",), ("vip",)))
    commands: dict[str, Callable[[], Command]] = {
        "draft": lambda: SaveDraft(**begun),
        "note": lambda: AddNote(**me, ticket_id=at, text="She has called twice."),
        "note that mentions": lambda: AddNote(**me, ticket_id=at, text="@Petras, she has called twice."),
        "reply": lambda: SendReply(**begun, to=to, seen_message=seen),
        "subject": lambda: SetSubject(**me, ticket_id=at, subject=new_deed()),
        "status": lambda: SetStatus(**me, tickets=tickets, status=next(statuses)),
        "priority": lambda: SetPriority(**me, tickets=tickets, priority=next(priorities)),
        "assign": lambda: Assign(**me, tickets=tickets, assignee_id=next(agents)),
        "tag": lambda: ChangeTags(**me, tickets=tickets, add=next(tags), remove=("refund", "vip")),
        "tell who looks": lambda: TellViewing(**me, window=window, ticket_id=at, activity=Activity.LOOKING),
    }
    return {name: lambda make=make: perform(desk, make()) for name, make in commands.items()} | {
        "open a ticket": lambda: desk.read(open_ticket, at, build.me),
        "open a view": lambda: desk.read(reading.from_top, view),
        "a changed card": lambda: desk.read(reading.touched, view, tickets),
        "a look": lambda: watcher.next(seen, 0.0, company=True),
        "the views": lambda: desk.read(views.view_rows, build.me),
        "the desk": lambda: desk.read(desk_and_settings, build.me),
        "what moves by itself": lambda: desk.read(desk_state.drift, build.me),
    }


def test_what_is_done_all_day_waits_seldom(desk: Desk, build: Builder, trips: Trips) -> None:
    desk.transact(establish)
    desk.heed_schema(migrations.steps()[-1].number)
    found = {}
    with closing(Watcher(desk)) as watcher:
        for name, do in what(desk, build, watcher).items():
            # Whoever connects waits more often.
            do()
            found[name] = trips.of(do)
    assert found == TRIPS


def test_what_is_counted_is_what_is_waited_for(desk: Desk, trips: Trips) -> None:
    def each_by_itself() -> None:
        with desk.reading() as session:
            for _ in range(3):
                session.connection.exec_driver_sql("SELECT 1")

    assert trips.of(each_by_itself) == 4
