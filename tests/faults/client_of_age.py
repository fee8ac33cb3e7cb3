"""A desktop's data layer of some age, at work: writes a note, reads its ticket, and so on until its standard input ends. Prints a line for each:
"opened", "waits CODE" while the desk is too old for it, "wrote ID", "not CODE" for a note that was refused, "read ID" for the newest that it sees.

Usage: client_of_age.py ADDRESS AGENT TICKET [STEPS]

STEPS is a folder with steps of the schema that this client knows beside those of this tree.
"""

import sys
import threading
from contextlib import closing

from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote
from deskbell.model.errors import DeskError, Mistake
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries.ticket import detail

_PAUSE = 0.1
_REST = 0.01


def main(address: str, agent: str, ticket: str, *steps: str) -> None:
    """Work until standard input ends."""
    migrations.__path__ += steps
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    with closing(_open(address)) as desk:
        print("opened", flush=True)
        while not over.is_set():
            try:
                print("wrote", perform(desk, AddNote(agent_id=int(agent), ticket_id=int(ticket), text="So far.")))
            except DeskError as error:
                print("not", error.code)
                over.wait(_PAUSE)
            found = desk.read(detail, int(ticket))
            assert found is not None
            print("read", max((row.id for row in found.messages), default=0), flush=True)
            over.wait(_REST)


def _open(address: str) -> Desk:
    """The desk, as soon as it is of a schema that this client knows."""
    while True:
        try:
            return open_desk(address)
        except Mistake as mistake:
            if mistake.code != "db.older":
                raise
            print("waits", mistake.code, flush=True)
            threading.Event().wait(_PAUSE)


main(*sys.argv[1:])
