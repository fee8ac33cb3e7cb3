"""Which rules would have their turn, what they would do, and who would have the ticket then."""

from collections import deque
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deskbell.actions.rules.desk_now import DeskNow
from deskbell.actions.try_out.chooser import Chooser
from deskbell.actions.try_out.outcome import BY_TEAM, Handed, TriedRule
from deskbell.model.automation import NO_ACTIONS, Event, Hand, Rule, RuleActions, What
from deskbell.model.routing import Verdict as Routed
from deskbell.rules.automation import Key, Seen, Unmet, Verdict, matching
from deskbell.rules.left_to_do import Desk, left_to_do
from deskbell.rules.routing import OF_RULES
from deskbell.rules.rule_effects import Values, after
from deskbell.store.queries import automation, desk_for_rules
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
    chooser: Chooser,
    *,
    snoozed: bool = False,
    may_answer: bool = True,
) -> Turns:
    """Let the rules that are at work have their turn at what happened, and then at what they did themselves, each once, as `actions.rules.run` does. What
    waits in the queue of a team then is handed out, and that is something that happens, too.
    """
    run = _Run(session, dict(values), chooser, snoozed=snoozed, may_answer=may_answer)
    run.happen(events, changed, "")
    run.go_on()
    run.hand_out()
    run.go_on()
    return Turns(tuple(run.found), run.values, run.handed(), run.snoozed)


class _Run:
    def __init__(
        self,
        session: Session,
        values: dict[Key, frozenset[str]],
        chooser: Chooser,
        *,
        snoozed: bool,
        may_answer: bool,
    ) -> None:
        self._rules: Sequence[Rule] = automation.rows(session)
        now = DeskNow(session)
        self._chooser = chooser
        self._routed: Routed | None = None
        self._before = 0
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

    def go_on(self) -> None:
        """What rules did is looked at, until it led to nothing more."""
        while self.led_to:
            self.happen(frozenset({Event.UPDATED}), *self.led_to.popleft())

    def hand_out(self) -> None:
        """Its team gives it to somebody, where it does that by itself."""
        verdict = self._chooser.for_team(self.values, snoozed=self.snoozed)
        if verdict is None:
            return
        self._routed = verdict
        self._before = self._chooser.before(int(next(iter(self.values[_TEAM]))), self.values)
        if verdict.agent_id is not None:
            changed = {_ASSIGNEE: self.values.get(_ASSIGNEE) or _NOTHING}
            self._chooser.roster.give(verdict.agent_id)
            self.values = {**self.values, _ASSIGNEE: frozenset({str(verdict.agent_id)})}
            self._by.pop(_ASSIGNEE, None)
            # No rule did it: each has its turn at that.
            self._had.clear()
            self.led_to.append((changed, BY_TEAM))

    def handed(self) -> Handed:
        """Who has it by now."""
        team, assignee = (next(iter(self.values.get(key) or _NOTHING)) for key in (_TEAM, _ASSIGNEE))
        has = int(assignee) if assignee else None
        verdict = self._routed if self._routed is not None and self._routed.agent_id == has else None
        return Handed(
            int(team) if team else None,
            self._by.get(_TEAM, ""),
            has,
            self._by.get(_ASSIGNEE, ""),
            verdict,
            self._chooser.roster.skills if verdict is not None else {},
            self._before if verdict is not None else 0,
        )

    def _left(self, rule: Rule) -> RuleActions:
        does = left_to_do(
            rule.actions,
            self.values,
            self._desk,
            snoozed=self.snoozed,
            answers=self._may_answer,
            level=self._chooser.level,
        )
        if does.assign in OF_RULES:
            verdict = self._chosen(does)
            if verdict is None or verdict.agent_id is None:
                does = replace(does, assign=Hand.AS_IT_IS)
        return does

    def _chosen(self, does: RuleActions) -> Routed | None:
        return self._chooser.for_rule(does.assign, does.team_id, self._with_macro(does))

    def _with_macro(self, does: RuleActions) -> Values:
        """The ticket as the rule's macro leaves it: that comes first."""
        macro = RuleActions(macro_id=does.macro_id)
        return after(self.values, macro, self._desk.macros, self._desk.several)

    def _do(self, rule: Rule, does: RuleActions) -> None:
        before, level = self.values, self._chooser.level
        new = dict(after(before, does, self._desk.macros, self._desk.several))
        if does.assign in OF_RULES:
            verdict = self._routed = self._chosen(does)
            assert verdict is not None
            assert verdict.agent_id is not None, "else it would not do it"
            new[_ASSIGNEE] = frozenset({str(verdict.agent_id)})
            self._chooser.roster.give(verdict.agent_id)
        if does.escalate:
            self._chooser.level = self._desk.above(level, None, new) or level
            new[_ASSIGNEE] = _NOTHING
        new = {key: held or _NOTHING for key, held in new.items()}
        self.values = new
        slept = self._sleep(does)
        self._had.add(rule.id)
        changed = {
            key: before.get(key) or _NOTHING for key, held in new.items() if held != (before.get(key) or _NOTHING)
        }
        for key in (_TEAM, _ASSIGNEE):
            if key in changed:
                self._by[key] = rule.name
        if changed or slept or self._chooser.level is not level:
            self.led_to.append((changed, rule.name))

    def _sleep(self, does: RuleActions) -> bool:
        """Whether it puts the ticket to sleep; a status that it gets wakes it else."""
        macro = self._desk.macros.get(does.macro_id or 0)
        if does.status is not None or (macro is not None and macro.status is not None):
            self.snoozed = False
        sleeps = bool(does.snooze_hours or (macro is not None and macro.snooze_days))
        self.snoozed = self.snoozed or sleeps
        return sleeps
