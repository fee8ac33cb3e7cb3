"""Moving messages from one ticket to another, or to a new one; with all of its messages a ticket is merged into the other."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from deskbell.actions import following
from deskbell.actions.deeds import Line, record
from deskbell.actions.people import customer_for
from deskbell.actions.properties import as_text, load
from deskbell.actions.teams import if_there
from deskbell.model.commands import MergeTickets, MoveMessages
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, LinkKind, MessageKind, Standing, Status
from deskbell.model.mail import Mailbox
from deskbell.rules.own import is_own
from deskbell.rules.shelf import shelf_of
from deskbell.store.session import Session
from deskbell.store.tables import address, mailbox, message, participant, ticket, ticket_link


def move_messages(session: Session, command: MoveMessages) -> int:
    """Move messages; the ticket that they are on now.

    Raises `Mistake` ticket.missing, move.gone (they are not on that ticket any more), move.same, move.merged (the other one is merged itself), and
    move.all where a new ticket would get all there is.
    """
    source = load(session, [command.ticket_id])[0]
    here = select(message).where(message.c.ticket_id == source.id).order_by(message.c.at, message.c.id)
    all_of_it = session.connection.execute(here).all()
    moved = [row for row in all_of_it if not command.messages or row.id in command.messages]
    if not moved or {row.id for row in moved} < set(command.messages):
        raise Mistake("move.gone", number=source.id)
    whole = len(moved) == len(all_of_it)
    if whole and not command.to_ticket:
        raise Mistake("move.all", number=source.id)
    goal = load(session, [command.to_ticket])[0] if command.to_ticket else _new_ticket(session, source, moved)
    if goal.id == source.id:
        raise Mistake("move.same", number=source.id)
    if goal.merged_into is not None:
        raise Mistake("move.merged", number=goal.id, other=goal.merged_into)
    standing = Standing.WROTE if command.to_ticket else Standing.IN
    lines = _take(session, source, goal, moved, whole=whole, standing=standing)
    for ticket_id in (source.id, goal.id):
        recount(session, ticket_id)
    record(session, command, Deed.MESSAGES_MOVED, lines, goal.id)
    return int(goal.id)


def merge_tickets(session: Session, command: MergeTickets) -> None:
    """Merge tickets into another one, which may be among them.

    Raises `Mistake` ticket.missing, move.same where there is none but that one, move.gone for a ticket that has nothing (any more), and move.merged
    where the other one is merged itself.
    """
    numbers = [number for number in dict.fromkeys(command.tickets) if number != command.into]
    if not numbers:
        raise Mistake("move.same", number=command.into)
    there = {row.id: row for row in load(session, [command.into, *numbers])}
    goal = there[command.into]
    if goal.merged_into is not None:
        raise Mistake("move.merged", number=goal.id, other=goal.merged_into)
    found = session.connection.execute(
        select(message).where(message.c.ticket_id.in_(numbers)).order_by(message.c.at, message.c.id)
    ).all()
    of: dict[int, list[Row[Any]]] = {}
    for row in found:
        of.setdefault(row.ticket_id, []).append(row)
    lines: list[Line] = []
    for number in numbers:
        if number not in of:
            raise Mistake("move.gone", number=number)
        lines += _take(session, there[number], goal, of[number], whole=True, standing=Standing.WROTE)
        recount(session, number)
    recount(session, goal.id)
    record(session, command, Deed.MESSAGES_MOVED, lines, goal.id)


def carry_back(session: Session, lines: Sequence[Row[Any]]) -> list[Line]:
    """Undo a move by its journal lines; the lines that say so. Raises `Mistake` undo.changed where a message has been moved on since.

    A ticket that was made for them and has nothing else is gone again.
    """
    merged = {line.ticket_id for line in lines if Deed(line.kind) is Deed.MERGED}
    reverse: list[Line] = []
    for line in reversed(lines):
        if Deed(line.kind) is Deed.LEFT:
            reverse += _give_back(session, line, merged=line.ticket_id in merged)
    return reverse


def _give_back(session: Session, left: Row[Any], *, merged: bool) -> list[Line]:
    source, goal = left.ticket_id, int(left.after)
    ids = [int(one) for one in left.before.split()]
    rows = session.connection.execute(select(message).where(message.c.id.in_(ids), message.c.ticket_id == goal)).all()
    if len(rows) != len(ids):
        raise Mistake("undo.changed", number=goal)
    _carry(session, ids, source)
    reverse: list[Line] = [(source, Deed.CAME, str(goal), left.before)]
    if merged:
        session.connection.execute(update(ticket).where(ticket.c.id == source).values(merged_into=None))
        reverse.append((source, Deed.MERGED, str(goal), ""))
    if _was_made_for_them(session, source, goal):
        session.connection.execute(delete(ticket).where(ticket.c.id == goal))
        session.changed(Entity.TICKET, goal, goal)
    else:
        _let_out(session, goal, rows)
        recount(session, goal)
        reverse.append((goal, Deed.LEFT, left.before, str(source)))
    recount(session, source)
    return reverse


def recount(session: Session, ticket_id: int) -> None:
    """Let a ticket count what it holds, and say when it was last written on and by whom."""
    of_it = message.c.ticket_id == ticket_id
    total = session.connection.execute(
        select(func.count(), func.coalesce(func.sum(message.c.attachments), 0), func.max(message.c.at)).where(of_it)
    ).one()
    last = session.connection.execute(
        select(message.c.kind)
        .where(of_it, message.c.kind != int(MessageKind.NOTE))
        .order_by(message.c.at.desc(), message.c.id.desc())
        .limit(1)
    ).scalar()
    values = {
        "messages": total[0],
        "attachments": int(total[1]),
        "awaiting": last == MessageKind.IN,
        "version": ticket.c.version + 1,
    }
    if total[2] is not None:
        values["activity_at"] = total[2]
    session.connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(values))
    session.changed(Entity.TICKET, ticket_id, ticket_id)


def _take(
    session: Session, source: Row[Any], goal: Row[Any], moved: Sequence[Row[Any]], *, whole: bool, standing: Standing
) -> list[Line]:
    """Carry messages from one ticket to the other, where who wrote them stands so; the lines that say it. `whole`: they are all there are."""
    ids = " ".join(str(row.id) for row in moved)
    lines: list[Line] = [(source.id, Deed.LEFT, ids, str(goal.id)), (goal.id, Deed.CAME, str(source.id), ids)]
    _carry(session, [row.id for row in moved], goal.id)
    _let_in(session, goal.id, moved, standing)
    return lines + (_merge(session, source, goal) if whole else [])


def _carry(session: Session, ids: Sequence[int], goal: int) -> None:
    session.connection.execute(update(message).where(message.c.id.in_(ids)).values(ticket_id=goal))
    for one in ids:
        session.changed(Entity.MESSAGE, one, goal)


def _new_ticket(session: Session, source: Row[Any], moved: Sequence[Row[Any]]) -> Row[Any]:
    """A ticket for these messages: its customer is who wrote the first of them, its subject that mail's."""
    first = next((row for row in moved if row.kind == MessageKind.IN), moved[0])
    customer_id = source.customer_id
    if first.kind == MessageKind.IN and first.from_email:
        customer_id = customer_for(session, Mailbox(first.from_name, first.from_email))
    made: int = session.connection.execute(
        insert(ticket)
        .values(
            mailbox_id=source.mailbox_id,
            customer_id=customer_id,
            subject=first.subject or source.subject,
            status=int(Status.NEW),
            priority=source.priority,
            team_id=if_there(session, source.team_id),
            shelf=int(shelf_of(Status.NEW, None)),
            created_at=first.at,
            activity_at=first.at,
        )
        .returning(ticket.c.id)
    ).scalar_one()
    session.connection.execute(
        insert(ticket_link).values(ticket_id=made, other_id=source.id, kind=LinkKind.SPLIT.value, at=session.now)
    )
    return load(session, [made])[0]


def _was_made_for_them(session: Session, source: int, goal: int) -> bool:
    link = (ticket_link.c.ticket_id == goal) & (ticket_link.c.other_id == source)
    split = select(ticket_link.c.kind).where(link, ticket_link.c.kind == LinkKind.SPLIT.value)
    left = select(message.c.id).where(message.c.ticket_id == goal).limit(1)
    return session.connection.execute(split).first() is not None and session.connection.execute(left).first() is None


def _people(session: Session, rows: Sequence[Row[Any]], standing: Standing) -> dict[str, tuple[str, Standing]]:
    """Who takes part by these messages: whom we wrote to, and who wrote, as `standing`."""
    own = {row.lower() for row in session.connection.execute(select(mailbox.c.address)).scalars()}
    people: dict[str, tuple[str, Standing]] = {}
    for row in rows:
        if row.kind == MessageKind.IN and not row.is_bounce and not is_own(row.from_email, own):
            people.setdefault(row.from_email.casefold(), (row.from_name, standing))
        if row.kind == MessageKind.OUT:
            people.update({email.casefold(): (name, Standing.IN) for name, email in (*row.to, *row.cc)})
    people.pop("", None)
    return people


def _let_in(session: Session, goal: int, moved: Sequence[Row[Any]], standing: Standing) -> None:
    """Who wrote what was moved may go on there. On a ticket that was there before, they get its answers only when an agent writes them in."""
    people = _people(session, moved, standing)
    known = set(
        session.connection.execute(select(participant.c.email).where(participant.c.ticket_id == goal)).scalars()
    )
    rows = [
        {"ticket_id": goal, "email": email, "name": name, "standing": one.value}
        for email, (name, one) in people.items()
        if email not in known
    ]
    if rows:
        session.connection.execute(insert(participant), rows)


def _let_out(session: Session, goal: int, moved: Sequence[Row[Any]]) -> None:
    """Who took part by these messages alone does so no longer."""
    stay = session.connection.execute(select(message).where(message.c.ticket_id == goal)).all()
    customer_of = select(address.c.email).join(ticket, ticket.c.customer_id == address.c.customer_id)
    keep = {
        *_people(session, stay, Standing.WROTE),
        *session.connection.execute(customer_of.where(ticket.c.id == goal)).scalars(),
    }
    gone = _people(session, moved, Standing.WROTE).keys() - keep
    session.connection.execute(
        delete(participant).where(participant.c.ticket_id == goal, participant.c.email.in_(gone))
    )


def _merge(session: Session, source: Row[Any], goal: Row[Any]) -> list[Line]:
    """The ticket that everything was taken from is closed and points to the one that has it; who followed it follows that."""
    values: dict[str, Any] = {"merged_into": goal.id}
    lines: list[Line] = [(source.id, Deed.MERGED, "", str(goal.id))]
    followers = following.ask_followers(session, (source.id, goal.id))()
    along = [(goal, agent_id, True) for agent_id in sorted(followers[source.id] - followers[goal.id])]
    following.put(session, along)
    lines += [following.line_of(*change) for change in along]
    if source.snoozed_until is not None:
        values["snoozed_until"] = None
        lines.append((source.id, Deed.SNOOZED, as_text(Deed.SNOOZED, source.snoozed_until), ""))
    if source.status != Status.CLOSED:
        values |= {"status": int(Status.CLOSED), "done_at": source.done_at or session.now}
        lines.append((source.id, Deed.STATUS, as_text(Deed.STATUS, source.status), as_text(Deed.STATUS, Status.CLOSED)))
    values["shelf"] = int(shelf_of(Status.CLOSED, None))
    session.connection.execute(update(ticket).where(ticket.c.id == source.id).values(values))
    return lines
