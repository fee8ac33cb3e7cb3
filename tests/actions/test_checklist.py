"""The checklist of a ticket: added to, ticked, moved and taken back, by one and by two."""

import pytest

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.checklist import MOST, ChecklistItem, SetItem
from deskbell.model.commands import UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed


@pytest.fixture
def asked(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def items(small: SmallDesk, number: int) -> list[tuple[str, bool]]:
    return [(item.text, item.done) for item in small.ticket(number).row.checklist]


def put(small: SmallDesk, number: int, item: ChecklistItem, *, fresh: bool = False, place: int | None = None) -> str:
    command = SetItem(agent_id=small.ona, ticket_id=number, item=item, fresh=fresh, place=place)
    perform(small.desk, command)
    return command.deed


def undo(small: SmallDesk, deed: str) -> None:
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=deed))


def add(small: SmallDesk, number: int, *letters: str) -> list[str]:
    return [put(small, number, ChecklistItem(letter, f"Do {letter}"), fresh=True) for letter in letters]


@pytest.mark.parametrize(
    ("item", "place", "after"),
    [
        (ChecklistItem("b", "Do b", done=True), None, ["a", "b+", "c"]),
        (ChecklistItem("b", "Do b"), 0, ["b", "a", "c"]),
        (ChecklistItem("b", ""), None, ["a", "c"]),
        (ChecklistItem("a", "Do\nmore"), None, ["more", "b", "c"]),
    ],
)
def test_a_change_and_its_undo(
    small: SmallDesk, asked: int, item: ChecklistItem, place: int | None, after: list[str]
) -> None:
    add(small, asked, "a", "b", "c")
    before = items(small, asked)
    deed = put(small, asked, item, place=place)
    assert [text.removeprefix("Do ") + "+" * done for text, done in items(small, asked)] == after
    assert [event.kind for event in small.ticket(asked).events if event.deed_id == deed] == [Deed.CHECKLIST]
    undo(small, deed)
    assert items(small, asked) == before


def test_what_was_added_is_taken_back_unless_somebody_ticked_it(small: SmallDesk, asked: int) -> None:
    first, second = add(small, asked, "a", "b")
    put(small, asked, ChecklistItem("a", "Do a", done=True))
    with pytest.raises(Mistake, match="changed again"):
        undo(small, first)
    undo(small, second)
    assert items(small, asked) == [("Do a", True)]


def test_two_who_tick_different_items_both_have(small: SmallDesk, asked: int) -> None:
    add(small, asked, "a", "b")
    for letter in "ab":
        put(small, asked, ChecklistItem(letter, f"Do {letter}", done=True))
    assert items(small, asked) == [("Do a", True), ("Do b", True)]


def test_what_somebody_took_off_cannot_be_ticked_and_is_not_there_again(small: SmallDesk, asked: int) -> None:
    add(small, asked, "a")
    off = put(small, asked, ChecklistItem("a", ""))
    with pytest.raises(Mistake) as refused:
        put(small, asked, ChecklistItem("a", "Do a", done=True))
    assert refused.value.code == "checklist.gone"
    put(small, asked, ChecklistItem("a", ""))
    assert small.ticket(asked).row.checklist == ()
    undo(small, off)
    assert items(small, asked) == [("Do a", False)]


def test_the_same_once_more_is_no_step(small: SmallDesk, asked: int) -> None:
    add(small, asked, "a")
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, put(small, asked, ChecklistItem("a", "Do a"), place=0))


def test_a_checklist_does_not_grow_without_end(small: SmallDesk, asked: int) -> None:
    add(small, asked, *(str(number) for number in range(MOST)))
    with pytest.raises(Mistake) as refused:
        add(small, asked, "one more")
    assert refused.value.code == "checklist.full"
