"""Doing the steps that have come at clocks: what they do to the tickets, in the journal as the policy's, and whom they tell, who is told with the next look.

All of it is of the transaction that notes the steps as done, so each is done once, whatever ends in between.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from deskbell.actions.apply_macro import changed
from deskbell.actions.assignees import nobody_leaves
from deskbell.actions.deeds import Line, record
from deskbell.actions.properties import load
from deskbell.actions.routing.roster import Roster
from deskbell.actions.steps.company import Company
from deskbell.actions.steps.warned import Told, keep_warnings
from deskbell.actions.webhooks import queue_call
from deskbell.model.automation import Hand
from deskbell.model.canned import ApplyMacro
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Priority
from deskbell.model.sla import Policy
from deskbell.model.sla_steps import Step
from deskbell.model.webhooks import WARNED
from deskbell.rules.canned import clean
from deskbell.rules.sla_clocks import Come
from deskbell.rules.sla_journal import Warned
from deskbell.rules.sla_steps import raised
from deskbell.rules.taking_back import BY_VALUE
from deskbell.rules.webhooks import moment
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import step_done


class _Doing(Struct, frozen=True):
    """What the steps of a policy that have come at a ticket make of it."""

    policy_id: int
    priority: Priority | None = None
    team_id: int | None = None
    assigns: bool = False
    assignee_id: int | None = None
    followers: tuple[int, ...] = ()

    def changes(self) -> bool:
        """Whether it is anything."""
        return self.priority is not None or self.team_id is not None or self.assigns or bool(self.followers)


def do_steps(session: Session, come: Mapping[int, Sequence[Come]], policies: Sequence[Policy]) -> None:
    """Do the steps that have come, by ticket. All of them are done; of those that came at a clock one after the other, as after a night without a worker, the
    last that tells somebody does so alone, and each webhook is called by the last that calls it. Who or what is not there any more is left out.
    """
    numbers = sorted(come)
    _note(session, come)
    nobody_leaves(session)
    company = Company(session, numbers)
    handing_out = _HandingOut(session)
    rows = {row.id: row for row in load(session, numbers)}
    names = {policy.id: clean(policy.name) for policy in policies}
    alike: dict[_Doing, list[int]] = {}
    for number in numbers:
        alike.setdefault(_doing(rows[number], come[number], company, handing_out), []).append(number)
    told: list[Told] = []
    for doing, tickets in alike.items():
        lines: list[Line] = []
        for number in tickets:
            found = [_told(one, rows[number], doing, company) for one in come[number]]
            lines += [
                (number, Deed.WARNED, *_words(doing.policy_id, one, its))
                for one, its in zip(come[number], found, strict=True)
            ]
            told += [one for its in found for one in its]
        if doing.changes():
            lines += changed(session, _command(doing, tickets))
        # Last of all: what is called is told of the ticket as it is then.
        lines += [line for number in tickets for line in _called(session, number, come[number], names)]
        kind = next((line[1] for line in lines if line[1] in BY_VALUE), Deed.WARNED)
        record(session, Command(agent_id=None), kind, lines, macro=names.get(doing.policy_id, ""))
    keep_warnings(session, told)


class _HandingOut:
    """Who of a team has the fewest tickets, those counted that were given within this transaction."""

    def __init__(self, session: Session) -> None:
        self._roster = Roster(session)

    def least(self, team_id: int | None, seeing: Collection[int]) -> int | None:
        """None where nobody of these is there, or has room for one more."""
        chosen = self._roster.least(team_id, seeing) if team_id is not None else None
        if chosen is not None:
            self._roster.give(chosen)
            self._roster.keep()
        return chosen


def _note(session: Session, come: Mapping[int, Sequence[Come]]) -> None:
    rows = [
        {
            "ticket_id": number,
            "metric": int(one.clock.metric),
            "started_at": one.clock.started_at,
            "step_id": step.id,
            "policy_id": one.clock.policy_id,
            "percent": step.percent,
            "late": step.late,
            "at": session.now,
        }
        for number, of_ticket in come.items()
        for one in of_ticket
        for step in one.steps
    ]
    insert_rows(session, step_done, rows)


def _doing(row: Row[Any], come: Sequence[Come], company: Company, handing_out: _HandingOut) -> _Doing:
    priority, team_id, assignee_id = Priority(row.priority), row.team_id, row.assignee_id
    add: set[int] = set()
    for step in sorted((step for one in come for step in one.steps), key=lambda step: (step.rank, step.id)):
        priority = raised(priority, step.priority)
        if step.team_id in company.teams:
            team_id = step.team_id
        assignee_id = _assignee(step, row, team_id, assignee_id, company, handing_out)
        add |= set(step.add) & company.active
    return _Doing(
        come[0].clock.policy_id,
        priority if priority != row.priority else None,
        team_id if team_id != row.team_id else None,
        assignee_id != row.assignee_id,
        assignee_id if assignee_id != row.assignee_id else None,
        tuple(sorted(add - company.following.get(row.id, set()))),
    )


def _assignee(
    step: Step, row: Row[Any], team_id: int | None, now: int | None, company: Company, handing_out: _HandingOut
) -> int | None:
    """Who has the ticket afterwards. Who is away is given nothing, and somebody of the team keeps what the team is given."""
    match step.assign:
        case Hand.NOBODY:
            return None
        case Hand.PERSON if step.assignee_id in company.available:
            return step.assignee_id
        case Hand.LEAST if now not in company.members(team_id) & company.available:
            return handing_out.least(team_id, company.who_see(company.active, row.mailbox_id)) or now
    return now


def _told(come: Come, row: Row[Any], doing: _Doing, company: Company) -> list[Told]:
    """Whom the last of the steps at a clock tell that tell somebody."""
    team_id = doing.team_id if doing.team_id is not None else row.team_id
    assignee_id = doing.assignee_id if doing.assigns else row.assignee_id
    clock = come.clock
    due_at = clock.due_at or clock.breached_at
    found: dict[int, Told] = {}
    telling = [step for step in come.steps if step.tells]
    for step in telling:
        if step.rank != telling[-1].rank or due_at is None:
            continue
        for one in company.told(step, row, team_id, assignee_id):
            before = found.get(one)
            notify, mail = (
                (step.notify, step.mail) if before is None else (before.notify or step.notify, before.mail or step.mail)
            )
            found[one] = Told(one, row.id, clock.metric, due_at, step.rank, notify, mail)
    return [found[one] for one in sorted(found)]


def _called(session: Session, number: int, come: Sequence[Come], names: Mapping[int, str]) -> list[Line]:
    """Have each webhook called by the last of the steps at each clock that calls it."""
    found: list[Line] = []
    for one in come:
        due_at = one.clock.due_at or one.clock.breached_at
        calling = {step.webhook_id: step.rank for step in one.steps if step.webhook_id is not None}
        for webhook_id, (percent, late) in calling.items():
            told = {
                "policy": names.get(one.clock.policy_id, ""),
                "of": one.clock.metric.name.lower(),
                "percent": percent,
                "late_minutes": late // 60,
                "due_at": moment(due_at) if due_at is not None else None,
            }
            called = queue_call(session, webhook_id, number, WARNED, {"warning": told})
            found += [(number, Deed.CALLED, "", called)] if called is not None else []
    return found


def _words(policy_id: int, come: Come, told: Sequence[Told]) -> tuple[str, str]:
    percent, late = come.steps[-1].rank
    warned = Warned(come.clock.metric, policy_id, percent, late, tuple(one.agent_id for one in told))
    return warned.as_texts()


def _command(doing: _Doing, tickets: Sequence[int]) -> ApplyMacro:
    return ApplyMacro(
        agent_id=None,
        tickets=tuple(tickets),
        assigns=doing.assigns,
        assignee_id=doing.assignee_id,
        priority=doing.priority,
        team_id=doing.team_id,
        followers=doing.followers,
    )
