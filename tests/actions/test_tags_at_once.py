"""A tag is merged or removed in the moment in which somebody puts it on a ticket, in two sessions of a real PostgreSQL: no ticket keeps what is gone."""

from contextlib import suppress

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.test_at_once import Work, both, doing
from deskbell.actions.dispatch import perform
from deskbell.model.commands import ChangeTags, MergeTag, RemoveTag, SaveTag
from deskbell.model.errors import Mistake
from deskbell.store.integrity import problems
from deskbell.store.tables import tag, ticket_tag

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("small", ["postgresql"], indirect=True)]


@pytest.fixture
def asked(small: SmallDesk) -> int:
    """A ticket with neither of the tags late (id 1) and delayed (2), and another one with late."""
    first, second = (small.arrive(mail(f"{number}@mail.example"))[0].ticket_id for number in (1, 2))
    for name in ("late", "delayed"):
        perform(small.desk, SaveTag(agent_id=small.ona, id=0, name=name))
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=(second,), add=("late",)))
    return first


def merging(small: SmallDesk, one: int = 1, other: int = 2) -> MergeTag:
    return MergeTag(agent_id=small.ona, id=one, into_id=other, version=1)


def putting(small: SmallDesk, number: int) -> Work:
    return doing(ChangeTags(agent_id=small.tomas, tickets=(number,), add=("late",)))


def of_tickets(small: SmallDesk) -> list[str]:
    with small.desk.reading() as session:
        names = select(tag.c.name).join(ticket_tag, ticket_tag.c.tag_id == tag.c.id).order_by(ticket_tag.c.ticket_id)
        return list(session.connection.execute(names).scalars())


@pytest.mark.parametrize("merged_first", [True, False])
def test_it_is_merged_while_somebody_puts_it_on(small: SmallDesk, asked: int, merged_first: bool) -> None:
    works = doing(merging(small)), putting(small, asked)
    both(small, *(works if merged_first else works[::-1]))
    # What came between the last tickets and the end of it is merged by the next step.
    with suppress(Mistake):
        assert perform(small.desk, merging(small)) == 0
    assert of_tickets(small) == ["delayed", "delayed"]
    assert small.desk.read(problems) == []


def test_it_is_put_on_while_somebody_removes_it(small: SmallDesk, asked: int) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=(asked + 1,), remove=("late",)))
    removal = RemoveTag(agent_id=small.ona, id=1, version=1)
    with pytest.raises(Mistake) as refused:
        both(small, putting(small, asked), doing(removal))
    assert refused.value.code == "tag.used"
    assert of_tickets(small) == ["late"]


def test_it_is_removed_while_somebody_puts_it_on(small: SmallDesk, asked: int) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=(asked + 1,), remove=("late",)))
    both(small, doing(RemoveTag(agent_id=small.ona, id=1, version=1)), putting(small, asked))
    assert of_tickets(small) == ["late"], "made anew"
    assert small.desk.read(problems) == []


def test_two_are_merged_into_each_other(small: SmallDesk, asked: int) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=(asked,), add=("delayed",)))
    with pytest.raises(Mistake) as refused:
        both(small, doing(merging(small)), doing(merging(small, 2, 1)))
    assert refused.value.code == "tag.missing"
    assert of_tickets(small) == ["delayed", "delayed"]
