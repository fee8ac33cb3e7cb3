"""Whom the desk blocks and whom it trusts: addresses and domains, for all mailboxes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from deskbell.actions.deeds import Line, record
from deskbell.actions.properties import as_text, load, write
from deskbell.model.commands import BlockSender, ListSenders
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, Listed, Status
from deskbell.rules.own import untagged
from deskbell.rules.spam import patterns_of, read_pattern
from deskbell.store.session import Session
from deskbell.store.tables import agent, listed_sender, mailbox


def list_senders(session: Session, command: ListSenders) -> None:
    """Put patterns on the lists and take others off. Raises `Mistake` pattern.bad, pattern.own and pattern.twice, and changes nothing then."""
    blocked = {read_pattern(one) for one in command.block}
    allowed = {read_pattern(one) for one in command.allow}
    for pattern in sorted(blocked & allowed):
        raise Mistake("pattern.twice", pattern=pattern)
    refuse_own(session, blocked)
    forgotten = {one.strip().casefold() for one in command.forget}
    gone = listed_sender.c.pattern.in_(blocked | allowed | forgotten)
    session.connection.execute(delete(listed_sender).where(gone))
    for patterns, listed in ((blocked, Listed.BLOCKED), (allowed, Listed.ALLOWED)):
        for pattern in sorted(patterns):
            put_on_list(session, pattern, listed, command.agent_id)
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.SETTING, 0)


def block_sender(session: Session, command: BlockSender) -> None:
    """Block who wrote, and put the ticket into Spam; one undo for both. Raises `Mistake` ticket.missing, pattern.bad, pattern.own."""
    pattern = read_pattern(command.pattern)
    refuse_own(session, {pattern})
    row = load(session, [command.ticket_id])[0]
    before = session.connection.execute(
        select(listed_sender.c.listed).where(listed_sender.c.pattern == pattern)
    ).scalar_one_or_none()
    session.connection.execute(delete(listed_sender).where(listed_sender.c.pattern == pattern))
    put_on_list(session, pattern, Listed.BLOCKED, command.agent_id)
    lines: list[Line] = [(row.id, Deed.BLOCKED, before or "", pattern)]
    values: dict[str, Any] = {}
    if row.status != Status.SPAM:
        values["status"] = int(Status.SPAM)
        lines.append((row.id, Deed.STATUS, as_text(Deed.STATUS, row.status), as_text(Deed.STATUS, Status.SPAM)))
    if row.snoozed_until is not None:
        values["snoozed_until"] = None
        lines.append((row.id, Deed.SNOOZED, as_text(Deed.SNOOZED, row.snoozed_until), ""))
    write(session, [(row, values)])
    record(session, command, Deed.BLOCKED, lines)
    session.changed(Entity.SETTING, 0)


def unblock(session: Session, lines: Sequence[Row[Any]]) -> list[Line]:
    """Undo the lines that say who was blocked. Raises `Mistake` undo.changed where the list says something else by now."""
    reverse: list[Line] = []
    for line in lines:
        here = listed_sender.c.pattern == line.after
        now = session.connection.execute(select(listed_sender.c.listed).where(here)).scalar_one_or_none()
        if now != Listed.BLOCKED.value:
            raise Mistake("undo.changed", number=line.ticket_id)
        if line.before:
            session.connection.execute(update(listed_sender).where(here).values(listed=line.before))
        else:
            session.connection.execute(delete(listed_sender).where(here))
        reverse.append((line.ticket_id, Deed.UNBLOCKED, "", line.after))
        session.changed(Entity.SETTING, 0)
    return reverse


def put_on_list(session: Session, pattern: str, listed: Listed, agent_id: int | None) -> None:
    """Put a pattern on a list that is on none."""
    session.connection.execute(
        insert(listed_sender).values(pattern=pattern, listed=listed.value, agent_id=agent_id, at=session.now)
    )


def refuse_own(session: Session, patterns: set[str]) -> None:
    """Raise `Mistake` pattern.own where somebody of the desk would be blocked."""
    addresses = select(mailbox.c.address).union(select(agent.c.email))
    for email in session.connection.execute(addresses).scalars():
        for pattern in (*patterns_of(email), *patterns_of(untagged(email))):
            if pattern in patterns:
                raise Mistake("pattern.own", pattern=pattern)
