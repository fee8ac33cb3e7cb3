"""A lease for as long as a job needs it: renewed in time, and given up by whoever has lost it or makes way for a service."""

import time
from collections.abc import Callable
from typing import TypeVar

from deskbell.jobs.office import LEASE_SECONDS, Office
from deskbell.model.errors import Conflict
from deskbell.model.held_collector import held_collector
from deskbell.store.session import Session

T = TypeVar("T")

# Well before it runs out, also where the database takes its time.
RENEW_EVERY = LEASE_SECONDS / 3


class Hold:
    """A lease that is ours. Made by `Hold.take`; `renew` is called whenever there is time for it."""

    def __init__(self, office: Office, name: str, token: int) -> None:
        self._office = office
        self.name = name
        self.token = token
        self._renewed = time.monotonic()

    @classmethod
    def take(cls, office: Office, name: str) -> "Hold | None":
        """The lease `name`; None where another worker has it."""
        token = office.take(name)
        return None if token is None else cls(office, name, token)

    def due(self) -> bool:
        """Whether it is time to renew."""
        return time.monotonic() - self._renewed >= RENEW_EVERY

    def renew(self) -> None:
        """Renew the lease if it is time to; raises `Conflict` lease.lost where another worker has taken it, or a service is to have it."""
        if self.due():
            if self._office.take(self.name) != self.token:
                raise Conflict("lease.lost", name=self.name)
            self._renewed = time.monotonic()

    def keep(self) -> bool:
        """Renew the lease in the midst of something; False where it is lost."""
        return self._office.renew(self.name, self.token)

    def release(self) -> None:
        """Give the lease back."""
        self._office.release(self.name, self.token)

    def check(self, session: Session) -> None:
        """Raise `Conflict` lease.lost where the lease is lost: the transaction must not be committed."""
        self._office.check(session, self.name, self.token)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one transaction, if the lease is ours. Python's collector, which stops everything and finds little in what a transaction reads, has its
        turn afterwards: others wait for the transaction.
        """

        def checked(session: Session) -> T:
            self.check(session)
            return work(session)

        with held_collector():
            return self._office.desk.transact(checked)
