"""What the router knows: who can be given tickets, what tickets ask for, and which wait in the queues of teams."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Row, bindparam, func, literal, select, tuple_

from deskbell.model.calendars import Calendar
from deskbell.model.kinds import Deed, MessageKind, Presence, Priority, Role
from deskbell.model.routing import (
    ANYTHING,
    AgentWork,
    Candidate,
    HandingOut,
    Hindrance,
    Level,
    Match,
    Need,
    Way,
)
from deskbell.rules.calendars import hours
from deskbell.rules.presence import is_away
from deskbell.rules.rights import sees_all
from deskbell.rules.routing import absence
from deskbell.store.queries import calendars, settings
from deskbell.store.session import Session
from deskbell.store.tables import (
    agent,
    agent_seen,
    agent_turn,
    agent_work,
    customer,
    deed,
    journal,
    mailbox,
    message,
    tag,
    team,
    team_member,
    ticket,
    ticket_tag,
    waits_for_us,
)

_EARLIER: Final = 20
"""So many of a customer's latest tickets are looked at for who answered them last."""

_IDS: Final[Any] = bindparam("ids", expanding=True)
_TEAMS: Final = select(team.c.id, team.c.handing, team.c.skills, team.c.languages).where(team.c.active)
_MEMBERS: Final = (
    select(team_member.c.agent_id, team_member.c.level)
    .join(agent, agent.c.id == team_member.c.agent_id)
    .where(team_member.c.team_id == bindparam("team"), agent.c.active)
)
# Counted one by one, along an index of what waits for us alone: all at once SQLite would look at every ticket that is not done.
_LOAD: Final = (
    select(func.count())
    .select_from(ticket)
    .where(ticket.c.assignee_id == agent.c.id, ticket.c.assignee_id.is_not(None), waits_for_us)
    .correlate(agent)
    .scalar_subquery()
)
_AGENTS: Final = (
    select(
        agent.c.id.label("agent_id"),
        agent.c.role,
        agent.c.presence,
        agent.c.away_until,
        agent_work.c.agent_id.label("known"),
        agent_work.c.skills,
        agent_work.c.languages,
        agent_work.c.capacity,
        agent_work.c.calendar_id,
        agent_seen.c.at.label("seen_at"),
        agent_turn.c.n,
        _LOAD.label("load"),
    )
    .select_from(
        agent.outerjoin(agent_work, agent_work.c.agent_id == agent.c.id)
        .outerjoin(agent_seen, agent_seen.c.agent_id == agent.c.id)
        .outerjoin(agent_turn, agent_turn.c.agent_id == agent.c.id)
    )
    .where(agent.c.active)
)
_WORK: Final = select(agent_work)
_QUEUE: Final = (ticket.c.team_id.is_not(None), ticket.c.assignee_id.is_(None), waits_for_us)
_PRIORITY: Final = bindparam("priority", type_=ticket.c.priority.type)
# One priority at a time: the index has both in rising order, and all of a priority would be sorted for each part of it.
_WAITING: Final = (
    select(ticket.c.priority, ticket.c.id)
    .where(
        ticket.c.team_id == bindparam("team"),
        *_QUEUE,
        # All of one priority beyond a number, said so that SQLite does not go by the numbers of all tickets that are open.
        tuple_(ticket.c.priority, ticket.c.id) > tuple_(_PRIORITY, bindparam("number")),
        ticket.c.priority <= _PRIORITY,
    )
    .order_by(ticket.c.priority, ticket.c.id)
    .limit(bindparam("most"))
)
_NEEDS: Final = (
    select(
        ticket.c.id,
        ticket.c.team_id,
        ticket.c.level,
        ticket.c.customer_id,
        customer.c.language,
        mailbox.c.restricted,
        mailbox.c.team_id.label("of_mailbox"),
    )
    .join(customer, customer.c.id == ticket.c.customer_id)
    .join(mailbox, mailbox.c.id == ticket.c.mailbox_id)
    .where(ticket.c.id.in_(_IDS))
)
_TAGS: Final = select(ticket_tag.c.ticket_id, ticket_tag.c.tag_id).where(ticket_tag.c.ticket_id.in_(_IDS))
_INTO: Final = tag.alias("into")
_SKILLS: Final = (
    select(
        tag.c.id,
        func.coalesce(tag.c.merged_into, tag.c.id).label("skill"),
        func.coalesce(_INTO.c.name, tag.c.name).label("name"),
    )
    .outerjoin(_INTO, _INTO.c.id == tag.c.merged_into)
    .where(tag.c.id.in_(_IDS))
)
_STEPS: Final = (
    select(
        journal.c.ticket_id,
        journal.c.kind,
        journal.c.before,
        journal.c.agent_id,
        deed.c.macro,
        deed.c.kind.label("step"),
        deed.c.answer,
    )
    .join(deed, deed.c.id == journal.c.deed_id)
    .where(
        journal.c.ticket_id.in_(_IDS),
        journal.c.kind.in_((Deed.ASSIGNED.value, Deed.TEAM.value, Deed.RECEIVED.value)),
    )
    .order_by(journal.c.id)
)
_LATEST: Final = (
    select(ticket.c.id)
    .where(ticket.c.customer_id == bindparam("customer"))
    .order_by(ticket.c.activity_at.desc(), ticket.c.id.desc())
    .limit(literal(_EARLIER))
    .subquery()
)
_ANSWERED: Final = (
    select(message.c.agent_id)
    .where(
        message.c.ticket_id.in_(select(_LATEST.c.id)),
        message.c.kind == int(MessageKind.OUT),
        message.c.agent_id.is_not(None),
        ~message.c.is_auto,
    )
    .order_by(message.c.id.desc())
    .limit(1)
)


class Place(Struct, frozen=True):
    """A place in a queue: the ticket there, and its priority."""

    priority: int
    ticket_id: int


FIRST: Final = Place(int(max(Priority)), 0)
"""Before all others."""


class Asked(Struct, frozen=True):
    """A ticket that somebody of a team is to get: what it asks for, who had it taken off them since it came to the team, and whose it is."""

    need: Need
    had: frozenset[int] = frozenset()
    team_id: int | None = None
    customer_id: int = 0
    seen_by_team: int | None = None
    """Only members of this team see it, besides managers; None: everybody does."""


class Staff(Struct, frozen=True):
    """Everybody who works here, as the router sees them now. `sees_all` are those who see every mailbox, `skills` the names of all tags that are anybody's skill."""

    agents: Mapping[int, Candidate]
    sees_all: frozenset[int]
    skills: Mapping[int, str]


def ways(session: Session) -> dict[int, Way]:
    """How each team hands out, by its id; those that do not, too."""
    return {
        row.id: Way(HandingOut(row.handing), Match(row.skills), Match(row.languages))
        for row in session.connection.execute(_TEAMS)
    }


def levels(session: Session, team_id: int) -> dict[int, Level]:
    """Who of those that work here is in a team (ids), and at which level."""
    found = session.connection.execute(_MEMBERS, {"team": team_id})
    return {row.agent_id: Level(row.level) for row in found}


def work_of(session: Session) -> dict[int, AgentWork]:
    """What can be given to each agent of whom something was said, by id."""
    rows = session.connection.execute(_WORK).all()
    return _work(rows, _skills(session, rows))


def staff(session: Session) -> Staff:
    """Everybody who works here: whether they are there by now, what they can do and have."""
    rows = session.connection.execute(_AGENTS).all()
    known = [row for row in rows if row.known is not None]
    skills = _skills(session, known)
    work = _work(known, skills)
    gone = settings.read(session, 0).number("routing.gone_minutes")
    gone_after = timedelta(minutes=gone) if gone else None
    wanted = {one.calendar_id for one in work.values()} - {None}
    there = {one.id: one for one in calendars.rows(session)} if wanted else {}
    found = {}
    for row in rows:
        its = work.get(row.agent_id, ANYTHING)
        absent = _absence(row, there.get(its.calendar_id or 0), session.now, gone_after)
        found[row.agent_id] = Candidate(row.agent_id, its, absent=absent, load=row.load, turn=row.n or 0)
    return Staff(found, frozenset(row.agent_id for row in rows if sees_all(Role(row.role))), dict(skills.values()))


def waiting(session: Session, team_id: int, most: int, behind: Place = FIRST) -> list[Place]:
    """Tickets in the queue of a team, the most urgent first, then the oldest; those behind a place in it."""
    found: list[Place] = []
    for priority in sorted(Priority, reverse=True):
        if priority > behind.priority or len(found) == most:
            continue
        number = behind.ticket_id if priority == behind.priority else 0
        values = {"team": team_id, "most": most - len(found), "priority": int(priority), "number": number}
        found += [Place(*row) for row in session.connection.execute(_WAITING, values)]
    return found


def asked(session: Session, ids: Collection[int], skills: AbstractSet[int]) -> dict[int, Asked]:
    """What these tickets ask for, by number; of their tags those of `skills` count. Those that are not there are left out."""
    numbers = {"ids": sorted(ids)}
    tags: dict[int, set[int]] = defaultdict(set)
    if skills:
        for ticket_id, tag_id in session.connection.execute(_TAGS, numbers):
            tags[ticket_id].add(tag_id)
    had = _had(session.connection.execute(_STEPS, numbers))
    return {
        row.id: Asked(
            Need(row.id, frozenset(tags[row.id]) & skills, row.language, Level(row.level or Level.FIRST)),
            frozenset(had.get(row.id, ())),
            row.team_id,
            row.customer_id,
            (row.of_mailbox or 0) if row.restricted else None,
        )
        for row in session.connection.execute(_NEEDS, numbers)
    }


def answered_last(session: Session, customer_id: int) -> int | None:
    """The agent who answered this customer last; None for nobody yet."""
    found: int | None = session.connection.execute(_ANSWERED, {"customer": customer_id}).scalar()
    return found


def _skills(session: Session, rows: Sequence[Any]) -> dict[int, tuple[int, str]]:
    """By the ids that agents have: the tag, and its name; one that was merged into another is that one."""
    ids = sorted({skill for row in rows for skill in row.skills})
    found = session.connection.execute(_SKILLS, {"ids": ids}) if ids else ()
    return {row.id: (row.skill, row.name) for row in found}


def _work(rows: Sequence[Any], skills: Mapping[int, tuple[int, str]]) -> dict[int, AgentWork]:
    return {
        row.agent_id: AgentWork(
            frozenset(skills[one][0] for one in row.skills if one in skills),
            frozenset(row.languages),
            row.capacity,
            row.calendar_id,
        )
        for row in rows
    }


def _absence(row: Any, calendar: Calendar | None, now: datetime, gone_after: timedelta | None) -> Hindrance | None:
    return absence(
        away=is_away(Presence(row.presence), row.away_until, now),
        works=calendar is None or hours(calendar).is_open(now),
        seen_at=row.seen_at,
        now=now,
        gone_after=gone_after,
    )


def _had(steps: Iterable[Row[Any]]) -> dict[int, set[int]]:
    """By ticket, from whom somebody took it since it came to its team, or a rule did since anybody but rules touched it: what these take and the router gives
    ends when each has had it. Who gave it back for going away has it again.
    """
    by_hand: dict[int, set[int]] = defaultdict(set)
    by_rules: dict[int, set[int]] = defaultdict(set)
    for row in steps:
        of_rule = row.agent_id is None and bool(row.macro)
        if row.agent_id is not None or row.kind == Deed.RECEIVED:
            by_rules[row.ticket_id].clear()
        if row.kind == Deed.TEAM:
            by_hand[row.ticket_id].clear()
        elif row.kind == Deed.ASSIGNED and row.before:
            if of_rule:
                by_rules[row.ticket_id].add(int(row.before))
            elif row.agent_id is not None and not _went_away(row):
                by_hand[row.ticket_id].add(int(row.before))
    return {ticket_id: by_hand[ticket_id] | by_rules[ticket_id] for ticket_id in {*by_hand, *by_rules}}


def _went_away(row: Row[Any]) -> bool:
    """Whether it was given back with whoever went away: of all that gives tickets to somebody, that alone answers how many."""
    return bool(int(row.before) == row.agent_id and row.step == Deed.ASSIGNED and row.answer)
