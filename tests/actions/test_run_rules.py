"""What the desk does by its rules, on both engines: once, in their order, without going round in circles, and so that it can be taken back."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk
from deskbell.actions.intake.arrival import Policy
from deskbell.actions.properties import set_priority
from deskbell.actions.rules.run import MARK, any_new, run_rules
from deskbell.model import commands, fields
from deskbell.model.automation import (
    Check,
    Condition,
    Event,
    Group,
    Hand,
    How,
    RuleActions,
    SwitchRule,
    What,
)
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Presence, Priority, Role, Status
from deskbell.model.teams import SaveTeam
from deskbell.rules.imports import import_folder
from deskbell.store.integrity import problems
from deskbell.store.queries import automation as queries
from deskbell.store.queries import history
from deskbell.store.tables import automation, journal, meta, raw_mail, ticket

CREATED, UPDATED = frozenset({Event.CREATED}), frozenset({Event.UPDATED})
TAGGED = RuleActions(add_tags=("seen",))


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def test_a_new_ticket_gets_what_rules_say(desk: Desk) -> None:
    """Once, as a step of the rule's that can be taken back; the list of rules says so."""
    team = desk.do(SaveTeam(agent_id=desk.small.ona, id=0, name="Refunds", members=frozenset({desk.small.tomas})))
    actions = RuleActions(
        status=Status.OPEN, priority=Priority.HIGH, team_id=team, assign=Hand.TURN, add_tags=("money",), snooze_hours=4
    )
    about = Group(parts=(Condition(What.TEXT, Check.CONTAINS, ("REFUND",)),))
    desk.rule("Refunds", actions, conditions=about)
    number, other = desk.arrive(1, text="A refund, please"), desk.arrive(2)
    assert desk.small.desk.read(any_new)
    assert desk.run() > 0
    assert desk.run() == 0
    assert not desk.small.desk.read(any_new)
    row = desk.small.ticket(number).row
    assert (row.status, row.priority, row.team_id, row.assignee_id, row.tags) == (
        *(Status.OPEN, Priority.HIGH, team, desk.small.tomas),
        ("money",),
    )
    assert row.snoozed_until is not None
    assert desk.small.ticket(other).row.tags == ()
    rule = desk.rules()["Refunds"]
    assert (rule.fired, rule.fired_on) == (1, number)
    assert rule.fired_at is not None
    step = desk.small.desk.read(history.page, number).steps[0]
    assert (step.macro, step.agent_id) == ("Refunds", None)
    desk.do(commands.UndoDeed(agent_id=desk.small.ona, undo=step.deed_id))
    row = desk.small.ticket(number).row
    assert (row.status, row.priority, row.team_id, row.assignee_id, row.tags, row.snoozed_until) == (
        *(Status.NEW, Priority.NORMAL, None, None, (), None),
    )
    desk.run()
    assert desk.rules()["Refunds"].fired == 1, "what somebody takes back is not done again"
    assert desk.small.desk.read(problems) == []


def test_what_was_before_a_rule_is_not_touched(desk: Desk) -> None:
    """Neither when it is made nor when it is switched on again."""
    before = desk.arrive(1)
    made = desk.rule("Tag", TAGGED)
    desk.do(SwitchRule(agent_id=desk.small.ona, id=made, active=False))
    desk.run()
    meanwhile = desk.arrive(2)
    desk.run()
    desk.do(SwitchRule(agent_id=desk.small.ona, id=made, active=True))
    since = desk.arrive(3)
    desk.run()
    assert [desk.small.ticket(one).row.tags for one in (before, meanwhile, since)] == [(), (), ("seen",)]


def test_a_rule_made_later_does_not_look_back(desk: Desk) -> None:
    """Though another one has not been carried out yet."""
    desk.rule("First", TAGGED)
    number = desk.arrive()
    desk.rule("Second", RuleActions(add_tags=("second",)))
    desk.run()
    assert desk.small.ticket(number).row.tags == ("seen",)


def test_rules_see_what_those_before_them_did(desk: Desk) -> None:
    """In one event, in their order; and one stops those behind it."""
    desk.rule("Raise", RuleActions(priority=Priority.URGENT))
    urgent = Group(parts=(Condition(What.PRIORITY, Check.IS, (str(int(Priority.URGENT)),)),))
    desk.rule("Mark", TAGGED, conditions=urgent, stop=True)
    desk.rule("Never", RuleActions(add_tags=("never",)))
    number = desk.arrive()
    desk.run()
    assert desk.small.ticket(number).row.tags == ("seen",)


def test_circles_are_cut_and_said(desk: Desk) -> None:
    """Two that undo each other have each their turn once for what somebody did; the next deed begins anew."""

    def status(value: Status) -> Group:
        return Group(parts=(Condition(What.STATUS, Check.BECAME, (str(int(value)),)),))

    desk.rule("Open again", RuleActions(status=Status.OPEN), UPDATED, conditions=status(Status.PENDING))
    desk.rule("Pending again", RuleActions(status=Status.PENDING), UPDATED, conditions=status(Status.OPEN))
    number = desk.arrive()
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.PENDING))
    desk.run()
    rules = desk.rules()
    assert [rules[name].fired for name in ("Open again", "Pending again")] == [1, 1]
    assert [rules[name].cut_on for name in ("Open again", "Pending again")] == [number, 0]
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.OPEN))
    desk.run()
    assert desk.rules()["Pending again"].fired == 2


def test_a_rule_that_answers_itself_has_one_turn(desk: Desk) -> None:
    """Without a word: it does no harm."""
    made = desk.rule("Note", RuleActions(note="Look"), UPDATED)
    number = desk.arrive()
    desk.do(commands.SetPriority(agent_id=desk.small.ona, tickets=(number,), priority=Priority.LOW))
    desk.run()
    rule = desk.rules()["Note"]
    assert (rule.id, rule.fired, rule.cut_at) == (made, 1, None)


def test_what_changes_nothing_is_no_step(desk: Desk) -> None:
    """And is not counted."""
    desk.rule("New", RuleActions(status=Status.NEW))
    desk.arrive()
    desk.run()
    assert desk.rules()["New"].fired == 0


def test_tickets_in_spam_and_imports_are_left_alone(desk: Desk) -> None:
    """Old mail is no news."""
    desk.rule("Tag", TAGGED)
    spam = desk.arrive(1, spam="X-Spam-Flag")
    (old,) = desk.small.arrive(mail("2@mail.example"), policy=Policy(imported=True))
    with desk.small.desk.writing() as session:
        kept = update(raw_mail).where(raw_mail.c.message_id == old.message_id)
        session.connection.execute(kept.values(folder=import_folder(Status.SOLVED)))
    desk.run()
    assert [desk.small.ticket(one).row.tags for one in (spam, old.ticket_id)] == [(), ()]


def test_nobody_away_is_given_a_ticket(desk: Desk) -> None:
    """In turn among those who are there; whoever has it keeps it, and nobody is better than somebody who is away."""
    small = desk.small
    rasa = desk.do(SaveAgent(agent_id=None, id=0, name="Rasa", email="rasa@desk.example", role=Role.AGENT))
    members = frozenset({small.ona, small.tomas, rasa})
    team = desk.do(SaveTeam(agent_id=small.ona, id=0, name="All", members=members))
    away = SaveAgent(
        agent_id=None,
        id=small.tomas,
        name="Tomas",
        email="tomas@desk.example",
        role=Role.ADMIN,
        presence=Presence.AWAY,
        version=1,
    )
    desk.do(away)
    turn = desk.rule("Turn", RuleActions(team_id=team, assign=Hand.TURN))
    numbers = [desk.arrive(one) for one in range(3)]
    desk.run()
    assert [small.ticket(one).row.assignee_id for one in numbers] == [small.ona, rasa, small.ona]
    desk.do(SwitchRule(agent_id=None, id=turn, active=False))
    least = desk.rule("Least", RuleActions(team_id=team, assign=Hand.LEAST))
    number = desk.arrive(10)
    desk.run()
    assert small.ticket(number).row.assignee_id == rasa
    desk.do(SwitchRule(agent_id=None, id=least, active=False))
    desk.rule("Tomas", RuleActions(assign=Hand.PERSON, assignee_id=small.tomas, add_tags=("for tomas",)))
    number = desk.arrive(11)
    desk.run()
    assert (small.ticket(number).row.assignee_id, small.ticket(number).row.tags) == (None, ("for tomas",))


@pytest.mark.parametrize(
    ("event", "deed_of"),
    [
        (Event.UPDATED, lambda who, one: commands.SetSubject(agent_id=who, ticket_id=one, subject="Printer")),
        (Event.NOTED, lambda who, one: commands.AddNote(agent_id=who, ticket_id=one, text="Hm")),
    ],
)
def test_events(desk: Desk, event: Event, deed_of: Callable[[int, int], commands.Command]) -> None:
    """A rule hears of its own alone."""
    desk.rule("It", TAGGED, frozenset({event}))
    desk.rule("Not it", RuleActions(add_tags=("wrong",)), frozenset(Event) - {event, Event.CREATED, Event.TIME})
    number = desk.arrive()
    desk.do(deed_of(desk.small.ona, number))
    desk.run()
    tags = set(desk.small.ticket(number).row.tags)
    assert "seen" in tags
    assert ("wrong" in tags) is (event is not Event.UPDATED), "the tag of the first is an update itself"


def test_the_customers_answers_are_counted(desk: Desk) -> None:
    """The first mail is none; it is done at the one that is too many."""
    many = Group(parts=(Condition(What.ANSWERS, Check.MORE, ("1",)),))
    desk.rule("Long", TAGGED, frozenset({Event.ANSWERED}), conditions=many)
    number = desk.arrive(1)
    for again, tags in ((2, ()), (3, ("seen",))):
        desk.small.arrive(
            mail(f"{again}@mail.example", in_reply_to=("1@mail.example",), references=("1@mail.example",))
        )
        desk.run()
        assert desk.small.ticket(number).row.tags == tags


def test_conditions_of_customers_and_fields(desk: Desk) -> None:
    """As they are now."""
    small = desk.small
    field_id = desk.do(
        fields.SaveField(
            agent_id=None, id=0, name="Contract", kind=fields.FieldKind.TEXT, owner=fields.FieldOwner.CUSTOMER
        )
    )
    first = desk.arrive(1)
    customer_id = small.ticket(first).row.customer_id
    desk.do(fields.SetCustomerField(agent_id=small.ona, customers=(customer_id,), field_id=field_id, value="Gold"))
    parts = (
        Condition(What.FIELD, Check.IS, ("gold",), field_id),
        Condition(What.DOMAIN, Check.IS, ("mail.example",)),
        Condition(What.MAILBOX, Check.IS, (str(small.support),)),
        Condition(What.VIP, Check.IS_NOT, ("1",)),
        Condition(What.WORKING_HOURS, Check.IS, ("1",)),
        Condition(What.TEAM, Check.EMPTY),
    )
    desk.rule("Gold", TAGGED, conditions=Group(How.ALL, parts))
    second, other = desk.arrive(2), desk.arrive(3, sender="other@mail.example")
    desk.run()
    assert [small.ticket(one).row.tags for one in (second, other)] == [("seen",), ()]


def test_a_number_given_again_is_read(small: SmallDesk) -> None:
    """SQLite gives the numbers of lines that were erased to others: the mark knows its own line."""
    desk = Desk(small)
    desk.rule("Tag", TAGGED)
    gone = desk.arrive(1)
    desk.run()
    with small.desk.writing() as session:
        last = session.connection.execute(select(journal.c.id).order_by(journal.c.id.desc()).limit(1)).scalar_one()
        of_it = journal.c.ticket_id == gone
        session.connection.execute(journal.delete().where(of_it))
        session.connection.execute(update(ticket).where(ticket.c.id == gone).values(merged_into=gone))
    numbers = [desk.arrive(one) for one in range(2, 6)]
    with small.desk.reading() as session:
        newest = session.connection.execute(select(journal.c.id).order_by(journal.c.id.desc()).limit(1)).scalar_one()
        assert session.connection.execute(select(meta.c.value).where(meta.c.key == MARK)).scalar_one()
    assert (newest > last) or small.desk.engine.dialect.name == "sqlite"
    desk.run()
    assert [small.ticket(one).row.tags for one in numbers] == [("seen",)] * 4


def test_no_line_is_passed_over_that_is_still_being_written(small: SmallDesk) -> None:
    """On PostgreSQL a ticket may come below one that was seen: it is waited for, and nothing is waited for that never comes."""
    if small.desk.engine.dialect.name == "sqlite":
        pytest.skip("it has one writer at a time")
    desk = Desk(small)
    desk.rule("Tag", TAGGED, UPDATED)
    slow, quick = desk.arrive(1), desk.arrive(2)
    desk.run()
    with small.desk.writing() as session:
        command = commands.SetPriority(agent_id=small.ona, tickets=(slow,), priority=Priority.LOW)
        set_priority(session, command)
        # What was asked has come to the server.
        session.connection.execute(select(journal.c.id).limit(1)).all()
        desk.do(commands.SetPriority(agent_id=small.ona, tickets=(quick,), priority=Priority.LOW))
        desk.run()
        assert small.ticket(quick).row.tags == (), "it waits for the one before"
    desk.run()
    assert [small.ticket(one).row.tags for one in (slow, quick)] == [("seen",)] * 2
    with suppress(ZeroDivisionError), small.desk.writing() as session:
        set_priority(session, replace(command, deed=commands.new_deed(), priority=Priority.HIGH))
        session.connection.execute(select(journal.c.id).limit(1)).all()
        raise ZeroDivisionError
    desk.do(commands.SetPriority(agent_id=small.ona, tickets=(quick,), priority=Priority.URGENT))
    desk.run()
    # It waits until whoever was at work then has ended, and has not to look any longer for what they took back.
    desk.run()
    assert not small.desk.read(any_new)


def test_whatever_fails_leaves_nothing(desk: Desk) -> None:
    """A kill before the commit: neither mark nor deed; then both, once."""
    desk.rule("Tag", TAGGED)
    number = desk.arrive()

    def killed(session: object) -> None:
        run_rules(session, desk.reader)  # type: ignore[arg-type]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.small.desk.transact(killed)
    assert desk.small.ticket(number).row.tags == ()
    desk.run()
    assert desk.small.ticket(number).row.tags == ("seen",)
    assert desk.rules()["Tag"].fired == 1


def test_only_who_did_something_is_seen_and_stops(desk: Desk) -> None:
    """Tomas is away: the ticket is still nobody's, and the rules behind have their turn."""
    small = desk.small
    away = SaveAgent(
        agent_id=None,
        id=small.tomas,
        name="Tomas",
        email="tomas@desk.example",
        role=Role.ADMIN,
        presence=Presence.AWAY,
        version=1,
    )
    desk.do(away)
    team = desk.do(SaveTeam(agent_id=small.ona, id=0, name="All", members=frozenset({small.ona})))
    desk.rule("Tomas", RuleActions(assign=Hand.PERSON, assignee_id=small.tomas), stop=True)
    nobody = Group(parts=(Condition(What.ASSIGNEE, Check.EMPTY),))
    desk.rule("Turn", RuleActions(team_id=team, assign=Hand.TURN), conditions=nobody, stop=True)
    desk.rule("Never", TAGGED)
    number = desk.arrive()
    desk.run()
    row = small.ticket(number).row
    assert (row.assignee_id, row.tags) == (small.ona, ())


def test_two_that_are_content_go_round_in_no_circle(desk: Desk) -> None:
    """Each hears of what the other did, and has nothing to add."""
    desk.rule("Tag", TAGGED, UPDATED)
    desk.rule("Raise", RuleActions(priority=Priority.HIGH, remove_tags=("new",)), UPDATED)
    number = desk.arrive()
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.PENDING))
    desk.run()
    assert [(rule.fired, rule.cut_at) for rule in desk.rules().values()] == [(1, None)] * 2


def test_a_rule_of_a_newer_program_is_left_out(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """The others do their work; it is said once."""
    newer = desk.rule("Newer", RuleActions(add_tags=("newer",)))
    desk.rule("Tag", TAGGED)
    with desk.small.desk.writing() as session:
        kept = update(automation).where(automation.c.id == newer)
        session.connection.execute(kept.values(conditions={"type": "group", "how": "most", "parts": []}))
    queries._say_unreadable.cache_clear()
    number = desk.arrive()
    desk.run()
    assert desk.small.ticket(number).row.tags == ("seen",)
    assert list(desk.rules()) == ["Tag"]
    assert sum("cannot be read" in line for line in caplog.messages) == 1


def test_tags_are_followed_when_they_are_called_something_else(desk: Desk) -> None:
    """In what rules ask and in what they do, within groups too."""
    refund = desk.do(commands.SaveTag(agent_id=None, id=0, name="refund"))
    about = Group(parts=(Group(How.ANY, (Condition(What.TAG, Check.IS, ("refund",)),)),))
    desk.rule("Raise", RuleActions(priority=Priority.HIGH, remove_tags=("refund",)), UPDATED, conditions=about)
    desk.do(commands.SaveTag(agent_id=None, id=refund, name="money", version=1))
    number = desk.arrive()
    desk.do(commands.ChangeTags(agent_id=desk.small.ona, tickets=(number,), add=("money",)))
    desk.run()
    row = desk.small.ticket(number).row
    assert (row.priority, row.tags) == (Priority.HIGH, ())
    rule = desk.rules()["Raise"]
    assert rule.conditions == Group(parts=(Group(How.ANY, (Condition(What.TAG, Check.IS, ("money",)),)),))
    assert rule.actions.remove_tags == ("money",)
