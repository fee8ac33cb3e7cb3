"""`deskbell db upgrade|check`: the database's schema, and whether it is whole; `cli.carrying` has the verbs that carry all of it, `cli.office` the one
that makes an office."""

import argparse
import json
from contextlib import closing

from deskbell.cli import carrying, inviting, office
from deskbell.cli.places import places_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the commands."""
    command = commands.add_parser(
        "db",
        help="make, upgrade, check, back up, restore or move the database, or make an office of it",
        parents=[shared],
    )
    verbs = command.add_subparsers(metavar="VERB", required=True)
    upgrade = verbs.add_parser("upgrade", help="take the steps that the schema lacks", parents=[shared])
    upgrade.add_argument("--no-backup", action="store_true", help="do not back the desk up before; you have a backup")
    upgrade.set_defaults(run=run_upgrade)
    check = verbs.add_parser("check", help="say whether the database is whole and of this version", parents=[shared])
    check.add_argument("--json", action="store_true", help="one JSON object")
    check.set_defaults(run=run_check)
    carrying.add(verbs, shared)
    office.add(verbs, shared)
    inviting.add_invite(verbs, shared)


def run_upgrade(arguments: argparse.Namespace) -> int:
    """Take all missing steps, after a backup of what is there."""
    from deskbell.store.carry.backups import before_upgrade, folder_of
    from deskbell.store.desk import Desk
    from deskbell.store.opening import is_there, upgrade_desk

    places = places_of(arguments)
    with closing(Desk.open(places.database)) as desk:
        if not arguments.no_backup and is_there(desk):
            with carrying.told() as tell:
                backup = before_upgrade(desk, folder_of(desk, places.data), tell)
            if backup is not None:
                print(f"Backed up to {backup}.")
        steps = upgrade_desk(desk)
    for step in steps:
        print(f"{step.number:04d} {step.name}")
    print(f"The database has the schema of this version ({len(steps)} steps taken).")
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Check schema and contents; exit code 1 where something is wrong."""
    from deskbell.store.integrity import problems
    from deskbell.store.opening import open_desk
    from deskbell.store.trouble import place_of

    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        found = desk.read(problems)
    if arguments.json:
        print(json.dumps({"database": place_of(desk.url), "problems": found}, ensure_ascii=False))
    else:
        print("\n".join(found) or "The database is whole.")
    return 1 if found else 0
