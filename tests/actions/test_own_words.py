"""The words of one's own dictionary: for that person alone, each for itself."""

import pytest

from actions.conftest import SmallDesk
from actions.test_at_once import both, doing
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveSettings
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.model.own_words import ChangeWords
from deskbell.rules.spelling import kept_words
from deskbell.store.queries import changes, settings


def words(small: SmallDesk, agent: int) -> tuple[str, ...]:
    return kept_words(small.desk.read(settings.read, agent).text("spelling.words"))


def change(small: SmallDesk, *given: str, known: bool = True) -> None:
    perform(small.desk, ChangeWords(agent_id=small.ona, words=given, known=known))


def test_words_are_kept_for_one_person_and_taken_off(small: SmallDesk) -> None:
    last = small.desk.read(changes.latest)
    change(small, "žvirblis", "Amberline")
    change(small, "Amberline", "don’t")
    assert words(small, small.ona) == ("Amberline", "don't", "žvirblis")
    assert words(small, small.tomas) == ()
    assert small.desk.read(changes.since, last).of(Entity.SETTING) == {small.ona}
    change(small, "Amberline", "nothing", known=False)
    assert words(small, small.ona) == ("don't", "žvirblis")
    change(small, "don't", "žvirblis", known=False)
    assert "spelling.words" not in small.desk.read(settings.read, small.ona).values


def test_what_is_no_word_changes_nothing(small: SmallDesk) -> None:
    change(small, "Amberline")
    with pytest.raises(Mistake, match="“two words” is not one word"):
        change(small, "good", "two words")
    assert words(small, small.ona) == ("Amberline",)


def test_other_settings_are_left_alone(small: SmallDesk) -> None:
    perform(small.desk, SaveSettings(agent_id=small.ona, owner=small.ona, values=(("reply.undo_seconds", 3),)))
    change(small, "Amberline")
    assert small.desk.read(settings.read, small.ona).number("reply.undo_seconds") == 3


@pytest.mark.parametrize("small", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True)
@pytest.mark.parametrize("before", [(), ("known",)])
def test_two_windows_lose_no_word_of_each_other(small: SmallDesk, before: tuple[str, ...]) -> None:
    if before:
        change(small, *before)
    one, other = (ChangeWords(agent_id=small.ona, words=(word,), known=True) for word in ("first", "second"))
    both(small, doing(one), doing(other))
    assert set(words(small, small.ona)) == {*before, "first", "second"}
