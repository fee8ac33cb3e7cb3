"""A person is erased from the customer's menu: by whom, after which question, and with which report."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.customers import EraseCustomer
from deskbell.model.erasing import Counts, Erasure, ErasurePlan
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.store.queries import erasure, erasures
from deskbell.ui.erasing.dialog import EraseDialog
from deskbell.ui.theme.source import ThemeSource
from ui.ticket.opening import Make, words
from ui.ticket.rows import CUSTOMER, NOW, STATE
from ui.ticket.stand import Answers, Stand

COUNTS = Counts(tickets=3, shared=1, messages=9, files=2, addresses=1, phones=0)
PLAN = ErasurePlan(CUSTOMER.id, CUSTOMER.name, CUSTOMER.emails, CUSTOMER.emails[0], COUNTS, ("Support",))
KEPT = Erasure(NOW, "Ona", COUNTS, 11, ("Support",))


@pytest.fixture
def asked() -> list[str]:
    """What else was asked for."""
    return []


@pytest.fixture
def dialog(qtbot: QtBot, theme: ThemeSource, stand: Stand, asked: list[str], tmp_path: Path) -> EraseDialog:
    stand.answers[erasures.one] = KEPT
    answers = Answers(place=tmp_path / "report.txt")
    made = EraseDialog(theme, stand.runner, PLAN, 1, lambda: asked.append("export"), prompts=answers)
    made.show()
    return made


def type_address(dialog: EraseDialog) -> None:
    dialog.confirm.setText(f" {CUSTOMER.emails[0].upper()} ")


def test_it_says_what_goes_what_stays_and_that_it_is_for_good(dialog: EraseDialog) -> None:
    said = words(dialog)
    for part in ("in them: 3", "went: 9 · files: 2", "others wrote, too: 1", "cannot be undone"):
        assert part in said
    assert "servers of Support" in said
    assert "Backups" in said


def test_only_who_types_the_address_may_go_on(dialog: EraseDialog) -> None:
    assert not dialog.erase_button.isEnabled()
    dialog.confirm.setText("somebody@else.example")
    assert not dialog.erase_button.isEnabled()
    type_address(dialog)
    assert dialog.erase_button.isEnabled()


def test_all_that_is_kept_can_be_saved_first(dialog: EraseDialog, asked: list[str]) -> None:
    dialog.export_button.click()
    assert asked == ["export"]


def test_the_report_names_nobody_and_can_be_saved(
    qtbot: QtBot,
    stand: Stand,
    dialog: EraseDialog,
    tmp_path: Path,
) -> None:
    type_address(dialog)
    with qtbot.waitSignal(dialog.erased):
        dialog.erase_button.click()
    stand.settle(qtbot)
    (command,) = stand.of(EraseCustomer)
    assert (command.customer_id, command.agent_id) == (CUSTOMER.id, 1)
    report = dialog.report.toPlainText()
    assert "By: Ona" in report
    assert "nothing else needs: 11" in report
    assert not any(name in report + words(dialog) for name in (CUSTOMER.name, *CUSTOMER.emails))
    dialog.save_button.click()
    stand.settle(qtbot)
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == report


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Mistake("erase.sending", number=7), "ticket #7 has not left yet"),
        (Mistake("deed.stopped"), "nothing was changed"),
    ],
)
def test_where_it_is_not_done_the_question_comes_back(
    qtbot: QtBot,
    stand: Stand,
    dialog: EraseDialog,
    error: Mistake,
    said: str,
) -> None:
    stand.errors.append(error)
    type_address(dialog)
    dialog.erase_button.click()
    stand.settle(qtbot)
    assert said in words(dialog)
    assert dialog.erase_button.isVisible()


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_has_it_for_administrators(qtbot: QtBot, stand: Stand, make: Make, role: Role) -> None:
    stand.answers[erasure.plan] = PLAN
    pane = make()
    stand.desk._show(replace(STATE, me=replace(STATE.me, role=role)))
    pane.customers._show_menu(pane.side)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    found = [one for one in menu.actions() if one.text() == "Erase for good…"]
    assert bool(found) is (role is Role.ADMIN)
    menu.close()
    for entry in found:
        entry.trigger()
        stand.settle(qtbot)
        (opened,) = pane.window().findChildren(EraseDialog)
        opened.reject()
