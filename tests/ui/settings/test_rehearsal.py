"""A rule is rehearsed in its form: counted to the end, listed, opened, cancelled; it holds for the rule as it stands there."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from actions.conftest import SmallDesk, mail
from deskbell.model.automation import Check, Condition, Event, Group, RuleActions, SaveRule, What
from deskbell.store.queries import rehearsal
from deskbell.ui.rules import rehearsal_model
from deskbell.ui.rules.page import RulesPage
from deskbell.ui.rules.rehearsal_box import RehearsalBox
from deskbell.ui.settings.dialog import SettingsDialog
from ui.settings.hands import type_into
from ui.settings.office import Office
from whole_desk import everything


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> RulesPage:
    opened = dialog.open_page("rules")
    assert isinstance(opened, RulesPage)
    qtbot.waitUntil(lambda: opened.now.known)
    return opened


@pytest.fixture
def arrive(office: Office) -> Callable[[int], list[int]]:
    """Call it for so many new tickets."""
    small = SmallDesk(office.database, office.me, office.me, office.mailboxes()["support@example.com"].id, 0)
    return lambda many: [small.arrive(mail(f"{n}@mail.example"))[0].ticket_id for n in range(many)]


def a_rule(office: Office, page: RulesPage, qtbot: QtBot, **values: object) -> int:
    made = {"agent_id": office.me, "id": 0, "name": "Seen", "actions": RuleActions(add_tags=("seen",))}
    number = office.do(SaveRule(**made | values)) or 0  # type: ignore[arg-type]
    page.now.read_again()
    qtbot.waitUntil(lambda: number in page.entries)
    page.open_one(number)
    return number


def rehearse(box: RehearsalBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.model.ended):
        box.begin_button.click()
        assert not box.begin_button.isEnabled()
        assert box.stop_button.isVisible()
    assert box.begin_button.isEnabled()
    assert not box.stop_button.isVisible()


def test_it_is_counted_and_listed(
    page: RulesPage, office: Office, dialog: SettingsDialog, arrive: Callable[[int], list[int]], qtbot: QtBot
) -> None:
    """The newest first; Enter opens its ticket. Nothing is written by it."""
    numbers = arrive(3)
    about = Group(parts=(Condition(What.VIP, Check.IS_NOT, ("1",)),))
    a_rule(office, page, qtbot, conditions=about)
    before = everything(office.database)
    box = page.rehearsal
    rehearse(box, qtbot)
    assert box.said.text() == (
        "The rule would have done something 3 times, to 3 tickets. 3 tickets to which something happened were looked at."
    )
    rows = [box.model.index(row).data() for row in range(box.model.rowCount())]
    assert [f"#{number} The printer is offline" in row for number, row in zip(numbers[::-1], rows, strict=True)] == [
        True
    ] * 3
    assert "A ticket is new, Would put on “seen”." in rows[0]
    assert "The customer and their organisation are looked at as they are now." in rows[0]
    with qtbot.waitSignal(dialog.ticket_wanted) as opened:
        box.open_button.click()
    assert opened.args == [numbers[-1]]
    assert everything(office.database) == before


def test_another_rule_is_another_rehearsal(
    page: RulesPage, office: Office, arrive: Callable[[int], list[int]], qtbot: QtBot
) -> None:
    """What was found goes with the first change; the rule is rehearsed as it stands in the form, applied or not."""
    arrive(1)
    a_rule(office, page, qtbot)
    box = page.rehearsal
    rehearse(box, qtbot)
    assert box.model.rowCount() == 1
    page.form.events.tick(Event.CREATED, on=False)
    page.form.events.tick(Event.NOTED)
    assert (box.model.rowCount(), box.said.text()) == (0, "")
    rehearse(box, qtbot)
    assert box.said.text() == "The rule would have done nothing. One ticket to which something happened was looked at."
    page.form.deeds.add.setText("")
    page.form.deeds.add.textEdited.emit("")
    box.begin_button.click()
    assert box.said.text() == "Say first what the rule does and when; then it can be rehearsed."


def test_a_long_one_is_laid_out_no_more_often(
    page: RulesPage, office: Office, arrive: Callable[[int], list[int]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time the window's whole order of keys is made anew: not for each piece of thousands."""
    arrive(40)
    a_rule(office, page, qtbot)
    box, laid = page.rehearsal, [0]
    box.relaid.connect(lambda: laid.append(laid.pop() + 1))
    found = []
    for at_once in (100, 2):
        monkeypatch.setattr(rehearsal, "AT_ONCE", at_once)
        monkeypatch.setattr(rehearsal, "_PIECE", rehearsal._PIECE.limit(at_once))
        box.forget()
        laid[0] = 0
        rehearse(box, qtbot)
        found.append(laid[0])
    assert found[1] <= found[0] + 8


def test_it_is_cancelled(
    page: RulesPage, office: Office, arrive: Callable[[int], list[int]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes no further, and says how far it came; it can be begun anew."""
    monkeypatch.setattr(rehearsal, "AT_ONCE", 2)
    monkeypatch.setattr(rehearsal, "_PIECE", rehearsal._PIECE.limit(2))
    arrive(6)
    a_rule(office, page, qtbot)
    box = page.rehearsal
    with qtbot.waitSignal(box.model.read):
        box.begin_button.click()
    box.stop_button.click()
    assert box.said.text().startswith("Cancelled. The rule would have done something")
    there = box.model.rowCount()
    assert 0 < there < 6
    qtbot.waitUntil(lambda: not office.runner.is_busy)
    assert box.model.rowCount() == there
    rehearse(box, qtbot)
    assert box.model.rowCount() == 6


def test_more_is_read_as_one_goes_down(
    page: RulesPage, office: Office, arrive: Callable[[int], list[int]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more is kept than was looked at, though all of it is counted."""
    monkeypatch.setattr(rehearsal_model, "PAGE", 3)
    monkeypatch.setattr(rehearsal, "AT_ONCE", 2)
    monkeypatch.setattr(rehearsal, "_PIECE", rehearsal._PIECE.limit(2))
    numbers = arrive(10)
    a_rule(office, page, qtbot)
    box = page.rehearsal
    box.list.setModel(None)
    rehearse(box, qtbot)
    assert "something 10 times, to 10 tickets" in box.said.text()
    assert box.model.rowCount() < 6
    while box.model.canFetchMore(box.model.index(-1)):
        with qtbot.waitSignal(box.model.read):
            box.model.fetchMore(box.model.index(-1))
        qtbot.waitUntil(lambda: not office.runner.is_busy)
    assert [box.model.entry(row).ticket_id for row in range(box.model.rowCount())] == numbers[::-1]


def test_a_name_is_no_reason_not_to(page: RulesPage, arrive: Callable[[int], list[int]], qtbot: QtBot) -> None:
    """A rule that has none yet is rehearsed all the same."""
    arrive(1)
    page.add()
    page.form.deeds.add.setText("seen")
    page.form.deeds.add.textEdited.emit("seen")
    rehearse(page.rehearsal, qtbot)
    assert page.rehearsal.model.rowCount() == 1
    type_into(page, "Name", "Seen")
    assert page.rehearsal.model.rowCount() == 1, "its name makes no other rule of it"
