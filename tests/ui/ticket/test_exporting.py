"""The ticket's menu saves its mails as files; what they hold is tested with the command that does the same."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskbell.actions import export_ticket as action
from deskbell.actions.export_ticket import Form
from deskbell.model.errors import Trouble
from deskbell.ui.ticket.ticket_menu import ticket_menu
from ui.ticket.opening import Make
from ui.ticket.stand import Answers, Stand


@pytest.mark.parametrize(
    ("entry", "form", "suffix"),
    [("Save mails as mbox…", Form.MBOX, ".mbox"), ("Save mails as a folder of .eml files…", Form.EML, "")],
)
def test_the_menu_saves_mails(
    qtbot: QtBot,
    stand: Stand,
    make: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    entry: str,
    form: Form,
    suffix: str,
) -> None:
    written: list[tuple[int, Form, Path, bool, bool]] = []

    def export(_session: object, number: int, how: Form, place: Path, *, notes: bool, over: bool) -> int:
        written.append((number, how, place, notes, over))
        return 1

    monkeypatch.setattr(action, "export_ticket", export)
    answers = Answers(place=tmp_path / "mails")
    pane = make(answers)
    row = pane.row
    assert row is not None
    menu = ticket_menu(pane._theme, row, pane.errands, pane.header, pane.filling, pane._desk.keys, pane)
    (action_of_menu,) = [one for one in menu.actions() if one.text() == entry]
    with qtbot.waitSignal(pane.told) as told:
        action_of_menu.trigger()
    assert told.args == [f"Saved as {tmp_path / 'mails'}"]
    assert written == [(row.id, form, tmp_path / "mails", False, True)]
    assert answers.asked[-1].startswith(f"{row.id} ")
    assert answers.asked[-1].endswith(suffix)


def test_what_cannot_be_written_is_told(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(*_: object, **__: object) -> int:
        raise Trouble("file.unwritable", path=str(tmp_path), reason="full")

    monkeypatch.setattr(action, "export_ticket", export)
    pane = make(Answers(place=tmp_path / "mails"))
    assert pane.row is not None
    with qtbot.waitSignal(pane.failed) as failed:
        pane.errands.exporting.save_mbox(pane.row)
    assert "could not be written" in str(failed.args[0])
