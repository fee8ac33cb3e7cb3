"""`deskbell ticket list|show|export`: tickets on the terminal, and as files."""

import argparse
import json
from contextlib import closing
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from deskbell.cli import exporting
from deskbell.cli.places import places_of
from deskbell.cli.typed import MOST_ROWS, ticket_number, whole_number
from deskbell.model.errors import Mistake
from deskbell.model.rows import MessageRow, TicketDetail, TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.fields import chosen

_VIEWS = ("open", "unassigned", "snoozed", "done", "spam", "trash")
_EVERYTHING = 100_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the commands."""
    command = commands.add_parser("ticket", help="list, show or export tickets", parents=[shared])
    verbs = command.add_subparsers(metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="the tickets of a view, latest first", parents=[shared])
    listing.add_argument("--view", choices=_VIEWS, default="open")
    listing.add_argument(
        "--limit", type=whole_number(1, MOST_ROWS), default=50, metavar="N", help="at most so many (50)"
    )
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=run_list)
    show = verbs.add_parser("show", help="one ticket with its messages", parents=[shared])
    show.add_argument("number", type=ticket_number, metavar="NUMBER")
    show.add_argument("--json", action="store_true", help="one JSON object")
    show.set_defaults(run=run_show)
    exporting.add(verbs, shared)


def run_list(arguments: argparse.Namespace) -> int:
    """Print a view."""
    from deskbell.store.opening import open_desk
    from deskbell.store.queries import ticket_list

    view = View(ViewKind(arguments.view))
    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        page = desk.read(ticket_list.page, view, Sort.LATEST, 0, limit=arguments.limit)
    for row in page.rows:
        print_row(row, as_json=arguments.json)
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print a ticket."""
    from deskbell.store.opening import open_desk
    from deskbell.store.queries import ticket

    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        detail = desk.read(ticket.detail, arguments.number, newest=_EVERYTHING)
    if detail is None:
        raise Mistake("ticket.missing", number=arguments.number)
    if arguments.json:
        print(json.dumps(detail, ensure_ascii=False, default=_plain))
    else:
        _print_ticket(detail)
    return 0


def print_row(row: TicketRow, *, as_json: bool) -> None:
    """One ticket on one line."""
    if as_json:
        print(json.dumps(row, ensure_ascii=False, default=_plain))
        return
    when = row.activity_at.astimezone().strftime("%Y-%m-%d %H:%M")
    line = f"#{row.id:<7} {row.status.name.lower():<8} {when}  {row.customer}: {row.subject}"
    print(" ".join(line.split("\n")) if not row.hit else f"{line}\n         {row.hit}")


def _print_ticket(detail: TicketDetail) -> None:
    row = detail.row
    print(f"#{row.id} {row.subject}")
    places = [row.mailbox, *([row.team] if row.team else []), row.status.name.lower(), row.assignee or "-"]
    print(" · ".join([f"{row.customer} <{row.customer_email}>", *places]))
    if row.type is not None:
        print(f"Type: {row.type.name.lower()}")
    if row.due_at is not None:
        print(f"Due: {row.due_at.astimezone():%Y-%m-%d %H:%M}")
    for item in row.checklist:
        print(f"[{'x' if item.done else ' '}] {item.text}")
    for one in detail.fields:
        if one.value:
            print(f"{one.field.name}: {', '.join(choice.name for choice in chosen(one.field, one.value)) or one.value}")
    for message in detail.messages:
        _print_message(message)


def _print_message(message: MessageRow) -> None:
    when = message.at.astimezone().strftime("%Y-%m-%d %H:%M")
    print(f"\n--- {message.kind.name.lower()} · {message.author} <{message.author_email}> · {when}")
    print(message.text)
    for file in message.attachments:
        print(f"[{file.name}, {file.content_type}, {file.size} bytes]")


def _plain(value: Any) -> Any:
    """What JSON has no form for: rows by the names of their fields, times as ISO 8601 in UTC, sets in order."""
    if isinstance(value, Struct):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
