"""`deskbell db invite`, `deskbell join` and `deskbell leave`: how somebody comes into an office, and how their computer goes out of it."""

import argparse
from contextlib import closing
from pathlib import Path

from deskbell.cli.places import places_of
from deskbell.cli.typed import something


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare `join` and `leave`."""
    command = commands.add_parser(
        "join",
        help="join an office with the invitation that an administrator has made",
        description="Logs into the office of the invitation, changes its password for one of this computer's own, and keeps the way there in the data"
        " folder: from then on 'deskbell' opens the office.",
        parents=[shared],
    )
    command.add_argument("file", type=Path, metavar="FILE", help="the invitation")
    command.set_defaults(run=run_join)
    command = commands.add_parser(
        "leave",
        help="leave the office that this computer has joined",
        description="Forgets the way to the office, the password of its login and those of its mailboxes: from then on 'deskbell' opens this computer's own"
        " desk. Nothing changes in the office; to come back takes another invitation.",
        parents=[shared],
    )
    command.set_defaults(run=run_leave)


def add_invite(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare `invite`."""
    command = verbs.add_parser(
        "invite",
        help="let somebody into the office: a file with address, login and a password that serves once",
        description="Gives the agent of this mail address (Settings, Agents) a login of their role, or a new password, and writes the invitation. The desk"
        " is yours, with an administrator's login. Whoever has the file comes in, until it was used: hand it over in person.",
        parents=[shared],
    )
    command.add_argument("email", type=something, metavar="EMAIL", help="the agent's mail address")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to; no file is written over")
    command.add_argument("--login", type=something, help="the name to log in by; else it is made of the address")
    command.add_argument(
        "--worker",
        action="store_true",
        help="have their computer fetch and send the office's mail; for an administrator",
    )
    command.set_defaults(run=run_invite)


def run_invite(arguments: argparse.Namespace) -> int:
    """Make a login and its file."""
    from deskbell.model.errors import Mistake
    from deskbell.store.opening import open_desk
    from deskbell.store.rights.invite import invite, write_invitation

    if arguments.out.exists():
        raise Mistake("file.exists", path=arguments.out)
    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        invitation = invite(desk, arguments.email, arguments.login or "", runs_worker=arguments.worker)
    write_invitation(invitation, arguments.out)
    print(f"{arguments.out}: {invitation.login} can come in with it, once. On their computer: deskbell join FILE")
    if arguments.worker:
        print(
            "It fetches and sends mail once it has the passwords of the mailboxes: Settings, Mailboxes, or deskbell password"
        )
    return 0


def run_leave(arguments: argparse.Namespace) -> int:
    """Leave."""
    from deskbell.model.errors import Mistake
    from deskbell.model.places import joined
    from deskbell.store.rights.leave import leave_office
    from deskbell.store.whereabouts import whereabouts
    from deskbell.ui.composer.drafts_here import FOLDER, drafts_kept
    from deskbell.ui.knowledge.drafts_here import FOLDER as ARTICLES
    from deskbell.ui.knowledge.drafts_here import article_drafts_here

    data = places_of(arguments).data
    if not joined(data):
        raise Mistake("office.not_joined")
    kept = {FOLDER: drafts_kept(data), ARTICLES: article_drafts_here(data)}
    place = whereabouts(leave_office(data)).place
    print(f"This computer has left the office. 'deskbell' opens {place} from now on.")
    for folder, drafts in kept.items():
        if drafts:
            where = f"Drafts that the office does not have yet ({drafts}) stay in {data / folder}."
            print(f"{where} It gets them when this computer joins it again.")
    return 0


def run_join(arguments: argparse.Namespace) -> int:
    """Join."""
    from deskbell.store.rights.invite import read_invitation
    from deskbell.store.rights.join import join_office
    from deskbell.store.secrets import Secrets

    invitation = read_invitation(arguments.file)
    data = places_of(arguments).data
    join_office(invitation, data)
    print(f"You are in, as {invitation.login}. From now on begin with: deskbell")
    if Secrets(data).where() == "keyring":
        print("Your password is kept encrypted; its key is in the system's keyring.")
    else:
        print(f"There is no keyring here: the key of your password is in a file of {data} that only you can read.")
    print(f"The invitation has served its turn: delete {arguments.file}.")
    return 0
