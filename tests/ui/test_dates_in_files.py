"""Dates and numbers of customers in a file: told from the column, asked beside it where it does not tell, and shown before anything is changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from deskbell.actions.dispatch import perform
from deskbell.model.customer_file import FIELD
from deskbell.model.fields import FieldKind, FieldOwner, SaveField
from deskbell.model.table_forms import DateForm, NumberForm
from deskbell.rules.fields import from_lines
from deskbell.store.queries import owned_fields
from deskbell.store.session import Session
from deskbell.store.tables import address
from deskbell.ui.customer_files.dialog import CustomersDialog
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.form_words import date_order, decimal_sign
from ui.test_customer_files import choose, over
from ui.ticket.opening import words
from ui.ticket.stand import Answers


@pytest.fixture
def in_america() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("in_america")
def test_dates_and_numbers_come_in_as_the_column_tells_and_what_it_does_not_tell_is_asked(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    for name, kind in (("Until", FieldKind.DATE), ("Since", FieldKind.DATE), ("Hours", FieldKind.NUMBER)):
        perform(
            stage.database,
            SaveField(agent_id=stage.desk.me.id, id=0, name=name, kind=kind, owner=FieldOwner.CUSTOMER),
        )
    dialog = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers())
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog._fields) == 3)
    rows = (
        "a@t.example;03/04/2025;03/04/2025;1.234,5",
        "b@t.example;31/12/2025;05/06/2025;",
        "c@t.example;31/02/2025;;1",
    )
    choose(qtbot, dialog, tmp_path / "people.csv", "\n".join(("Mail;Until;Since;Hours", *rows)))
    until, since, hours = dialog.columns.lines[1:]
    qtbot.waitUntil(lambda: until.form is DateForm.DAY_FIRST and dialog.main_button.isEnabled())
    assert (since.form, hours.form) == (DateForm.DAY_FIRST, NumberForm.COMMA), (
        "the column beside it tells how they write"
    )
    assert [line.box.isVisibleTo(dialog) for line in (until, since, hours)] == [False, True, False]
    assert "03/04/2025 → Apr 3, 2025" in since.note.text()
    place = since.box.findData(DateForm.MONTH_FIRST)
    since.box.setCurrentIndex(place)
    since.box.activated.emit(place)
    assert "03/04/2025 → Mar 4, 2025" in since.note.text()
    over(qtbot, dialog)
    assert "Until: 31/12/2025 → Dec 31, 2025" in words(dialog)
    assert dialog.outcome.list.toPlainText() == "Line 4: Until wants a date, such as 2026-11-26. (c@t.example)"
    over(qtbot, dialog)

    def kept(session: Session) -> dict[str, list[str]]:
        holder = select(address.c.email, address.c.customer_id).where(address.c.email.endswith("@t.example"))
        found = {number: email for email, number in session.connection.execute(holder)}
        held = owned_fields.held(session, FieldOwner.CUSTOMER, found)
        return {found[number]: list(from_lines(text).values()) for number, text in held.items()}

    assert stage.database.read(kept) == {
        "a@t.example": ["2025-04-03", "2025-03-04", "1234.5"],
        "b@t.example": ["2025-12-31", "2025-05-06"],
    }


@pytest.mark.parametrize(
    ("locale", "order", "by_tabs"),
    [
        ("en_US", DateForm.MONTH_FIRST, NumberForm.POINT),
        ("en_GB", DateForm.DAY_FIRST, NumberForm.POINT),
        ("de_DE", DateForm.DAY_FIRST, NumberForm.COMMA),
        ("lt_LT", DateForm.YEAR_FIRST, NumberForm.COMMA),
        ("zh_CN", DateForm.YEAR_FIRST, NumberForm.POINT),
    ],
)
def test_what_a_computer_guesses_of_dates_and_numbers(locale: str, order: DateForm, by_tabs: NumberForm) -> None:
    there = QLocale(locale)
    assert date_order(there) is order
    signs = [decimal_sign(there, delimiter) for delimiter in ("\t", ";", ",")]
    assert signs == [by_tabs, NumberForm.COMMA, NumberForm.POINT], "spreadsheets part cells by what is no decimal sign"


def test_a_file_that_is_gone_by_then_is_told(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    wanted = SaveField(agent_id=stage.desk.me.id, id=0, name="Until", kind=FieldKind.DATE, owner=FieldOwner.CUSTOMER)
    perform(stage.database, wanted)
    dialog = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers())
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog._fields))
    choose(qtbot, dialog, tmp_path / "people.csv", "Mail,Ends\na@t.example,31.12.2025\n")
    assert dialog.main_button.isEnabled()
    (tmp_path / "people.csv").unlink()
    box = dialog.columns.boxes[1]
    box.setCurrentIndex(box.findData(f"{FIELD}Until"))
    assert not dialog.main_button.isEnabled(), "the column is looked at first"
    qtbot.waitUntil(lambda: "could not be read" in words(dialog))
    assert not dialog.main_button.isEnabled()


def test_a_file_that_was_mended_is_gone_through_anew_when_it_is_chosen_again_and_after_a_look(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    wanted = SaveField(agent_id=stage.desk.me.id, id=0, name="Until", kind=FieldKind.DATE, owner=FieldOwner.CUSTOMER)
    perform(stage.database, wanted)
    dialog = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers())
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog._fields))
    place = tmp_path / "people.csv"

    def table(last: str) -> str:
        # Further down than what is read when the file is chosen.
        return (
            "Mail,Until\n"
            + "".join(f"p{number}@t.example,03/04/2025\n" for number in range(6))
            + f"z@t.example,{last}\n"
        )

    def is_read(form: DateForm) -> bool:
        return dialog.columns.lines[1].form is form and dialog.main_button.isEnabled()

    for last, form in (("31/12/2025", DateForm.DAY_FIRST), ("12/31/2025", DateForm.MONTH_FIRST)):
        choose(qtbot, dialog, place, table(last))
        qtbot.waitUntil(lambda form=form: is_read(form))  # type: ignore[misc]
    over(qtbot, dialog)
    place.write_text(table("31/12/2025"), encoding="utf-8")
    dialog.back_button.click()
    qtbot.waitUntil(lambda: is_read(DateForm.DAY_FIRST))


def test_many_columns_of_dates_leave_the_window_on_a_small_screen(stage: Stage) -> None:
    dialog = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers())
    dialog.show()
    high = dialog.height()
    dialog.outcome.look([f"Until {place}: 31/12/2025 → Dec 31, 2025" for place in range(30)])
    layout = dialog.layout()
    assert layout is not None
    layout.activate()
    assert layout.minimumSize().height() <= high, "a window is as high as the highest of its pages"
    assert "Until 29: 31/12/2025 → " in dialog.outcome.taken.accessibleDescription()
