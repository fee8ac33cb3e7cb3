"""The real worker with leases that last a tenth of their time, and what hangs on them; its words are those of `deskbell worker`."""

import sys

from deskbell.jobs import office
from deskbell.store import postgresql

LEASE_SECONDS = 2


def main() -> int:
    """Work as `deskbell worker` does; its exit code."""
    # Before what reckons with them is loaded.
    office.LEASE_SECONDS = LEASE_SECONDS
    postgresql.IDLE_SECONDS = 1
    from deskbell.cli import run
    from deskbell.jobs import fetch_mail, worker

    fetch_mail.ELSEWHERE_PAUSE = worker.PRESENT = worker.LOOK_FOR_MAILBOXES = worker.AFTER_FAILURE = 0.5
    return run(["worker", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
