"""The page that says of what one is told: the person's part is kept in the desk, the computer's on the computer, each as its readers have it."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from deskbell.model.declaration import Scope
from deskbell.model.settings import BY_KEY, Settings
from deskbell.model.views import View, ViewKind
from deskbell.rules.concerns import kept_views
from deskbell.store.queries import settings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.notifications import DaysRow, NotificationsPage, TimeRow, ViewsRow
from deskbell.ui.settings.page import PageName
from ui.settings.office import Office


@pytest.fixture
def page(dialog: SettingsDialog) -> NotificationsPage:
    made = dialog.open_page(PageName.NOTIFICATIONS)
    assert isinstance(made, NotificationsPage)
    return made


def kept(office: Office) -> Settings:
    """What the desk has of the person."""
    return office.database.read(settings.read, office.me)


def save(page: NotificationsPage, qtbot: QtBot) -> None:
    done: list[bool] = []
    errors: list[Exception] = []
    page.save(lambda: done.append(True), errors.append)
    qtbot.waitUntil(lambda: bool(done or errors))
    assert not errors


def test_each_part_is_kept_where_it_belongs(page: NotificationsPage, office: Office, qtbot: QtBot) -> None:
    assert {BY_KEY[key].scope for key in page.rows} == {Scope.PERSON, Scope.COMPUTER}
    for key, value in {"notice.notes": False, "desktop.sound": True}.items():
        page.rows[key].set_value(value)
    assert page.dirty()
    save(page, qtbot)
    assert not page.dirty()
    assert not kept(office).flag("notice.notes")
    assert "desktop.sound" not in kept(office).values
    assert office.computer.settings.flag("desktop.sound")


def test_times_and_days(page: NotificationsPage, office: Office, qtbot: QtBot) -> None:
    from_, days = page.rows["quiet.from"], page.rows["quiet.days"]
    assert isinstance(from_, TimeRow)
    assert isinstance(days, DaysRow)
    assert (from_.value(), days.value(), from_.isEnabled()) == ("18:00", "", False)
    with qtbot.waitSignal(days.changed):
        days.picks.click("7")
    days.picks.click("6")
    assert days.value() == "67"
    page.rows["quiet.hours"].control.click()  # type: ignore[attr-defined]
    assert from_.isEnabled()
    from_.set_value("07:30")
    save(page, qtbot)
    assert (kept(office).text("quiet.days"), kept(office).text("quiet.from")) == ("67", "07:30")


@pytest.mark.parametrize("kept", ["", "unassigned", "open unassigned"])
def test_views_are_ticked_as_they_are_kept(page: NotificationsPage, kept: str) -> None:
    row: Any = page.rows["notice.new"]
    assert isinstance(row, ViewsRow)
    row.set_value(kept)
    assert row.value() == kept


def test_the_views_are_those_of_the_desk(page: NotificationsPage, qtbot: QtBot) -> None:
    row: Any = page.rows["notice.new"]
    mailboxes = [View(ViewKind.MAILBOX, one.id) for one in page._desk.mailboxes]
    assert set(row.ticks.values()) >= {View(ViewKind.UNASSIGNED), View(ViewKind.OPEN), *mailboxes}
    with qtbot.waitSignal(row.changed):
        row.ticks.tick(mailboxes[0])
    assert row.value() == kept_views(mailboxes[:1])
