"""What the banners tell of the state of the desk, and for how long."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Change, Changes
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity, MailboxState, Role
from deskbell.model.rows import WorkerRow
from deskbell.model.troubles import BackupTrouble, WebhookTrouble
from ui.driven import Driven


def test_a_failing_mailbox_is_told_once_and_untold(driven: Driven) -> None:
    desk = driven.stage.desk
    before = desk.state
    failing = replace(
        before.mailboxes[0],
        state=MailboxState.FAILING,
        reason="mail.login",
        reason_values={"host": "imap.example.com", "user": "help@example.com"},
    )
    desk.state = replace(before, mailboxes=(failing, *before.mailboxes[1:]), sample=False)
    desk.changed.emit()
    desk.changed.emit()
    key = f"mailbox/{failing.id}"
    assert key in driven.window.banners.shown()
    desk.state = before
    desk.changed.emit()
    assert key not in driven.window.banners.shown()


def test_that_the_desk_is_not_backed_up_is_told_until_it_is_put_away_and_again_with_another_reason(
    driven: Driven,
) -> None:
    desk, banners = driven.stage.desk, driven.window.banners
    room = BackupTrouble(
        datetime(2026, 11, 22, 2, tzinfo=UTC), "backup.no_room", {"path": "/b", "need": "9", "free": "1"}
    )

    def be(trouble: BackupTrouble | None) -> bool:
        desk.state = replace(desk.state, backup_trouble=trouble)
        desk.changed.emit()
        return "backup" in banners.shown()

    assert be(room)
    banners.drop("backup")
    assert not be(room)
    assert be(replace(room, code="file.unwritable", values={"path": "/b", "reason": "read-only"}))
    assert not be(None)


@pytest.mark.parametrize("kind", ["unreadable", "unsent"])
def test_mail_that_could_not_be_read_or_sent_is_told_until_it_is_put_away_and_again_with_the_next(
    driven: Driven, qtbot: QtBot, kind: str
) -> None:
    desk, banners = driven.stage.desk, driven.window.banners
    first, second = (driven.list.model.ticket(number) for number in (0, 1))
    assert first is not None
    assert second is not None

    def be(*tickets: int) -> None:
        desk.state = replace(desk.state, **{kind: tickets})
        desk.changed.emit()

    be(second.id)
    assert kind in banners.shown()
    banners.drop(kind)
    be(second.id)
    assert kind not in banners.shown()
    be(first.id, second.id)
    assert kind in banners.shown()
    button = next(one for one in banners.findChildren(QPushButton) if one.text() == "Show the newest")
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda ticket: ticket == first.id):
        button.click()
    be()
    assert kind not in banners.shown()


def test_a_missing_worker_is_told_after_a_while(driven: Driven, qtbot: QtBot) -> None:
    from deskbell.ui.health import WorkerWatch

    desk = driven.stage.desk
    watch = WorkerWatch(desk, driven.window, grace_ms=20)
    before = desk.state
    gone = WorkerRow("office", datetime(2026, 1, 1, tzinfo=UTC), alive=False)
    with qtbot.waitSignal(watch.changed):
        desk.state = replace(before, worker=gone, sample=False)
        desk.changed.emit()
        assert not watch.down
    assert watch.down
    desk.state = replace(before, worker=replace(gone, alive=True), sample=False)
    desk.changed.emit()
    assert not watch.down


def test_an_error_that_nobody_took_is_a_banner_with_details(driven: Driven) -> None:
    driven.stage.runner.troubled.emit(Trouble("mail.no_password", address="support@desk.example"))
    assert "Trouble" in driven.window.banners.shown()


def test_a_full_disk_is_one_banner_until_something_is_written(driven: Driven) -> None:
    full = Trouble("db.full", detail="ENOSPC")
    for told in (driven.stage.runner.troubled.emit, driven.window.deeds.failed.emit, driven.window.pane.failed.emit):
        told(full)
    assert "db.full" in driven.window.banners.shown()
    assert driven.toasts() == []
    driven.stage.feed.changed.emit(Changes((Change(1, Entity.TICKET, 1, 1),)))
    assert "db.full" not in driven.window.banners.shown()


def test_a_damaged_file_is_said_for_good(driven: Driven) -> None:
    driven.window.pane.failed.emit(Trouble("db.corrupt", path="desk.db"))
    driven.stage.feed.changed.emit(Changes((Change(1, Entity.TICKET, 1, 1),)))
    assert "db.corrupt" in driven.window.banners.shown()
    assert "desk.db" in driven.window.rail._health.toolTip()


def test_while_the_database_is_away_it_is_told_at_one_place(driven: Driven) -> None:
    feed, shown, gone = driven.stage.feed, driven.window.banners.shown, Trouble("db.unreachable", address="10.0.0.1")
    before = shown()
    driven.stage.runner.troubled.emit(gone)
    assert shown() == before | {"db.unreachable"}
    feed._ail(gone)
    assert shown() == before | {"database"}
    assert "10.0.0.1" in driven.window.rail._health.toolTip()
    driven.stage.runner.troubled.emit(gone)
    assert driven.toasts() == []
    driven.window.deeds.failed.emit(gone)
    assert shown() == before | {"database"}
    assert [toast.partition(".")[0] for toast in driven.toasts()] == ["Not done"]
    feed._mend()
    assert shown() == before
    assert "10.0.0.1" not in driven.window.rail._health.toolTip()


def test_a_webhook_in_trouble_is_told_to_administrators_until_it_is_put_away(driven: Driven) -> None:
    desk, banners = driven.stage.desk, driven.window.banners
    since = datetime(2026, 11, 22, 2, tzinfo=UTC)
    chat = WebhookTrouble("Chat", since, "webhook.away", {"host": "chat.example", "status": "503"})
    orders = WebhookTrouble("Orders", since, "webhook.told_gone")

    def be(*troubles: WebhookTrouble, role: Role = Role.ADMIN) -> bool:
        desk.state = replace(desk.state, webhooks=troubles, me=replace(desk.state.me, role=role))
        desk.changed.emit()
        return "webhooks" in banners.shown()

    assert be(chat)
    assert not be(chat, role=Role.MANAGER)
    assert not be(chat), "it is the same"
    assert be(chat, orders)
    banners.drop("webhooks")
    assert not be(chat, orders)
    assert not be()
