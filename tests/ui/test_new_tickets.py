"""A ticket that is begun: its draft comes back, whatever ended the program, and whichever window one goes on in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from deskbell.actions import dispatch
from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.errors import Trouble
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.rules.asked_addresses import MailAsked
from deskbell.store.queries import drafts
from deskbell.store.queries.identity import identity
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.drafts_back import give_back
from deskbell.ui.composer.drafts_here import FOLDER, DraftsHere, Keeping
from deskbell.ui.composer.new_ticket import NewTicketWindow
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.widgets.banner import Banner
from ui.driven import Driven

KEPT = "The new ticket that you were writing when Deskbell ended is kept."
Restart = Callable[..., MainWindow]


def begun(stage: Stage, **values: object) -> SaveDraft:
    mailbox = stage.desk.mailboxes[0].id
    new = {"ticket_id": 0, "kind": ReplyKind.NEW, "mailbox_id": mailbox, "subject": "订单", "text": "Half a sentence"}
    return SaveDraft(agent_id=stage.desk.me.id, **new | values)


@pytest.fixture
def restart(stage: Stage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Restart]:
    """Start again on the desk, with this in files; `takes` says whether the desk takes drafts now."""
    windows: list[MainWindow] = []

    def start(*kept: Keeping, takes: bool) -> MainWindow:
        me = stage.desk.me.id
        folder = tmp_path / FOLDER / f"{stage.database.read(identity).desk_id}-{me}"
        for command in kept:
            DraftsHere(folder).put(command)
        with monkeypatch.context() as patch:
            if not takes:
                patch.setattr(dispatch, "perform", refuse)
            here = give_back(stage.database, tmp_path, me)
        window = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, drafts_here=here)
        windows.append(window)
        window.show()
        window.begin()
        qtbot.waitUntil(lambda: window._place.is_made)
        return window

    yield start
    for window in windows:
        window.close()
        delete(window)


def refuse(*_: object) -> None:
    raise Trouble("db.refused", address="desk.example")


def told(window: MainWindow) -> list[Banner]:
    return [one for one in window.findChildren(Banner) if KEPT in one.accessibleName()]


def writing(window: MainWindow, qtbot: QtBot, subject: str = "") -> Composer:
    """What is written in, once what was begun is there."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(NewTicketWindow)))
    (found,) = (one for one in window.findChildren(NewTicketWindow) if one.isVisible())
    composer = found.composer
    qtbot.waitUntil(lambda: composer._texts.ticket_id == 0 and composer.recipients.subject.text() == subject)
    return composer


@pytest.mark.parametrize("takes", [True, False], ids=["the desk takes it now", "it does not yet"])
def test_what_lay_here_is_told_and_gone_on_with(stage: Stage, restart: Restart, qtbot: QtBot, takes: bool) -> None:
    window = restart(begun(stage), takes=takes)
    (banner,) = told(window)
    banner.acted.emit()
    composer = writing(window, qtbot, "订单")
    assert composer.editor.text() == "Half a sentence"
    qtbot.waitUntil(lambda: told(window) == [])


def test_what_the_desk_did_not_take_it_gets_later(stage: Stage, restart: Restart, qtbot: QtBot) -> None:
    window = restart(begun(stage), takes=False)
    assert stage.database.read(drafts.of_ticket, stage.desk.me.id, 0) == ()
    window._new_tickets.keeper._send()
    qtbot.waitUntil(lambda: not window._new_tickets.keeper.busy())
    (kept,) = stage.database.read(drafts.of_ticket, stage.desk.me.id, 0)
    assert kept.text == "Half a sentence"


def test_nothing_is_told_of_what_is_no_new_ticket(stage: Stage, restart: Restart) -> None:
    note = begun(stage, ticket_id=1, kind=ReplyKind.NOTE, subject="")
    gone = DiscardDraft(agent_id=stage.desk.me.id, ticket_id=0, kind=ReplyKind.NEW)
    assert told(restart(note, gone, takes=True)) == []


@pytest.mark.parametrize("typed", ["", "Half"], ids=["as a link filled it in", "and written on"])
def test_the_window_takes_the_new_ticket_along_when_it_is_closed_at_once(
    stage: Stage, restart: Restart, qtbot: QtBot, typed: str
) -> None:
    window = restart(takes=True)
    window.new_ticket(MailAsked((Mailbox("Jonas", "jonas@example.lt"),)))
    composer = writing(window, qtbot)
    qtbot.waitUntil(lambda: "jonas@example.lt" in composer.recipients.to.text())
    qtbot.keyClicks(composer.editor, typed)
    window.close()
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in (window, *window.findChildren(NewTicketWindow))))
    kept = stage.database.read(drafts.of_ticket, stage.desk.me.id, 0)
    assert [draft.text[: len(typed)] for draft in kept] == ([typed] if typed else [])


def test_what_one_window_could_not_save_is_in_the_next(
    driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    driven.press("c")
    first = driven.window._new_tickets.window
    assert first is not None
    driven.window.new_ticket()
    assert driven.window._new_tickets.window is first, "one at a time"
    composer = writing(driven.window, qtbot)
    keeper = driven.window._new_tickets.keeper
    with monkeypatch.context() as away:
        away.setattr(driven.stage.runner, "_perform", refuse)
        composer.recipients.subject.setText("Later")
        qtbot.keyClicks(composer.editor, "half")
        with qtbot.waitSignal(keeper.troubled):
            first.close()
        qtbot.waitUntil(lambda: not isValid(first))
        driven.window.new_ticket(MailAsked((Mailbox("Jonas", "jonas@example.lt"),)))
        composer = writing(driven.window, qtbot, "Later")
        assert composer.editor.text().startswith("half")
        assert composer.recipients.to.text() == "", "it is for whom it was begun for"
    keeper._send()
    qtbot.waitUntil(lambda: not keeper.busy())
