"""The customer's menu saves all that is kept of them; what the file holds is tested with the action."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskbell.actions import export_customer as action
from deskbell.model.errors import Trouble
from deskbell.ui.ticket.pane import TicketPane
from ui.ticket.opening import Make
from ui.ticket.rows import CUSTOMER
from ui.ticket.stand import Answers


def export_entry(pane: TicketPane) -> None:
    """As if it were chosen in the menu."""
    from deskbell.ui.ticket.customer_menu import customer_menu

    menu = customer_menu(pane._theme, pane.side, print, pane.customers._export, print, print, pane.side)
    (entry,) = [one for one in menu.actions() if one.text() == "Save all that is kept of them…"]
    entry.trigger()


@pytest.mark.parametrize("everything", [True, False])
def test_the_menu_saves_it(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, everything: bool
) -> None:
    written: list[tuple[int, Path]] = []

    def export(_session: object, number: int, place: Path) -> action.Exported:
        written.append((number, place))
        return action.Exported(1, all=everything)

    monkeypatch.setattr(action, "export_customer", export)
    answers = Answers(place=tmp_path / "li.zip")
    pane = make(answers)
    with qtbot.waitSignal(pane.told) as told:
        export_entry(pane)
    more = "" if everything else ". Tickets in mailboxes that you do not see are not in it: ask a manager for these."
    assert told.args == [f"Saved as {tmp_path / 'li.zip'}{more}"]
    assert written == [(CUSTOMER.id, tmp_path / "li.zip")]
    assert answers.asked[-1].endswith(".zip")


def test_what_cannot_be_written_is_told(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(*_: object) -> int:
        raise Trouble("file.unwritable", path=str(tmp_path), reason="full")

    monkeypatch.setattr(action, "export_customer", export)
    pane = make(Answers(place=tmp_path / "li.zip"))
    with qtbot.waitSignal(pane.failed) as failed:
        export_entry(pane)
    assert "could not be written" in str(failed.args[0])


def test_whoever_thinks_better_of_it_gets_no_file(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    monkeypatch.setattr(action, "export_customer", lambda *_: written.append(1))
    export_entry(make(Answers(place=None)))
    assert written == []
