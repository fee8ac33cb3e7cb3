"""A lease that is renewed while a long talk with a server goes on."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from deskbell.jobs.office import LEASE_SECONDS, Office
from deskbell.model.errors import Trouble

log = logging.getLogger("deskbell.jobs.lease")


@contextmanager
def held_lease(office: Office, name: str, seconds: float = LEASE_SECONDS / 3) -> Iterator[None]:
    """Renew `name`, which is ours, every `seconds` within the block: a mail of many megabytes takes longer than a lease lasts.

    Whoever loses it in spite of that finds out where it matters: each commit looks at the lease's token.
    """
    done = threading.Event()

    def renew() -> None:
        while not done.wait(seconds):
            try:
                if office.take(name) is None:
                    return
            except Trouble as trouble:
                log.warning("the lease %s could not be renewed: %s", name, trouble.code)

    thread = threading.Thread(target=renew, name=f"lease {name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
