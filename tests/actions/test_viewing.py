"""Who is at which ticket: told by one window, seen by the others, gone when they go or die."""

from datetime import timedelta

from sqlalchemy import Table, func, select, update

from actions.conftest import SmallDesk
from building import statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import TellViewing, new_deed
from deskbell.model.kinds import Activity
from deskbell.model.rows import ViewerRow
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store.desk import Desk
from deskbell.store.queries import changes, viewers
from deskbell.store.tables import deed, viewer

HERS, HIS = new_deed(), new_deed()


def tell(desk: Desk, agent: int, window: str, ticket: int, activity: Activity = Activity.LOOKING) -> None:
    perform(desk, TellViewing(agent_id=agent, window=window, ticket_id=ticket, activity=activity))


def last_heard(desk: Desk, window: str, ago: timedelta) -> None:
    """As if the window had died so long ago."""
    with desk.writing() as session:
        session.connection.execute(update(viewer).where(viewer.c.window == window).values(seen_at=session.now - ago))


def others(desk: Desk, agent_id: int) -> tuple[ViewerRow, ...]:
    """Whom this agent would hear of."""
    found: list[tuple[ViewerRow, ...]] = []
    with desk.reading() as session:
        viewers.ask(session, found.append)
        session.connection.execute(select(1))
    return tuple(row for row in found[0] if row.agent_id != agent_id)


def count(desk: Desk, table: Table) -> int:
    with desk.reading() as session:
        return session.connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_others_see_where_one_is_and_what_one_does(small: SmallDesk) -> None:
    desk, ona, tomas = small.desk, small.ona, small.tomas
    tell(desk, tomas, HIS, 7)
    assert others(desk, ona) == (ViewerRow(tomas, 7, Activity.LOOKING),)
    tell(desk, tomas, HIS, 7, Activity.ANSWERING)
    assert others(desk, ona) == (ViewerRow(tomas, 7, Activity.ANSWERING),)
    tell(desk, tomas, HIS, 8, Activity.NOTING)
    tell(desk, ona, HERS, 8)
    assert others(desk, ona) == (ViewerRow(tomas, 8, Activity.NOTING),)
    assert others(desk, tomas) == (ViewerRow(ona, 8, Activity.LOOKING),)
    assert others(desk, 0) == (
        ViewerRow(ona, 8, Activity.LOOKING),
        ViewerRow(tomas, 8, Activity.NOTING),
    )
    tell(desk, tomas, HIS, 0)
    assert others(desk, ona) == ()
    tell(desk, tomas, HIS, 0)
    assert count(desk, viewer) == 1, "hers"


def test_who_is_not_heard_of_is_gone_and_comes_back(small: SmallDesk) -> None:
    desk, ona, tomas = small.desk, small.ona, small.tomas
    tell(desk, tomas, HIS, 7)
    last_heard(desk, HIS, timedelta(seconds=GONE_SECONDS - 5))
    assert len(others(desk, ona)) == 1
    last_heard(desk, HIS, timedelta(seconds=GONE_SECONDS))
    assert others(desk, ona) == ()
    tell(desk, tomas, HIS, 7)
    assert len(others(desk, ona)) == 1, "a laptop that woke from its sleep"


def test_the_table_does_not_grow(small: SmallDesk) -> None:
    desk, ona, tomas = small.desk, small.ona, small.tomas
    before = desk.read(changes.latest), count(desk, deed)
    for ticket in range(1, 9):
        tell(desk, tomas, HIS, ticket)
    for _ in range(5):
        dead = new_deed()
        tell(desk, ona, dead, 1)
        last_heard(desk, dead, timedelta(hours=2))
    tell(desk, ona, HERS, 3)
    assert count(desk, viewer) == 2
    assert (desk.read(changes.latest), count(desk, deed)) == before


def test_asking_is_one_statement_however_many_there_are(small: SmallDesk) -> None:
    desk, ona, tomas = small.desk, small.ona, small.tomas
    for ticket in range(1, 30):
        tell(desk, tomas, new_deed(), ticket)
    with statements(desk) as sent:
        assert len(others(desk, ona)) == 29
    asked = [words for words, *_ in sent if "viewer" in words]
    assert len(asked) == 1
    assert len(sent) - len(asked) <= 1, "the clock, where that is the server's"
