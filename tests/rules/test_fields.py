"""What custom fields may hold, and which tickets have them."""

import pytest

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, FieldValue
from deskbell.model.kinds import Status
from deskbell.rules.fields import (
    LONGEST_NAME,
    LONGEST_TEXT,
    applies,
    from_journal,
    journalled,
    kept,
    lacking,
    measure,
    must_be_filled,
    must_be_good,
    plain_number,
)

COLOURS = (FieldChoice(1, "Red"), FieldChoice(2, "Blue"), FieldChoice(3, "Green", retired=True))


def field(kind: FieldKind, **values: object) -> CustomField:
    choices = COLOURS if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else ()
    return CustomField(**{"id": 1, "name": "Size", "kind": kind, "choices": choices} | values)


@pytest.mark.parametrize(
    ("kind", "value", "is_kept"),
    [
        *((kind, "  ", "") for kind in FieldKind),
        (FieldKind.TEXT, " A\t1042\n b ", "A 1042 b"),
        (FieldKind.TEXT, "x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        (FieldKind.NUMBER, "12", "12"),
        (FieldKind.NUMBER, "+012.500", "12.5"),
        (FieldKind.NUMBER, "-0.0", "0"),
        (FieldKind.NUMBER, "0", "0"),
        (FieldKind.NUMBER, "3.", "3"),
        (FieldKind.NUMBER, "-999999999999.123456", "-999999999999.123456"),
        (FieldKind.DATE, "2026-02-28", "2026-02-28"),
        (FieldKind.CHOICE, "2", "2"),
        (FieldKind.CHOICE, "3", "3"),
        (FieldKind.CHOICES, "2 1", "1 2"),
        (FieldKind.CHOICES, "1  1", "1"),
        (FieldKind.CHECK, "yes", "yes"),
    ],
)
def test_what_is_kept(kind: FieldKind, value: str, is_kept: str) -> None:
    assert kept(field(kind), value) == is_kept


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (FieldKind.TEXT, "x" * (LONGEST_TEXT + 1), "field.text_long"),
        *(
            (FieldKind.NUMBER, value, "field.number")
            for value in ("x", "1,5", "1e3", "1.2.3", "1" * 13, "0.1234567", "٣")
        ),
        *((FieldKind.DATE, value, "field.date") for value in ("2026-02-30", "tomorrow", "28.02.2026", "0000-01-01")),
        *((FieldKind.CHOICE, value, "field.choice") for value in ("4", "Red", "1 2")),
        (FieldKind.CHOICES, "1 4", "field.choice"),
        *((FieldKind.CHECK, value, "field.check") for value in ("no", "Yes", "1")),
    ],
)
def test_what_is_refused(kind: FieldKind, value: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        kept(field(kind), value)
    assert refused.value.code == code
    assert str(refused.value) != code, "it has a sentence"


@pytest.mark.parametrize(
    ("typed", "point", "group", "number"),
    [
        ("1,234.5", ".", ",", "1234.5"),
        ("1,5", ".", ",", "1,5"),
        ("1,23", ".", ",", "1,23"),
        (".5", ".", ",", "0.5"),
        ("1 234,50", ",", "\u00a0", "1234.50"),
        ("1.234,5", ",", ".", "1234.5"),
        ("1.234", ",", ".", "1234"),
        ("1.5", ",", ".", "1.5"),
        ("−5", ".", ",", "-5"),
        ("-,5", ",", "\u00a0", "-0.5"),
        ("twelve", ".", ",", "twelve"),
    ],
)
def test_numbers_as_people_type_them(typed: str, point: str, group: str, number: str) -> None:
    assert plain_number(typed, point, group) == number


def test_numbers_and_dates_are_in_their_order() -> None:
    numbers = ["-3", "-0.5", "0", "0.000001", "2", "10", "10.5", "999999999999.999999"]
    assert sorted(numbers, key=lambda value: measure(field(FieldKind.NUMBER), value) or 0) == numbers
    days = ["1999-12-31", "2026-02-28", "2026-11-26"]
    assert sorted(days, key=lambda value: measure(field(FieldKind.DATE), value) or 0) == days
    assert measure(field(FieldKind.TEXT), "12") is measure(field(FieldKind.NUMBER), "") is None


@pytest.mark.parametrize(
    ("values", "mailbox", "team", "has"),
    [
        ({}, 1, None, True),
        ({"retired": True}, 1, None, False),
        ({"mailboxes": frozenset({1})}, 1, None, True),
        ({"mailboxes": frozenset({1})}, 2, None, False),
        ({"teams": frozenset({7})}, 1, 7, True),
        ({"teams": frozenset({7})}, 1, None, False),
        ({"mailboxes": frozenset({1}), "teams": frozenset({7})}, 2, 7, True),
    ],
)
def test_which_tickets_have_it(values: dict[str, object], mailbox: int, team: int | None, has: bool) -> None:
    one = field(FieldKind.TEXT, required=True, **values)
    assert applies(one, mailbox, team) is has
    assert lacking([FieldValue(one, "")], mailbox, team) == ((one,) if has else ())
    assert lacking([FieldValue(one, "x")], mailbox, team) == ()


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", [None, *Status])
def test_it_is_asked_for_only_where_a_ticket_is_put_away_as_done(before: Status, after: Status | None) -> None:
    done = (Status.SOLVED, Status.CLOSED)
    assert must_be_filled(before, after) is (after in done and before not in done)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "name.empty"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "field.name_long"),
        ({"name": "ＯＲＤＥＲ"}, "field.exists"),
        ({"kind": FieldKind.DATE, "choices": ()}, "field.kind"),
        ({"choices": ()}, "field.no_choices"),
        ({"choices": (FieldChoice(1, "Red", retired=True),)}, "field.no_choices"),
        ({"choices": (FieldChoice(1, ""),)}, "field.choice_empty"),
        ({"choices": (FieldChoice(1, "Red"), FieldChoice(2, "red"))}, "field.choice_twice"),
        ({"choices": (FieldChoice(1, "Red"), FieldChoice(2, "red", retired=True))}, ""),
        ({"name": "Order", "retired": True}, ""),
    ],
)
def test_what_is_wrong_with_a_field(values: dict[str, object], code: str) -> None:
    before = field(FieldKind.CHOICE)
    others = [CustomField(2, "Order", FieldKind.TEXT)]
    if not code:
        must_be_good(field(**{"kind": FieldKind.CHOICE} | values), before, others)
        return
    with pytest.raises(Mistake) as refused:
        must_be_good(field(**{"kind": FieldKind.CHOICE} | values), before, others)
    assert refused.value.code == code


@pytest.mark.parametrize("value", ["", "12.5", "a: b", "1 2"])
def test_the_journal_says_what_it_was_told(value: str) -> None:
    assert from_journal(journalled(12, value)) == (12, value)
