"""What all jobs of one worker share."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from deskbell.actions.logins import Logins
from deskbell.mail.pool import ParserPool, Unread
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail
from deskbell.model.settings import Settings
from deskbell.store import lease
from deskbell.store.desk import Desk
from deskbell.store.queries import settings
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session

log = logging.getLogger("deskbell.jobs")

# A worker that has not renewed a lease for so long is taken for dead. Whoever looks for its work every few seconds has it within half a minute.
LEASE_SECONDS = 20
# A thread that has something to do waits at most so long for one that computes (Python's own: ten times as long).
TURN_SECONDS = 0.0005


def take_short_turns() -> None:
    """For a program that does jobs, at its start. Its threads mostly wait: for a child of the parser pool, the database, a server. One that has its
    answer must not stand behind another's computing while that child, or a processor, has nothing to do."""
    sys.setswitchinterval(TURN_SECONDS)


class Office(Struct, frozen=True):
    """The desk, the passwords of this computer, the parser pool, and the word to stop.

    `holder` names this worker in leases; `news` is set when raw mail was kept that waits to be read. A `service` goes before the workers beside windows.
    """

    desk: Desk
    secrets: Secrets
    pool: ParserPool
    holder: str
    stop: threading.Event = field(default_factory=threading.Event)
    news: threading.Event = field(default_factory=threading.Event)
    service: bool = False

    @property
    def logins(self) -> Logins:
        """How mailboxes log in here."""
        return Logins(self.desk, self.secrets, self.holder)

    def settings(self) -> Settings:
        """The desk's settings as they are now."""
        return self.desk.read(settings.read, 0)

    def parse(
        self, raws: Sequence[bytes], charset_hint: str, settings: Settings | None = None
    ) -> list[InboundMail | Unread]:
        """Read mails in the pool, within the limits that the desk's settings name (now, unless they are given); as `ParserPool.parse`."""
        self.pool.limits = Limits.of(settings or self.settings())
        return self.pool.parse(raws, charset_hint)

    def begin_to_parse(self, raws: Sequence[bytes], charset_hint: str) -> Callable[[], list[InboundMail | Unread]]:
        """As `parse`, which is waited for only when what is given back is called."""
        self.pool.limits = Limits.of(self.settings())
        return self.pool.begin(raws, charset_hint)

    def take(self, name: str) -> int | None:
        """The fencing token of a lease that is ours now (again); None where another worker has it, or a service does the work and we are none: then
        it is given up if we had it. So it is called where nothing is half done."""

        def work(session: Session) -> int | None:
            if not self.service and lease.is_held(session, lease.SERVICE):
                lease.give_up(session, name, self.holder)
                return None
            return lease.take(session, name, self.holder, LEASE_SECONDS)

        return self.desk.transact(work)

    def renew(self, name: str, token: int) -> bool:
        """Keep a lease that is ours for longer, also where a service waits for it; False where it is lost."""
        return self.desk.transact(lambda session: lease.renew(session, name, self.holder, token, LEASE_SECONDS))

    def give_up(self, name: str) -> None:
        """Give a lease back if we have it."""
        self.desk.transact(lambda session: lease.give_up(session, name, self.holder))

    def release(self, name: str, token: int) -> None:
        """Give a lease back, so that the next worker need not wait for it to run out."""
        self.desk.transact(lambda session: lease.release(session, name, token))

    def release_of_dead(self) -> None:
        """Give back the leases of workers that were killed on this computer: theirs is ours to go on with, now."""
        import psutil

        freed = self.desk.transact(lambda session: lease.release_of_dead(session, psutil.pid_exists))
        if freed:
            log.info("%d leases of a worker that is gone were given back", freed)

    @staticmethod
    def check(session: Session, name: str, token: int) -> None:
        """Raise where the lease has gone to somebody else: the transaction must not be committed."""
        lease.check(session, name, token)
