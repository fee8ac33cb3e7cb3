"""Organisations taken in from a file on a real desk: columns, a look first, and the lines that are not taken in."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread, current_thread, main_thread
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.customer_file import FIELD
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.customers import AT_ONCE, SaveOrganisation
from deskbell.model.fields import FieldKind, FieldOwner, SaveField
from deskbell.model.table_forms import DateForm
from deskbell.rules import seen_in_file
from deskbell.rules.fields import from_lines
from deskbell.rules.organisations import read_domain
from deskbell.store.queries import organisations, owned_fields
from deskbell.ui.organisation_files.dialog import OrganisationsDialog
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.state import TakingState
from ui.ticket.opening import words
from ui.ticket.stand import Answers

TABLE = "Firm,Domains,Region,Customers\nNew Ltd,new.example,North,3\n,none.example,,\nTaken,sold.example,,\nNew ltd,more.example,,\n"


@pytest.fixture
def dialog(stage: Stage, qtbot: QtBot, tmp_path: Path) -> OrganisationsDialog:
    me = stage.desk.me.id
    wanted = {"id": 0, "name": "Region", "kind": FieldKind.TEXT, "owner": FieldOwner.ORGANISATION}
    perform(stage.database, SaveField(agent_id=me, **wanted))  # type: ignore[arg-type]
    perform(stage.database, SaveOrganisation(agent_id=me, id=0, name="Sold", domains=("sold.example",)))
    made = OrganisationsDialog(stage.theme, stage.runner, me, prompts=Answers(place=tmp_path / "left.csv"))
    made.show()
    qtbot.waitUntil(lambda: [one.name for one in made._fields] == ["Region"])
    return made


def choose(qtbot: QtBot, dialog: OrganisationsDialog, place: Path, content: str) -> None:
    place.write_text(content, encoding="utf-8")
    dialog.take(place)
    qtbot.waitUntil(lambda: place.name in words(dialog))


def over(qtbot: QtBot, dialog: OrganisationsDialog) -> None:
    dialog.main_button.click()
    qtbot.waitUntil(lambda: dialog.taking.state is TakingState.OVER)


def called(stage: Stage, words: str) -> list[str]:
    return [row.name for row in stage.database.read(organisations.page, words)]


def test_a_look_first_changes_nothing_and_taking_in_does_what_it_said(
    qtbot: QtBot, stage: Stage, dialog: OrganisationsDialog, tmp_path: Path
) -> None:
    choose(qtbot, dialog, tmp_path / "all.csv", TABLE)
    assert dialog.columns.columns() == (Column.NAME, Column.DOMAIN, f"{FIELD}Region", Column.NOTHING)
    over(qtbot, dialog)
    assert called(stage, "new.example") == []
    counts = dialog.taking.counts
    assert (counts.new, counts.changed, dialog.taking.refusals.count) == (1, 1, 2)
    told = dialog.outcome.list.toPlainText()
    assert "Line 3: There is no name. (none.example)" in told
    assert "sold.example" in told.splitlines()[1]
    assert "Sold’s" in told.splitlines()[1]
    dialog.outcome.save_button.click()
    qtbot.waitUntil(lambda: "Saved as" in words(dialog))
    assert (tmp_path / "left.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "Line,Why,What stands there"
    over(qtbot, dialog)
    assert "Import done" in words(dialog)
    (row,) = stage.database.read(organisations.page, "new.example")
    assert (row.name, row.domains) == ("New Ltd", ("more.example", "new.example"))


def test_without_a_column_of_names_it_cannot_go_on(qtbot: QtBot, dialog: OrganisationsDialog, tmp_path: Path) -> None:
    choose(qtbot, dialog, tmp_path / "all.csv", "Who,Where\nAcme,Vilnius\n")
    assert not dialog.main_button.isEnabled()
    assert "Say which column has the names." in words(dialog)
    dialog.columns.boxes[0].setCurrentIndex(list(Column).index(Column.NAME))
    assert dialog.main_button.isEnabled()


def test_dates_of_organisations_come_in_as_the_column_tells(
    qtbot: QtBot, stage: Stage, dialog: OrganisationsDialog, tmp_path: Path
) -> None:
    wanted = {"id": 0, "name": "Until", "kind": FieldKind.DATE, "owner": FieldOwner.ORGANISATION}
    perform(stage.database, SaveField(agent_id=stage.desk.me.id, **wanted))  # type: ignore[arg-type]
    again = OrganisationsDialog(stage.theme, stage.runner, stage.desk.me.id, prompts=Answers())
    again.show()
    qtbot.waitUntil(lambda: len(again._fields) == 2)
    choose(qtbot, again, tmp_path / "all.csv", "Name,Until\nNew Ltd,45992\nOther Ltd,45993\n")
    qtbot.waitUntil(lambda: again.columns.lines[1].form is DateForm.SERIAL)
    over(qtbot, again)
    over(qtbot, again)
    (row,) = stage.database.read(organisations.page, "New Ltd")
    (held,) = stage.database.read(owned_fields.held, FieldOwner.ORGANISATION, [row.id]).values()
    assert list(from_lines(held).values()) == ["2025-12-01"]


def test_tab_goes_from_above_to_below(qtbot: QtBot, dialog: OrganisationsDialog, tmp_path: Path) -> None:
    choose(qtbot, dialog, tmp_path / "all.csv", TABLE)
    for _ in range(2):
        dialog.choose_button.setFocus()
        gone = [dialog.focusWidget()]
        while gone[-1] is not dialog.main_button and len(gone) < 20:
            dialog.focusNextPrevChild(True)
            gone.append(dialog.focusWidget())
        assert gone == [
            dialog.choose_button,
            dialog.headings,
            dialog.columns,
            *dialog.columns.boxes,
            dialog.overwrite,
            dialog.close_button,
            dialog.main_button,
        ]
        dialog.headings.click()


def test_no_line_is_looked_at_on_the_thread_of_the_window(
    qtbot: QtBot, dialog: OrganisationsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[Thread] = []

    def noting(text: str) -> str:
        threads.append(current_thread())
        return read_domain(text)

    monkeypatch.setattr(seen_in_file, "read_domain", noting)
    choose(qtbot, dialog, tmp_path / "all.csv", TABLE)
    over(qtbot, dialog)
    assert threads
    assert main_thread() not in threads


def test_cancelled_the_file_is_let_go_of(
    qtbot: QtBot, dialog: OrganisationsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go: list[bool] = []

    def noting(*args: Any, **kwargs: Any) -> Iterator[object]:
        try:
            yield from read(*args, **kwargs)
        finally:
            let_go.append(True)

    read = dialog.taking._kind.read
    monkeypatch.setattr(dialog.taking, "_kind", replace(dialog.taking._kind, read=noting))
    choose(qtbot, dialog, tmp_path / "all.csv", "Name\n" + "".join(f"Many {number}\n" for number in range(2 * AT_ONCE)))
    dialog.main_button.click()
    dialog.close_button.click()
    qtbot.waitUntil(lambda: dialog.taking.state is TakingState.OVER)
    qtbot.waitUntil(lambda: let_go == [True])
    assert dialog.taking.done < 2 * AT_ONCE


def test_what_stood_in_the_file_before_is_known_while_it_is_looked_at(
    qtbot: QtBot, stage: Stage, dialog: OrganisationsDialog, tmp_path: Path
) -> None:
    lines = "".join(f"Many {number},many{number}.example\n" for number in range(AT_ONCE))
    late = "Many 5,many5.example\nMany 7,late.example\nOther,many9.example\nMany 8,sold.example\n"
    choose(qtbot, dialog, tmp_path / "all.csv", f"Name,Domain\n{lines}{late}")
    foretold = []
    for _ in range(2):
        over(qtbot, dialog)
        counts = dialog.taking.counts
        foretold.append((counts.new, counts.changed, counts.same, tuple(dialog.taking.refusals.shown)))
    assert foretold[0] == foretold[1], "it came as it was told"
    assert foretold[0][:3] == (AT_ONCE, 1, 1)
    assert [line.partition(":")[0] for line in foretold[0][3]] == [f"Line {AT_ONCE + 4}", f"Line {AT_ONCE + 5}"]
