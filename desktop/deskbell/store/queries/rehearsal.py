"""What a rule would have done in days that are over, a piece at a time: the cost follows what happened in those days, and nothing is written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Row, Select, and_, bindparam, func, select

from deskbell.model.automation import Event, Rule, Since, What
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed, MessageKind
from deskbell.model.rehearsal import Rehearsed, Stretch, Unsure, WouldHave
from deskbell.model.routing import Level
from deskbell.rules.as_it_was import Change, Message, Ticket
from deskbell.rules.automation_checks import conditions
from deskbell.rules.canned import clean
from deskbell.rules.left_to_do import Desk
from deskbell.rules.rehearsal import Company, Turn, rehearsed, unsure_of
from deskbell.rules.rule_events import Line, happened
from deskbell.rules.warnings import UNPROVEN
from deskbell.store.queries import automation, desk_for_rules, journal_lines
from deskbell.store.queries.as_seen import as_seen
from deskbell.store.session import Session
from deskbell.store.tables import address, deed, journal, message, tag, ticket

AT_ONCE: Final = 200
"""Lines of the journal that make a piece."""
TOGETHER: Final = 25
"""Tickets of which all is in memory together."""

_IDS: Final[Any] = bindparam("ids", expanding=True)
_LAST: Final = select(func.coalesce(func.max(journal.c.id), 0))
_FIRST: Final = select(func.coalesce(func.min(journal.c.id), 1))
_AT: Final = select(journal.c.id, journal.c.at).where(journal.c.id >= bindparam("id")).order_by(journal.c.id).limit(1)
_PIECE: Final = (
    select(journal.c.id, journal.c.ticket_id)
    .where(journal.c.id <= bindparam("upto"), journal.c.id >= bindparam("first"))
    .order_by(journal.c.id.desc())
    .limit(AT_ONCE)
)
_NEWEST: Final = (
    select(journal.c.ticket_id, func.max(journal.c.id).label("last"))
    .where(journal.c.ticket_id.in_(_IDS), journal.c.at >= bindparam("since"), journal.c.id <= bindparam("upto"))
    .group_by(journal.c.ticket_id)
)
_LINES: Final[Select[Any]] = (
    select(
        journal.c.id,
        journal.c.deed_id,
        deed.c.kind.label("step"),
        deed.c.undoes,
        deed.c.macro,
        journal.c.agent_id,
        journal.c.ticket_id,
        journal.c.kind,
        journal.c.before,
        journal.c.after,
        journal.c.at,
    )
    .join(deed, deed.c.id == journal.c.deed_id)
    .where(journal.c.ticket_id.in_(_IDS), journal.c.at >= bindparam("since"))
    .order_by(journal.c.id)
)
_TICKETS: Final = (
    select(
        ticket.c.id,
        ticket.c.subject,
        ticket.c.created_at,
        ticket.c.merged_into,
        ticket.c.snoozed_until,
        ticket.c.level,
        address.c.email,
    )
    .outerjoin(address, and_(address.c.customer_id == ticket.c.customer_id, address.c.position == 0))
    .where(ticket.c.id.in_(_IDS))
)
_MESSAGE: Final = select(
    message.c.id,
    message.c.ticket_id,
    message.c.kind,
    message.c.at,
    message.c.is_auto,
    message.c.is_bounce,
    message.c.attachments,
    message.c.from_email,
    message.c.machine,
    message.c.problems,
)
_ON_TICKETS: Final = _MESSAGE.where(message.c.ticket_id.in_(_IDS))
_ELSEWHERE: Final = _MESSAGE.where(message.c.id.in_(_IDS))
_TEXTS: Final = select(message.c.id, func.coalesce(message.c.visible, message.c.text)).where(message.c.id.in_(_IDS))
_STATUS_AT: Final = (
    select(journal.c.ticket_id, func.max(journal.c.at))
    .where(journal.c.ticket_id.in_(_IDS), journal.c.kind == Deed.STATUS.value, journal.c.at < bindparam("since"))
    .group_by(journal.c.ticket_id)
)
_RENAMED: Final = tag.alias("renamed")
_CALLED: Final = (
    select(_RENAMED.c.name, tag.c.name)
    .join(tag, tag.c.id == _RENAMED.c.merged_into)
    .where(_RENAMED.c.name.in_(bindparam("names", expanding=True)))
)
_WRITING: Final = (Deed.RECEIVED, Deed.REPLIED, Deed.NOTED)


def begin(session: Session, days: int) -> Stretch:
    """What there is to rehearse of so many days. Lines of the journal are written one after the other: the first of those days is found by halving."""
    since = session.now - timedelta(days=days)
    last = session.connection.execute(_LAST).scalar_one()
    low, high = session.connection.execute(_FIRST).scalar_one(), last + 1
    while low < high:
        middle = (low + high) // 2
        row = session.connection.execute(_AT, {"id": middle}).first()
        if row is None or row.at >= since:
            high = middle
        else:
            low = row.id + 1
    return Stretch(since, session.now, low, last, last)


def rehearse(session: Session, rule: Rule, known_as: str, left: Stretch) -> Rehearsed:
    """The next piece. `known_as` is what the rule is called where it is kept, "" for a new one.

    A ticket is looked at where its newest line lies, with all of its lines since then; rules that are not at work are no others.
    """
    rows = session.connection.execute(_PIECE, {"upto": left.place, "first": left.first}).all()
    place = rows[-1].id - 1 if len(rows) == AT_ONCE else left.first - 1
    there = sorted({row.ticket_id for row in rows})
    asked = {"ids": there, "since": left.since, "upto": left.upto}
    newest = session.connection.execute(_NEWEST, asked).all() if there else []
    wanted = sorted((row.last, row.ticket_id) for row in newest if place < row.last <= left.place)[::-1]
    found: list[WouldHave] = []
    if wanted:
        company, desk = _company(session, rule, known_as), desk_for_rules.read(session)
        ids = [ticket_id for _, ticket_id in wanted]
        for some in (ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER)):
            found += _some(session, company, desk, some, left)
    return Rehearsed(tuple(found), len(wanted), replace(left, place=place))


def _company(session: Session, rule: Rule, known_as: str) -> Company:
    others = [one for one in automation.active(session) if one.id != rule.id]
    return Company(
        replace(rule, active=True),
        clean(known_as),
        {clean(one.name): one.stop for one in others if not rule.id or (one.position, one.id) < (rule.position, rule.id)},
        frozenset(clean(one.name) for one in others if one.events == {Event.TIME}),
    )  # fmt: skip


def _some(session: Session, company: Company, desk: Desk, ids: Sequence[int], stretch: Stretch) -> Iterable[WouldHave]:
    asked = {"ids": sorted(ids), "since": stretch.since}
    rows: list[Row[Any]] = list(session.connection.execute(_LINES, asked))
    lines = {line.id: line for line in journal_lines.lines(session, rows)}
    turns, changes = _turns(session, rows, lines, stretch)
    known, on = _messages(session, ids, rows)
    then = _then(session, company.rule, asked, changes, known, on)
    texts = _texts(session, company.rule, then, changes)
    others = [field.id for field in desk.fields.values() if field.owner is not FieldOwner.TICKET]
    found: list[WouldHave] = []
    for ticket_id in ids:
        if ticket_id not in then:
            continue
        subject, it = then[ticket_id]
        read_again = any(change.kind is Deed.READ_AGAIN for change in changes[ticket_id])
        for one in rehearsed(company, ticket_id, it, turns[ticket_id], desk, texts, stretch.until):
            unsure = unsure_of(company.rule, others, one.does)
            if read_again and texts:
                unsure = (*unsure, Unsure.READ_AGAIN)
            found.append(replace(one, subject=subject, unsure=unsure))
    return found


def _then(
    session: Session,
    rule: Rule,
    asked: dict[str, Any],
    changes: Mapping[int, Sequence[Change]],
    known: Mapping[int, Message],
    on: Mapping[int, set[int]],
) -> dict[int, tuple[str, Ticket]]:
    """Each ticket, with its subject of now, as it was before all that."""
    now = as_seen(session, asked["ids"])
    status_at = _status_at(session, rule, asked)
    found: dict[int, tuple[str, Ticket]] = {}
    for row in session.connection.execute(_TICKETS, {"ids": sorted(now)}) if now else ():
        it = Ticket(
            {**now[row.id].values, (What.SENDER, 0): frozenset({row.email or ""})},
            known,
            on[row.id],
            row.created_at,
            merged=row.merged_into is not None,
            snoozed=row.snoozed_until is not None,
            level=Level(row.level or Level.FIRST),
        )
        it.back(reversed(changes[row.id]), status_at.get(row.id))
        found[row.id] = row.subject, it
    return found


def _turns(
    session: Session, rows: Sequence[Row[Any]], lines: Mapping[int, Line], stretch: Stretch
) -> tuple[dict[int, list[Turn]], dict[int, list[Change]]]:
    """The deeds at each ticket in the order in which rules hear of them, and all its lines."""
    called = _called(session, rows)
    told = {(one.deed_id, one.ticket_id): one for one in happened(lines.values())}
    of: dict[tuple[str, int], list[Row[Any]]] = defaultdict(list)
    changes: dict[int, list[Change]] = defaultdict(list)
    mine: dict[tuple[str, int], list[Change]] = defaultdict(list)
    for row in rows:
        line = lines.get(row.id)
        if line is None:
            continue
        before, after = row.before, row.after
        if line.kind is Deed.TAGGED and called:
            before, after = (
                "\n".join(sorted({called.get(one, one) for one in side.split("\n")})) for side in (before, after)
            )
        change = Change(line.kind, before, after, row.at, line.several, line.wrote, line.agent_id)
        key = (row.deed_id, row.ticket_id)
        of[key].append(row)
        mine[key].append(change)
        changes[row.ticket_id].append(change)
    turns: dict[int, list[Turn]] = defaultdict(list)
    for key in sorted(of, key=lambda key: of[key][-1].id):
        last = of[key][-1]
        if last.id > stretch.upto:
            # It was done meanwhile.
            continue
        by = last.macro if last.agent_id is None else ""
        turns[key[1]].append(Turn(last.at, tuple(mine[key]), told.get(key), by))
    return turns, changes


def _called(session: Session, rows: Iterable[Row[Any]]) -> dict[str, str]:
    """What tags that have another name by now are called."""
    names = {
        name for row in rows if row.kind == Deed.TAGGED for side in (row.before, row.after) for name in side.split("\n")
    }
    found = session.connection.execute(_CALLED, {"names": sorted(names)}) if names else ()
    return dict(tuple(row) for row in found)


def _messages(
    session: Session, ids: Collection[int], rows: Iterable[Row[Any]]
) -> tuple[dict[int, Message], dict[int, set[int]]]:
    """What is known of the messages that lie on these tickets, or once did; and which lie on each now."""
    found = session.connection.execute(_ON_TICKETS, {"ids": sorted(ids)}).all()
    on: dict[int, set[int]] = defaultdict(set)
    for row in found:
        on[row.ticket_id].add(row.id)
    named: set[int] = set()
    for line in rows:
        if line.kind in (*_WRITING, Deed.LEFT, Deed.CAME):
            side = line.before if line.kind == Deed.LEFT else line.after
            named.update(int(one) for one in side.split() if one.isdigit())
    missing = named - {row.id for row in found}
    if missing:
        found = [*found, *session.connection.execute(_ELSEWHERE, {"ids": sorted(missing)})]
    known = {
        row.id: Message(
            kind=MessageKind(row.kind),
            at=row.at,
            auto=row.is_auto,
            bounce=row.is_bounce,
            files=bool(row.attachments),
            email=row.from_email,
            machine=row.machine,
            unproven=UNPROVEN in row.problems,
        )
        for row in found
    }
    return known, on


def _texts(
    session: Session, rule: Rule, then: Mapping[int, tuple[str, Ticket]], changes: Mapping[int, Sequence[Change]]
) -> dict[int, str]:
    """What customers wrote in that time, and last before it, where the rule looks at that."""
    if not any(one.what is What.TEXT for one in conditions(rule.conditions)):
        return {}
    ids: set[int] = set()
    for ticket_id, (_, it) in then.items():
        moved = any(change.kind in (Deed.LEFT, Deed.CAME) for change in changes[ticket_id])
        ids |= it.messages if moved else {it.last()}
        for change in changes[ticket_id]:
            if change.kind in (Deed.RECEIVED, Deed.CAME):
                ids.update(int(one) for one in change.after.split() if one.isdigit())
    return dict(tuple(row) for row in session.connection.execute(_TEXTS, {"ids": sorted(ids)})) if ids else {}


def _status_at(session: Session, rule: Rule, asked: dict[str, Any]) -> dict[int, Any]:
    """When the status of tickets had been changed last before all that."""
    if rule.timer is None or rule.timer.since is not Since.STATUS:
        return {}
    return dict(tuple(row) for row in session.connection.execute(_STATUS_AT, asked))
