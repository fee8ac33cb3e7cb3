"""`deskbell search QUERY`: what the window's search box finds, on the terminal."""

import argparse
from contextlib import closing

from deskbell.cli.places import places_of
from deskbell.cli.ticket import print_row
from deskbell.cli.typed import MOST_ROWS, whole_number
from deskbell.model.views import Sort, View, ViewKind, orders


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "search",
        help="find tickets",
        description=(
            'Words, "phrases", and status: assignee: team: mailbox: tag: field: from: to: subject: has:attachment before: after:. '
            "After a -- also -word, for what must not be there. Exit code 1 where nothing is found."
        ),
        parents=[shared],
    )
    command.add_argument("query", nargs="+", metavar="QUERY")
    command.add_argument(
        "--limit", type=whole_number(1, MOST_ROWS), default=50, metavar="N", help="at most so many (50)"
    )
    command.add_argument(
        "--order", choices=[sort.value for sort in orders(ViewKind.SEARCH)], default=Sort.LATEST.value, help="(latest)"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; exit code 1 where nothing was, as grep does."""
    from deskbell.store.opening import open_desk
    from deskbell.store.queries import ticket_list

    view = View(ViewKind.SEARCH, query=" ".join(arguments.query))
    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        page = desk.read(ticket_list.page, view, Sort(arguments.order), 0, limit=arguments.limit)
    for row in page.rows:
        print_row(row, as_json=arguments.json)
    return 0 if page.rows else 1
