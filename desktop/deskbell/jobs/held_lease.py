"""A lease that is renewed while a long talk with a server goes on."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from deskbell.jobs.hold import RENEW_EVERY, Hold
from deskbell.model.errors import Trouble

log = logging.getLogger("deskbell.jobs.lease")


@contextmanager
def held_lease(hold: Hold, seconds: float = RENEW_EVERY) -> Iterator[None]:
    """Keep a lease that is ours, renewed every `seconds`, within the block: a mail of many megabytes takes longer than a lease lasts. It is not given up
    to a service meanwhile; `hold.renew` does that, where nothing is half done.

    Whoever loses it in spite of that finds out where it matters: each commit looks at the lease's token.
    """
    done = threading.Event()

    def renew() -> None:
        while not done.wait(seconds):
            try:
                if not hold.keep():
                    return
            except Trouble as trouble:
                log.warning("the lease %s could not be renewed: %s", hold.name, trouble.code)

    thread = threading.Thread(target=renew, name=f"lease {hold.name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
