"""Two at the same article or category at once: nobody says of a text that it is right who has not read it, and nothing is put where nothing is any more."""

import pytest

from actions.conftest import SmallDesk
from actions.test_at_once import both, doing
from deskbell.actions.dispatch import perform
from deskbell.model.articles import RemoveCategory, SaveCategory, Trust, VerifyArticle, WriteArticle
from deskbell.model.errors import Conflict, Mistake
from deskbell.store.queries import articles

SERVER = pytest.mark.parametrize("small", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True)


def trust_of(small: SmallDesk, number: int) -> Trust:
    found = small.desk.read(articles.read, small.ona, number, "en")
    assert found is not None
    return found.trust


def test_only_what_was_read_is_said_to_be_right(small: SmallDesk) -> None:
    written = WriteArticle(agent_id=small.ona, id=0, language="en", title="Refunds", body="14 days.")
    number = perform(small.desk, written) or 0
    read = VerifyArticle(agent_id=small.ona, id=number, language="en", revision=1)
    theirs = WriteArticle(agent_id=small.tomas, id=number, language="en", title="Refunds", body="30 days.", base=1)
    perform(small.desk, theirs)
    with pytest.raises(Conflict) as refused:
        perform(small.desk, read)
    assert (refused.value.code, refused.value.values["title"]) == ("article.written", "Refunds")
    assert trust_of(small, number) is Trust.NEVER
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number, language="en", revision=1, doubt="Which?"))
    assert trust_of(small, number) is Trust.DOUBTED
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number, language="en", revision=2))
    assert trust_of(small, number) is Trust.VERIFIED


@SERVER
@pytest.mark.parametrize("removed_first", [True, False])
def test_a_category_is_removed_at_the_moment_in_which_it_is_filled(small: SmallDesk, removed_first: bool) -> None:
    category = perform(small.desk, SaveCategory(agent_id=small.ona, id=0, name="Parcels")) or 0
    remove = doing(RemoveCategory(agent_id=small.ona, id=category, version=1))
    fill = doing(
        WriteArticle(agent_id=small.ona, id=0, language="en", title="Lost", body="Wait.", category_id=category)
    )
    with pytest.raises(Mistake) as refused:
        both(small, remove, fill) if removed_first else both(small, fill, remove)
    assert refused.value.code == ("category.missing" if removed_first else "category.full")
