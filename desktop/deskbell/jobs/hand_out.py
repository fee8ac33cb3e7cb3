"""Handing tickets out to the members of teams, by whichever worker carries out the rules: what a rule makes of a new ticket counts first."""

import time
from typing import Final

from deskbell.actions.routing.hand_out import Went, busy, hand_out
from deskbell.actions.rules.run import any_new
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.jobs.run_automation import BREATH, LEASE, RuleRunner
from deskbell.store.queries.routing import FIRST, Place
from deskbell.store.session import Session

REST: Final = 5.0
"""Seconds until a queue is looked at again in which nobody could take anything."""


class Router:
    """Hands out what waits. A desk where nothing does is asked one question."""

    def __init__(self, office: Office, rules: RuleRunner) -> None:
        self._office = office
        self._rules = rules
        # By team, until when its queue rests (by the steady clock), and behind which place it is looked at then.
        self._rests: dict[int, float] = {}
        self._behind: dict[int, Place] = {}

    def run(self) -> int:
        """Carry out the rules, and hand out all that can be; how many tickets were."""
        self._rules.run()
        given = 0
        while not self._office.stop.is_set():
            went = self._go_on()
            if went is None:
                break
            given += went.given
            self._office.stop.wait(BREATH)
            self._rules.run()
        return given

    def _go_on(self) -> Went | None:
        """A part of a queue; None where there is none to look at now."""
        now = time.monotonic()
        team_id = next((one for one in self._office.desk.read(busy) if self._rests.get(one, 0.0) <= now), None)
        hold = Hold.take(self._office, LEASE) if team_id is not None else None
        if team_id is None or hold is None:
            return None

        def work(session: Session) -> Went | None:
            hold.check(session)
            # Rules have not seen yet what has just come, and may give it another team.
            return None if any_new(session) else hand_out(session, team_id, self._behind.get(team_id, FIRST))

        went = self._office.desk.transact(work)
        if went is None:
            return None
        self._behind[team_id] = went.behind or FIRST
        if went.behind is None and not went.given:
            self._rests[team_id] = time.monotonic() + REST
        return went
