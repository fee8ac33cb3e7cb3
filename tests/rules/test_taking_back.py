"""Which steps can be taken back, and what has become of the others."""

import pytest

from deskbell.model.checklist import ChecklistItem
from deskbell.model.history import Standing
from deskbell.model.kinds import Deed
from deskbell.rules.checklist import journalled
from deskbell.rules.taking_back import Done, Line, Verdict, can_be_taken_back, is_whole, verdicts

A, B = ChecklistItem("a", "Ask"), ChecklistItem("b", "Tell")
DONE = ChecklistItem("a", "Ask", done=True)


def became(*steps: tuple[str, Done, tuple[tuple[Deed, str, str], ...]]) -> dict[str, Verdict]:
    """What became of steps, given oldest first as they were done."""
    lines = [Line(name, *line) for name, _, its in steps for line in its]
    return verdicts(lines[::-1], {name: done for name, done, _ in steps})


def one(
    name: str, kind: Deed, before: str, after: str, **done: str
) -> tuple[str, Done, tuple[tuple[Deed, str, str], ...]]:
    return name, Done(kind, **done), ((kind, before, after),)


def undoing(
    name: str, of: str, kind: Deed, before: str, after: str, **done: str
) -> tuple[str, Done, tuple[tuple[Deed, str, str], ...]]:
    return name, Done(Deed.UNDONE, undoes=of, **done), ((kind, before, after),)


HOLDS = Verdict(Standing.HOLDS)


def test_the_last_of_its_kind_holds_and_those_before_are_overtaken_by_it() -> None:
    found = became(
        one("1", Deed.STATUS, "0", "1"),
        one("2", Deed.PRIORITY, "1", "2"),
        one("3", Deed.STATUS, "1", "2"),
        one("4", Deed.STATUS, "2", "4"),
    )
    overtaken = Verdict(Standing.OVERTAKEN, "4")
    assert found == {"1": overtaken, "2": HOLDS, "3": overtaken, "4": HOLDS}


def test_a_value_that_came_back_is_the_one_that_it_left() -> None:
    found = became(
        one("1", Deed.ASSIGNED, "", "7"), one("2", Deed.ASSIGNED, "7", "8"), one("3", Deed.ASSIGNED, "8", "7")
    )
    assert found["1"] == found["3"] == HOLDS
    assert found["2"] == Verdict(Standing.OVERTAKEN, "3")


def test_what_was_taken_back_says_by_what_and_frees_what_was_before_it() -> None:
    found = became(
        one("1", Deed.STATUS, "0", "1"), one("2", Deed.STATUS, "1", "4"), undoing("3", "2", Deed.STATUS, "4", "1")
    )
    assert found == {"1": HOLDS, "2": Verdict(Standing.TAKEN_BACK, "3"), "3": HOLDS}


def test_taking_back_can_be_taken_back_and_then_the_step_holds_again() -> None:
    found = became(
        one("1", Deed.STATUS, "1", "4"),
        undoing("2", "1", Deed.STATUS, "4", "1", undone_by="3"),
        undoing("3", "2", Deed.STATUS, "1", "4"),
    )
    assert found == {"1": HOLDS, "2": Verdict(Standing.TAKEN_BACK, "3"), "3": HOLDS}


def test_a_step_that_an_earlier_program_took_back_says_it_in_the_step_alone() -> None:
    found = became(one("1", Deed.STATUS, "1", "4", undone_by="2"), ("2", Done(Deed.UNDONE), ((Deed.STATUS, "4", "1"),)))
    assert found["1"] == Verdict(Standing.TAKEN_BACK, "2")


def test_one_part_of_a_macro_that_was_overtaken_keeps_all_of_it() -> None:
    macro = ("1", Done(Deed.STATUS), ((Deed.STATUS, "1", "4"), (Deed.TAGGED, "", "refund")))
    found = became(macro, one("2", Deed.TAGGED, "refund", "refund\nvip"))
    assert found["1"] == Verdict(Standing.OVERTAKEN, "2")


@pytest.mark.parametrize(
    ("kind", "first", "second", "overtakes"),
    [
        (Deed.FIELD, ("3:", "3:a"), ("4:", "4:b"), False),
        (Deed.FIELD, ("3:", "3:a"), ("3:a", "3:b"), True),
        (Deed.FOLLOWED, ("", "7"), ("", "8"), False),
        (Deed.FOLLOWED, ("", "7"), ("7", ""), True),
        (Deed.LINKED, (" 5", "child 5"), (" 6", "child 6"), False),
        (Deed.LINKED, (" 5", "child 5"), ("child 5", "parent 5"), True),
        (Deed.CHECKLIST, ("", journalled((A,), "a")), ("", journalled((A, B), "b")), False),
        (Deed.CHECKLIST, ("", journalled((A,), "a")), (journalled((A,), "a"), journalled((DONE,), "a")), True),
        (Deed.CHECKLIST, ("", journalled((A,), "a")), (journalled((A, B), "a"), journalled((B, A), "a")), False),
    ],
)
def test_what_is_about_something_else_overtakes_nothing(
    kind: Deed, first: tuple[str, str], second: tuple[str, str], *, overtakes: bool
) -> None:
    found = became(one("1", kind, *first), one("2", kind, *second))
    assert found["1"] == (Verdict(Standing.OVERTAKEN, "2") if overtakes else HOLDS)


def test_waking_overtakes_a_snooze() -> None:
    found = became(one("1", Deed.SNOOZED, "", "1000"), one("2", Deed.WOKEN, "1000", ""))
    assert found == {"1": Verdict(Standing.OVERTAKEN, "2"), "2": Verdict(Standing.STAYS)}


@pytest.mark.parametrize("kind", [Deed.REPLIED, Deed.NOTED, Deed.RECEIVED, Deed.READ_AGAIN, Deed.SEND_UNDONE])
def test_what_was_written_stays(kind: Deed) -> None:
    assert became(one("1", kind, "", "12")) == {"1": Verdict(Standing.STAYS)}


def test_what_became_of_an_answer_that_solved() -> None:
    answer = ("1", Done(Deed.REPLIED), ((Deed.REPLIED, "", "12"), (Deed.STATUS, "1", "4")))
    assert became(answer)["1"].standing is Standing.STAYS


@pytest.mark.parametrize(
    ("kind", "lines", "can", "whole"),
    [
        (Deed.STATUS, {Deed.STATUS, Deed.SNOOZED}, True, False),
        (Deed.UNDONE, {Deed.STATUS}, True, False),
        (Deed.UNDONE, {Deed.LINKED}, True, True),
        (Deed.UNDONE, {Deed.CAME, Deed.MERGED, Deed.STATUS}, False, True),
        (Deed.UNDONE, {Deed.UNBLOCKED, Deed.STATUS}, False, False),
        (Deed.UNDONE, set(), False, False),
        (Deed.MESSAGES_MOVED, {Deed.LEFT, Deed.CAME}, True, True),
        (Deed.CUSTOMERS_MERGED, set(), True, False),
        (Deed.WOKEN, {Deed.WOKEN}, False, False),
    ],
)
def test_which_have_a_way_back(kind: Deed, lines: set[Deed], *, can: bool, whole: bool) -> None:
    assert can_be_taken_back(kind, lines) is can
    assert is_whole(lines) is whole
