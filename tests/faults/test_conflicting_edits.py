"""Many who change the same few things at once, on both engines: nothing of what was acknowledged is lost.

`DESKBELL_EDITS` is how many edits there are in all: few in the ordinary run, ten thousand by `nox -s faults`.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Table, select

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    Command,
    SaveDraft,
    SaveMailbox,
    SetPriority,
    SetStatus,
    SetSubject,
    UndoDeed,
    new_deed,
)
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Priority, ReplyKind, Status
from deskbell.model.teams import SaveTeam
from deskbell.store.desk import Desk
from deskbell.store.tables import customer, draft, mailbox, team
from noting import noting
from serial_order import Acknowledged, lost

EDITS = int(os.environ.get("DESKBELL_EDITS", "96"))
CLIENTS = 16
SEED = int(os.environ.get("DESKBELL_SEED", "1"))
# Few, so that everybody is in everybody's way.
TICKETS = 4

pytestmark = pytest.mark.timeout(1800)

LI = "li@mail.example"


@dataclass(frozen=True)
class Versioned:
    """A row that is saved as a whole, for the version that was read; `text` is what is written there."""

    table: Table
    code: str
    text: str
    save: Callable[[int, str, int], Command]


VERSIONED = (
    Versioned(
        customer,
        "customer.changed",
        "note",
        lambda row, text, version: noting(row, LI, text, version),
    ),
    Versioned(
        mailbox,
        "mailbox.changed",
        "signature",
        lambda row, text, version: SaveMailbox(
            agent_id=None, id=row, name="Support", address="support@desk.example", signature=text, version=version
        ),
    ),
    Versioned(
        team,
        "team.changed",
        "name",
        lambda row, text, version: SaveTeam(agent_id=None, id=row, name=text, version=version),
    ),
)


@dataclass
class Client:
    """Somebody at a desktop, or at one of two desktops of their own."""

    desk: Desk
    chance: random.Random
    me: int
    tickets: list[int]
    rows: dict[Table, int]
    told: Acknowledged = field(default_factory=Acknowledged)
    saved: list[tuple[Table, int, str]] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    last: str = ""

    def edit(self) -> None:
        """One edit of something."""
        kind = self.chance.choice(("property", "property", "versioned", "draft", "note", "undo"))
        match kind:
            case "versioned":
                self._save(self.chance.choice(VERSIONED))
            case "draft":
                number, text = self.chance.choice(self.tickets), new_deed()
                self._do(SaveDraft(agent_id=self.me, ticket_id=number, kind=ReplyKind.REPLY, mailbox_id=self.rows[mailbox], text=text))  # fmt: skip
                self.drafts[number] = text
            case "note":
                note = AddNote(agent_id=self.me, ticket_id=self.chance.choice(self.tickets), text=new_deed())
                self.told.messages.append(self._do(note) or 0)
            case "undo" if self.last:
                self._undo()
            case _:
                self._do(self._property())

    def _do(self, command: Command) -> int | None:
        answer = perform(self.desk, command)
        if not isinstance(command, SaveDraft):
            self.told.deeds.add(command.deed)
        return answer

    def _property(self) -> Command:
        chance, me, number = self.chance, self.me, self.chance.choice(self.tickets)
        both = tuple(sorted({number, chance.choice(self.tickets)}, reverse=chance.random() < 0.5))
        names = [str(one) for one in range(4)]
        made: Command = chance.choice(
            (
                SetSubject(agent_id=me, ticket_id=number, subject=new_deed()),
                SetStatus(
                    agent_id=me, tickets=both, status=chance.choice((Status.OPEN, Status.PENDING, Status.SOLVED))
                ),
                Assign(agent_id=me, tickets=both, assignee_id=chance.choice((None, me))),
                SetPriority(agent_id=me, tickets=both, priority=chance.choice(list(Priority))),
                ChangeTags(
                    agent_id=me,
                    tickets=both,
                    add=(chance.choice(names), new_deed()[:3]),
                    remove=(chance.choice(names),),
                ),
            )
        )
        self.last = made.deed
        return made

    def _undo(self) -> None:
        try:
            self._do(UndoDeed(agent_id=self.me, undo=self.last))
        except Mistake as mistake:
            self.refused[mistake.code] += 1
        self.last = ""

    def _save(self, thing: Versioned) -> None:
        row_id, text = self.rows[thing.table], new_deed()
        seen, _ = now(self.desk, thing, row_id)
        try:
            self._do(thing.save(row_id, text, seen))
        except Conflict as conflict:
            self.refused[conflict.code] += 1
            version, theirs = now(self.desk, thing, row_id)
            assert version > seen, "somebody else was first, and what they wrote can be shown beside ours"
            assert theirs != text
            return
        self.saved.append((thing.table, seen, text))


def now(desk: Desk, thing: Versioned, row_id: int) -> tuple[int, str]:
    """The version of a row, and its text."""
    query = select(thing.table.c.version, thing.table.c[thing.text]).where(thing.table.c.id == row_id)
    with desk.reading() as session:
        version, text = session.connection.execute(query).one()
    return version, text


def test_nothing_is_lost(desk: Desk) -> None:
    build = Builder(desk)
    li = build.customer("Li", LI)
    tickets = [build.ticket(f"Order {number}", customer_id=li) for number in range(TICKETS)]
    rows = {customer: li, mailbox: build.support, team: build.team("Orders")}
    before = {thing.table: now(desk, thing, rows[thing.table])[0] for thing in VERSIONED}
    agents = [build.agent(f"Agent {number}", f"{number}@desk.example") for number in range(CLIENTS // 2)]

    # A file is shared by a window and a worker, each with many threads; a server by all.
    address = desk.url.render_as_string(hide_password=False)
    desks = [Desk.open(address) for _ in range(2 if desk.engine.name == "sqlite" else CLIENTS)]

    def sit_down(number: int) -> Client:
        chance = random.Random(SEED * 1000 + number)
        client = Client(desks[number % len(desks)], chance, agents[number // 2], tickets, rows)
        for _ in range(EDITS // CLIENTS):
            client.edit()
        return client

    with ExitStack() as open_desks, ThreadPoolExecutor(CLIENTS) as threads:
        for one in desks:
            open_desks.callback(one.close)
        clients = list(threads.map(sit_down, range(CLIENTS)))

    told, refused = Acknowledged(), Counter[str]()
    for client in clients:
        told.add(client.told)
        refused.update(client.refused)
    print(f"{desk.engine.name}: {EDITS} edits, refused: {dict(refused)}")
    assert lost(desk, told) == []
    for thing in VERSIONED:
        saved = sorted(
            (version, text) for client in clients for table, version, text in client.saved if table is thing.table
        )
        version, text = now(desk, thing, rows[thing.table])
        assert [one for one, _ in saved] == list(range(before[thing.table], version)), "each version was saved by one"
        assert not saved or saved[-1][1] == text
    with desk.reading() as session:
        kept = session.connection.execute(select(draft.c.agent_id, draft.c.ticket_id, draft.c.text)).all()
    assert len(kept) == len({(row.agent_id, row.ticket_id) for row in kept}), "one draft an agent and ticket"
    for row in kept:
        assert row.text in {one.drafts.get(row.ticket_id) for one in clients if one.me == row.agent_id}
    assert {(row.agent_id, row.ticket_id) for row in kept} == {
        (one.me, number) for one in clients for number in one.drafts
    }
