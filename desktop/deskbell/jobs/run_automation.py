"""The desk's rules: whichever worker has the lease reads the journal on from the mark and does what they say."""

from deskbell.actions.rules.run import any_new, run_rules
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.store.queries.journal_lines import JournalReader
from deskbell.store.session import Session

LEASE = "rules"
BREATH = 0.02
"""Seconds between two transactions, for whoever else wants to write."""


class RuleRunner:
    """Looks for what is new in the journal. A desk without rules is asked for one row, one where nothing happened for three."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._reader = JournalReader()

    def run(self) -> int:
        """Do all there is to do; how many lines of the journal that were. A part of them is a transaction of its own."""
        if not self._office.desk.read(any_new):
            return 0
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return 0

        def work(session: Session) -> int:
            hold.check(session)
            return run_rules(session, self._reader)

        done = 0
        while not self._office.stop.is_set() and (n := self._office.desk.transact(work)):
            done += n
            hold.renew()
            self._office.stop.wait(BREATH)
        return done
