"""`deskbell password`: give this computer the password of a mailbox, or the secret of a webhook, where no window is to be had; or take the one of a profile away."""

import argparse
import getpass
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from deskbell.cli.places import places_of
from deskbell.model.errors import Mistake
from deskbell.model.kinds import SignIn
from deskbell.model.rows import MailboxRow

if TYPE_CHECKING:
    from deskbell.store.desk import Desk
    from deskbell.store.secrets import Secrets


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "password",
        help="give this computer the password of a mailbox or the secret of a webhook, or take the password of a profile away",
        description="Asks for the password, or reads it from the first line of the standard input, and keeps it encrypted in the data "
        "folder: for a worker on a computer without a screen. It is tried by: deskbell doctor. With --profile no password is asked for: "
        "whoever has the desk's file owns it, also when the only administrator has forgotten theirs",
        parents=[shared],
    )
    of = command.add_mutually_exclusive_group(required=True)
    of.add_argument("mailbox", metavar="MAILBOX", nargs="?", help="its name or address")
    of.add_argument("--profile", metavar="ADDRESS", help="take away the password of the agent with this address")
    of.add_argument("--webhook", metavar="NAME", help="keep the secret of the webhook of this name")
    command.add_argument(
        "--smtp", action="store_true", help="the one for sending, where it is not the one for fetching"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Keep it; exit code 0."""
    from deskbell.store.desk_secrets import DeskSecrets
    from deskbell.store.mailbox_secrets import password_name
    from deskbell.store.opening import open_desk

    places = places_of(arguments)
    with closing(open_desk(places.database, make=False, small=True)) as desk:
        if arguments.profile is not None:
            _take_away(desk, arguments.profile)
            return 0
        secrets = DeskSecrets(places, desk)
        if arguments.webhook is not None:
            _keep_secret(desk, secrets, arguments.webhook)
            return 0
        box = mailbox_of(desk, arguments.mailbox)
        if box.sign_in is not SignIn.PASSWORD:
            raise Mistake("password.signed_in", name=box.name)
        password = _asked(f"Password of {box.address}: ")
        if not password:
            raise Mistake("password.empty")
        secrets.put(password_name(box.id, "smtp" if arguments.smtp else "imap"), password)
    return 0


def _keep_secret(desk: "Desk", secrets: "Secrets", name: str) -> None:
    """Keep what the calls of a webhook are signed with. Raises `Mistake` webhook.unknown with those that there are, and as `rules.webhooks.key_of`."""
    from deskbell.rules.team_names import key
    from deskbell.rules.webhooks import key_of
    from deskbell.store.queries import webhooks
    from deskbell.store.webhook_secrets import secret_name

    there = desk.read(webhooks.names)
    found = next((number for number, called in there if key(called) == key(name)), None)
    if found is None:
        raise Mistake("webhook.unknown", name=name, known=", ".join(called for _, called in there) or "-")
    secret = _asked(f"Secret of {name}: ").strip()
    key_of(secret)
    secrets.put(secret_name(found), secret)


def _take_away(desk: "Desk", email: str) -> None:
    """Let the profile of this address have no password. Raises `Mistake` agent.missing."""
    from deskbell.actions.dispatch import perform
    from deskbell.model.commands import SetPassword
    from deskbell.store.queries import agents

    found = desk.read(agents.with_email, email)
    if found is None:
        raise Mistake("agent.missing")
    perform(desk, SetPassword(agent_id=None, id=found.id, password=""))


def mailbox_of(desk: "Desk", name: str) -> MailboxRow:
    """The mailbox of this name or address. Raises `Mistake` mailbox.missing with those that there are."""
    from deskbell.store.queries import mailboxes

    row = desk.read(mailboxes.named, name)
    if row is None:
        known = ", ".join(box.name for box in desk.read(mailboxes.rows)) or "-"
        raise Mistake("mailbox.missing", name=name, known=known)
    return row


def _asked(question: str) -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\r\n")
