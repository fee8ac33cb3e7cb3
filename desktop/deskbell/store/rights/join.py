"""Joining an office by an invitation: this computer keeps the way to it, and a password that nobody else has ever seen."""

import json
import secrets
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from deskbell.model.errors import Mistake
from deskbell.model.places import JOINED, joined
from deskbell.store.desk import Desk
from deskbell.store.desk_secrets import forget_mailboxes, set_aside
from deskbell.store.office_password import keep, with_folder
from deskbell.store.rights.here import logged_in
from deskbell.store.rights.invite import Invitation, write_for_owner
from deskbell.store.rights.logins import PASSWORD_BYTES, verifier
from deskbell.store.rights.names import quoted, run
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session

AUTHORITY: Final = "office-ca.pem"
"""The file in the data folder with the certificates of who vouches for the office's server."""


def join_office(invitation: Invitation, data: Path) -> str:
    """Log in as the invitation says, change its password for one of this computer's own, and keep it in the folder `data`; the address from now on.

    Raises `Trouble` db.login where the invitation was used already, as `Desk.open` and `Secrets.put` do, and `Mistake` office.none.
    """
    data.mkdir(parents=True, exist_ok=True)
    secrets_here = Secrets(data)
    url = make_url(invitation.address).set(username=invitation.login)
    if invitation.authority:
        write_for_owner(data / AUTHORITY, invitation.authority)
        url = url.update_query_dict({"sslrootcert": str(data / AUTHORITY)})
    own = secrets.token_urlsafe(PASSWORD_BYTES)
    with closing(Desk.open(url.set(password=invitation.password).render_as_string(hide_password=False))) as desk:
        if desk.read(logged_in) is None:
            raise Mistake("office.none")
        # Before the server has it: a computer that dies in between is invited again.
        keep(secrets_here, invitation.login, own)
        desk.transact(lambda session: _take_password(session, invitation.login, own))
    _make_room(secrets_here, url, joined(data))
    return remember(url, data)


def _make_room(secrets_here: Secrets, url: URL, before: str) -> None:
    """The passwords of mailboxes that are kept here are another desk's, unless this computer belonged to this very office `before`."""
    if not before:
        set_aside(secrets_here)
    elif _place(make_url(before)) != _place(url):
        forget_mailboxes(secrets_here)


def _place(url: URL) -> tuple[object, ...]:
    return url.host, url.port, url.database, url.query.get("host"), url.query.get("port")


def remember(url: URL, data: Path) -> str:
    """Have this computer open the office at `url`, whose password is among the secrets of the folder `data`, from now on; its address."""
    address = with_folder(url, data).render_as_string(hide_password=False)
    write_for_owner(data / JOINED, json.dumps({"address": address}, ensure_ascii=False))
    return address


def _take_password(session: Session, login: str, password: str) -> None:
    run(session, f"ALTER ROLE {quoted(login)} PASSWORD '{verifier(session, login, password)}'")
