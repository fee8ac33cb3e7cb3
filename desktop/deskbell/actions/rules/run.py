"""Reading on in the journal, and doing what the rules say to what happened: the mark and the deeds are of one commit, so each is done once."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import delete, func, insert, select, update

from deskbell.actions.assignees import nobody_leaves
from deskbell.actions.routing.roster import wait_alone
from deskbell.actions.rules import timers
from deskbell.actions.rules.apply import apply
from deskbell.actions.rules.desk_now import DeskNow
from deskbell.model.automation import Event, Hand, Rule
from deskbell.model.canned import Actions
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.rules.automation import Seen, Unmet, matching
from deskbell.rules.macros import among
from deskbell.rules.routing import OF_RULES
from deskbell.rules.rule_effects import changes
from deskbell.rules.rule_events import Happened, happened
from deskbell.store.queries import automation as rules_kept
from deskbell.store.queries.as_seen import AsSeen, as_seen, several_choices
from deskbell.store.queries.journal_lines import JournalReader, Mark, lines
from deskbell.store.session import Session
from deskbell.store.tables import automation, automation_run, journal, meta
from deskbell.store.tables.base import to_milliseconds
from deskbell.store.upsert import insert_into

log = logging.getLogger("deskbell.actions.rules")

MARK: Final = "rules_mark"


def any_new(session: Session) -> bool:
    """Whether there may be something to do: rules are at work and the journal has grown, or none is any more and the mark is still there."""
    kept = session.connection.execute(select(meta.c.value).where(meta.c.key == MARK)).scalar()
    at_work = (
        session.connection.execute(select(automation.c.id).where(automation.c.active).limit(1)).first() is not None
    )
    if kept is None or not at_work:
        return at_work or kept is not None
    if session.connection.execute(select(func.max(journal.c.id))).scalar() != Mark.from_text(kept).id:
        return True
    return bool(timers.due(session))


def run_rules(session: Session, reader: JournalReader) -> int:
    """Do what the rules say to the next lines of the journal; how many those were; when it has been read, or what comes next is still being
    written, to the tickets where the time of a rule has come.
    """
    active = rules_kept.active(session)
    if not active:
        # Whatever happens until one is switched on again is not looked at.
        session.connection.execute(delete(meta).where(meta.c.key == MARK))
        return 0
    since = _since(session)
    kept = session.connection.execute(select(meta.c.value).where(meta.c.key == MARK)).scalar()
    mark = Mark.from_text(kept) if kept is not None else Mark(min(since[rule.id] for rule in active))
    rows = reader.read(session, mark)
    if not rows:
        if kept is None:
            _keep(session, mark)
        return _do_due(session, active)
    found = happened(lines(session, rows))
    timers.arm(session, active, since, {one.ticket_id: one.line_id for one in found})
    _do(session, active, since, found)
    last = rows[-1]
    _keep(session, Mark(last.id, last.deed_id, to_milliseconds(last.at)))
    return len(rows)


def _keep(session: Session, mark: Mark) -> None:
    fresh = insert_into(session, meta).values(key=MARK, value=mark.as_text())
    session.connection.execute(
        fresh.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": fresh.excluded.value})
    )


def _do_due(session: Session, active: Sequence[Rule]) -> int:
    """Do what rules that waited say, those of `timers.AT_ONCE` at a time: a late start catches up without a storm."""
    waiting = timers.due(session)
    if not waiting:
        return 0
    rules = {rule.id: rule for rule in active}
    _wait_to_hand_out(session, active)
    nobody_leaves(session)
    desk = DeskNow(session)
    macros = _macros(active, desk)
    for rule, ticket_id in timers.come(session, rules, waiting):
        there = as_seen(session, {ticket_id}).get(ticket_id)
        if there is None or there.away:
            continue
        one = Happened(0, "", ticket_id, frozenset({Event.TIME}))
        for deed_id in _one(session, (rule,), one, there, frozenset(), None, desk, macros).values():
            _note_run(session, rule.id, ticket_id, deed_id, deed_id)
            timers.had_its_turn(session, rule.id, ticket_id)
    return len(waiting)


def _since(session: Session) -> dict[int, int]:
    asked = select(automation.c.id, automation.c.since).where(automation.c.active)
    return {row.id: row.since for row in session.connection.execute(asked)}


def _do(session: Session, active: Sequence[Rule], since: Mapping[int, int], found: Sequence[Happened]) -> None:
    heard = frozenset(event for rule in active for event in rule.events)
    # What no rule asks for costs nothing more, however many tickets it was done to.
    found = [one for one in found if not heard.isdisjoint(one.events)]
    if not found:
        return
    _wait_to_hand_out(session, active)
    chains = _chains(session, found)
    had = _had(session, set(chains.values()))
    nobody_leaves(session)
    desk = DeskNow(session)
    macros = _macros(active, desk)
    seen = as_seen(session, {one.ticket_id for one in found})
    for one in found:
        there = seen.get(one.ticket_id)
        if there is None or there.away:
            continue
        chain, maker = chains[one.deed_id], had.makers.get(one.deed_id)
        of_ticket = had.turns.setdefault((chain, one.ticket_id), set())
        asked = [rule for rule in active if one.line_id > since[rule.id]]
        did = _one(session, asked, one, there, frozenset(of_ticket), maker, desk, macros)
        for rule_id, deed_id in did.items():
            _note_run(session, rule_id, one.ticket_id, deed_id, chain)
            of_ticket.add(rule_id)
        if did:
            seen |= as_seen(session, {one.ticket_id})


def _wait_to_hand_out(session: Session, active: Sequence[Rule]) -> None:
    """A rule that hands out comes behind others that have locked its ticket already."""
    if any(rule.actions.assign in OF_RULES for rule in active):
        wait_alone(session)


def _macros(active: Sequence[Rule], desk: DeskNow) -> dict[int, Actions]:
    """What the macros of rules change, by their ids."""
    wanted = {rule.actions.macro_id for rule in active} - {None}
    there = [one for one in wanted if one is not None and one in desk.replies]
    return {one: among(desk.replies[one].actions, desk.active) for one in there}


def _one(
    session: Session,
    rules: Sequence[Rule],
    one: Happened,
    there: AsSeen,
    had: frozenset[int],
    maker: int | None,
    desk: DeskNow,
    macros: Mapping[int, Actions],
) -> dict[int, str]:
    """What rules do at one thing that happened: their deeds by rule. Each sees what those before it did, and only one that did something stops others."""
    did: dict[int, str] = {}
    stale = False
    for rule in rules:
        if rule.events.isdisjoint(one.events):
            continue
        if stale:
            now, stale = as_seen(session, {one.ticket_id}).get(one.ticket_id), False
            if now is None or now.away:
                break
            there = now
        (verdict,) = matching((rule,), Seen(there.values, one.changed), one.events, had)
        if verdict.unmet is Unmet.ONCE and maker != rule.id and _would_change(session, rule, there, desk, macros):
            # What it did led to this through another rule: so it would go on without end.
            log.warning("rule %d is kept from ticket %d: what it did led back to it", rule.id, one.ticket_id)
            cut = update(automation).where(automation.c.id == rule.id)
            session.connection.execute(cut.values(cut_at=session.now, cut_on=one.ticket_id))
            session.changed(Entity.SETTING, 0)
        if not verdict.fires:
            continue
        try:
            with session.connection.begin_nested():
                deed_id = apply(session, rule, one, there.values, desk)
        except Mistake as mistake:
            log.warning("rule %d does nothing to ticket %d: %s", rule.id, one.ticket_id, mistake.code)
            continue
        if deed_id is not None:
            did[rule.id] = deed_id
            stale = True
            if rule.stop:
                break
    return did


def _would_change(session: Session, rule: Rule, there: AsSeen, desk: DeskNow, macros: Mapping[int, Actions]) -> bool:
    """Whether a rule would go on: two that are content with what the other did go round in no circle."""
    actions = rule.actions
    if actions.assign is Hand.PERSON and actions.assignee_id not in desk.available:
        actions = replace(actions, assign=Hand.AS_IT_IS)
    return changes(there.values, actions, macros, several_choices(session) if actions.fields else ())


def _note_run(session: Session, rule_id: int, ticket_id: int, deed_id: str, chain: str) -> None:
    session.connection.execute(
        insert(automation_run).values(
            rule_id=rule_id, ticket_id=ticket_id, deed_id=deed_id, chain=chain, at=session.now
        )
    )
    values: dict[str, Any] = {
        "fired": automation.c.fired + 1,
        "fired_at": session.now,
        "fired_on": ticket_id,
    }
    session.connection.execute(update(automation).where(automation.c.id == rule_id).values(values))


class _Had:
    """Which rules have had their turn at tickets in chains, and which rule made a deed."""

    def __init__(self) -> None:
        self.turns: dict[tuple[str, int], set[int]] = {}
        self.makers: dict[str, int] = {}


def _chains(session: Session, found: Sequence[Happened]) -> dict[str, str]:
    """By deed the deed that its chain of events began with: its own where no rule made it."""
    deeds = {one.deed_id for one in found}
    asked = select(automation_run.c.deed_id, automation_run.c.chain).where(automation_run.c.deed_id.in_(deeds))
    return {deed_id: deed_id for deed_id in deeds} | {
        row.deed_id: row.chain for row in session.connection.execute(asked)
    }


def _had(session: Session, chains: set[str]) -> _Had:
    had = _Had()
    for row in session.connection.execute(select(automation_run).where(automation_run.c.chain.in_(chains))):
        had.turns.setdefault((row.chain, row.ticket_id), set()).add(row.rule_id)
        had.makers[row.deed_id] = row.rule_id
    return had
