"""Two who make the same thing for the first time in the same moment: nobody gets an error that is not for people, and nothing is there twice.

First in two sessions of a PostgreSQL, the second of which writes while the first has not committed; then from two processes that set out together.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier

import pytest
from msgspec.structs import replace
from sqlalchemy import Table, func, select

from actions.conftest import SmallDesk, mail
from actions.test_at_once import Work, arriving, both, doing
from deskbell.actions.dispatch import perform
from deskbell.model.automation import RuleActions, SaveRule
from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.commands import (
    BlockSender,
    ChangeTags,
    Command,
    ListSenders,
    SaveAgent,
    SaveDraft,
    SaveMailbox,
    SaveSettings,
    SendReply,
    SetPictureSenders,
    new_deed,
)
from deskbell.model.errors import DeskError
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.model.own_words import ChangeWords
from deskbell.model.sla import SavePolicy, Targets
from deskbell.model.teams import SaveTeam
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.tables import (
    address,
    agent,
    automation,
    calendar,
    customer,
    draft,
    listed_sender,
    mailbox,
    participant,
    picture_sender,
    policy,
    setting,
    tag,
    team,
    ticket,
    ticket_tag,
)

SERVER = pytest.mark.parametrize("small", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True)
NEW = Mailbox("Wei", "Wei.Zhang@new.example")
PATTERN = "spam.example"


def commands(small: SmallDesk, numbers: Sequence[int]) -> dict[str, tuple[Callable[[int], Command], str]]:
    """What each of the two does, as which agent, and what the second one is told ("": it has what it wanted). `numbers` are tickets of each one's own,
    and one of both.
    """
    people = (small.ona, small.tomas)
    new = {
        "ticket_id": 0,
        "kind": ReplyKind.NEW,
        "mailbox_id": small.support,
        "to": (NEW,),
        "subject": "x",
        "text": "y",
    }
    return {
        "customer": (lambda who: SendReply(agent_id=people[who], **new), ""),
        "copy": (
            lambda who: SendReply(
                agent_id=people[who],
                ticket_id=numbers[2],
                kind=ReplyKind.REPLY,
                mailbox_id=small.support,
                to=(Mailbox("", "li.na@mail.example"),),
                cc=(NEW,),
                subject="x",
                text="y",
            ),
            "",
        ),
        "agent": (
            lambda who: SaveAgent(agent_id=people[who], id=0, name="Wei", email="wei@desk.example"),
            "agent.exists",
        ),
        "mailbox": (
            lambda who: SaveMailbox(agent_id=people[who], id=0, name="Sales", address="sales@desk.example"),
            "mailbox.exists",
        ),
        "team": (lambda who: SaveTeam(agent_id=people[who], id=0, name="Care"), "team.exists"),
        "calendar": (
            lambda who: SaveCalendar(agent_id=people[who], id=0, name="Office", zone="UTC", week=OFFICE_WEEK),
            "calendar.exists",
        ),
        "policy": (
            lambda who: SavePolicy(agent_id=people[who], id=0, name="Everybody", targets=(Targets(3600),) * 4),
            "policy.exists",
        ),
        "rule": (
            lambda who: SaveRule(agent_id=people[who], id=0, name="Refunds", actions=RuleActions(add_tags=("refund",))),
            "rule.exists",
        ),
        "tag": (lambda who: ChangeTags(agent_id=people[who], tickets=(numbers[who],), add=("vip", "new")), ""),
        "tag of one ticket": (lambda who: ChangeTags(agent_id=people[who], tickets=(numbers[2],), add=("vip",)), ""),
        "list": (lambda who: ListSenders(agent_id=people[who], block=(PATTERN,)), ""),
        "block": (lambda who: BlockSender(agent_id=people[who], ticket_id=numbers[who], pattern=PATTERN), ""),
        "pictures": (lambda who: SetPictureSenders(agent_id=small.ona, addresses=(NEW.email,), shown=True), ""),
        "words": (lambda who: ChangeWords(agent_id=small.ona, words=(f"word{who}",), known=True), ""),
        "setting": (lambda who: SaveSettings(agent_id=people[who], owner=0, values=(("mail.poll_seconds", 90),)), ""),
        "draft": (
            lambda who: SaveDraft(
                agent_id=small.ona, ticket_id=numbers[2], kind=ReplyKind.NOTE, mailbox_id=small.support, text=str(who)
            ),
            "",
        ),
    }


NAMES = (
    *("customer", "copy", "agent", "mailbox", "team", "calendar", "policy", "rule", "tag", "tag of one ticket"),
    *("list", "block", "pictures", "words", "setting", "draft"),
)
# How many rows there are more afterwards.
MADE: dict[str, dict[Table, int]] = {
    "customer": {customer: 1, address: 1, ticket: 2},
    "copy": {participant: 1},
    "agent": {agent: 1},
    "mailbox": {mailbox: 1},
    "team": {team: 1},
    "calendar": {calendar: 1},
    "rule": {automation: 1},
    "policy": {policy: 1},
    "tag": {tag: 2, ticket_tag: 4},
    "tag of one ticket": {tag: 1, ticket_tag: 1},
    "list": {listed_sender: 1},
    "block": {listed_sender: 1},
    "pictures": {picture_sender: 1},
    "words": {setting: 1},
    "setting": {setting: 1},
    "draft": {draft: 1},
}
TABLES = sorted({table for made in MADE.values() for table in made}, key=lambda table: table.name)


def counts(desk: Desk) -> dict[Table, int]:
    with desk.reading() as session:
        return {
            table: session.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES
        }


def tickets(small: SmallDesk) -> list[int]:
    return [
        one.ticket_id for one in small.arrive(mail("1@mail.example"), mail("2@mail.example"), mail("3@mail.example"))
    ]


@SERVER
@pytest.mark.parametrize("what", NAMES)
def test_who_comes_second_finds_what_the_first_one_made(small: SmallDesk, what: str) -> None:
    make, told = commands(small, tickets(small))[what]
    before = counts(small.desk)
    if told:
        with pytest.raises(DeskError) as refused:
            both(small, doing(make(0)), doing(make(1)))
        assert refused.value.code == told
    else:
        both(small, doing(make(0)), doing(make(1)))
    after = counts(small.desk)
    assert {table: after[table] - before[table] for table in MADE[what]} == MADE[what]
    assert small.desk.read(problems) == []


@SERVER
@pytest.mark.parametrize("first", ["mail", "reply"])
@pytest.mark.parametrize("second", ["mail", "reply"])
def test_a_customer_who_comes_by_two_ways_at_once_is_one(small: SmallDesk, first: str, second: str) -> None:
    """Mail of theirs is filed, and they are written to."""
    make, _ = commands(small, (0, 0, 0))["customer"]
    ways: dict[str, list[Work]] = {
        "mail": [arriving(small, f"{number}@new.example", sender=NEW.email) for number in range(2)],
        "reply": [doing(make(number)) for number in range(2)],
    }
    both(small, ways[first][0], ways[second][1])
    found = counts(small.desk)
    assert (found[customer], found[address], found[ticket]) == (1, 1, 2)
    assert small.desk.read(problems) == []


def _sit_down(url: str, barrier: Barrier, work: Sequence[Command], told: "multiprocessing.Queue[list[str]]") -> None:
    """One of the two processes: each command when the other one is at the same."""
    desk = Desk.open(url)
    answers = []
    for command in work:
        barrier.wait(60)
        try:
            perform(desk, command)
            answers.append("")
        except DeskError as error:
            answers.append(error.code)
    desk.close()
    told.put(answers)


def test_two_processes_that_make_the_same_things(small: SmallDesk) -> None:
    """On PostgreSQL two desktops, on a file a window and a worker or a command."""
    todo = commands(small, tickets(small))
    before = counts(small.desk)
    spawned = multiprocessing.get_context("spawn")
    barrier, told = spawned.Barrier(2), spawned.Queue()
    url = small.desk.url.render_as_string(hide_password=False)
    works = [[replace(todo[name][0](who), deed=new_deed()) for name in NAMES] for who in range(2)]
    processes = [spawned.Process(target=_sit_down, args=(url, barrier, work, told)) for work in works]
    for process in processes:
        process.start()
    answers = [told.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    for number, name in enumerate(NAMES):
        expected = Counter(["", todo[name][1]])
        assert Counter(one[number] for one in answers) == expected, name
    # Of what several of them make there is one.
    made = {customer: 1, address: 1, participant: 0, agent: 1, mailbox: 1, team: 1, tag: 2, ticket_tag: 5}
    made |= {listed_sender: 1, picture_sender: 1, setting: 2, draft: 1, ticket: 2}
    after = counts(small.desk)
    assert {table: after[table] - before[table] for table in made if table is not participant} == {
        table: count for table, count in made.items() if table is not participant
    }
    with small.desk.reading() as session:
        doubled = select(participant.c.ticket_id).group_by(participant.c.ticket_id, func.lower(participant.c.email))
        assert session.connection.execute(doubled.having(func.count() > 1)).all() == []
    assert small.desk.read(problems) == []
