"""What a computer kept while its desk was away, or too new for the program, given to the desk at the next start: the program may have ended in between."""

import logging
from pathlib import Path

from deskbell.model.errors import DeskError, Trouble
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import identity
from deskbell.ui.composer.drafts_here import FOLDER, DraftsHere

log = logging.getLogger("deskbell.ui.drafts")


def give_back(desk: Desk, data: Path, agent_id: int) -> DraftsHere:
    """Give the desk the drafts of `agent_id` that lie in the folder `data`; where they lie from now on.

    They were written here last, so they win over what the desk has. What it does not take stays here, and what it may take later is `left`.
    """
    here = DraftsHere(data / FOLDER / f"{desk.read(identity).desk_id}-{agent_id}")
    waiting = here.waiting()
    if waiting:
        from deskbell.actions.dispatch import perform

        for command in waiting:
            try:
                perform(desk, command)
                here.given.append(command)
                here.drop(command.ticket_id, command.kind)
            except (DeskError, OSError) as error:
                log.error("A draft that was kept here stays here: %s", type(error).__name__)
                if isinstance(error, Trouble):
                    here.left.append(command)
    return here
