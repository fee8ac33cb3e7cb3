"""A mailbox as it is being edited: plain values, what is wrong with them, and what they become."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import Mistake
from deskbell.model.hidden import all_but
from deskbell.model.kinds import AfterFiling, Security, SignIn
from deskbell.model.mail import Server
from deskbell.model.rows import MailboxRow
from deskbell.model.tokens import Tokens
from deskbell.rules.recipients import read_addresses
from deskbell.ui.settings.draft import Fault

USUAL_PORTS: Final = {
    "imap": {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143},
    "smtp": {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25},
}
LARGEST_PORT: Final = 65535
TEST_SECONDS: Final = 15.0
"""How long a test waits for a server: a person is looking on."""


class Side(StrEnum):
    """Mail in or mail out; the value is the protocol, and the last part of the password's name among the secrets."""

    IN = "imap"
    OUT = "smtp"


class Part(StrEnum):
    """The parts of the form that a sentence can stand at; OTHER stands for those where nothing can be wrong."""

    NAME = "name"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105  the name of a field
    HOST = "host"
    PORT = "port"
    SECURITY = "security"
    USER = "user"
    FOLDER = "folder"
    AFTER_FOLDER = "after_folder"
    CA_FILE = "ca_file"
    SIGN_IN = "sign_in"
    OTHER = "other"


Place = tuple[Part, Side | None]
"""A part of the form, and of which server where there are two of it. The password is IN's; OUT's is the one that differs."""


class ServerDraft(Struct, frozen=True):
    """One server. `user` "" is the address. `password` "" is the kept one; for OUT, with none kept, IN's serves."""

    host: str = ""
    port: int = 993
    security: Security = Security.TLS
    user: str = ""
    password: str = ""

    __repr__ = all_but("password")


class MailboxDraft(Struct, frozen=True):
    """Everything that the form of a mailbox holds. `id` 0 is a new one; `smtp_differs`: mail out has a password of its own.

    `tokens` are those of a sign-in that is not saved yet, None where none was made here.
    """

    name: str = ""
    address: str = ""
    incoming: ServerDraft = ServerDraft()
    outgoing: ServerDraft = ServerDraft(port=465)
    smtp_differs: bool = False
    ca_file: str = ""
    folders: tuple[str, ...] = ("INBOX",)
    sent_folder: str = ""
    history_days: int = 30
    signature: str = ""
    charset_hint: str = ""
    plus_address: bool = False
    authserv_id: str = ""
    acknowledge: bool = False
    acknowledgement: str = ""
    language: str = ""
    after: AfterFiling = AfterFiling.LEAVE
    after_folder: str = ""
    active: bool = True
    id: int = 0
    version: int = 0
    sign_in: SignIn = SignIn.PASSWORD
    tokens: Tokens | None = None
    team_id: int | None = None
    restricted: bool = False

    @classmethod
    def of(cls, row: MailboxRow, *, smtp_differs: bool = False) -> "MailboxDraft":
        """The draft that changes nothing about `row`."""
        return cls(
            name=row.name,
            address=row.address,
            incoming=ServerDraft(row.imap_host, row.imap_port, Security(row.imap_security), row.imap_user),
            outgoing=ServerDraft(row.smtp_host, row.smtp_port, Security(row.smtp_security), row.smtp_user),
            smtp_differs=smtp_differs,
            ca_file=row.ca_file,
            folders=row.folders,
            sent_folder=row.sent_folder,
            history_days=row.history_days,
            signature=row.signature,
            charset_hint=row.charset_hint,
            plus_address=row.plus_address,
            authserv_id=row.authserv_id,
            acknowledge=row.acknowledge,
            acknowledgement=row.acknowledgement,
            language=row.language,
            after=row.after,
            after_folder=row.after_folder,
            active=row.active,
            id=row.id,
            version=row.version,
            sign_in=row.sign_in,
            team_id=row.team_id,
            restricted=row.restricted,
        )

    def side(self, side: Side) -> ServerDraft:
        """The server of one side."""
        return self.incoming if side is Side.IN else self.outgoing

    def server(self, side: Side, kept: Mapping[Side, str], token: str = "") -> Server:
        """Where a test logs in; `kept` are the passwords that are among the secrets, a `token` serves instead of any."""
        draft = self.side(side)
        password = self.incoming.password or kept.get(Side.IN, "")
        if side is Side.OUT and self.smtp_differs:
            password = self.outgoing.password or kept.get(Side.OUT, "")
        if token:
            password = ""
        return Server(
            draft.host.strip(),
            draft.port,
            draft.security.value,
            draft.user.strip() or self.address.strip(),
            password,
            self.ca_file,
            TEST_SECONDS,
            token,
        )

    def command(self, agent_id: int | None) -> SaveMailbox:
        """What writes it."""
        return SaveMailbox(
            agent_id=agent_id,
            id=self.id,
            name=self.name.strip(),
            address=self.address.strip(),
            imap_host=self.incoming.host.strip(),
            imap_port=self.incoming.port,
            imap_security=self.incoming.security.value,
            imap_user=self.incoming.user.strip(),
            smtp_host=self.outgoing.host.strip(),
            smtp_port=self.outgoing.port,
            smtp_security=self.outgoing.security.value,
            smtp_user=self.outgoing.user.strip(),
            folders=self.folders,
            sent_folder=self.sent_folder.strip(),
            ca_file=self.ca_file,
            history_days=self.history_days,
            signature=self.signature,
            charset_hint=self.charset_hint,
            plus_address=self.plus_address,
            authserv_id=self.authserv_id.strip(),
            acknowledge=self.acknowledge,
            acknowledgement=self.acknowledgement,
            language=self.language,
            after=self.after,
            after_folder=self.after_folder,
            active=self.active,
            version=self.version,
            sign_in=self.sign_in.value,
            team_id=self.team_id,
            restricted=self.restricted,
        )

    def without_passwords(self) -> "MailboxDraft":
        """What may be written down outside the secrets."""
        incoming, outgoing = replace(self.incoming, password=""), replace(self.outgoing, password="")
        return replace(self, incoming=incoming, outgoing=outgoing, tokens=None)


def faults(
    draft: MailboxDraft,
    *,
    taken: frozenset[str] = frozenset(),
    kept: frozenset[Side] = frozenset(),
    signed_in: bool = False,
    to_test: bool = False,
) -> dict[Place, Fault]:
    """What must be mended before `draft` can be saved, or tried with `to_test`, by where, in the order of the form.

    `taken` are the addresses (lower case) of the other mailboxes, `kept` the sides whose password is known already, `signed_in` whether
    a sign-in is. A new mailbox needs what it logs in with; one that is there can be changed on a computer that has none. A mailbox without any server is allowed where it was so before.
    """
    found: dict[Place, Fault] = {}
    address = draft.address.strip()
    if not address:
        found[Part.ADDRESS, None] = Fault("address.empty")
    elif not is_address(address):
        found[Part.ADDRESS, None] = Fault("address.bad", {"address": address})
    elif address.casefold() in taken:
        found[Part.ADDRESS, None] = Fault("mailbox.exists", {"address": address})
    # A mailbox without any server holds mail that was imported.
    serverless = draft.id != 0 and not draft.incoming.host.strip() and not draft.outgoing.host.strip()
    needs_login = not serverless and (to_test or not draft.id)
    needs_password = needs_login and draft.sign_in is SignIn.PASSWORD
    if needs_password and not draft.incoming.password and Side.IN not in kept:
        found[Part.PASSWORD, Side.IN] = Fault("password.empty")
    if needs_login and not needs_password and draft.tokens is None and not signed_in:
        found[Part.SIGN_IN, None] = Fault("sign_in.empty")
    if not draft.name.strip():
        found[Part.NAME, None] = Fault("name.empty")
    if not serverless:
        for side in Side:
            found.update(_server_faults(draft.side(side), side))
        if needs_password and draft.smtp_differs and not draft.outgoing.password and Side.OUT not in kept:
            found[Part.PASSWORD, Side.OUT] = Fault("password.empty")
    if draft.after is AfterFiling.MOVE and not draft.after_folder:
        found[Part.AFTER_FOLDER, None] = Fault("folder.which")
    elif draft.after is AfterFiling.MOVE and draft.after_folder in draft.folders:
        found[Part.AFTER_FOLDER, None] = Fault("folder.watched", {"folder": draft.after_folder})
    if draft.ca_file and not Path(draft.ca_file).is_file():
        found[Part.CA_FILE, None] = Fault("file.missing", {"path": draft.ca_file})
    return found


def is_address(text: str) -> bool:
    """Whether `text` is one mail address and nothing besides."""
    try:
        read = read_addresses(text)
    except Mistake:
        return False
    return len(read) == 1 and read[0].email == text.strip()


def _server_faults(server: ServerDraft, side: Side) -> dict[Place, Fault]:
    found: dict[Place, Fault] = {}
    host = server.host.strip()
    if not host:
        found[Part.HOST, side] = Fault("host.empty")
    elif not is_host(host):
        found[Part.HOST, side] = Fault("host.bad", {"host": host})
    if not 0 < server.port <= LARGEST_PORT:
        found[Part.PORT, side] = Fault("port.bad")
    if host and server.security is Security.NONE and not _is_here(host):
        found[Part.SECURITY, side] = Fault("mail.plain_remote", {"host": host})
    return found


def _is_here(host: str) -> bool:
    # Loaded when it is needed: the libraries of mail take a while, and a form should not.
    from deskbell.mail.login import is_this_computer

    return is_this_computer(host)


def is_host(text: str) -> bool:
    """Whether `text` can be the name or the address of a server; whether there is one, only a test tells."""
    try:
        name = text.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?|\[?[0-9A-Fa-f:]+(%\w+)?\]?", name) is not None


_AT: Final[Mapping[str, Part]] = {
    "mail.host": Part.HOST,
    "mail.refused": Part.PORT,
    "mail.timeout": Part.PORT,
    "mail.certificate": Part.HOST,
    "mail.certificate_name": Part.HOST,
    "mail.certificate_time": Part.HOST,
    "mail.certificate_stranger": Part.CA_FILE,
    "mail.not_tls": Part.SECURITY,
    "mail.no_starttls": Part.SECURITY,
    "mail.plain_remote": Part.SECURITY,
    "mail.login": Part.PASSWORD,
    "mail.no_password": Part.PASSWORD,
    "mail.token": Part.SIGN_IN,
    "mail.no_token_login": Part.SIGN_IN,
    "mail.not_signed_in": Part.SIGN_IN,
    "oauth.refused": Part.SIGN_IN,
    "oauth.client": Part.SIGN_IN,
    "oauth.answer": Part.SIGN_IN,
    "oauth.no_client": Part.SIGN_IN,
    "mail.folder": Part.FOLDER,
    "file.missing": Part.CA_FILE,
    "file.unreadable": Part.CA_FILE,
}


def place_of(code: str, side: Side, *, smtp_differs: bool) -> Place | None:
    """Where a failed test is to be mended; None where no field of the form is to blame."""
    part = _AT.get(code)
    if part is None:
        return None
    if part in {Part.CA_FILE, Part.FOLDER, Part.SIGN_IN}:
        return part, None
    if part is Part.PASSWORD:
        return part, side if smtp_differs else Side.IN
    return part, side
