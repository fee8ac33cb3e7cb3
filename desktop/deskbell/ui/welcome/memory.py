"""What was typed at the first start and not finished: kept on this computer until it is, so that it can be left and continued. Never a password."""

import json

from msgspec import Struct, field
from msgspec.structs import asdict, replace
from PySide6.QtCore import QSettings

from deskbell.model.kinds import Security, SignIn
from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft

_PLACE = "welcome/typed"


class Typed(Struct, frozen=True):
    """The person's name and address, and the mailbox without its passwords."""

    name: str = ""
    email: str = ""
    mailbox: MailboxDraft = field(default_factory=MailboxDraft)


class WelcomeMemory:
    """Keeps one `Typed` in the window's settings; without any it keeps nothing."""

    def __init__(self, store: QSettings | None) -> None:
        self._store = store

    def recall(self) -> Typed:
        """What was typed the last time; what cannot be read is as if nothing was."""
        kept = self._store.value(_PLACE) if self._store is not None else None
        if not isinstance(kept, str):
            return Typed()
        try:
            found = json.loads(kept)
            box = found["mailbox"]
            draft = MailboxDraft(
                name=str(box["name"]),
                address=str(box["address"]),
                incoming=_server(box["incoming"]),
                outgoing=_server(box["outgoing"]),
                smtp_differs=bool(box["smtp_differs"]),
                ca_file=str(box["ca_file"]),
                history_days=int(box["history_days"]),
                sign_in=SignIn(str(box.get("sign_in", SignIn.PASSWORD))),
            )
            return Typed(str(found["name"]), str(found["email"]), draft)
        except (ValueError, LookupError, TypeError):
            return Typed()

    def keep(self, typed: Typed) -> None:
        """Remember this."""
        if self._store is not None:
            clean = replace(typed, mailbox=typed.mailbox.without_passwords())
            self._store.setValue(_PLACE, json.dumps(clean, default=asdict))

    def forget(self) -> None:
        """It is finished."""
        if self._store is not None:
            self._store.remove(_PLACE)


def _server(found: dict[str, object]) -> ServerDraft:
    return ServerDraft(
        str(found["host"]), int(str(found["port"])), Security(str(found["security"])), str(found["user"])
    )
