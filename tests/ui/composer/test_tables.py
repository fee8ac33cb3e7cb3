"""Tables that are pasted: which stay tables, and what they are in the mail and its plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from deskbell.rules.quoting import Written
from deskbell.ui.composer.clean_html import clean_html
from deskbell.ui.composer.editor import Editor
from deskbell.ui.composer.pasted_tables import plain_tables
from deskbell.ui.composer.written_tables import aligned, tables
from deskbell.ui.theme.source import ThemeSource

HEAD = '<table border="1" cellspacing="0" cellpadding="4">'
EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>td {mso-style:x}</style></head><body>
<!--StartFragment--><table border=0 cellpadding=0 style='border-collapse:collapse'><col width=64>
 <tr height=20><td height=20 class=xl65 style='height:15pt'>Item</td><td class=xl65>Qty</td><td>Price</td></tr>
 <tr><td>Headphones &amp; case</td><td align=right x:num>2</td><td align=right>19.90 €</td></tr>
 <tr><td colspan=2>Sum</td><td align=right>39.80 €</td></tr>
</table><!--EndFragment--></body></html>"""


@pytest.fixture
def editor(qtbot: QtBot, theme: ThemeSource) -> Editor:
    made = Editor(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def paste(editor: Editor, html: str) -> None:
    data = QMimeData()
    data.setHtml(html)
    editor.insertFromMimeData(data)


def test_what_a_spreadsheet_gives_stays_a_table(editor: Editor) -> None:
    editor.insertPlainText("See here:\n")
    paste(editor, EXCEL)
    assert editor.html() == (
        f"<div>See here:</div>{HEAD}<tr><td>Item</td><td>Qty</td><td>Price</td></tr>"
        "<tr><td>Headphones &amp; case</td><td>2</td><td>19.90 €</td></tr>"
        '<tr><td colspan="2">Sum</td><td>39.80 €</td></tr></table>'
    )
    assert editor.text().rstrip("\n").split("\n") == [
        "See here:",
        "Item              | Qty |   Price",
        "Headphones & case |   2 | 19.90 €",
        "Sum               |     | 39.80 €",
    ]


def test_a_draft_with_a_table_comes_back_as_it_was(editor: Editor) -> None:
    editor.show_html(
        f"<div>a</div>{HEAD}<tr><td><b>x</b></td><td>y</td></tr><tr><td>1<br>2</td><td></td></tr></table><div>b</div>"
    )
    html = editor.html()
    assert html.count("<td>") == 4
    for _ in range(3):
        editor.show_html(html)
        assert editor.html() == html


def test_pasting_is_one_step_and_writing_goes_on_behind(editor: Editor, qtbot: QtBot) -> None:
    paste(editor, EXCEL)
    qtbot.keyClicks(editor, "bye")
    assert editor.html().endswith("</table><div>bye</div>")
    while editor.document().isUndoAvailable():
        editor.undo()
    assert editor.html() == ""


def test_tables_wear_the_theme(editor: Editor, theme: ThemeSource) -> None:
    paste(editor, EXCEL)
    (table,) = tables(editor.document()).values()
    for dark in ("dark", "light"):
        theme.choose(dark, 100)
        assert table.format().borderBrush().color() == theme.now.colour("line")
        assert table.cellAt(1, 1).format().toTableCellFormat().topBorderBrush().color() == theme.now.colour("line")


def test_no_table_comes_into_a_table(editor: Editor) -> None:
    paste(editor, EXCEL)
    cursor = editor.document().find("Qty")
    editor.setTextCursor(cursor)
    assert cursor.currentTable() is not None
    paste(editor, "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert editor.html().count("<table") == 1
    editor.toggle_list()
    editor.toggle_quote()
    assert "<ul>" not in editor.html()
    assert "<blockquote>" not in editor.html()


def test_a_table_can_be_deleted(editor: Editor) -> None:
    editor.insertPlainText("a\n")
    paste(editor, EXCEL)
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.removeSelectedText()
    assert editor.html() == ""


def test_words_above_a_signature_may_end_with_a_table(editor: Editor) -> None:
    one, other = Written("-- \nOna", "<div>-- </div><div>Ona</div>"), Written("-- \nBo", "<div>-- </div><div>Bo</div>")
    editor.show_html(f"<div>a</div>{clean_html(EXCEL)}<div><br></div><div><br></div>{one.html}")
    assert editor.words().html.endswith("39.80 €</td></tr></table>")
    editor.exchange_signature(one, other)
    assert editor.text().endswith("39.80 €\n\n\n-- \nBo") or editor.text().endswith("39.80 €\n\n-- \nBo")


def table(*rows: str) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    return f"<table>{cells}</table>"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (table("a|b", "1|2"), f"{HEAD}<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"),
        (table("a|b", "1"), f"{HEAD}<tr><td>a</td><td>b</td></tr><tr><td>1</td><td></td></tr></table>"),
        (table("<p>a</p><p>c</p>|b", "1|<ul><li>2</li></ul>"), f"{HEAD}<tr><td>a<br>c</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"),
        (table("a|b"), "a b <br>"),
        (table("a", "b"), "a <br>b <br>"),
        (table("", ""), " <br> <br>"),
        ("<table></table>", ""),
        (table(table("a|b", "1|2") + "|side", "x|y"), f"{HEAD}<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table> side <br>x y <br>"),
        ("<table>" + "<tr><td>a</td><td>b</td></tr>" * 301 + "</table>", "a b <br>" * 301),
        (table("|".join("a" * 31), "|".join("b" * 31)), "a " * 31 + "<br>" + "b " * 31 + "<br>"),
        ("<tr><td>a</td><td>b</td></tr>", "a b "),
        ('<table onclick="x()"><tr><th style="x">a</th><th>b</th></tr><tr><td>1</td><td colspan="99999">2</td></tr></table>', f"{HEAD}<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"),
    ],
)  # fmt: skip
def test_which_tables_stay(html: str, cleaned: str) -> None:
    assert clean_html(html).replace("<br><br>", "<br>") == cleaned or clean_html(html) == cleaned


def test_where_none_may_be_they_are_words() -> None:
    assert clean_html(table("a|b", "1|2"), tables=False) == "a b <br>1 2 <br>"


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>", "<p>", "a", "b ", "<ul><li>", "\ue000table\ue001"]), max_size=40))  # fmt: skip
def test_anything_becomes_something_whole(pieces: list[str]) -> None:
    cleaned = clean_html("".join(pieces))
    assert "\ue000" not in cleaned or "<table" not in cleaned
    assert cleaned.count("<table") == cleaned.count("</table>")
    assert "<td" not in cleaned.replace(HEAD, "\n").split("\n")[0]
    assert clean_html(cleaned) == clean_html(clean_html(cleaned))


@pytest.mark.parametrize(
    "html",
    [
        "<table>" * 5000,
        "<table><tr><td>" * 5000,
        "<td>" * 50_000,
        "<table><tr>" + "<td>x</td>" * 20_000 + "</tr></table>",
    ],
)
def test_no_table_takes_long(html: str) -> None:
    plain_tables(clean_html(html))


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["a", "bb"], ["ccc", "d"]], ["a   | bb", "ccc | d"]),
        ([["n", "x"], ["5", "y"], ["100", "z"]], ["  n | x", "  5 | y", "100 | z"]),
        ([["商品", "x"], ["a", "y"]], ["商品 | x", "a    | y"]),
        ([["x" * 60, "y" * 60], ["a", "b"]], ["x" * 60 + " | " + "y" * 60, "a | b"]),
        ([["a", ""], ["", ""]], ["a |", "  |"]),
    ],
)
def test_columns_stand_below_each_other(rows: list[list[str]], lines: list[str]) -> None:
    assert aligned(rows) == lines
