"""A rehearsal says what the rule would have done: the same happens on two desks, on one of them with the rule at work."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.rehearsing import BEGIN, Clock, Story, did, rehearse, saved, would_have
from actions.rule_desk import Desk, canned
from building import plan, statements
from deskbell.model import commands
from deskbell.model.automation import Check, Condition, Event, Group, Hand, How, Rule, RuleActions, Since, Timer, What
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.rehearsal import Unsure
from deskbell.model.routing import Level
from deskbell.model.teams import SaveTeam
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import generate
from deskbell.store.desk import Desk as Database
from deskbell.store.queries import rehearsal
from deskbell.store.tables import ticket
from whole_desk import everything

ALL = frozenset(Event) - {Event.TIME}
CREATED, UPDATED, TIME = frozenset({Event.CREATED}), frozenset({Event.UPDATED}), frozenset({Event.TIME})


def one(what: What, check: Check, *values: object, field: int = 0) -> Condition:
    return Condition(what, check, tuple(str(int(v)) if not isinstance(v, str) else v for v in values), field)


def every(*parts: Condition | Group) -> Group:
    return Group(parts=parts)


TAGGED = RuleActions(add_tags=("seen",))
RULES = {
    "new": Rule(0, "new", conditions=every(one(What.TEXT, Check.CONTAINS, "refund")), actions=RuleActions(priority=Priority.HIGH, add_tags=("refund",), team_id=1, assign=Hand.TURN)),
    "text": Rule(0, "text", events=frozenset({Event.CREATED, Event.ANSWERED}), conditions=every(one(What.TEXT, Check.MATCHES, r"order [a-z]-\d+")), actions=RuleActions(note="Look at the order first.", type=TicketType.TASK)),
    "anything": Rule(0, "anything", events=ALL, conditions=every(one(What.STATUS, Check.IS_NOT, Status.SOLVED), one(What.TAG, Check.IS_NOT, "late")), actions=TAGGED),
    "status": Rule(0, "status", events=ALL, conditions=every(one(What.PRIORITY, Check.IS_NOT, Priority.LOW)), actions=RuleActions(status=Status.ON_HOLD)),
    "changed": Rule(0, "changed", events=UPDATED, conditions=every(Group(How.ANY, (one(What.STATUS, Check.BECAME, Status.PENDING), one(What.PRIORITY, Check.WAS, Priority.LOW), Condition(What.SUBJECT, Check.CHANGED)))), actions=RuleActions(remove_tags=("printer",), priority=Priority.LOW)),
    "people": Rule(0, "people", events=ALL, conditions=every(one(What.ANSWERS, Check.MORE, "0")), actions=RuleActions(assign=Hand.LEAST, team_id=1)),
    "put away": Rule(0, "put away", events=frozenset({Event.REPLIED}), conditions=every(one(What.SENDER, Check.CONTAINS, "customer")), actions=RuleActions(status=Status.PENDING, snooze_hours=5)),
    "field": Rule(0, "field", events=frozenset({Event.NOTED, Event.UPDATED}), conditions=every(Condition(What.FIELD, Check.FILLED, (), 1)), actions=RuleActions(fields=((1, "none"),), assign=Hand.NOBODY)),
    "hours": Rule(0, "hours", events=TIME, timer=Timer(20, Since.CUSTOMER), conditions=every(one(What.STATUS, Check.IS_NOT, Status.SOLVED)), actions=RuleActions(priority=Priority.URGENT)),
    "silent": Rule(0, "silent", events=frozenset({Event.TIME, Event.REPLIED}), timer=Timer(30, Since.STATUS), conditions=every(one(What.STATUS, Check.IS, Status.PENDING, Status.ON_HOLD)), actions=RuleActions(status=Status.SOLVED)),
    "noted": Rule(0, "noted", events=TIME, timer=Timer(9, Since.AGENT, working=True), actions=RuleActions(note="Nothing came back.", notify=(1,))),
}  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def desks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two small desks that are alike, on both engines."""
    ready, people = request.getfixturevalue(f"{request.param}_people")
    addresses = [
        f"sqlite:///{shutil.copyfile(ready, tmp_path / f'{name}.sqlite3')}"
        if request.param == "sqlite"
        else request.getfixturevalue("fresh_database")(ready)
        for name in ("with", "without")
    ]
    with closing(Database.open(addresses[0])) as first, closing(Database.open(addresses[1])) as second:
        yield Desk(SmallDesk(first, *people)), Desk(SmallDesk(second, *people))


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    with made.kept():
        yield made


# What a rule asks and does is the same on both engines; what it reads are these kinds.
ON_POSTGRESQL = ("text", "people", "hours", "silent")


@pytest.mark.parametrize(
    ("desks", "name"),
    [
        *(("sqlite", name) for name in RULES),
        *(pytest.param("postgresql", name, marks=pytest.mark.servers) for name in ON_POSTGRESQL),
    ],
    indirect=["desks"],
)
def test_it_says_what_the_rule_did_where_it_was_at_work(desks: tuple[Desk, Desk], clock: Clock, name: str) -> None:
    """The same tickets, at the same moments, the same deeds; and of the desk where it is at work too, whose own deeds are left out of what was."""
    story = Story(desks, clock, seed=sum(map(ord, name)))
    made = saved(desks[0], RULES[name])
    story.go_on(70)
    story.pass_time(timedelta(days=20))
    happened = did(desks[0], made)
    found = rehearse(desks[1], RULES[name])
    assert sorted(would_have(found)) == sorted(happened)
    assert len(happened) > 3, "the rule has something to do"
    again = rehearse(desks[0], replace(RULES[name], id=made), known_as=name)
    assert sorted(would_have(again)) == sorted(happened)


def test_with_other_rules_around_it(desks: tuple[Desk, Desk], clock: Clock) -> None:
    """It sees what those before it did, not what those behind it did at that; one before it may stop it."""
    story = Story(desks, clock, seed=5)
    urgent = every(one(What.TEXT, Check.CONTAINS, "urgent"))
    for rule in (
        Rule(0, "raise", conditions=urgent, events=frozenset({Event.CREATED, Event.ANSWERED}), actions=RuleActions(priority=Priority.URGENT)),
        Rule(0, "stop", conditions=every(one(What.TEXT, Check.CONTAINS, "refund")), actions=RuleActions(type=TicketType.TASK), stop=True),
    ):  # fmt: skip
        for desk in desks:
            saved(desk, rule)
    high = every(one(What.PRIORITY, Check.IS, Priority.URGENT), one(What.TAG, Check.IS_NOT, "behind"))
    asked = Rule(0, "asked", events=ALL, conditions=high, actions=TAGGED)
    made = saved(desks[0], asked)
    for desk in desks:
        saved(desk, Rule(0, "behind", actions=RuleActions(add_tags=("behind",))))
    story.go_on(120)
    position = desks[0].rules()["asked"].position
    found = rehearse(desks[1], replace(asked, id=made, position=position))
    assert sorted(would_have(found)) == sorted(did(desks[0], made))
    assert found


def test_a_rule_answers_as_often_as_it_may(desks: tuple[Desk, Desk], clock: Clock) -> None:
    """Of one customer's mails the first within an hour, and no machine's."""
    reply, same = (canned(desk) for desk in desks)
    assert reply == same
    asked = Rule(0, "thanks", events=frozenset({Event.CREATED, Event.ANSWERED}), actions=RuleActions(reply_id=reply))
    made = saved(desks[0], asked)
    for desk in desks:
        clock.now = BEGIN
        first = desk.small.arrive(mail("1@mail.example"))[0].ticket_id
        desk.run()
        for minutes, values in ((10, {}), (70, {}), (200, {"is_auto_reply": True}), (400, {"machine": "list"})):
            clock.now = BEGIN + timedelta(minutes=minutes)
            answer = mail(f"{minutes}@mail.example", in_reply_to=("1@mail.example",), **values)
            assert desk.small.arrive(answer)[0].ticket_id == first
            desk.run()
    found = rehearse(desks[1], asked)
    assert would_have(found) == did(desks[0], made)
    assert [one.at for one in found] == [BEGIN, BEGIN + timedelta(minutes=70)]
    assert {one.unsure for one in found} == {(Unsure.ANSWERS,)}


def test_what_follows_from_an_answer(desks: tuple[Desk, Desk], clock: Clock) -> None:
    """It opens the ticket, whoever the rule would have given it to; and gives it to nobody else."""
    small = desks[0].small
    live = every(one(What.STATUS, Check.IS, Status.NEW, Status.OPEN))
    actions = RuleActions(assign=Hand.PERSON, assignee_id=small.tomas, note="Look.")
    asked = Rule(0, "asked", events=CREATED | UPDATED, conditions=live, actions=actions)
    made = saved(desks[0], asked)
    for desk in desks:
        clock.now = BEGIN
        number = desk.arrive(1)
        desk.run()
        clock.now += timedelta(hours=1)
        desk.do(commands.SetStatus(agent_id=small.ona, tickets=(number,), status=Status.PENDING))
        desk.run()
        clock.now += timedelta(hours=1)
        desk.arrive(2, in_reply_to=("1@mail.example",))
        desk.run()
        clock.now += timedelta(hours=1)
        desk.do(commands.SetPriority(agent_id=small.ona, tickets=(number,), priority=Priority.LOW))
        desk.run()
    found = would_have(rehearse(desks[1], asked))
    assert found == did(desks[0], made)
    assert [at for _, at, _ in found] == [BEGIN, BEGIN + timedelta(hours=2), BEGIN + timedelta(hours=3)]


def test_what_is_not_known_any_more_is_said(small: SmallDesk, clock: Clock) -> None:
    """The customer is looked at as they are now; a mail that was moved is where it was then."""
    desk = Desk(small)
    number, other = desk.arrive(1, text="A refund"), desk.arrive(2, text="Hello", sender="jo@mail.example")
    clock.now += timedelta(hours=1)
    desk.do(commands.MergeTickets(agent_id=small.ona, tickets=(number,), into=other))
    vip = one(What.VIP, Check.IS_NOT, "1")
    about = every(vip, one(What.TEXT, Check.CONTAINS, "refund"))
    found = rehearse(desk, Rule(0, "", conditions=about, actions=TAGGED))
    assert [(line.ticket_id, line.unsure) for line in found] == [(number, (Unsure.CUSTOMER,))]
    assert rehearse(desk, Rule(0, "", events=UPDATED, actions=TAGGED)) == [], "what was merged is left alone"


def test_only_the_days_that_are_asked_for(small: SmallDesk, clock: Clock) -> None:
    """The ticket as it was when they began; what happens meanwhile is none of it. Nothing is written by that."""
    desk = Desk(small)
    old = desk.arrive(1)
    clock.now += timedelta(days=10)
    new = desk.arrive(2)
    desk.do(commands.SetStatus(agent_id=small.ona, tickets=(old,), status=Status.OPEN))
    rule = Rule(0, "", events=CREATED | UPDATED, actions=TAGGED)
    before = everything(small.desk)
    assert [line.ticket_id for line in rehearse(desk, rule, days=7)] == [old, new]
    assert {line.ticket_id for line in rehearse(desk, rule, days=30)} == {old, new}
    left = small.desk.read(rehearsal.begin, 7)
    assert everything(small.desk) == before
    third = desk.arrive(3)
    piece = small.desk.read(rehearsal.rehearse, rule, "", left)
    assert third not in {line.ticket_id for line in piece.found}
    assert piece.left.over
    clock.now += timedelta(days=100)
    assert small.desk.read(rehearsal.begin, 7).over
    assert rehearse(desk, rule, days=7) == []


def test_a_long_rehearsal_comes_in_pieces(small: SmallDesk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each ticket is looked at in one of them, whatever of it lies in others."""
    monkeypatch.setattr(rehearsal, "AT_ONCE", 4)
    monkeypatch.setattr(rehearsal, "_PIECE", rehearsal._PIECE.limit(4))
    desk = Desk(small)
    numbers = [desk.arrive(number) for number in range(1, 6)]
    for number in numbers:
        clock.now += timedelta(minutes=1)
        desk.do(commands.SetPriority(agent_id=small.ona, tickets=(number,), priority=Priority.HIGH))
    rule = Rule(
        0, "", events=CREATED | UPDATED, conditions=every(one(What.PRIORITY, Check.IS, Priority.HIGH)), actions=TAGGED
    )
    assert [line.ticket_id for line in rehearse(desk, rule)] == numbers[::-1]


@pytest.mark.parametrize("small", ["sqlite"], indirect=True)
def test_its_cost_follows_what_happened(small: SmallDesk, clock: Clock) -> None:
    """Each statement goes along an index, however much lies behind the days that are asked for."""
    desk = Desk(small)
    for number in range(30):
        desk.arrive(number)
    clock.now += timedelta(days=100)
    new = desk.arrive(99)
    rule = RULES["silent"]
    with statements(small.desk) as sent:
        left = small.desk.read(rehearsal.begin, 7)
        assert small.desk.read(rehearsal.rehearse, rule, "", left).left.over
    assert left.upto - left.first < 5
    steps = [step for words, values in sent if "journal" in words for step in plan(small.desk, words, values)]
    assert len(steps) > 5
    assert not [step for step in steps if step.startswith("SCAN") and "journal" in step]
    assert new


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ["new", "anything", "silent"])
def test_a_desk_of_five_thousand_tickets(desks: tuple[Desk, Desk], clock: Clock, name: str) -> None:
    """The sample desk, twice; then the same happens on both."""
    for desk in desks:
        fill(desk.small.desk, generate(library.load(), tickets=5_000, seed=1, now=clock.now))
    story = Story(desks, clock, seed=7)
    with desks[0].small.desk.reading() as session:
        story.tickets = list(session.connection.execute(select(ticket.c.id).order_by(ticket.c.id)).scalars())
    story.lately = len(story.tickets)
    made = saved(desks[0], RULES[name])
    story.go_on(4_000)
    found = rehearse(desks[1], RULES[name], since=BEGIN)
    assert sorted(would_have(found)) == sorted(did(desks[0], made))
    assert len(found) > 100


def test_a_rule_that_escalates(desks: tuple[Desk, Desk], clock: Clock) -> None:
    """Up to the highest level of the team, where it does nothing more; whoever has it has it no longer then."""
    small = desks[0].small
    asked = Rule(0, "asked", events=frozenset({Event.ANSWERED}), actions=RuleActions(escalate=True))
    for desk in desks:
        levels = ((small.tomas, int(Level.SECOND)),)
        command = SaveTeam(
            agent_id=small.ona, id=0, name="Levels", members=frozenset({small.ona, small.tomas}), levels=levels
        )
        team = desk.do(command)
        clock.now = BEGIN
        number = desk.arrive(1)
        desk.do(commands.SetTeam(agent_id=small.ona, tickets=(number,), team_id=team))
        desk.do(commands.Assign(agent_id=small.ona, tickets=(number,), assignee_id=small.ona))
    made = saved(desks[0], asked)
    for hours in (1, 2):
        clock.now = BEGIN + timedelta(hours=hours)
        for desk in desks:
            desk.arrive(hours + 1, in_reply_to=("1@mail.example",))
            desk.run()
    happened = [(ticket_id, at) for ticket_id, at, _ in did(desks[0], made)]
    assert happened == [(number, BEGIN + timedelta(hours=1))]
    assert [(one.ticket_id, one.at) for one in rehearse(desks[1], asked)] == happened
    own = rehearse(desks[0], replace(asked, id=made), known_as="asked")
    assert [(one.ticket_id, one.at) for one in own] == happened
