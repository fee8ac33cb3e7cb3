"""Which rules would have their turn, what they would do, and who would have the ticket then."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, select

from deskbell.actions.routing.roster import Roster
from deskbell.actions.rules.desk_now import DeskNow
from deskbell.actions.try_out.outcome import Handed, TriedRule
from deskbell.model.automation import NO_ACTIONS, Event, Rule, RuleActions, What
from deskbell.model.kinds import Status
from deskbell.model.routing import Need
from deskbell.model.routing import Verdict as Routed
from deskbell.rules.automation import Key, Seen, Unmet, Verdict, matching
from deskbell.rules.left_to_do import Desk, left_to_do
from deskbell.rules.routing import OF_RULES
from deskbell.rules.rule_effects import SOMEBODY, Values, after
from deskbell.store.queries import automation, desk_for_rules, routing
from deskbell.store.queries.routing import Asked
from deskbell.store.session import Session
from deskbell.store.tables import mailbox

_NOTHING = frozenset({""})
_TEAM, _ASSIGNEE, _STATUS = (What.TEAM, 0), (What.ASSIGNEE, 0), (What.STATUS, 0)
_RESTRICTED: Final = select(mailbox.c.restricted, mailbox.c.team_id).where(mailbox.c.id == bindparam("box"))


class Turns(Struct, frozen=True):
    """What rules made of a ticket: their turns, how it is then, and who has it."""

    rules: tuple[TriedRule, ...]
    values: Mapping[Key, frozenset[str]]
    handed: Handed
    snoozed: bool = False


def take_turns(
    session: Session,
    values: Values,
    events: frozenset[Event],
    changed: Values,
    *,
    number: int = 0,
    customer_id: int = 0,
    snoozed: bool = False,
    may_answer: bool = True,
) -> Turns:
    """Let the rules that are at work have their turn at what happened, and then at what they did themselves, each once, as `actions.rules.run` does; then its team
    may hand the ticket out. `number` is 0 for one that would be new, `customer_id` 0 for somebody new.
    """
    run = _Run(session, dict(values), snoozed=snoozed, may_answer=may_answer)
    run.happen(events, changed, "")
    while run.led_to:
        run.happen(frozenset({Event.UPDATED}), *run.led_to.popleft())
    return Turns(tuple(run.found), run.values, run.handed(number, customer_id), run.snoozed)


class _Run:
    def __init__(self, session: Session, values: dict[Key, frozenset[str]], *, snoozed: bool, may_answer: bool) -> None:
        self._session = session
        self._rules: Sequence[Rule] = automation.rows(session)
        now = DeskNow(session)
        self._roster = Roster(session, gives=False)
        known = desk_for_rules.read(session)
        # Who is away gets nothing now.
        self._desk: Desk = replace(
            known,
            agents=now.available,
            teams={team_id: its & now.available for team_id, its in known.teams.items()},
        )
        self.values = values
        self.snoozed = snoozed
        self._may_answer = may_answer
        self._had: set[int] = set()
        self._by: dict[Key, str] = {}
        self.found: list[TriedRule] = []
        self.led_to: deque[tuple[Values, str]] = deque()

    def happen(self, events: frozenset[Event], changed: Values, because: str) -> None:
        """Each rule has its turn; of what another one did (`because`) only those are told that do something."""
        stopped_by = ""
        for rule in self._rules:
            (verdict,) = matching((rule,), Seen(self.values, changed), events, frozenset(self._had))
            if stopped_by and verdict.unmet in (None, Unmet.CONDITION, Unmet.ONCE):
                verdict = Verdict(rule, Unmet.STOPPED, stopped_by=stopped_by)
            does = self._left(rule) if verdict.fires else NO_ACTIONS
            if not because or does != NO_ACTIONS:
                self.found.append(TriedRule(verdict, does, because))
            if does != NO_ACTIONS:
                self._do(rule, does)
                if rule.stop:
                    stopped_by = rule.name

    def handed(self, number: int, customer_id: int) -> Handed:
        """Who has it by now."""
        routed = self._routed(number, customer_id)
        if routed is not None and routed.agent_id is not None:
            self.values[_ASSIGNEE] = frozenset({str(routed.agent_id)})
        team, assignee = (next(iter(self.values.get(key) or _NOTHING)) for key in (_TEAM, _ASSIGNEE))
        return Handed(
            int(team) if team else None,
            self._by.get(_TEAM, ""),
            int(assignee) if assignee.isdigit() else None,
            self._by.get(_ASSIGNEE, ""),
            assignee == SOMEBODY,
            routed,
            self._roster.skills if routed is not None else {},
        )

    def _routed(self, number: int, customer_id: int) -> Routed | None:
        """What the team's own handing out would say, as `actions.routing.hand_out`; None where the ticket would not wait in its queue."""
        team, assignee, status = (next(iter(self.values.get(key) or _NOTHING)) for key in (_TEAM, _ASSIGNEE, _STATUS))
        if not team or assignee or self.snoozed or int(status) > Status.OPEN or not self._roster.hands_out(int(team)):
            return None
        known = routing.asked(self._session, (number,), self._roster.skills.keys()).get(number) if number else None
        asked = known or Asked(Need(), customer_id=customer_id)
        asked = replace(
            asked,
            need=replace(self._need(self.values), level=asked.need.level),
            had=asked.had if asked.team_id == int(team) else frozenset(),
            team_id=int(team),
            seen_by_team=self._seen_by(int(team)),
        )
        return self._roster.decide(asked, self._roster.ways[int(team)], int(team))

    def _seen_by(self, team_id: int) -> int | None:
        """The team that alone sees the mailbox; None where that is this one, or everybody does."""
        box = int(next(iter(self.values[What.MAILBOX, 0])))
        row = self._session.connection.execute(_RESTRICTED, {"box": box}).first()
        return (row.team_id or 0) if row is not None and row.restricted and row.team_id != team_id else None

    def _need(self, values: Values) -> Need:
        """What the ticket asks of whoever gets it."""
        tags = values.get((What.TAG, 0)) or _NOTHING
        skills = frozenset(one for one, name in self._roster.skills.items() if name in tags)
        return Need(skills=skills, language=next(iter(values.get((What.LANGUAGE, 0)) or _NOTHING)))

    def _left(self, rule: Rule) -> RuleActions:
        return left_to_do(rule.actions, self.values, self._desk, snoozed=self.snoozed, answers=self._may_answer)

    def _do(self, rule: Rule, does: RuleActions) -> None:
        before = self.values
        new = dict(after(before, does, self._desk.macros, self._desk.several))
        if does.assign in OF_RULES:
            whom = self._whom(does, new)
            new[_ASSIGNEE] = frozenset({str(whom)}) if whom is not None else before.get(_ASSIGNEE) or _NOTHING
        new = {key: held or _NOTHING for key, held in new.items()}
        self.values = new
        if does.status is not None:
            self.snoozed = False
        self.snoozed = self.snoozed or bool(does.snooze_hours)
        self._had.add(rule.id)
        changed = {
            key: before.get(key) or _NOTHING for key, held in new.items() if held != (before.get(key) or _NOTHING)
        }
        for key in (_TEAM, _ASSIGNEE):
            if key in changed:
                self._by[key] = rule.name
        if changed or does.snooze_hours:
            self.led_to.append((changed, rule.name))

    def _whom(self, does: RuleActions, values: Values) -> int | None:
        """Who of its team it is given to at this moment."""
        team, roster = next(iter(values.get(_TEAM) or _NOTHING)), self._roster
        if not team:
            return None
        way, asked = OF_RULES[does.assign], Asked(self._need(values), team_id=int(team))
        return roster.decide(asked, way, int(team), waits=roster.hands_out(int(team))).agent_id
