"""Two who move tickets between the same places, each the other way, never wait for each other's counts: all count in the order of the keys."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Table, select, tuple_

from actions.conftest import SmallDesk, mail
from actions.test_at_once import WAITING
from actions.test_teams import Teams
from deskbell.actions.dispatch import perform
from deskbell.model.commands import Assign, ChangeTags, Command, MoveToMailbox, SetStatus, SetTeam
from deskbell.model.kinds import Status
from deskbell.store.tables import tag_count, team_count, ticket_count

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("small", ["postgresql"], indirect=True)]

Key = tuple[int, ...]
Counts = dict[Key, int]


def counts(small: SmallDesk, table: Table) -> Counts:
    with small.desk.reading() as session:
        return {tuple(row[:-1]): row[-1] for row in session.connection.execute(select(table))}


def both_ways(small: SmallDesk, number: int) -> dict[str, tuple[Callable[[], Command], Callable[[], Command], Table]]:
    """What can be done to a ticket, the same undone, and where both are counted."""
    office = Teams(small)
    ours = {"agent_id": small.ona, "tickets": (number,)}
    # Their ids are not in the order of their names.
    for name in ("zebra", "red", "ant"):
        perform(small.desk, ChangeTags(**ours, add=(name,)))
    perform(small.desk, ChangeTags(**ours, remove=("ant",)))
    perform(small.desk, SetTeam(**ours, team_id=office.care))
    solved, opened = (lambda: SetStatus(**ours, status=Status.SOLVED)), (lambda: SetStatus(**ours, status=Status.OPEN))
    return {
        "tags": (
            lambda: ChangeTags(**ours, add=("ant",), remove=("zebra",)),
            lambda: ChangeTags(**ours, add=("zebra",), remove=("ant",)),
            tag_count,
        ),
        "tags of a status": (solved, opened, tag_count),
        "status": (solved, opened, ticket_count),
        "status of a team's": (solved, opened, team_count),
        "assignee": (
            lambda: Assign(**ours, assignee_id=small.ona),
            lambda: Assign(**ours, assignee_id=None),
            ticket_count,
        ),
        "mailbox": (
            lambda: MoveToMailbox(**ours, mailbox_id=small.billing),
            lambda: MoveToMailbox(**ours, mailbox_id=small.support),
            ticket_count,
        ),
        "team": (
            lambda: SetTeam(**ours, team_id=office.orders),
            lambda: SetTeam(**ours, team_id=office.care),
            team_count,
        ),
    }


WHAT = ("tags", "tags of a status", "status", "status of a team's", "assignee", "mailbox", "team")


@pytest.mark.parametrize("what", WHAT)
def test_who_waits_for_a_count_holds_none_that_comes_after_it(small: SmallDesk, what: str) -> None:
    there, back, table = both_ways(small, small.arrive(mail("1@mail.example"))[0].ticket_id)[what]
    before = counts(small, table)
    perform(small.desk, there())
    after = counts(small, table)
    perform(small.desk, back())
    first, *others = sorted(key for key in after if after[key] != before.get(key, 0))
    assert others
    for command in (there(), back()):
        assert held_while_waiting(small, table, first, others, command) == set()


def held_while_waiting(small: SmallDesk, table: Table, first: Key, others: list[Key], command: Command) -> set[Key]:
    """Which of the other counts somebody holds who waits for the first one."""
    key = tuple_(*table.primary_key.columns)
    with ThreadPoolExecutor(1) as pool:
        with small.desk.writing() as session:
            session.connection.execute(select(table).where(key == first).with_for_update())
            answer = pool.submit(perform, small.desk, command)
            while not answer.done() and session.connection.execute(WAITING).first() is None:
                pass
            assert not answer.done()
            free = select(table).where(key.in_(others)).with_for_update(skip_locked=True)
            found = {tuple(row[:-1]) for row in session.connection.execute(free)}
        answer.result()
    return set(others) - found
