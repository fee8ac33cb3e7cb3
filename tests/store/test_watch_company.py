"""Who is at which ticket comes with each look at the change log, for whoever wants to hear it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.changes import Changes
from deskbell.model.commands import TellViewing, new_deed
from deskbell.model.kinds import Activity, Entity
from deskbell.model.rows import ViewerRow
from deskbell.store.desk import Desk
from deskbell.store.watch import Watcher


def test_who_is_at_which_ticket_is_told_when_it_is_another_than_before(desk: Desk, build: Builder) -> None:
    """Without any change row: it comes with the next look."""
    window, there = new_deed(), (ViewerRow(build.me, 7, Activity.LOOKING),)

    def tell(ticket: int) -> None:
        perform(desk, TellViewing(agent_id=build.me, window=window, ticket_id=ticket, activity=Activity.LOOKING))

    with closing(Watcher(desk)) as watcher, ThreadPoolExecutor(1) as thread:
        last = watcher.begin()
        assert watcher.next(last, 20.0, company=True) == Changes((), company=())
        waiting = thread.submit(watcher.next, last, 20.0, company=True)
        tell(7)
        assert waiting.result() == Changes((), company=there)
        assert watcher.next(last, 0.0, company=True) == Changes(()), "told once"
        with desk.writing() as session:
            session.changed(Entity.TICKET, 1, 1)
        found = watcher.next(last, 20.0, company=True)
        assert (found.tickets(), found.company) == ({1}, None)
        last = found.rows[-1].id
        assert watcher.next(last, 0.0) == Changes(()), "nobody wants to hear it"
        assert watcher.next(last, 20.0, company=True) == Changes((), company=there)
        watcher.begin()
        assert watcher.next(last, 20.0, company=True) == Changes((), company=there), "a server that was away"
        tell(0)
        assert watcher.next(last, 20.0, company=True) == Changes((), company=())
