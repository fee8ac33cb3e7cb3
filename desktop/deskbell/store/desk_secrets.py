"""Whose the secrets of this computer are: its own desk's, or those of the office that it belongs to.

What mailboxes log in with is kept by their numbers, which are other mailboxes' in another desk: no server may be given the password of another one. So those of
the computer's own desk are set aside while it belongs to an office, and come back when it leaves.
"""

from typing import Final

from deskbell.store.secrets import Secrets

_OF_A_DESK: Final = ("mailbox/", "setting/")
_OF_AN_OFFICE: Final = ("office/", *_OF_A_DESK)
_ASIDE: Final = "aside/"


def set_aside(secrets: Secrets) -> None:
    """The computer joins an office. Raises as `Secrets.exchange` does."""
    own = [name for name in secrets.names() if name.startswith(_OF_A_DESK)]
    secrets.exchange((), {name: f"{_ASIDE}{name}" for name in own})


def forget_mailboxes(secrets: Secrets) -> None:
    """It changes from one office to another. Raises as `Secrets.exchange` does."""
    secrets.exchange([name for name in secrets.names() if name.startswith(_OF_A_DESK)], {})


def forget_office(secrets: Secrets) -> None:
    """It leaves the office: what was kept for that is gone, and what was set aside is there again. Raises as `Secrets.exchange` does."""
    names = secrets.names()
    aside = {name: name.removeprefix(_ASIDE) for name in names if name.startswith(_ASIDE)}
    secrets.exchange([name for name in names if name.startswith(_OF_AN_OFFICE)], aside)
