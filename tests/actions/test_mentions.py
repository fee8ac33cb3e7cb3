"""Who is mentioned in a note: kept with it, told to those who are meant, listed for them, and seen."""

from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import update

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.changes import Change
from deskbell.model.commands import AddNote, MoveMessages, SaveAgent, SetStatus, UndoDeed, new_deed
from deskbell.model.kinds import Entity, Role, Status
from deskbell.model.mentions import KEPT, Mention, SeeMentions
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import changes, mentions, ticket_list, views
from deskbell.store.queries import ticket as ticket_query
from deskbell.store.tables import mailbox, mention
from office import as_login
from store.test_search_tickets import search

MENTIONS = View(ViewKind.MENTIONS)


@pytest.fixture
def build(desk: Desk) -> Builder:
    """Writes rows into `desk`; Ona is `me`."""
    return Builder(desk)


@pytest.fixture
def petras(build: Builder) -> int:
    return build.agent("Petras Žemaitis", "petras@desk.example")


def note(desk: Desk, ticket: int, writer: int, text: str) -> int:
    made = perform(desk, AddNote(agent_id=writer, ticket_id=ticket, text=text))
    assert made is not None
    return made


def pass_by(desk: Desk) -> None:
    """A second passes: two notes may else be of one moment."""
    with desk.writing() as session:
        session.connection.exec_driver_sql("UPDATE message SET at = at - 1000")


def see(desk: Desk, agent: int, ticket: int) -> None:
    perform(desk, SeeMentions(agent_id=agent, ticket_id=ticket))


def listed(desk: Desk, agent: int, sort: Sort = Sort.LATEST) -> list[int]:
    rows = desk.read(ticket_list.page, MENTIONS, sort, agent, limit=50).rows
    assert len(rows) == desk.read(ticket_list.count, MENTIONS, agent)
    return [row.id for row in rows]


def counted(desk: Desk, agent: int) -> int:
    return next(row.count for row in desk.read(views.view_rows, agent) if row.view == MENTIONS)


def told(desk: Desk, since: int) -> list[tuple[int, int]]:
    """Of whom and of which ticket mentions were told since a change."""
    rows: tuple[Change, ...] = desk.read(changes.since, since).rows
    return [(row.row_id, row.ticket_id) for row in rows if row.entity is Entity.MENTION]


def test_a_note_mentions_colleagues_by_name(desk: Desk, build: Builder, petras: int) -> None:
    ticket, began = build.ticket(), desk.read(changes.latest)
    made = note(desk, ticket, build.me, "@petras zemaitis: is it there? Mail info@ona, please.")
    assert told(desk, began) == [(petras, ticket)]
    assert desk.read(mentions.unseen, petras) == (Mention(made, ticket, "Ona"),)
    assert desk.read(mentions.unseen, build.me) == ()
    assert (listed(desk, petras), counted(desk, petras)) == ([ticket], 1)
    assert (listed(desk, build.me), counted(desk, build.me)) == ([], 0)
    found = desk.read(ticket_query.detail, ticket)
    assert found is not None
    assert [message.mentions for message in found.messages] == [frozenset({petras})]


def test_nobody_mentions_themselves_or_who_has_left(desk: Desk, build: Builder) -> None:
    build.agent("Gone", "gone@desk.example", active=False)
    ticket, began = build.ticket(), desk.read(changes.latest)
    note(desk, ticket, build.me, "@Ona will ask @Gone and @Nobody.")
    assert told(desk, began) == []


def test_a_note_without_an_at_asks_for_nobody(desk: Desk, build: Builder, petras: int) -> None:
    ticket = build.ticket()
    with statements(desk) as plain:
        note(desk, ticket, build.me, "Petras Žemaitis knows.")
    with statements(desk) as asking:
        note(desk, ticket, build.me, "@nobody knows.")
    assert len(asking) == len(plain) + 3, "people, teams, and who is in them"


def test_a_team_hears_but_for_who_writes(desk: Desk, build: Builder, petras: int) -> None:
    build.team("Parcels", build.me, petras)
    build.team("Old ones", petras, active=False)
    ticket, began = build.ticket(), desk.read(changes.latest)
    note(desk, ticket, build.me, "@Parcels: who has it? @Old ones")
    assert told(desk, began) == [(petras, ticket)]
    assert len(desk.read(mentions.unseen, petras)) == 1


def test_a_command_that_comes_twice_mentions_once(desk: Desk, build: Builder, petras: int) -> None:
    command = AddNote(agent_id=build.me, ticket_id=build.ticket(), text="@Petras Žemaitis")
    assert perform(desk, command) == perform(desk, command)
    assert len(desk.read(mentions.unseen, petras)) == 1


def test_it_is_seen_with_its_ticket_and_stays_in_the_list(desk: Desk, build: Builder, petras: int) -> None:
    one, other = build.ticket(), build.ticket()
    for ticket in (one, other, one):
        note(desk, ticket, build.me, "@Petras Žemaitis")
        pass_by(desk)
    assert (listed(desk, petras), counted(desk, petras)) == ([one, other], 2)
    began = desk.read(changes.latest)
    see(desk, petras, one)
    assert told(desk, began) == [(petras, 0)]
    assert (listed(desk, petras), counted(desk, petras)) == ([one, other], 1)
    assert [row.ticket_id for row in desk.read(mentions.unseen, petras)] == [other]
    began = desk.read(changes.latest)
    see(desk, petras, one)
    see(desk, build.me, other)
    assert told(desk, began) == []
    note(desk, other, build.me, "@Petras Žemaitis, once more.")
    assert listed(desk, petras) == [other, one]
    assert listed(desk, petras, Sort.OLDEST) == [one, other]


def test_what_was_seen_long_ago_is_put_away_what_was_not_is_kept(desk: Desk, build: Builder, petras: int) -> None:
    now = desk.read(lambda session: session.now)
    tickets = [build.ticket() for _ in range(3)]
    build.mention(tickets[0], petras, seen_at=now - KEPT - timedelta(minutes=1))
    build.mention(tickets[1], petras, seen_at=now - KEPT + timedelta(minutes=1))
    build.mention(tickets[2], petras)
    assert (listed(desk, petras), counted(desk, petras)) == ([tickets[2], tickets[1]], 1)


@pytest.mark.parametrize(
    ("status", "there"), [(Status.SOLVED, True), (Status.CLOSED, True), (Status.SPAM, False), (Status.TRASH, False)]
)
def test_what_is_solved_is_to_be_read_what_is_put_away_is_not(
    desk: Desk, build: Builder, petras: int, status: Status, there: bool
) -> None:
    ticket = build.ticket()
    note(desk, ticket, build.me, "@Petras Žemaitis")
    perform(desk, SetStatus(agent_id=build.me, tickets=(ticket,), status=status))
    assert (listed(desk, petras), counted(desk, petras)) == (([ticket], 1) if there else ([], 0))
    assert bool(desk.read(mentions.unseen, petras)) is there


def test_it_goes_with_its_note_and_comes_back_with_it(desk: Desk, build: Builder, petras: int) -> None:
    source, goal = build.ticket(), build.ticket()
    build.message(source, "Where is it?")
    made = note(desk, source, build.me, "@Petras Žemaitis")
    deed = new_deed()
    perform(desk, MoveMessages(agent_id=build.me, deed=deed, ticket_id=source, to_ticket=goal, messages=(made,)))
    assert (listed(desk, petras), desk.read(mentions.unseen, petras)) == ([goal], (Mention(made, goal, "Ona"),))
    perform(desk, UndoDeed(agent_id=build.me, undo=deed))
    assert (listed(desk, petras), desk.read(mentions.unseen, petras)) == ([source], (Mention(made, source, "Ona"),))


def test_a_new_name_changes_nothing_of_what_was_written(desk: Desk, build: Builder, petras: int) -> None:
    ticket = build.ticket()
    note(desk, ticket, build.me, "@Petras Žemaitis")
    email = "petras@desk.example"
    perform(desk, SaveAgent(agent_id=petras, id=petras, name="Peter Ž.", email=email, role=Role.ADMIN, version=1))
    assert listed(desk, petras) == [ticket]
    note(desk, build.ticket(), build.me, "@Petras Žemaitis")
    assert listed(desk, petras) == [ticket]


MEETING = [
    ("mentioned:me", "of_ona both"),
    ("mentioned:petras", "of_petras both done"),
    ('mentioned:"Petras Žemaitis" is:open', "of_petras both"),
    ("mentioned:ZEMAITIS,me", "of_ona of_petras both done"),
    ("mentioned:petras@desk.example", "of_petras both done"),
    ("-mentioned:me is:open", "none of_petras"),
    ("mentioned:nobody", ""),
]


@pytest.mark.parametrize("words", ["", "lamp "])
def test_mentions_are_found(desk: Desk, build: Builder, petras: int, words: str) -> None:
    with build.together():
        tickets = {name: build.ticket() for name in ("none", "of_ona", "of_petras", "both")}
        tickets["done"] = build.ticket(status=Status.SOLVED)
        for number in tickets.values():
            build.message(number, "A lamp")
        for name in ("of_ona", "both"):
            build.mention(tickets[name], seen_at=build.at() - timedelta(days=900))
        for name in ("of_petras", "both", "both", "done"):
            build.mention(tickets[name], petras)
    names = {number: name for name, number in tickets.items()}
    found = {query: {names[number] for number in search(desk, build, words + query)} for query, _ in MEETING}
    assert found == {query: set(wanted.split()) for query, wanted in MEETING}


def test_sqlite_reads_no_ticket_that_does_not_mention(empty_sqlite: str) -> None:
    """The cost follows what mentions one agent, not the desk."""
    with closing(Desk.open(empty_sqlite)) as desk:
        with statements(desk) as sent:
            desk.read(mentions.unseen, 1)
            desk.read(ticket_list.page, MENTIONS, Sort.LATEST, 1)
            desk.read(ticket_list.count, MENTIONS, 1)
        assert len(sent) == 3
        for statement in sent:
            steps = [step for step in plan(desk, *statement) if step.startswith(("SCAN", "SEARCH"))]
            assert any("ix_mention_agent (agent_id=?" in step for step in steps), steps
            assert not [
                step for step in steps if step.startswith("SCAN") and "subquery" not in step and "anon" not in step
            ]


@pytest.mark.servers
def test_nobody_hears_of_a_ticket_that_they_may_not_see(empty_office: str) -> None:
    with closing(Desk.open(empty_office)) as whole:
        build = Builder(whole)
        agent = build.agent("Agent", "agent@desk.example", login="of_agent", role="agent")
        manager = build.agent("Manager", "manager@desk.example", login="of_manager", role="manager")
        board = build.mailbox("Board", "board@desk.example", restricted=True)
        hidden, open_ = build.ticket(mailbox_id=board), build.ticket()
        with closing(as_login(empty_office, "of_manager")) as his, closing(as_login(empty_office, "of_agent")) as hers:
            for ticket in (hidden, open_):
                note(his, ticket, manager, "@Agent, look.")
            assert (listed(hers, agent), counted(hers, agent)) == ([open_], 1)
            assert [row.ticket_id for row in hers.read(mentions.unseen, agent)] == [open_]
            assert [row.id for row in hers.read(ticket_list.page, *SEARCHED, agent).rows] == [open_]
            note(hers, open_, agent, "@Manager, I do.")
            see(hers, agent, open_)
            see(hers, agent, hidden)
            assert (listed(his, manager), counted(his, manager), counted(hers, agent)) == ([open_], 1, 0)
            with whole.writing() as session:
                session.connection.execute(update(mailbox).values(restricted=False))
            assert (listed(hers, agent), counted(hers, agent)) == ([open_, hidden], 1)
        with whole.reading() as session:
            assert session.connection.execute(mention.select()).all()


SEARCHED = (View(ViewKind.SEARCH, query="mentioned:me"), Sort.LATEST)
