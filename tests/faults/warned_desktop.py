"""One desktop of an office whose promises run out: an agent who works on tickets, and hears what they are warned of.

Its words: the database's address, the agent's id, and a seed. It ends when its input does, and prints the tickets that it was told of.
"""

import json
import random
import sys
import threading
from contextlib import closing, suppress

from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, ChangeTags
from deskbell.model.errors import DeskError
from deskbell.model.following import Follow
from deskbell.model.sla_warnings import SeeWarnings
from deskbell.store.desk import Desk
from deskbell.store.queries import warnings
from deskbell.store.tables import ticket


def main(address: str, agent_id: int, seed: int) -> None:
    """Work until nobody wants it any more."""
    chance, over = random.Random(seed), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    told: set[int] = set()

    def listen(desk: Desk) -> bool:
        """Look at what there is to be told, of which one is not told again."""
        found = tuple(one.ticket_id for one in desk.read(warnings.unseen, agent_id))
        told.update(found)
        if found:
            perform(desk, SeeWarnings(agent_id=agent_id, tickets=found))
        return bool(found)

    with closing(Desk.open(address)) as desk:
        with desk.reading() as session:
            numbers = list(session.connection.execute(ticket.select().with_only_columns(ticket.c.id)).scalars())
        while not over.wait(chance.uniform(0, 0.05)):
            some = (chance.choice(numbers),)
            commands = (
                AddNote(agent_id=agent_id, ticket_id=some[0], text="Who knows?"),
                ChangeTags(agent_id=agent_id, tickets=some, add=(f"desk {seed}",)),
                Follow(agent_id=agent_id, tickets=some, add=(agent_id,)),
            )
            # Two that change one ticket at once may be told to try again.
            with suppress(DeskError):
                perform(desk, chance.choice(commands))
            with suppress(DeskError):
                listen(desk)
        while listen(desk):
            pass
    json.dump(sorted(told), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
