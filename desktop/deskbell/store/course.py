"""How far a command is that changes many tickets, and its end where it is no longer wanted."""

from deskbell.model.errors import Mistake


class Course:
    """Of one command: whoever carries it out counts, on a thread of its own, and the window looks on and may stop it.

    `done` tickets are changed, in a transaction that is not committed yet.
    """

    def __init__(self) -> None:
        self.done = 0
        self._stopped = False

    @property
    def is_stopped(self) -> bool:
        """Whether it is to be given up."""
        return self._stopped

    def stop(self) -> None:
        """Change nothing: what is done is rolled back. Too late where all of it is being committed."""
        self._stopped = True

    def begin(self) -> None:
        """The transaction begins, or begins once more. Raises as `go_on`."""
        self.done = 0
        self._heed()

    def go_on(self) -> None:
        """One ticket more is changed. Raises `Mistake` deed.stopped where this is not wanted any more."""
        self.done += 1
        self._heed()

    def _heed(self) -> None:
        if self._stopped:
            raise Mistake("deed.stopped")
