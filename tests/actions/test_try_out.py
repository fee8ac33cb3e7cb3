"""What would become of a ticket or a mail is what becomes of it; and nothing at all is another for having been asked."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk, canned
from actions.test_ratings import answered, clicked, links
from deskbell.actions.routing.hand_out import hand_out
from deskbell.actions.try_out.mail import try_mail
from deskbell.actions.try_out.outcome import TriedOut
from deskbell.actions.try_out.ticket import try_ticket
from deskbell.model import commands
from deskbell.model.automation import Check, Condition, Event, Group, Hand, RuleActions, What
from deskbell.model.customers import SaveOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.kinds import LinkKind, MessageKind, Presence, Priority, Role, Status
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.ratings import Rating
from deskbell.model.routing import HandingOut, Hindrance
from deskbell.model.sla import Conditions, Metric, SavePolicy, Targets
from deskbell.model.teams import SaveTeam
from deskbell.rules.automation import Unmet
from deskbell.rules.loops import Silent
from deskbell.rules.sla import Lacks
from deskbell.store.queries import ticket as tickets
from deskbell.store.tables import agent_seen, clock, mailbox, message
from whole_desk import everything

HOUR = 3600


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def tried(desk: Desk, one: InboundMail, mailbox: int = 0) -> TriedOut:
    """What would become of a mail; nothing of the desk is another by that."""
    before = everything(desk.small.desk)
    found = desk.small.desk.read(try_mail, one, mailbox or desk.small.support)
    assert everything(desk.small.desk) == before
    return found


def contains(what: What, *words: str) -> Group:
    return Group(parts=(Condition(what, Check.CONTAINS, words),))


def test_a_mail_would_begin_a_ticket_and_then_does(desk: Desk) -> None:
    """With its rules, its policy and whoever it goes to; what is said before is what is there afterwards."""
    me = desk.small.ona
    team = desk.do(SaveTeam(agent_id=me, id=0, name="Refunds", members=frozenset({desk.small.tomas})))
    actions = RuleActions(priority=Priority.HIGH, team_id=team, assign=Hand.TURN, add_tags=("money",))
    desk.rule("Refunds", actions, conditions=contains(What.TEXT, "refund"))
    desk.rule(
        "VIPs", RuleActions(priority=Priority.URGENT), conditions=Group(parts=(Condition(What.VIP, Check.IS, ("1",)),))
    )
    desk.rule(
        "Then", RuleActions(note="A refund."), frozenset({Event.UPDATED}), conditions=contains(What.SUBJECT, "printer")
    )
    targets = tuple(Targets(4 * HOUR, 8 * HOUR, None) for _ in Priority)
    desk.do(
        SavePolicy(agent_id=me, id=0, name="Low", targets=targets, conditions=Conditions(priorities=(Priority.LOW,)))
    )
    desk.do(SavePolicy(agent_id=me, id=0, name="All", targets=targets))
    one = mail("1@mail.example", "A refund, please")
    found = tried(desk, one)
    assert (found.number, found.subject, found.events) == (0, one.subject, frozenset({Event.CREATED}))
    assert found.filed is not None
    assert (found.filed.ticket_id, found.filed.why, found.filed.asking_id) == (0, "new", 0)
    assert [(line.verdict.rule.name, line.acts, line.because) for line in found.rules] == [
        ("Refunds", True, ""),
        ("VIPs", False, ""),
        ("Then", False, ""),
        ("Then", True, "Refunds"),
    ]
    assert found.rules[1].verdict.unmet is Unmet.CONDITION
    assert [(line.policy.name, line.lacks) for line in found.policies] == [("Low", Lacks.PRIORITY), ("All", None)]
    assert [(due.metric, due.target) for due in found.dues] == [(Metric.FIRST_REPLY, 4 * HOUR)]
    assert (found.handed.team_id, found.handed.team_by) == (team, "Refunds")
    assert (found.handed.assignee_id, found.handed.assignee_by) == (desk.small.tomas, "Refunds")

    number = desk.small.arrive(one)[0].ticket_id
    desk.run()
    row = desk.small.ticket(number).row
    assert (row.priority, row.team_id, row.assignee_id, row.tags) == (Priority.HIGH, team, desk.small.tomas, ("money",))
    with desk.small.desk.reading() as session:
        kept = session.connection.execute(select(clock).where(clock.c.ticket_id == number)).one()
        notes = (
            session.connection.execute(select(message.c.text).where(message.c.kind == int(MessageKind.NOTE)))
            .scalars()
            .all()
        )
    assert (kept.metric, kept.target) == (Metric.FIRST_REPLY, 4 * HOUR)
    assert abs(kept.due_at - (found.dues[0].due_at or kept.due_at)) < timedelta(hours=1)
    assert list(notes) == ["A refund."]


def test_a_mail_would_follow_a_ticket(desk: Desk) -> None:
    """Which is opened again by it; by a stranger it would begin one that points there. The same mail once more would be nothing."""
    number = desk.arrive(1)
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.PENDING))
    opened = Group(parts=(Condition(What.STATUS, Check.BECAME, ("1",)), Condition(What.ANSWERS, Check.IS, ("1",))))
    desk.rule("Opened", RuleActions(add_tags=("again",)), frozenset({Event.UPDATED}), conditions=opened)
    answer = mail("2@mail.example", "Still offline", in_reply_to=("1@mail.example",))
    found = tried(desk, answer)
    assert found.filed is not None
    assert (found.number, found.filed.why, found.filed.asking_id > 0) == (number, "references", True)
    assert found.events == {Event.ANSWERED, Event.UPDATED}
    assert [line.acts for line in found.rules] == [True]
    stranger = tried(desk, mail("3@mail.example", sender="jo@other.example", in_reply_to=("1@mail.example",)))
    assert stranger.filed is not None
    assert (stranger.number, stranger.filed.why, stranger.filed.links) == (
        0,
        "stranger",
        ((number, LinkKind.SUGGESTED),),
    )
    again = tried(desk, mail("1@mail.example"))
    assert again.filed is not None
    assert (again.filed.again, again.number, again.rules) == (True, number, ())
    assert desk.small.arrive(answer)[0].ticket_id == number
    desk.run()
    assert desk.small.ticket(number).row.tags == ("again",)


def test_who_writes_is_told_apart(desk: Desk) -> None:
    """A blocked sender, a machine, one who claims to be us, a domain of an organisation; and what goes back by itself."""
    me = desk.small.ona
    with desk.small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(acknowledge=True, acknowledgement="Thank you."))
    desk.do(commands.ListSenders(agent_id=me, block=("bad.example",)))
    desk.do(SaveOrganisation(agent_id=me, id=0, name="Acme", domains=("acme.example",), vip=True))
    vip = Group(parts=(Condition(What.VIP, Check.IS, ("1",)), Condition(What.ORGANISATION, Check.FILLED)))
    desk.rule("VIPs", RuleActions(priority=Priority.URGENT), conditions=vip)
    spam = tried(desk, mail("1@bad.example", sender="jo@bad.example"))
    assert spam.filed is not None
    assert (spam.filed.spam, spam.away, spam.filed.why, spam.rules) == (True, True, "blocked:bad.example", ())
    machine = tried(desk, mail("2@mail.example", machine="list", is_auto_reply=True)).filed
    assert machine is not None
    assert (machine.automatic, machine.silent, machine.acknowledged) == (True, Silent.MACHINE, False)
    ours = tried(desk, mail("3@mail.example", sender="ona@desk.example")).filed
    assert ours is not None
    assert "sender:unproven" in ours.warnings
    assert not ours.acknowledged
    acme = tried(desk, mail("4@mail.example", sender="jo@acme.example"))
    assert acme.filed is not None
    assert (acme.filed.asking_id, acme.filed.organisation, acme.filed.vip, acme.filed.acknowledged) == (
        0,
        "Acme",
        True,
        True,
    )
    assert [line.acts for line in acme.rules] == [True]
    with pytest.raises(Mistake, match="mailbox"):
        desk.small.desk.read(try_mail, mail("5@mail.example"), 999)


def test_a_ticket_is_tried(desk: Desk) -> None:
    """Each rule with what of it is left to do; nobody who is away is named."""
    me, number = desk.small.ona, desk.arrive(1)
    desk.rule("High", RuleActions(priority=Priority.HIGH), stop=True)
    desk.rule("Behind", RuleActions(assign=Hand.PERSON, assignee_id=desk.small.tomas))
    desk.rule("Off", RuleActions(priority=Priority.LOW), active=False)

    def look(event: Event = Event.CREATED) -> TriedOut:
        before = everything(desk.small.desk)
        found = desk.small.desk.read(try_ticket, number, event)
        assert everything(desk.small.desk) == before
        assert found is not None
        return found

    first = look()
    assert [(line.acts, line.verdict.unmet) for line in first.rules] == [
        (True, None),
        (False, Unmet.STOPPED),
        (False, Unmet.OFF),
    ]
    assert [line.verdict.unmet for line in look(Event.NOTED).rules] == [Unmet.EVENT, Unmet.EVENT, Unmet.OFF]
    desk.do(commands.SetPriority(agent_id=me, tickets=(number,), priority=Priority.HIGH))
    second = look()
    assert [(line.acts, line.verdict.unmet) for line in second.rules] == [
        (False, None),
        (True, None),
        (False, Unmet.OFF),
    ]
    assert (second.handed.assignee_id, second.handed.assignee_by) == (desk.small.tomas, "Behind")
    desk.do(
        commands.SaveAgent(
            agent_id=me,
            id=desk.small.tomas,
            name="Tomas",
            email="tomas@desk.example",
            role=Role.ADMIN,
            presence=Presence.AWAY,
            version=1,
        )
    )
    assert look().handed.assignee_id is None
    desk.do(commands.SetStatus(agent_id=me, tickets=(number,), status=Status.TRASH))
    assert look().away
    assert desk.small.desk.read(try_ticket, 999, Event.CREATED) is None
    assert desk.small.desk.read(tickets.detail, number) is not None


def test_no_answer_by_a_rule_to_a_machine(desk: Desk) -> None:
    """What a rule would send it would not send there."""
    desk.rule("Thanks", RuleActions(reply_id=canned(desk)))
    person = tried(desk, mail("1@mail.example"))
    assert [line.acts for line in person.rules] == [True]
    robot = tried(desk, mail("2@mail.example", sender="no-reply@mail.example"))
    assert [(line.acts, line.verdict.fires) for line in robot.rules] == [(False, True)]
    assert robot.filed is not None
    assert robot.filed.sender == Mailbox("Li Na", "no-reply@mail.example")


def test_whom_the_team_itself_would_give_it_to(desk: Desk) -> None:
    """Where no rule has given it to anybody; and then the team does so."""
    team = desk.do(
        SaveTeam(
            agent_id=desk.small.ona,
            id=0,
            name="Care",
            members=frozenset({desk.small.ona, desk.small.tomas}),
            handing=HandingOut.LEAST.value,
        )
    )
    before = desk.arrive(1)
    desk.do(commands.Assign(agent_id=desk.small.ona, tickets=(before,), assignee_id=desk.small.ona))
    desk.rule("Care", RuleActions(team_id=team))
    seen_now(desk)
    found = tried(desk, mail("2@mail.example"))
    assert (found.handed.assignee_id, found.handed.assignee_by) == (desk.small.tomas, "")
    assert found.handed.routed is not None
    assert [one.hindrances for one in found.handed.routed.judged] == [(), (Hindrance.BEHIND,)]
    number = desk.arrive(2)
    desk.run()
    desk.small.desk.transact(lambda session: hand_out(session, team))
    assert desk.small.ticket(number).row.assignee_id == desk.small.tomas


def seen_now(desk: Desk) -> None:
    """Everybody has a window open."""
    with desk.small.desk.writing() as session:
        rows = [{"agent_id": one, "at": session.now} for one in (desk.small.ona, desk.small.tomas)]
        session.connection.execute(insert(agent_seen), rows)


def test_a_rating(desk: Desk) -> None:
    """It is no answer, and no machine's: rules of ratings hear of it."""
    number = answered(desk.small)
    about = Group(parts=(Condition(What.RATING, Check.BECAME, (Rating.GOOD.value,)),))
    desk.rule("Praise", RuleActions(add_tags=("praise",)), frozenset({Event.RATED}), conditions=about)
    desk.rule("Answers", RuleActions(note="An answer."), frozenset({Event.ANSWERED}))
    one = clicked(links(desk.small)[0])
    found = tried(desk, one)
    assert found.filed is not None
    assert (found.number, found.filed.automatic, found.events) == (number, False, frozenset({Event.RATED}))
    assert [line.acts for line in found.rules] == [True, False]
    desk.small.arrive(one)
    desk.run()
    assert desk.small.ticket(number).row.tags == ("praise",)
