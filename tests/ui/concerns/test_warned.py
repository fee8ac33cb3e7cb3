"""What policies warn of: told where the person works, several as one with the way to all of them, until they look."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Deed, Entity
from deskbell.model.settings import Settings
from deskbell.model.sla import Metric
from deskbell.model.sla_warnings import SeeWarnings, SlaWarning
from deskbell.store.queries import warnings
from deskbell.ui.concerns.words import Notice
from deskbell.ui.widgets.toast import Toast
from ui.concerns.journal import changed
from ui.concerns.test_here import Office, desktop, office
from ui.ticket.rows import ONA, TOMAS

__all__ = ["desktop", "office"]

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def due(*numbers: int, over: bool = False, minutes: int = 0) -> tuple[SlaWarning, ...]:
    """Of which the person was warned so many minutes behind the time."""
    at = AT + timedelta(minutes=minutes)
    return tuple(SlaWarning(number, f"Subject {number}", Metric.FIRST_REPLY, AT, over, at) for number in numbers)


def warn(office: Office, found: tuple[SlaWarning, ...], agent: int = ONA.id) -> None:
    """The worker warns somebody; of Ona these are unseen now."""
    office.stand.answers[warnings.unseen] = found
    office.stand.desk.heard.emit(Changes((Change(1, Entity.WARNING, agent, 0),)))
    office.stand.settle(office.qtbot)


@pytest.fixture
def warned(office: Office) -> Office:
    """The same, that hears of warnings."""
    office.stand.answers[warnings.unseen] = ()
    office.stand.desk.warnings.begin()
    office.stand.settle(office.qtbot)
    return office


def seen(office: Office) -> list[tuple[int, ...]]:
    office.stand.settle(office.qtbot)
    return [command.tickets for command in office.stand.of(SeeWarnings)]


def test_one_ticket_on_the_desktop(warned: Office, desktop: list[tuple[Notice, bool]]) -> None:
    warned.leave()
    warn(warned, due(7))
    warned.wait()
    assert desktop == [(Notice("#7 is due soon.", "Subject 7", 7), False)]
    assert warned.counted == [1]
    warn(warned, due(7, over=True))
    warned.wait()
    assert desktop[1:] == [(Notice("#7 is overdue.", "Subject 7", 7), False)]
    # It is told once, whatever is read again.
    warn(warned, due(7, over=True))
    assert not warned.here._gather.isActive()


def test_a_later_step_is_told_though_nobody_looked(warned: Office, desktop: list[tuple[Notice, bool]]) -> None:
    warned.leave()
    for minutes in (0, 60, 60):
        warn(warned, due(7, over=True, minutes=minutes))
        if warned.here._gather.isActive():
            warned.wait()
    assert desktop == [(Notice("#7 is overdue.", "Subject 7", 7), False)] * 2


def test_a_night_without_a_worker_is_one_notice_that_leads_to_all(
    warned: Office, desktop: list[tuple[Notice, bool]], qtbot: QtBot
) -> None:
    warned.leave()
    warn(warned, due(*range(1, 24), over=True))
    warned.wait()
    ((notice, _),) = desktop
    assert (notice.title, notice.ticket_id) == ("23 tickets are overdue.", 0)
    with qtbot.waitSignals([warned.here.forward, warned.here.overdue_wanted]):
        warned.here.desktop.clicked.emit(notice)
    assert warned.opened == []


def test_in_the_window_one_opens_the_ticket_and_several_the_view(warned: Office, qtbot: QtBot) -> None:
    warn(warned, due(7))
    warned.wait()
    assert warned.toasts() == ["#7 is due soon."]
    warned.window.findChildren(Toast)[0].button.click()  # type: ignore[union-attr]
    assert warned.opened == [7]
    warn(warned, due(7, 8, 9, over=True))
    warned.wait()
    toast = next(one for one in warned.window.findChildren(Toast) if one.accessibleName() == "3 tickets are overdue.")
    with qtbot.waitSignal(warned.here.overdue_wanted):
        toast.button.click()  # type: ignore[union-attr]


def test_what_was_there_before_the_window_is_told_too(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.stand.answers[warnings.unseen] = due(7, 8, over=True)
    office.leave()
    office.stand.desk.warnings.begin()
    office.stand.settle(office.qtbot)
    office.wait()
    assert [one.title for one, _ in desktop] == ["2 tickets are overdue."]


def test_who_looks_has_seen_it(warned: Office) -> None:
    warn(warned, due(7, 8))
    warned.wait()
    assert warned.counted == [2]
    warned.pane.show_ticket(7)
    assert (seen(warned), warned.counted) == ([(7,)], [2, 1])
    # What is before one's eyes already is not told at all.
    warn(warned, due(7, 8, over=True))
    assert seen(warned) == [(7,), (7,)]
    # What one does there, at another computer too, says as much.
    warned.happens(8, kind=Deed.REPLIED, by=ONA.id)
    assert (seen(warned)[2:], warned.counted) == ([(8,)], [2, 1, 0])


def test_seen_elsewhere_or_answered_it_is_no_longer_counted(warned: Office) -> None:
    warn(warned, due(7, 8))
    assert warned.counted == [2]
    warn(warned, due(8))
    assert warned.counted == [2, 1]
    warned.stand.answers[warnings.unseen] = ()
    warned.journal.hear(changed(8))
    assert (warned.counted, seen(warned)) == ([2, 1, 0], [])


def test_who_does_not_want_to_hear_of_it_does_not(warned: Office, desktop: list[tuple[Notice, bool]]) -> None:
    warned.stand.desk.settings = Settings({"notice.warnings": False})
    warned.leave()
    warn(warned, due(7))
    assert (desktop, warned.counted, warned.here._gather.isActive()) == ([], [], False)


def test_a_window_that_nobody_warns_asks_nothing(warned: Office) -> None:
    asked: list[int] = []
    warned.stand.answers[warnings.unseen] = lambda agent: asked.append(agent) or ()
    warned.stand.desk.heard.emit(Changes((Change(1, Entity.WARNING, TOMAS.id, 0),)))
    warned.journal.hear(changed(7))
    assert asked == []
    warned.stand.desk.heard.emit(Changes((), lost=True))
    warned.stand.settle(warned.qtbot)
    assert asked == [ONA.id]
