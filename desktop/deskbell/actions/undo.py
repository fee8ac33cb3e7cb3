"""Taking back what one command did to tickets, customers, organisations or articles, from the journals."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sqlalchemy import Row, select, update

from deskbell.actions import (
    articles_undone,
    block_customer,
    checklist,
    customers,
    fields,
    following,
    linking,
    merge_customers,
    organisations_undone,
)
from deskbell.actions.customer_journal import lines_of
from deskbell.actions.deeds import Line, record
from deskbell.actions.move_messages import carry_back
from deskbell.actions.properties import COLUMNS, as_text, from_text, load, write
from deskbell.actions.senders import unblock
from deskbell.actions.tag_list import part
from deskbell.actions.tags import as_text as tags_as_text
from deskbell.actions.tags import ask_known, ask_tags, replace_tags
from deskbell.actions.teams import must_be_there
from deskbell.model.commands import UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed
from deskbell.rules.taking_back import BY_VALUE, FOLLOWING, can_be_taken_back, is_whole
from deskbell.store.queries import history
from deskbell.store.queries.saved_views import manages
from deskbell.store.session import Session
from deskbell.store.tables import deed, journal

_TAKEN_BACK_BY: Final[Mapping[Deed, Callable[[Session, UndoDeed], None]]] = {
    Deed.CUSTOMER: customers.take_back,
    Deed.CUSTOMERS_MERGED: merge_customers.take_apart,
    Deed.CUSTOMER_BLOCKED: block_customer.take_back,
    Deed.ORGANISATION: organisations_undone.take_back,
    Deed.ARTICLE: articles_undone.take_back,
    Deed.CATEGORY: articles_undone.take_back_category,
}


def undo_deed(session: Session, command: UndoDeed) -> None:
    """Give everything that the command changed, or one ticket, its value from before, also where that was somebody who does not work here any more. What was
    taken back already on some tickets stays so.

    Raises `Mistake` undo.nothing where it changed nothing or was undone already, undo.changed where a value is no longer the one that it left,
    undo.hidden where not all of its tickets are seen, rights.manager where tags were merged, and as `_TAKEN_BACK_BY` do.
    """
    done = session.connection.execute(select(deed).where(deed.c.id == command.undo)).first()
    if done is None or done.undone_by is not None:
        raise Mistake("undo.nothing")
    kind = Deed(done.kind)
    of_it = select(journal).where(journal.c.deed_id == command.undo, journal.c.kind.not_in(FOLLOWING))
    every = session.connection.execute(of_it.order_by(journal.c.id)).all()
    kinds = {Deed(line.kind) for line in every}
    if not can_be_taken_back(kind, kinds):
        raise Mistake("undo.nothing")
    only = 0 if is_whole(kinds) else command.ticket_id
    taken = history.taken_back(session, command.undo)
    left = {line.ticket_id for line in every} - taken
    lines = [line for line in every if line.ticket_id in ({only} & left if only else left)]
    apart = kind is Deed.TAGGED and not only and part(session, command)
    others = [_TAKEN_BACK_BY[kind]] if kind in _TAKEN_BACK_BY else []
    if kind is Deed.TAGGED and not only:
        # Of a merging of tags.
        others += [customers.take_back] if lines_of(session, command.undo) else []
        others += [organisations_undone.take_back] if organisations_undone.has_lines(session, command.undo) else []
    if not lines and not apart and not others:
        raise Mistake("undo.nothing")
    _refuse_hidden(session, command, done, every, only)
    taken_back: list[Line] = []
    if kind is Deed.MESSAGES_MOVED:
        taken_back += carry_back(session, lines)
    if kind is Deed.BLOCKED:
        taken_back += unblock(session, [line for line in lines if Deed(line.kind) is Deed.BLOCKED])
    taken_back += take_back(session, [line for line in lines if Deed(line.kind) in BY_VALUE])
    record(session, command, Deed.UNDONE, taken_back, undoes=command.undo)
    for take_others_back in others:
        take_others_back(session, command)
    seen = {line.ticket_id for line in every}
    if not only or (left <= {only} and len(seen) >= done.tickets):
        session.connection.execute(update(deed).where(deed.c.id == command.undo).values(undone_by=command.deed))
    if kind is Deed.UNDONE and done.undoes is not None:
        # What had been taken back holds again.
        session.connection.execute(update(deed).where(deed.c.id == done.undoes).values(undone_by=None))


def _refuse_hidden(session: Session, command: UndoDeed, done: Row[Any], lines: Sequence[Row[Any]], only: int) -> None:
    """Raise `Mistake` undo.hidden where it would be taken back in part, because whoever asks does not see the rest of its tickets."""
    missing = done.tickets - len({line.ticket_id for line in lines})
    if not only and missing > 0 and command.agent_id is not None and not manages(session, command.agent_id):
        raise Mistake("undo.hidden", count=missing)


def take_back(session: Session, lines: Sequence[Row[Any]]) -> list[Line]:
    """Undo these journal lines on their tickets; the lines that say so. Raises `Mistake` undo.changed, and team.missing where the team that a ticket
    had is no more, and changes nothing then.
    """
    tagged = [line for line in lines if line.kind == Deed.TAGGED.value]
    filled = [line for line in lines if line.kind == Deed.FIELD.value]
    followed = [line for line in lines if line.kind == Deed.FOLLOWED.value]
    linked = [line for line in lines if line.kind == Deed.LINKED.value]
    plain = [line for line in lines if Deed(line.kind) in COLUMNS]
    for team_id in {int(line.before) for line in plain if line.kind == Deed.TEAM.value and line.before}:
        must_be_there(session, team_id)
    tickets = {row.id: row for row in load(session, [line.ticket_id for line in lines])}
    values: dict[int, dict[str, Any]] = {}
    reverse: list[Line] = []
    for line in plain:
        kind = Deed(line.kind)
        if as_text(kind, getattr(tickets[line.ticket_id], COLUMNS[kind])) != line.after:
            raise Mistake("undo.changed", number=line.ticket_id)
        values.setdefault(line.ticket_id, {})[COLUMNS[kind]] = from_text(kind, line.before)
        reverse.append((line.ticket_id, kind, line.after, line.before))
    reverse += fields.take_back(session, filled)
    reverse += following.take_back(session, tickets, followed)
    reverse += linking.take_back(session, linked)
    listed = [line for line in lines if line.kind == Deed.CHECKLIST.value]
    reverse += checklist.take_back(tickets, values, listed)
    for line in (*filled, *followed, *linked):
        values.setdefault(line.ticket_id, {})
    now = ask_tags(session, [line.ticket_id for line in tagged])()
    # Tags may have been renamed and merged since.
    known = ask_known(session, {name for line in tagged for name in _names(line.before) | _names(line.after)})()
    then: dict[int, AbstractSet[str]] = {}
    for line in tagged:
        if now[line.ticket_id].keys() != known.called(_names(line.after)):
            raise Mistake("undo.changed", number=line.ticket_id)
        then[line.ticket_id] = known.called(_names(line.before))
        reverse.append(
            (line.ticket_id, Deed.TAGGED, tags_as_text(now[line.ticket_id]), tags_as_text(then[line.ticket_id]))
        )
    replace_tags(session, tickets.values(), now, then, known.ids)
    write(session, [(tickets[ticket_id], new) for ticket_id, new in values.items()])
    return reverse


def _names(tags: str) -> AbstractSet[str]:
    """The tags of a journal line."""
    return frozenset(tags.split("\n")) - {""}
