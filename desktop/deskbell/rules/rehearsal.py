"""What one rule would have done to one ticket, had it been at work: in the order of what happened there, and of the time that passed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from deskbell.model.automation import NO_ACTIONS, Event, Hand, Rule, RuleActions, What
from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.rehearsal import Unsure, WouldHave
from deskbell.rules import loops
from deskbell.rules.as_it_was import Change, Ticket
from deskbell.rules.automation import Key, Seen, matching
from deskbell.rules.automation_checks import conditions
from deskbell.rules.left_to_do import Desk, left_to_do
from deskbell.rules.loops import SentLately
from deskbell.rules.rule_effects import after
from deskbell.rules.rule_events import UPDATES, Happened

_OF_CUSTOMER: Final = frozenset({What.ORGANISATION, What.VIP, What.LANGUAGE})
_NOTHING: Final = frozenset({""})


class Turn(Struct, frozen=True):
    """One deed at the ticket, and what it was to rules. `by` is the name of the rule that did it, "" where none did."""

    at: datetime
    changes: tuple[Change, ...]
    happened: Happened | None = None
    by: str = ""


class Company(Struct, frozen=True):
    """The rule between the others of the desk. `known_as` is what it is called there, "" for a new one: what it did itself is left out, for it is what would
    be done anew. `before` are those that have their turn before it, and whether each lets others behind it (`stop`); `timed` those that only wait for a time.
    """

    rule: Rule
    known_as: str = ""
    before: Mapping[str, bool] = {}
    timed: frozenset[str] = frozenset()


def rehearsed(
    company: Company,
    ticket_id: int,
    ticket: Ticket,
    turns: Iterable[Turn],
    desk: Desk,
    texts: Mapping[int, str],
    until: datetime,
) -> list[WouldHave]:
    """What the rule would have done. `ticket` is as it was before the first of `turns`, and is led on; time passes to `until`. `texts` are what is shown of
    messages, by their ids, of those that the customer wrote.
    """
    run = _Run(company, ticket_id, ticket, desk, texts)
    for root, answers in _blocks(turns, company):
        run.wait(root.at)
        run.happen(root, answers)
        run.wait(root.at)
    run.wait(until)
    return run.found


def unsure_of(rule: Rule, fields_of_others: Iterable[int], done: RuleActions) -> tuple[Unsure, ...]:
    """What nobody can know any more of what the rule looked at and did. `fields_of_others` are the fields (ids) of customers and organisations."""
    asked = {(one.what, one.field_id) for one in conditions(rule.conditions)}
    others = {(What.FIELD, one) for one in fields_of_others}
    found: list[Unsure] = []
    if others & asked or any(what in _OF_CUSTOMER for what, _ in asked):
        found.append(Unsure.CUSTOMER)
    if (What.WORKING_HOURS, 0) in asked:
        found.append(Unsure.HOURS)
    if done.assign not in (Hand.AS_IT_IS, Hand.NOBODY):
        found.append(Unsure.THERE)
    if done.reply_id is not None:
        found.append(Unsure.ANSWERS)
    if done.macro_id is not None:
        found.append(Unsure.MACRO)
    if done.escalate:
        found.append(Unsure.LEVEL)
    return tuple(found)


def _blocks(turns: Iterable[Turn], company: Company) -> Iterator[tuple[Turn, list[Turn]]]:
    """What happened, each with what rules did at once because of it."""
    root: Turn | None = None
    answers: list[Turn] = []
    for turn in turns:
        if root is not None and turn.by and turn.by not in company.timed:
            answers.append(turn)
            continue
        if root is not None:
            yield root, answers
        root, answers = turn, []
    if root is not None:
        yield root, answers


class _Run:
    def __init__(self, company: Company, ticket_id: int, ticket: Ticket, desk: Desk, texts: Mapping[int, str]) -> None:
        self._company = company
        self._rule = company.rule
        self._ticket_id = ticket_id
        self._ticket = ticket
        self._desk = desk
        self._texts = texts
        self._timer = self._rule.timer if Event.TIME in self._rule.events else None
        self._begin: datetime | None = None
        self._due: datetime | None = None
        self._clock = datetime.min.replace(tzinfo=UTC)
        self._had_turn = False
        self._used_macro = False
        self._answered: list[tuple[str, datetime]] = []
        self.found: list[WouldHave] = []

    def happen(self, root: Turn, answers: Sequence[Turn]) -> None:
        """Something happened, and other rules did something to it."""
        self._clock = root.at
        mine = [turn for turn in (root, *answers) if not (turn.by and turn.by == self._company.known_as)]
        ahead = [turn for turn in mine if turn is not root and turn.by in self._company.before]
        stopped = any(self._company.before[turn.by] for turn in ahead)
        first = self._led_on(root) if root in mine else None
        led_to = [(turn, self._led_on(turn)) for turn in ahead]
        did = first is not None and not stopped and self._look(first, root.at)
        # What rules behind it did it has not seen at that.
        led_to += [(turn, self._led_on(turn)) for turn in mine if turn is not root and turn not in ahead]
        if did or first is not None or any(one is not None for _, one in led_to):
            self._arm()
        for turn, one in led_to:
            if one is not None and self._look(one, turn.at, had=did):
                did = True
                self._arm()

    def wait(self, until: datetime) -> None:
        """Time passes."""
        while self._timer is not None and self._due is not None and self._due <= until:
            at = max(self._due, self._clock)
            begin = self._ticket.since(self._timer.since)
            self._begin, self._due = begin, None
            if begin is None:
                return
            due = self._counted(begin)
            if due is None or due > at:
                # Something else is counted from by now.
                self._due = due
                continue
            if self._ticket.away:
                continue
            if self._look(Happened(0, "", self._ticket_id, frozenset({Event.TIME})), at):
                self._had_turn = True
                self._arm()

    def _led_on(self, turn: Turn) -> Happened | None:
        """The ticket goes on; what that was to rules, None where it was nothing, or had been made so by the rule already."""
        told, ticket = turn.happened, self._ticket
        events = told.events if told is not None else frozenset[Event]()
        if Event.UPDATED in events:
            changed = any(ticket.would_change(one) for one in turn.changes if one.kind in UPDATES)
            events = events if changed else events - {Event.UPDATED}
        before = dict(ticket.values)
        followed = ticket.on(turn.changes)
        if told is None or not (events or followed):
            return None
        keys = told.changed.keys() | followed
        if followed and Event.CREATED not in events:
            events |= {Event.UPDATED}
        return Happened(
            told.line_id, told.deed_id, told.ticket_id, events, {key: before.get(key) or _NOTHING for key in keys}
        )

    def _look(self, one: Happened, at: datetime, *, had: bool = False) -> bool:
        """Whether the rule would have done something."""
        ticket, rule = self._ticket, self._rule
        if ticket.away or rule.events.isdisjoint(one.events):
            return False
        values: dict[Key, frozenset[str]] = {
            **ticket.values,
            **ticket.written(self._texts),
            **self._desk.working(ticket.values, at),
        }
        ran = frozenset({rule.id}) if had else frozenset[int]()
        (verdict,) = matching((rule,), Seen(values, one.changed), one.events, ran)
        if not verdict.fires:
            return False
        does = left_to_do(
            rule.actions,
            ticket.values,
            self._desk,
            snoozed=ticket.snoozed,
            answers=self._may_answer(at),
            again=self._used_macro,
            level=ticket.level,
        )
        if does == NO_ACTIONS:
            return False
        self._do(does, at)
        self.found.append(WouldHave(self._ticket_id, at, rule.events & one.events, does))
        return True

    def _do(self, does: RuleActions, at: datetime) -> None:
        ticket, before = self._ticket, self._ticket.values.get((What.STATUS, 0))
        ticket.values = dict(after(ticket.values, does, self._desk.macros, self._desk.several))
        if does.escalate:
            ticket.level = self._desk.above(ticket.level, None, ticket.values) or ticket.level
            ticket.values[What.ASSIGNEE, 0] = _NOTHING
        macro = self._desk.macros.get(does.macro_id or 0)
        if does.status is not None or (macro is not None and macro.status is not None):
            ticket.snoozed = False
        ticket.snoozed = ticket.snoozed or bool(does.snooze_hours or (macro is not None and macro.snooze_days))
        if ticket.values.get((What.STATUS, 0)) != before:
            ticket.status_at = at
        self._used_macro = self._used_macro or macro is not None
        if does.reply_id is not None:
            self._answered.append((ticket.known[ticket.last()].email, at))

    def _may_answer(self, at: datetime) -> bool:
        """As `actions.rules.reply`, by what is known: of this rule's answers on this ticket alone how many went out."""
        last = self._ticket.last()
        if not last or self._ticket.known[last].unproven:
            return False
        wrote = self._ticket.known[last]
        times = [when for email, when in self._answered if email == wrote.email and when > at - loops.PER_DAY]
        lately = SentLately(sum(when > at - loops.PER_SENDER for when in times), len(times), len(times))
        mail = InboundMail(
            subject="",
            sender=Mailbox("", wrote.email),
            is_auto_reply=wrote.auto,
            is_bounce=wrote.bounce,
            machine=wrote.machine,
        )
        return wrote.kind is MessageKind.IN and loops.silent(mail, self._desk.own, lately, self._desk.caps) is None

    def _arm(self) -> None:
        """As `actions.rules.timers`: it is counted from what is there by now."""
        if self._timer is None:
            return
        begin = self._ticket.since(self._timer.since)
        if begin is None or (begin == self._begin and (self._had_turn or self._due is not None)):
            return
        self._begin, self._had_turn, self._due = begin, False, self._counted(begin)

    def _counted(self, begin: datetime) -> datetime | None:
        assert self._timer is not None
        amount = timedelta(hours=self._timer.hours)
        if not self._timer.working:
            return begin + amount
        try:
            return self._desk.hours(self._ticket.values).after(begin, amount)
        except Mistake:
            return None
