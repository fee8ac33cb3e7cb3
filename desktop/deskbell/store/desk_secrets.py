"""Whose the secrets of this computer are: its own desk's, or those of the office that it belongs to.

What mailboxes log in with is kept by their numbers, which are other mailboxes' in another desk: no server may be given the password of another one. So what is
a desk's has the desk's own id in its name: `desk/<id>/mailbox/<number>/imap`; behind `office/` where the computer has joined that desk, to be forgotten with it.

An earlier Deskbell left the desk out of the name. What it kept is taken over when it is first asked for, by the desk that asks. Until then those of the
computer's own desk are set aside while it belongs to an office, and come back when it leaves.
"""

import logging
from collections.abc import Sequence
from typing import Final

from deskbell.model.errors import DeskError
from deskbell.model.places import Places, joined
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import identity
from deskbell.store.secrets import Secrets

log = logging.getLogger("deskbell.secrets")

# Names of an earlier Deskbell.
_OF_A_DESK: Final = ("mailbox/", "setting/")
_ASIDE: Final = "aside/"
_OFFICE: Final = "office/"
_OF_AN_OFFICE: Final = (_OFFICE, *_OF_A_DESK)
_OF_ITS_DESK: Final = f"{_OFFICE}desk/"


class DeskSecrets(Secrets):
    """The secrets of one desk among those in a data folder, by names that say nothing of the desk. A desk that was restored or moved is the same one.

    Its methods raise as those of `Secrets` do, and what `store.trouble` knows: the first call asks the desk who it is. `names`, `exchange` and `take_over` are
    of all that lies in the folder.
    """

    def __init__(self, places: Places, desk: Desk) -> None:
        super().__init__(places.data)
        self._desk = desk
        self._of_office = joined(places.data) == places.database
        self._id = ""

    def get(self, name: str) -> str | None:
        """The value of `name`, None where there is none."""
        own, *before = self._named(name)
        found = super().get(own)
        if found is not None:
            return found
        try:
            self._take_over(own, before)
        except DeskError as error:
            # Nothing can be written now, which is no reason not to log in.
            log.warning("A secret stays under its old name: %s", error)
            own = next((old for old in before if old in self.names()), own)
        # Also where it was nowhere: another program may have taken it over in between.
        return super().get(own)

    def put(self, name: str, value: str) -> None:
        """Keep `value` under `name`, in place of what was there."""
        super().put(self._taken(name), value)

    def forget(self, name: str) -> None:
        """Remove `name`; nothing happens where there is none."""
        super().forget(self._taken(name))

    def _taken(self, name: str) -> str:
        """The full name, which nothing of an earlier Deskbell stands in for any more."""
        own, *before = self._named(name)
        self._take_over(own, before)
        return own

    def _take_over(self, own: str, before: Sequence[str]) -> None:
        if not self.names().isdisjoint(before):
            self.take_over(own, before)

    def _named(self, name: str) -> tuple[str, str, str]:
        """The full name, and under which others it may be: a desk that becomes an office, or is left and owned again, stays the same desk."""
        if not self._id:
            self._id = self._desk.read(identity).desk_id
        own, of_office = f"desk/{self._id}/{name}", f"{_OF_ITS_DESK}{self._id}/{name}"
        return (of_office, own, name) if self._of_office else (own, of_office, name)


def set_aside(secrets: Secrets) -> None:
    """The computer joins an office. Raises as `Secrets.exchange` does."""
    own = [name for name in secrets.names() if name.startswith(_OF_A_DESK)]
    secrets.exchange((), {name: f"{_ASIDE}{name}" for name in own})


def forget_mailboxes(secrets: Secrets) -> None:
    """It changes from one office to another. Raises as `Secrets.exchange` does."""
    secrets.exchange([name for name in secrets.names() if name.startswith((*_OF_A_DESK, _OF_ITS_DESK))], {})


def forget_office(secrets: Secrets) -> None:
    """It leaves the office: what was kept for that is gone, and what was set aside is there again. Raises as `Secrets.exchange` does."""
    names = secrets.names()
    aside = {name: name.removeprefix(_ASIDE) for name in names if name.startswith(_ASIDE)}
    secrets.exchange([name for name in names if name.startswith(_OF_AN_OFFICE)], aside)
