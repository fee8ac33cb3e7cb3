"""Customers taken in from a file on a real desk: columns, a look first, the lines that are not taken in, and the way out again."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QListWidget, QSpinBox
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from deskbell.actions.dispatch import perform
from deskbell.model.customer_file import FIELD, Column, OrganisationColumn
from deskbell.model.customers import AT_ONCE, TakeInCustomers
from deskbell.model.errors import Trouble
from deskbell.model.fields import FieldKind, FieldOwner, SaveField
from deskbell.model.kinds import Role, Shelf
from deskbell.model.settings import Settings
from deskbell.rules.customer_columns import HEADINGS
from deskbell.store.course import Course
from deskbell.store.queries import erasures, overdue
from deskbell.store.session import Session
from deskbell.store.tables import address, deed
from deskbell.ui.customer_files.dialog import CustomersDialog
from deskbell.ui.customer_files.export_dialog import ExportCustomersDialog
from deskbell.ui.organisation_files.export_dialog import ExportOrganisationsDialog
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.settings.customer_data import CustomerDataPage
from deskbell.ui.settings.erasing_rows import ErasingRow, would_go_words
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.taking_in.state import TakingState
from deskbell.ui.time_left import number
from deskbell.ui.widgets import long_dialog
from ui.ticket.opening import words
from ui.ticket.stand import Answers

TABLE = "Person,Mail,Phone\nOna,ona@new.example,112\nJonas,,113\nZoë,zoe@new.example,\nOna,ONA@new.example,114\n"


@pytest.fixture
def dialog(stage: Stage, tmp_path: Path) -> CustomersDialog:
    made = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers(place=tmp_path / "left.csv"))
    made.show()
    return made


def choose(qtbot: QtBot, dialog: CustomersDialog, place: Path, content: str) -> None:
    place.write_text(content, encoding="utf-8")
    dialog.take(place)
    qtbot.waitUntil(lambda: place.name in words(dialog))


def over(qtbot: QtBot, dialog: CustomersDialog) -> None:
    qtbot.waitUntil(dialog.main_button.isEnabled)
    dialog.main_button.click()
    qtbot.waitUntil(lambda: dialog.taking.state is TakingState.OVER)


def known(session: Session) -> set[str]:
    return set(session.connection.execute(select(address.c.email)).scalars())


def test_a_look_first_changes_nothing_and_taking_in_does_what_it_said(
    qtbot: QtBot, stage: Stage, dialog: CustomersDialog, tmp_path: Path
) -> None:
    choose(qtbot, dialog, tmp_path / "people.csv", TABLE)
    assert dialog.columns.columns() == (Column.NOTHING, Column.EMAIL, Column.PHONE)
    dialog.columns.boxes[0].setCurrentIndex(1)
    before = stage.database.read(known)
    over(qtbot, dialog)
    assert stage.database.read(known) == before
    counts = dialog.taking.counts
    assert (counts.new, counts.same, dialog.taking.refusals.count) == (2, 1, 1)
    assert "Line 3: There is no mail address. (Jonas)" in dialog.outcome.list.toPlainText()
    over(qtbot, dialog)
    assert stage.database.read(known) - before == {"ona@new.example", "zoe@new.example"}
    assert dialog.taking.counts.new == 2
    assert "Import done" in words(dialog)


@pytest.mark.parametrize("is_there", [True, False])
def test_while_a_file_is_opened_nothing_is_begun_with_the_one_before(
    qtbot: QtBot, dialog: CustomersDialog, tmp_path: Path, is_there: bool
) -> None:
    choose(qtbot, dialog, tmp_path / "people.csv", TABLE)
    other = tmp_path / "others.csv"
    if is_there:
        other.write_text("Email\njonas@new.example\n", encoding="utf-8")
    dialog.take(other)
    assert not dialog.main_button.isEnabled()
    over(qtbot, dialog)
    assert dialog.taking.counts.new == (1 if is_there else 2)


def test_the_lines_that_are_not_taken_in_are_saved_to_be_mended(
    qtbot: QtBot, dialog: CustomersDialog, tmp_path: Path
) -> None:
    choose(qtbot, dialog, tmp_path / "people.csv", "Name,Email\n=1+1,\nOna,ona@new.example\n")
    over(qtbot, dialog)
    dialog.outcome.save_button.click()
    qtbot.waitUntil(lambda: "Saved as" in words(dialog))
    assert (tmp_path / "left.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "Line,Why,What stands there",
        "2,There is no mail address.,'=1+1",
    ]


def test_without_a_column_of_addresses_it_cannot_go_on(qtbot: QtBot, dialog: CustomersDialog, tmp_path: Path) -> None:
    choose(qtbot, dialog, tmp_path / "people.csv", "Who,Where\nOna,Vilnius\n")
    assert not dialog.main_button.isEnabled()
    assert "Say which column has the mail addresses." in words(dialog)
    dialog.columns.boxes[1].setCurrentIndex(list(Column).index(Column.EMAIL))
    assert dialog.main_button.isEnabled()


def test_a_file_without_headings_is_guessed_by_what_stands_there(
    qtbot: QtBot, dialog: CustomersDialog, tmp_path: Path
) -> None:
    choose(qtbot, dialog, tmp_path / "people.txt", "Ona\tona@new.example\nJonas\tjonas@new.example\n")
    assert not dialog.headings.isChecked()
    assert dialog.columns.columns() == (Column.NAME, Column.EMAIL)
    over(qtbot, dialog)
    assert dialog.taking.counts.new == 2
    dialog.back_button.click()
    dialog.headings.click()
    assert dialog.columns.columns() == (Column.NOTHING, Column.NOTHING)


def test_cards_need_no_columns(qtbot: QtBot, stage: Stage, dialog: CustomersDialog, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ona\nEMAIL:ona@card.example\nEND:VCARD\n"
    choose(qtbot, dialog, tmp_path / "people.vcf", card)
    over(qtbot, dialog)
    over(qtbot, dialog)
    assert "ona@card.example" in stage.database.read(known)


def test_cancelled_what_is_in_stays_and_the_same_file_goes_on(
    qtbot: QtBot, stage: Stage, dialog: CustomersDialog, tmp_path: Path
) -> None:
    lines = "".join(f"P{number},p{number}@many.example\n" for number in range(3 * AT_ONCE))
    choose(qtbot, dialog, tmp_path / "people.csv", f"Name,Email\n{lines}")
    over(qtbot, dialog)
    dialog.main_button.click()
    qtbot.waitUntil(lambda: dialog.taking.counts.new >= AT_ONCE)
    dialog.close_button.click()
    qtbot.waitUntil(lambda: dialog.taking.state is TakingState.OVER)
    there = len([one for one in stage.database.read(known) if one.endswith("@many.example")])
    assert 0 < there < 3 * AT_ONCE
    assert "Import cancelled" in words(dialog)

    def commands(session: Session) -> int:
        kind = select(func.count()).where(deed.c.kind == "customers_taken_in")
        return int(session.connection.execute(kind).scalar_one())

    assert stage.database.read(commands) == there // AT_ONCE, "one deed for all that are taken in at a time"


def test_where_the_program_ends_those_in_hand_come_in_whole_and_nobody_else(
    qtbot: QtBot, stage: Stage, dialog: CustomersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"P{number},p{number}@ending.example\n" for number in range(3 * AT_ONCE))
    choose(qtbot, dialog, tmp_path / "people.csv", f"Name,Email\n{lines}")
    over(qtbot, dialog)
    dialog.main_button.click()
    qtbot.waitUntil(lambda: dialog.taking.counts.new >= AT_ONCE)
    monkeypatch.setattr(long_dialog, "application_ends", lambda: True)
    assert dialog.close(), "it holds up nobody"
    qtbot.waitUntil(lambda: not stage.runner.is_busy)
    there = len([one for one in stage.database.read(known) if one.endswith("@ending.example")])
    assert there in (AT_ONCE, 2 * AT_ONCE)


def test_custom_fields_are_offered_and_guessed(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    command = SaveField(
        agent_id=stage.desk.me.id, id=0, name="Contract", kind=FieldKind.TEXT, owner=FieldOwner.CUSTOMER
    )
    perform(stage.database, command)
    dialog = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers())
    dialog.show()
    choose(qtbot, dialog, tmp_path / "people.csv", "Mail,contract\nona@new.example,A-17\n")
    qtbot.waitUntil(lambda: dialog.columns.columns() == (Column.EMAIL, f"{FIELD}Contract"))
    assert dialog.columns.boxes[0].findText("Contract") >= 0


def test_what_holds_nobody_is_told(qtbot: QtBot, dialog: CustomersDialog, tmp_path: Path) -> None:
    place = tmp_path / "film.mp4"
    place.write_bytes(b"\0\1\2\3")
    dialog.take(place)
    qtbot.waitUntil(lambda: "film.mp4 holds no table of customers" in words(dialog))


def made(stage: Stage, answers: Answers, written: list[Mapping[str, object]] | None = None) -> CustomerDataPage:
    """The page over the sample desk; `written` gets what is to be kept."""

    def write(values: Mapping[str, object], saved: Saved, _: Refused) -> None:
        (written if written is not None else []).append(values)
        saved()

    now = Settings({"erase.trash_days": 30})
    return CustomerDataPage(
        stage.theme, stage.runner, stage.desk, Who.MANAGERS, answers, lambda: now, write, stage.settings
    )


def choosing(qtbot: QtBot, page: CustomerDataPage) -> ExportCustomersDialog:
    """The window that asks for columns, once it knows the custom fields."""
    page.table_button.click()
    (dialog,) = page.findChildren(ExportCustomersDialog)
    qtbot.waitUntil(dialog.main_button.isEnabled)
    return dialog


def test_it_is_told_what_would_go_before_it_is_switched_on(qtbot: QtBot, stage: Stage) -> None:
    written: list[Mapping[str, object]] = []
    page = made(stage, Answers(), written)
    page.show()
    spam, trash = page.rows["erase.spam_days"], page.rows["erase.trash_days"]
    assert isinstance(spam, ErasingRow)
    assert isinstance(trash, ErasingRow)
    qtbot.waitUntil(lambda: trash.told.text() != "")
    assert (spam.would_go, spam.told.text(), page.dirty()) == (0, "", False)
    there = stage.database.read(overdue.count, Shelf.SPAM, 1)
    assert there > 1
    control = spam.control
    assert isinstance(control, QSpinBox)
    control.setValue(1)
    assert spam.would_go is None, "not known yet"
    qtbot.waitUntil(lambda: spam.would_go is not None)
    assert spam.told.text() == f"{there} tickets in Spam would go now."
    control.setValue(3650)
    qtbot.waitUntil(lambda: spam.told.text() == "Now that would be none.")
    page.save(lambda: None, lambda _: None)
    assert written == [{"erase.spam_days": 3650}]


def test_only_an_administrator_switches_it_on(qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    me = replace(stage.desk.me, role=Role.MANAGER)
    monkeypatch.setattr(type(stage.desk), "me", property(lambda _: me))
    page = made(stage, Answers())
    assert not any(row.isEnabled() for row in page.rows.values())
    assert page.table_button.isEnabled()


@pytest.mark.parametrize(
    ("shelf", "count", "words"),
    [
        (Shelf.SPAM, 0, "Now that would be none."),
        (Shelf.SPAM, 1, "One ticket in Spam would go now."),
        (Shelf.TRASH, 1, "One ticket in Trash would go now."),
        (Shelf.TRASH, 7, "7 tickets in Trash would go now."),
        (Shelf.TRASH, overdue.MOST_COUNTED + 1, f"More than {number(10_000)} tickets in Trash would go now."),
    ],
)
def test_how_many_would_go(shelf: Shelf, count: int, words: str) -> None:
    assert would_go_words(shelf, count) == words


def test_the_page_writes_all_of_them(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    answers = Answers(place=tmp_path / "all.csv")
    page = made(stage, answers)
    page.show()
    choosing(qtbot, page).main_button.click()
    qtbot.waitUntil(lambda: "Customers saved as" in words(page))
    lines = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Name,Email,Phone,Organisation,Language,Time zone,Notes,VIP,Tags"
    assert len(lines) > 10
    assert "Nobody yet" in words(page)
    assert stage.database.read(erasures.newest, 1) == ()
    answers.place = tmp_path / "away" / "all.csv"
    page.cards_button.click()
    qtbot.waitUntil(lambda: "could not be written" in words(page))


def test_columns_of_organisations_are_chosen_and_remembered_apart(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    command = SaveField(
        agent_id=stage.desk.me.id, id=0, name="Region", kind=FieldKind.TEXT, owner=FieldOwner.ORGANISATION
    )
    perform(stage.database, command)
    answers = Answers(place=tmp_path / "organisations.csv")
    page = made(stage, answers)
    page.show()
    for left_out, heading in (
        ((), "Organisation,Domains,Notes,VIP,Tags,Customers,Field: Region"),
        ((OrganisationColumn.NOTE, OrganisationColumn.NOTHING), "Organisation,Domains,VIP,Tags,Field: Region"),
        ((), "Organisation,Domains,VIP,Tags,Field: Region"),
    ):
        page.places_button.click()
        (dialog,) = page.findChildren(ExportOrganisationsDialog)
        qtbot.waitUntil(dialog.main_button.isEnabled)
        for column in left_out:
            dialog.columns.tick(column, on=False)
        dialog.main_button.click()
        qtbot.waitUntil(lambda: not page.findChildren(ExportOrganisationsDialog))
        qtbot.waitUntil(lambda: "Organisations saved as" in words(page))
        assert answers.place is not None
        assert answers.place.read_text(encoding="utf-8-sig").splitlines()[0] == heading
    page.places_button.click()
    (dialog,) = page.findChildren(ExportOrganisationsDialog)
    dialog.columns.tick(OrganisationColumn.NAME, on=False)
    assert "cannot be imported" in words(dialog)
    customers = choosing(qtbot, page)
    assert set(customers.columns.ticked()) == set(HEADINGS), "what is left out of one is not left out of the other"


def test_where_its_columns_cannot_be_read_a_table_says_so_whatever_is_ticked(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, failed: Callable[[Exception], None], **__: object) -> None:
        failed(Trouble("file.unreadable", path="desk.db", reason="gone"))

    monkeypatch.setattr(stage.runner, "ask", fail)
    dialog = ExportOrganisationsDialog(stage.theme, stage.runner, Answers(), stage.settings)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "desk.db" in words(dialog)
    dialog.columns.tick(OrganisationColumn.TAGS, on=False)
    assert "desk.db" in words(dialog)
    assert not dialog.main_button.isEnabled()


def test_columns_are_chosen_and_remembered(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    command = SaveField(
        agent_id=stage.desk.me.id, id=0, name="Contract", kind=FieldKind.TEXT, owner=FieldOwner.CUSTOMER
    )
    perform(stage.database, command)
    answers = Answers()
    page = made(stage, answers)
    page.show()
    dialog = choosing(qtbot, page)
    contract = f"{FIELD}Contract"
    assert set(dialog.columns.ticked()) == {*HEADINGS, contract}
    dialog.none_button.click()
    assert not dialog.main_button.isEnabled()
    assert "Nothing is chosen" in words(dialog)
    dialog.columns.tick(Column.NAME)
    assert dialog.main_button.isEnabled()
    assert "cannot be imported" in words(dialog)
    dialog.all_button.click()
    assert "cannot be imported" not in words(dialog)
    dialog.all_button.setFocus()
    gone = []
    for _ in range(4):
        dialog.focusNextPrevChild(True)
        gone.append(dialog.focusWidget())
    listed = dialog.columns.findChild(QListWidget)
    assert gone == [dialog.none_button, listed, dialog.close_button, dialog.main_button], "Tab goes as one reads"
    for column in (Column.NOTE, contract):
        dialog.columns.tick(column, on=False)
    dialog.main_button.click()
    assert dialog.isVisible(), "no place was chosen"
    answers.place = tmp_path / "some.csv"
    dialog.main_button.click()
    qtbot.waitUntil(lambda: "Customers saved as" in words(page))
    first = answers.place.read_text(encoding="utf-8-sig").splitlines()[0]
    assert first == "Name,Email,Phone,Organisation,Language,Time zone,VIP,Tags"
    again = ExportCustomersDialog(stage.theme, stage.runner, answers, stage.settings)
    qtbot.addWidget(again)
    qtbot.waitUntil(again.main_button.isEnabled)
    assert set(again.columns.values()) - set(again.columns.ticked()) == {Column.NOTE, contract}


def test_an_error_ends_it(
    qtbot: QtBot, dialog: CustomersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(qtbot, dialog, tmp_path / "people.csv", TABLE)
    over(qtbot, dialog)

    def broken(_: TakeInCustomers) -> None:
        raise Trouble("db.full")

    monkeypatch.setattr(dialog.taking._runner, "_perform", broken)
    over(qtbot, dialog)
    assert "full" in words(dialog).lower()
    assert "Import cancelled" in words(dialog)


def test_an_export_is_cancelled_and_leaves_the_file_as_it_was(
    qtbot: QtBot, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "all.csv"
    place.write_text("of before", encoding="utf-8")
    page = made(stage, Answers(place=place))
    page.show()
    looked = []

    def go_on(course: Course) -> None:
        looked.append(course.done)
        page._stop()
        course._heed()

    monkeypatch.setattr(Course, "go_on", go_on)
    choosing(qtbot, page).main_button.click()
    assert not page.cards_button.isEnabled()
    qtbot.waitUntil(lambda: "Cancelled: nothing was written." in words(page))
    assert looked == [0]
    assert page.cards_button.isEnabled()
    assert place.read_text(encoding="utf-8") == "of before"
    assert [one.name for one in tmp_path.glob("all*")] == ["all.csv"]
