"""`deskbell ticket export NUMBER --format eml|mbox|pdf --to PATH`: a ticket's mails as files."""

import argparse
from contextlib import closing
from pathlib import Path

from deskbell.cli.places import places_of
from deskbell.cli.typed import ticket_number
from deskbell.model.errors import Mistake

_FORMS = ("eml", "mbox", "pdf")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    export = verbs.add_parser(
        "export",
        help="write a ticket's mails into files",
        description="Writes the mails of a ticket byte for byte as they came and went, oldest first: eml makes a folder with a file for "
        "each, mbox one file. pdf is for reading: what each message added. Nothing is written over.",
        parents=[shared],
    )
    export.add_argument("number", type=ticket_number, metavar="NUMBER")
    export.add_argument("--format", choices=_FORMS, default="eml", help="what to write (eml)")
    export.add_argument("--to", type=Path, required=True, metavar="PATH", help="the file, or for eml the folder")
    export.add_argument("--notes", action="store_true", help="what agents wrote to each other, too")
    export.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the files, and say how many mails there were."""
    from deskbell.store.opening import open_desk

    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        if arguments.format == "pdf":
            from deskbell.ui.ticket.printing import pdf_of_ticket

            if arguments.to.exists():
                raise Mistake("file.exists", path=arguments.to)
            desk.read(pdf_of_ticket, arguments.number, arguments.to, notes=arguments.notes)
            print(f"Ticket {arguments.number} written to {arguments.to}.")
            return 0
        from deskbell.actions.export_ticket import Form, export_ticket

        form = Form(arguments.format)
        count = desk.read(export_ticket, arguments.number, form, arguments.to, notes=arguments.notes)
    print(f"{count} mails of ticket {arguments.number} written to {arguments.to}.")
    return 0
