"""What was done to a ticket and on the desk, newest first, a page at a time, and what has become of each step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Row, Select, String, literal, select, tuple_

from deskbell.model.history import DeedKey, Standing, Step, StepGroup, StepKey, StepPage
from deskbell.model.kinds import Deed
from deskbell.model.rows import EventRow
from deskbell.rules.taking_back import (
    BY_THEIR_OWN_WAY,
    BY_VALUE,
    OF_ARTICLES,
    OF_CUSTOMERS,
    Done,
    Line,
    Verdict,
    can_be_taken_back,
    is_whole,
    verdicts,
)
from deskbell.store.queries.article_steps import ArticleStep, steps
from deskbell.store.queries.events import ask_worded
from deskbell.store.session import Session
from deskbell.store.tables import agent, deed, journal, ticket
from deskbell.store.tables.base import Id, Moment

AT_ONCE = 100
"""Lines of a ticket's journal that make a page, and steps of the desk."""

_GROUPS: Final[Mapping[StepGroup, frozenset[Deed]]] = {
    StepGroup.ALL: frozenset(Deed),
    StepGroup.STATUS: frozenset(
        {Deed.STATUS, Deed.SNOOZED, Deed.WOKEN, Deed.DUE, Deed.PROMISED, Deed.BREACHED, Deed.WARNED}
    ),
    StepGroup.PEOPLE: frozenset({Deed.ASSIGNED, Deed.TEAM, Deed.FOLLOWED, Deed.LEVEL, Deed.HANDED, Deed.UNATTENDED}),
    StepGroup.PROPERTIES: frozenset(
        {
            Deed.PRIORITY,
            Deed.TYPE,
            Deed.TAGGED,
            Deed.MOVED,
            Deed.SUBJECT,
            Deed.FIELD,
            Deed.CHECKLIST,
            Deed.LINKED,
            Deed.BLOCKED,
            Deed.UNBLOCKED,
        }
    ),
}
_DEEDS: Final = [kind.value for kind in Deed]
_WRITTEN: Final = frozenset({Deed.RECEIVED, Deed.CREATED, Deed.REPLIED, Deed.NOTED})
_UNDONE = deed.alias("undone")
_WHO_UNDID = agent.alias("who_undid")
_LINES = select(
    journal.c.id,
    journal.c.deed_id,
    journal.c.kind,
    journal.c.agent_id,
    journal.c.at,
    journal.c.before,
    journal.c.after,
    deed.c.kind.label("step"),
    deed.c.undoes,
    deed.c.undone_by,
    deed.c.tickets,
    deed.c.macro,
    agent.c.name.label("agent"),
).select_from(journal.join(deed, deed.c.id == journal.c.deed_id).outerjoin(agent, agent.c.id == journal.c.agent_id))


def page(
    session: Session,
    ticket_id: int,
    *,
    group: StepGroup = StepGroup.ALL,
    agent_id: int | None = None,
    after: StepKey | None = None,
) -> StepPage:
    """The newest steps of a ticket, or those that come next after a key; of one agent alone, or of nobody (0), where `agent_id` is given.

    It reads along the ticket's journal. For what became of a step it looks at the ticket's newer lines, so the cost grows with what was done to this
    ticket, never with the desk.
    """
    of_it = _LINES.where(journal.c.ticket_id == ticket_id, journal.c.kind.in_([kind.value for kind in _kinds(group)]))
    asked = _narrowed(of_it, agent_id)
    if after is not None:
        there = tuple_(literal(after.at, Moment), literal(after.id, Id))
        asked = asked.where(tuple_(journal.c.at, journal.c.id) < there)
    found = session.connection.execute(_newest_first(asked).limit(AT_ONCE)).all()
    end = None
    if len(found) == AT_ONCE:
        # The last step may have lines on the next page.
        cut = [row for row in found if row.deed_id != found[-1].deed_id] or found
        found, end = cut, StepKey(cut[-1].at, cut[-1].id)
    if not found:
        return StepPage(())
    newest = found
    if after is not None or agent_id is not None or group is not StepGroup.ALL:
        since = _LINES.where(journal.c.ticket_id == ticket_id, journal.c.at >= found[-1].at, _known())
        newest = session.connection.execute(_newest_first(since)).all()
    return StepPage(_steps(session, ticket_id, found, newest), end)


def lately(
    session: Session, agent_id: int | None = None, after: DeedKey | None = None, *, viewer_id: int | None = None
) -> StepPage:
    """What people did last that there is a way back from, and what they took back: one agent, or everybody (None). Steps that changed nothing, or
    nothing that is seen here (by `viewer_id`, where it is of articles), are left out.
    """
    first = select(journal.c.id).where(journal.c.deed_id == deed.c.id).limit(1).scalar_subquery()
    asked = select(
        deed,
        agent.c.name.label("agent"),
        first.label("line"),
        _WHO_UNDID.c.name.label("undone_name"),
        _UNDONE.c.at.label("undone_at"),
        _UNDONE.c.agent_id.label("undone_agent"),
    ).select_from(
        deed.outerjoin(agent, agent.c.id == deed.c.agent_id)
        .outerjoin(_UNDONE, _UNDONE.c.id == deed.c.undone_by)
        .outerjoin(_WHO_UNDID, _WHO_UNDID.c.id == _UNDONE.c.agent_id)
    )
    shown = BY_VALUE | BY_THEIR_OWN_WAY | OF_CUSTOMERS | OF_ARTICLES | {Deed.UNDONE}
    asked = asked.where(deed.c.agent_id.is_not(None), deed.c.kind.in_([kind.value for kind in shown]))
    if agent_id is not None:
        asked = asked.where(deed.c.agent_id == agent_id)
    if after is not None:
        there = tuple_(literal(after.at, Moment), literal(after.id, String))
        asked = asked.where(tuple_(deed.c.at, deed.c.id) < there)
    found = session.connection.execute(asked.order_by(deed.c.at.desc(), deed.c.id.desc()).limit(AT_ONCE)).all()
    end = DeedKey(found[-1].at, found[-1].id) if len(found) == AT_ONCE else None
    lines = _glimpses(session, found)
    of_articles = steps(session, [row.id for row in found if _kind(row.kind) in OF_ARTICLES], viewer_id)
    made = (_at_a_glance(row, lines.get(row.id, ()), of_articles.get(row.id)) for row in found)
    return StepPage(tuple(step for step in made if step is not None), end)


def taken_back(session: Session, deed_id: str) -> set[int]:
    """The tickets on which a step was taken back by itself, and is still."""
    found: set[int] = set()
    for later in session.connection.execute(select(deed.c.id).where(deed.c.undoes == deed_id)).scalars().all():
        tickets = select(journal.c.ticket_id).where(journal.c.deed_id == later).distinct()
        found |= set(session.connection.execute(tickets).scalars()) - taken_back(session, later)
    return found


def _kinds(group: StepGroup) -> frozenset[Deed]:
    if group is StepGroup.MESSAGES:
        return frozenset(Deed).difference(*(_GROUPS[one] for one in _GROUPS if one is not StepGroup.ALL))
    return _GROUPS[group]


def _known() -> Any:
    """A newer program may have written of what this one does not know."""
    return journal.c.kind.in_(_DEEDS)


def _narrowed(query: Select[Any], agent_id: int | None) -> Select[Any]:
    if agent_id is None:
        return query
    return query.where(journal.c.agent_id == agent_id if agent_id else journal.c.agent_id.is_(None))


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(journal.c.at.desc(), journal.c.id.desc())


def _steps(session: Session, ticket_id: int, found: Sequence[Row[Any]], newest: Sequence[Row[Any]]) -> tuple[Step, ...]:
    """The steps of the lines `found`; `newest` are all of the ticket's lines since the oldest of them."""
    became = verdicts(
        [Line(row.deed_id, Deed(row.kind), row.before, row.after) for row in newest],
        {row.deed_id: Done(_kind(row.step), row.undoes, row.undone_by) for row in newest},
    )
    whose = {one.by for one in became.values() if one.by}
    shown = {row.deed_id for row in found}
    # All lines of a step, also those that are not of the kind that the page is narrowed down to: it is taken back with them.
    wanted = [row for row in newest if row.deed_id in shown | whose]
    worded = dict(zip((row.id for row in wanted), ask_worded(session, wanted)(), strict=True))
    rows: dict[str, list[Row[Any]]] = {}
    for row in wanted:
        rows.setdefault(row.deed_id, []).append(row)
    steps = {
        deed_id: _step(ticket_id, its, [worded[row.id] for row in reversed(its)], became[deed_id])
        for deed_id, its in rows.items()
    }
    order = dict.fromkeys(row.deed_id for row in found)
    return tuple(replace(steps[one], by=steps.get(became[one].by)) for one in order)


def _step(ticket_id: int, rows: Sequence[Row[Any]], events: Sequence[EventRow], verdict: Verdict) -> Step:
    row = rows[0]
    written = next((one for one in events if one.kind in _WRITTEN), None)
    return Step(
        deed_id=row.deed_id,
        kind=_kind(row.step),
        agent_id=row.agent_id,
        agent=row.agent or "",
        at=row.at,
        events=tuple(events),
        ticket_id=ticket_id,
        tickets=row.tickets,
        macro=row.macro,
        standing=verdict.standing,
        whole=is_whole(Deed(one.kind) for one in rows),
        message_id=int(written.after) if written is not None and written.after.isdecimal() else 0,
    )


def _glimpses(session: Session, found: Iterable[Row[Any]]) -> dict[str, list[Any]]:
    """Of each deed one line, and all of those that are of one ticket alone: what a bulk did to its tickets is mostly the same."""
    firsts = [row.line for row in found if row.line is not None and row.tickets != 1]
    single = [row.id for row in found if row.line is not None and row.tickets == 1]
    asked = _LINES.add_columns(journal.c.ticket_id, ticket.c.subject).join(ticket, ticket.c.id == journal.c.ticket_id)
    asked = asked.where(_known())
    rows = [
        *session.connection.execute(asked.where(journal.c.id.in_(firsts))),
        *session.connection.execute(asked.where(journal.c.deed_id.in_(single)).order_by(journal.c.id)),
    ]
    events = ask_worded(session, rows)()
    made: dict[str, list[Any]] = {}
    for row, event in zip(rows, events, strict=True):
        made.setdefault(row.deed_id, []).append((row, event))
    return made


def _at_a_glance(
    row: Row[Any], lines: Sequence[tuple[Row[Any], EventRow]], of_articles: ArticleStep | None
) -> Step | None:
    kind = _kind(row.kind)
    if not lines and kind not in OF_CUSTOMERS and of_articles is None:
        return None
    events = tuple(event for _, event in lines)
    alone = bool(lines) and row.tickets == 1
    standing, by = Standing.STAYS, None
    if row.undone_by is not None:
        standing = Standing.TAKEN_BACK
        if row.undone_at is not None:
            by = Step(row.undone_by, Deed.UNDONE, row.undone_agent, row.undone_name or "", row.undone_at)
    elif can_be_taken_back(kind, (event.kind for event in events)):
        standing = Standing.UNSURE
    return Step(
        deed_id=row.id,
        kind=kind,
        agent_id=row.agent_id,
        agent=row.agent or "",
        at=row.at,
        events=events,
        ticket_id=lines[0][0].ticket_id if alone or (lines and row.tickets == 0) else 0,
        subject=of_articles.name if of_articles is not None else lines[0][0].subject if alone else "",
        tickets=of_articles.articles if of_articles is not None else row.tickets,
        macro=row.macro,
        standing=standing,
        whole=True,
        by=by,
        facts=of_articles.facts if of_articles is not None else (),
    )


def _kind(value: str) -> Deed:
    """A newer program may know of more."""
    return Deed(value) if value in _DEEDS else Deed.SETTINGS
