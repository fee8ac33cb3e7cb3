"""An SLA policy as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Priority, Status
from deskbell.model.sla import PAUSING, Conditions, Metric, Policy, SavePolicy, Targets
from deskbell.model.sla_steps import Step
from deskbell.rules import durations, sla, sla_steps, team_names
from deskbell.ui.settings.draft import Draft, Fault

EMPTY: Final = (("",) * len(Metric),) * len(Priority)


class PolicyDraft(Draft, frozen=True):
    """Everything that the form of a policy holds; the targets as they are typed, by priority from LOW on. `after` is the policy that it
    comes behind, 0 for none.
    """

    name: str = ""
    active: bool = True
    conditions: Conditions = Conditions()
    targets: tuple[tuple[str, ...], ...] = EMPTY
    calendar_id: int | None = None
    pauses: frozenset[Status] = frozenset(PAUSING)
    pauses_snoozed: bool = False
    after: int = 0
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, row: Policy, after: int) -> "PolicyDraft":
        """The draft that changes nothing about `row`, which stands behind `after`."""
        return cls(
            row.name,
            row.active,
            row.conditions,
            tuple(tuple(durations.written(of.of(metric)) for metric in Metric) for of in row.targets),
            row.calendar_id,
            row.pauses,
            row.pauses_snoozed,
            after,
            tuple(sorted(row.steps, key=lambda step: (step.rank, step.id))),
            id=row.id,
            version=row.version,
        )

    def policy(self) -> Policy:
        """What it means. Raises `Mistake` as `rules.durations.parsed`."""
        return Policy(
            id=self.id,
            name=self.name,
            active=self.active,
            conditions=self.conditions,
            targets=tuple(Targets(*map(durations.parsed, line)) for line in self.targets),
            calendar_id=self.calendar_id,
            pauses=self.pauses,
            pauses_snoozed=self.pauses_snoozed,
            version=self.version,
            steps=self.steps,
        )

    def command(self, agent_id: int | None) -> SavePolicy:
        """What writes it, but for its place."""
        meant = self.policy()
        return SavePolicy(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            active=self.active,
            conditions=self.conditions,
            targets=meant.targets,
            calendar_id=self.calendar_id,
            pauses=self.pauses,
            pauses_snoozed=self.pauses_snoozed,
            version=self.version,
            steps=self.steps,
        )


class Faults(Struct, frozen=True):
    """What must be mended, each at its place; `at` is the priority and the metric of the target that is wrong, None for all of them, `step` the place of the
    step that is.
    """

    name: Fault | None = None
    targets: Fault | None = None
    at: tuple[int, int] | None = None
    steps: Fault | None = None
    step: int = 0

    def any(self) -> bool:
        """Whether there is something."""
        return any((self.name, self.targets, self.steps))


def policy_faults(draft: PolicyDraft, policies: Iterable[Policy]) -> Faults:
    """What is wrong with `draft` among `policies`."""
    targets, at = _targets_fault(draft)
    wrong = ((fault, place) for place, step in enumerate(draft.steps) if (fault := sla_steps.fault_of(step)))
    code, step = next(wrong, ("", 0))
    return Faults(_name_fault(draft, policies), targets, at, Fault(code) if code else None, step)


def _name_fault(draft: PolicyDraft, policies: Iterable[Policy]) -> Fault | None:
    if not draft.name:
        return Fault("name.empty")
    if len(draft.name) > sla.LONGEST_NAME:
        return Fault("policy.name_long", {"limit": sla.LONGEST_NAME})
    taken = {team_names.key(one.name) for one in policies if one.id != draft.id}
    return Fault("policy.exists", {"name": draft.name}) if team_names.key(draft.name) in taken else None


def _targets_fault(draft: PolicyDraft) -> tuple[Fault | None, tuple[int, int] | None]:
    for priority, line in enumerate(draft.targets):
        for place, text in enumerate(line):
            try:
                seconds = durations.parsed(text)
                if seconds is not None:
                    sla.must_be_possible(seconds)
            except Mistake as mistake:
                return Fault(mistake.code, mistake.values), (priority, place)
    return (None if any(map(any, draft.targets)) else Fault("policy.empty")), None
