"""`deskbell db create-office`: a PostgreSQL database becomes an office, in which the database itself keeps what each person may do."""

import argparse

from deskbell.cli.typed import something


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the verb."""
    command = verbs.add_parser(
        "create-office",
        help="make an office of a PostgreSQL database: schema, rights, first administrator",
        description="Makes schema, groups and rights in the database at URL, and its first administrator, whose password is shown once. URL names a"
        " login that may make roles and owns the database. Given again it goes on where it was cut off. A desk that is there already, as"
        " 'deskbell db move' makes one, becomes the office's. docs/rights.md says who may do what.",
        parents=[shared],
    )
    command.add_argument("url", type=something, metavar="URL", help="such as postgresql://postgres@server/desk")
    command.add_argument("--name", type=something, required=True, help="the first administrator's name")
    command.add_argument(
        "--email", type=something, required=True, help="their mail address, by which the desk may know them already"
    )
    command.add_argument("--login", type=something, required=True, help="the name that they will log in by")
    command.add_argument(
        "--worker", type=something, metavar="LOGIN", help="also a login for a worker that runs as a service"
    )
    command.add_argument(
        "--take-over",
        action="store_true",
        help="use the groups that an office in a database of this name has left on the server",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the office, and say what to do next."""
    from sqlalchemy import make_url

    from deskbell.store.office_password import for_login
    from deskbell.store.rights.make import Person, create_office

    admin = Person(arguments.name, arguments.email, arguments.login)
    office = create_office(arguments.url, admin, arguments.worker or "", take_over=arguments.take_over)
    url = make_url(arguments.url)

    def address(login: str) -> str:
        return for_login(url, login).render_as_string()

    if office.was_there and not office.passwords:
        print("The office is there already; its rights are those of this version.")
        return 0
    print("The office is made." if not office.was_there else "The office was there already.")
    for login, password in office.passwords.items():
        print(f"{login} logs in with the password {password} (shown only now)")
    print()
    print("What to do next:")
    if arguments.login in office.passwords:
        print(f"  open it     deskbell --db {address(arguments.login)}")
    service = " --service" if arguments.worker else ""
    print(f"  the worker  deskbell --db {address(arguments.worker or arguments.login)} worker{service}")
    print(
        "  upgrade     deskbell --db URL db upgrade, with the login given here, whenever Deskbell is newer than the desk"
    )
    print("  back up     the worker does so by itself every night; by hand: deskbell --db URL db backup FILE")
    print(
        "A password lies best in ~/.pgpass, or on Windows in %APPDATA%\\postgresql\\pgpass.conf; it has no place in the address."
    )
    return 0
