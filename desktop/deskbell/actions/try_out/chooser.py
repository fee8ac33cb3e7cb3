"""Whom a team would give a ticket to at this moment."""

from typing import Final

from sqlalchemy import select

from deskbell.actions.routing.roster import Roster
from deskbell.actions.try_out.outcome import MOST_BEFORE
from deskbell.model.automation import Hand, What
from deskbell.model.kinds import Status
from deskbell.model.routing import Level, Need, Verdict
from deskbell.rules.routing import OF_RULES
from deskbell.rules.rule_effects import Values
from deskbell.store.queries import routing
from deskbell.store.queries.routing import Asked
from deskbell.store.session import Session
from deskbell.store.tables import mailbox

_NOTHING: Final = frozenset({""})
_BOX: Final = select(mailbox.c.restricted, mailbox.c.team_id)
_WAITING: Final = frozenset({str(int(Status.NEW)), str(int(Status.OPEN))})


class Chooser:
    """For the ticket `number` (0 for one that would be new), of a customer (0 for somebody new). `level` is what the ticket is for, and is led on by its
    owner; nobody has to wait for what is only asked.
    """

    def __init__(self, session: Session, number: int, customer_id: int = 0) -> None:
        self._session = session
        self.roster = Roster(session, gives=False)
        asked = routing.asked(session, (number,), frozenset()).get(number) if number else None
        self._asked = asked or Asked(Need(), customer_id=customer_id)
        self._team_id = self._asked.team_id
        self.level: Level = self._asked.need.level

    def for_rule(self, hand: Hand, team_id: int | None, values: Values) -> Verdict | None:
        """As `actions.rules.apply`; None where the ticket would have no team. `team_id` is the team that the rule gives it besides."""
        team = team_id or self._team(values)
        if team is None:
            return None
        roster = self.roster
        return roster.decide(self._need(values, frozenset()), OF_RULES[hand], team, waits=roster.hands_out(team))

    def for_team(self, values: Values, *, snoozed: bool) -> Verdict | None:
        """As `actions.routing.hand_out`; None where the team hands out nothing, or the ticket does not wait in its queue."""
        team = self._team(values)
        has = (values.get((What.ASSIGNEE, 0)) or _NOTHING) != _NOTHING
        status = values.get((What.STATUS, 0)) or _NOTHING
        if team is None or has or snoozed or status.isdisjoint(_WAITING) or not self.roster.hands_out(team):
            return None
        # It comes to another team: whoever had it taken off them there may have it here.
        had = frozenset(self._asked.had) if team == self._team_id else frozenset[int]()
        return self.roster.decide(self._need(values, had), self.roster.ways[team], team)

    def before(self, team_id: int, values: Values) -> int:
        """How many tickets wait in the queue of a team before this one, at most `MOST_BEFORE`: they are handed out first."""
        number = self._asked.need.ticket_id
        priority = int(next(iter(values[What.PRIORITY, 0])))
        places = routing.waiting(self._session, team_id, MOST_BEFORE)
        return sum(
            one.priority > priority or (one.priority == priority and (not number or one.ticket_id < number))
            for one in places
        )

    def _need(self, values: Values, had: frozenset[int]) -> Asked:
        tags = values.get((What.TAG, 0)) or _NOTHING
        skills = frozenset(one for one, name in self.roster.skills.items() if name in tags)
        language = next(iter(values.get((What.LANGUAGE, 0)) or _NOTHING))
        box = self._session.connection.execute(
            _BOX.where(mailbox.c.id == int(next(iter(values[What.MAILBOX, 0]))))
        ).one()
        return Asked(
            Need(self._asked.need.ticket_id, skills, language, self.level),
            had,
            customer_id=self._asked.customer_id,
            seen_by_team=(box.team_id or 0) if box.restricted else None,
        )

    def _team(self, values: Values) -> int | None:
        team = next(iter(values.get((What.TEAM, 0)) or _NOTHING))
        return int(team) if team else None
