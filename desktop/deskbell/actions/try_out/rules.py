"""Which rules would have their turn, what they would do, and who would have the ticket then."""

from collections import deque
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deskbell.actions.routing.roster import Roster
from deskbell.actions.rules.desk_now import DeskNow
from deskbell.actions.try_out.outcome import Handed, TriedRule
from deskbell.model.automation import NO_ACTIONS, Event, Rule, RuleActions, What
from deskbell.model.routing import Need
from deskbell.rules.automation import Key, Seen, Unmet, Verdict, matching
from deskbell.rules.left_to_do import Desk, left_to_do
from deskbell.rules.routing import OF_RULES
from deskbell.rules.rule_effects import SOMEBODY, Values, after
from deskbell.store.queries import automation, desk_for_rules
from deskbell.store.queries.routing import Asked
from deskbell.store.session import Session

_NOTHING = frozenset({""})
_TEAM, _ASSIGNEE = (What.TEAM, 0), (What.ASSIGNEE, 0)


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
    snoozed: bool = False,
    may_answer: bool = True,
) -> Turns:
    """Let the rules that are at work have their turn at what happened, and then at what they did themselves, each once, as `actions.rules.run` does."""
    run = _Run(session, dict(values), snoozed=snoozed, may_answer=may_answer)
    run.happen(events, changed, "")
    while run.led_to:
        run.happen(frozenset({Event.UPDATED}), *run.led_to.popleft())
    return Turns(tuple(run.found), run.values, run.handed(), run.snoozed)


class _Run:
    def __init__(self, session: Session, values: dict[Key, frozenset[str]], *, snoozed: bool, may_answer: bool) -> None:
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

    def handed(self) -> Handed:
        """Who has it by now."""
        team, assignee = (next(iter(self.values.get(key) or _NOTHING)) for key in (_TEAM, _ASSIGNEE))
        return Handed(
            int(team) if team else None,
            self._by.get(_TEAM, ""),
            int(assignee) if assignee.isdigit() else None,
            self._by.get(_ASSIGNEE, ""),
            assignee == SOMEBODY,
        )

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
        team, language = (next(iter(values.get(key) or _NOTHING)) for key in (_TEAM, (What.LANGUAGE, 0)))
        if not team:
            return None
        roster = self._roster
        tags = values.get((What.TAG, 0)) or _NOTHING
        need = Need(skills=frozenset(one for one, name in roster.skills.items() if name in tags), language=language)
        way, asked = OF_RULES[does.assign], Asked(need, team_id=int(team))
        return roster.decide(asked, way, int(team), waits=roster.hands_out(int(team))).agent_id
