"""Custom fields in files: read back as they were written, and read as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldKind
from deskbell.rules import fields as rules
from deskbell.rules.field_files import from_file, in_file, read

CHOICES = (
    FieldChoice(1, "North, far"),
    FieldChoice(2, "South"),
    FieldChoice(3, "old", retired=True),
    FieldChoice(4, "Old"),
)
FIELDS = {kind: CustomField(number, f"F{number}", kind, CHOICES) for number, kind in enumerate(FieldKind, 1)}
TEXT = st.text(st.characters(exclude_categories=["Cs"])).map(rules.one_line).map(lambda text: text[:200].strip())
VALUES = {
    FieldKind.TEXT: TEXT,
    FieldKind.NUMBER: st.decimals(-(10**9), 10**9, places=3).map(lambda number: f"{number:f}"),
    FieldKind.DATE: st.dates().map(str),
    FieldKind.CHOICE: st.sampled_from(["", "1", "2", "4"]),
    FieldKind.CHOICES: st.sets(st.sampled_from(["1", "2", "4"])).map(lambda ids: " ".join(sorted(ids))),
    FieldKind.CHECK: st.sampled_from(["", "yes"]),
}


@pytest.mark.parametrize("kind", FieldKind)
@given(st.data())
def test_what_is_written_is_read_back(kind: FieldKind, data: st.DataObject) -> None:
    field = FIELDS[kind]
    value = rules.kept(field, data.draw(VALUES[kind]))
    assert from_file(field, in_file(field, value)) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldKind.TEXT, "  A  17\n", "A 17"),
        (FieldKind.NUMBER, "1,234.50", "1234.5"),
        (FieldKind.DATE, "2026-11-26", "2026-11-26"),
        (FieldKind.CHOICE, "SOUTH", "2"),
        (FieldKind.CHOICE, "old", "4"),
        (FieldKind.CHOICES, "south; old", "2 4"),
        (FieldKind.CHOICES, "North, far", "1"),
        (FieldKind.CHOICES, "North, far\nSouth", "1 2"),
        (FieldKind.CHECK, "TRUE", "yes"),
        (FieldKind.CHECK, "no", ""),
        (FieldKind.CHECK, " ", ""),
    ],
)
def test_people_write_it_so(kind: FieldKind, text: str, value: str) -> None:
    assert from_file(FIELDS[kind], text) == value


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (FieldKind.NUMBER, "many", "field.number"),
        (FieldKind.NUMBER, "0,123.5", "field.number"),
        (FieldKind.NUMBER, "12 34", "field.number"),
        (FieldKind.DATE, "soon", "field.date"),
        (FieldKind.CHOICE, "East", "field.choice"),
        (FieldKind.CHOICES, "South, East", "field.choice"),
        (FieldKind.CHECK, "perhaps", "field.check"),
    ],
)
def test_what_it_cannot_hold_is_told(kind: FieldKind, text: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        from_file(FIELDS[kind], text)
    assert refused.value.code == code


def test_of_a_field_that_there_is_not_nothing_is_said() -> None:
    there = {rules.key("Contract No"): FIELDS[FieldKind.TEXT]}
    assert read(there, [("CONTRACT  no", "A-17"), ("Shoe size", "43")]) == "1:A-17"
