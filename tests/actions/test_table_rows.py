"""Tables cut into rows: what is none is told with its line, and nothing of it is taken for a row."""

import io

import pytest

from deskbell.actions.table_rows import rows
from deskbell.model.customer_file import Refused

MANY = 20_000
LONG = "import.cell_long"
TORN = "import.quote"


def cut(text: str, delimiter: str = ",") -> list[tuple[int, list[str] | str]]:
    found = rows(io.StringIO(text, newline=""), delimiter)
    return [(line, cells.code if isinstance(cells, Refused) else cells) for line, cells in found]


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("x" * (3 << 20), 1),
        (f'"{"x" * 200_000}"', 1),
        (f'"{"x" * ((3 << 20) + 300)}"', 1),
        ('"' + "looks like, a row\n" * MANY + '"', MANY + 1),
        ('"' + 'he said ""yes"", twice\r\n' * MANY + 'the end"', MANY + 1),
    ],
    ids=["bare", "one line", "pieces", "many lines", "quotes"],
)
def test_nothing_of_a_cell_that_is_too_long_is_a_row(cell: str, lines: int) -> None:
    assert cut(f'A,b\nBig,{cell},"c\nd"\nE,f\n') == [(1, ["A", "b"]), (2, LONG), (lines + 3, ["E", "f"])]
    assert cut(f"A,b\nBig,{cell}") == [(1, ["A", "b"]), (2, LONG)]


@pytest.mark.parametrize("later", ["", '"Li, Na",x\n', 'Wei,"a\nb"\n'])
def test_a_quotation_mark_that_is_never_closed_costs_a_stretch_and_not_all(later: str) -> None:
    rest = "".join(f"P{number},x\n" for number in range(MANY))
    found = cut(f'A,b\n"Torn,x\n{rest}{later}{rest}')
    assert found[:2] == [(1, ["A", "b"]), (2, TORN)]
    assert [line for line, cells in found if cells == TORN] == [2]
    assert len(found) > MANY
    assert (2 + MANY, [f"P{MANY - 1}", "x"]) in found, "with the number of its line"


def test_where_the_file_ends_in_a_cell_that_is_told() -> None:
    assert cut('A,b\nB,"x\nC,y\n') == [(1, ["A", "b"]), (2, TORN)]


def test_what_stands_there_is_told() -> None:
    (_, refused) = rows(io.StringIO('A,b\nB,"x\nC,y\n', newline=""), ",")
    assert isinstance(refused[1], Refused)
    assert refused[1].text == 'B,"x'


@pytest.mark.parametrize(("hint", "delimiter"), [("sep=;\r\n", ";"), ("SEP=,\n", ","), ("sep=\t\n", "\t")])
def test_what_the_first_line_says_to_spreadsheets_is_no_row(hint: str, delimiter: str) -> None:
    assert cut(f"{hint}A{delimiter}b\n", delimiter) == [(2, ["A", "b"])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("\n,,\n \n", []),
        ("A\rB\r\n\nC\0c", [(1, ["A"]), (2, ["B"]), (4, ["Cc"])]),
        ('"A\nB","c"\nD,"e"', [(1, ["A\nB", "c"]), (3, ["D", "e"])]),
        ('A ""x"",5" wide\nB', [(1, ['A ""x""', '5" wide']), (2, ["B"])]),
    ],
)
def test_rows_have_the_numbers_of_the_lines_that_they_begin_on(text: str, found: list[object]) -> None:
    assert cut(text) == found
