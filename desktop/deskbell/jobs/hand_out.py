"""Handing tickets out to the members of teams, by whichever worker carries out the rules: what a rule makes of a new ticket counts first."""

import time
from typing import Final

from deskbell.actions.routing.hand_out import Able, Went, busy, hand_out
from deskbell.actions.rules.run import any_new
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.jobs.run_automation import BREATH, LEASE, RuleRunner
from deskbell.store.queries.routing import FIRST
from deskbell.store.session import Session

REST: Final = 5.0
"""Seconds until a queue is looked at again in which nobody could take anything."""
SHARE: Final = 20
"""A long queue of which nobody could take anything is walked again after so many times as long as that took, or once somebody can be given
tickets who could not then; what comes first in it is looked at meanwhile.
"""
PATIENCE: Final = 90.0
"""Seconds for which nobody of a team is there who could take something before somebody is told: windows that have just begun, or woken with their computer, tell within a minute that
they are open.
"""


class _Walk:
    """How far the queue of a team has been gone through: behind which place it is looked at next, and until when (by the steady clock) it rests."""

    def __init__(self) -> None:
        self.behind = FIRST
        self.rests_until = 0.0
        # How long it has taken so far, and until when no more than what comes first is looked at.
        self._took = 0.0
        self._short_until = 0.0
        # Who was asked in each part of it so far, and who was in vain.
        self._able: frozenset[Able] = frozenset()
        self._in_vain: frozenset[Able] = frozenset()

    def go_on(self, went: Went, began: float, ended: float) -> None:
        """A part of it was looked at."""
        is_first = self.behind == FIRST
        self._took = ended - began + (0.0 if is_first else self._took)
        self._able = went.able if is_first else self._able & went.able
        is_short = ended < self._short_until and went.able <= self._in_vain
        if went.behind is None and not is_first and not went.given:
            # Whoever came meanwhile does not make the others be asked anew.
            self._in_vain = self._able | (self._in_vain if ended < self._short_until else frozenset())
            self._short_until = ended + self._took * SHARE
        goes_on = went.behind is not None and (went.given > 0 or not is_first or not is_short)
        self.behind = (goes_on and went.behind) or FIRST
        if not goes_on and not went.given:
            self.rests_until = ended + REST


class Router:
    """Hands out what waits. A desk where nothing does is asked one question."""

    def __init__(self, office: Office, rules: RuleRunner) -> None:
        self._office = office
        self._rules = rules
        self._walks: dict[int, _Walk] = {}
        # Since when nobody of a team has been there who could take what waits.
        self._alone: dict[int, float] = {}

    def run(self, patience: float = PATIENCE) -> int:
        """Carry out the rules, and hand out all that can be; how many tickets were. `patience` is `PATIENCE`, none for whoever looks but once."""
        self._rules.run()
        given = 0
        while not self._office.stop.is_set():
            went = self._go_on(patience)
            if went is None:
                break
            given += went.given
            self._office.stop.wait(BREATH)
            self._rules.run()
        return given

    def _go_on(self, patience: float) -> Went | None:
        """A part of a queue; None where there is none to look at now."""
        now = time.monotonic()
        waiting = self._office.desk.read(busy)
        self._alone = {one: since for one, since in self._alone.items() if one in waiting}
        self._walks = {one: self._walks.get(one) or _Walk() for one in waiting}
        team_id = next((one for one, walk in self._walks.items() if walk.rests_until <= now), None)
        hold = Hold.take(self._office, LEASE) if team_id is not None else None
        if team_id is None or hold is None:
            return None

        walk = self._walks[team_id]
        behind, tells = walk.behind, now - self._alone.get(team_id, now) >= patience

        def work(session: Session) -> Went | None:
            hold.check(session)
            # Rules have not seen yet what has just come, and may give it another team.
            return None if any_new(session) else hand_out(session, team_id, behind, tells=tells)

        went = self._office.desk.transact(work)
        if went is None:
            return None
        walk.go_on(went, now, time.monotonic())
        if went.alone:
            self._alone.setdefault(team_id, now)
        elif behind == FIRST and went.behind is None:
            self._alone.pop(team_id, None)
        return went
