"""The whole window on a PostgreSQL that goes away and comes back: it says so, shows what it has read, keeps what is typed, and goes on by itself."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from away import SOON, WAYS, Office, banner, health, open_office, starting
from deskbell.model.kinds import Entity, MessageKind, ReplyKind, Status
from deskbell.store.session import Session
from deskbell.store.tables import draft, message
from deskbell.ui.main_window import MainWindow
from deskbell.ui.widgets.toast import Toast
from servers.cable import COMMIT, Cable, Lost
from servers.certificates import Certificates

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]

TYPED = "Nothing of this is lost."


@pytest.fixture
def office(certificates: Certificates, cable: Callable[..., Cable], tmp_path: Path) -> Iterator[Office]:
    yield from open_office(certificates, cable, tmp_path)


@pytest.fixture
def start(office: Office, qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    yield from starting(office, qapp, qtbot)


def drafts(session: Session) -> list[str]:
    return list(session.connection.execute(select(draft.c.text)).scalars())


def lies_here(office: Office) -> bool:
    return any((office.places.data / "drafts").rglob("*.json"))


# A stalled line is waited for as long as a stopped server: `nox -s faults` has it too.
@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=pytest.mark.long) if way == "stalled" else way for way in WAYS]
)
def test_a_server_that_goes_and_comes_back(
    office: Office, start: Callable[[], MainWindow], qtbot: QtBot, way: str
) -> None:
    go, come, words = WAYS[way]
    window = start()
    pane, model = window.pane, window.inbox.tickets.model
    go(office)
    qtbot.waitUntil(lambda: banner(window) != "", timeout=SOON)
    qtbot.waitUntil(lambda: any(word in banner(window) for word in words), timeout=SOON)
    assert "(since: " in banner(window)
    assert any(word in health(window) for word in words)

    pane.begin(ReplyKind.REPLY)
    qtbot.keyClicks(pane.composer.editor, TYPED)
    qtbot.waitUntil(lambda: lies_here(office), timeout=SOON)
    qtbot.waitUntil(lambda: "Kept on this computer" in pane.composer.state.text(), timeout=SOON)
    window.deeds.set_status((office.ticket,), Status.SOLVED)
    qtbot.waitUntil(lambda: any("Not done." in t.accessibleName() for t in window.findChildren(Toast)), timeout=SOON)
    assert model.rowCount() == 30
    assert model.ticket(0) is not None
    assert pane.row is not None
    assert len(pane.conversation.cards()) == 1
    assert TYPED in pane.composer.editor.text()

    come(office)
    qtbot.waitUntil(lambda: banner(window) == "", timeout=SOON)
    assert "The database answers." in health(window)
    qtbot.waitUntil(lambda: any(TYPED in text for text in office.near.read(drafts)), timeout=SOON)
    qtbot.waitUntil(lambda: not lies_here(office), timeout=SOON)
    other = office.build.ticket("Somebody else's", assignee_id=office.build.me)
    with office.near.writing() as session:
        session.changed(Entity.TICKET, other, other)
    qtbot.waitUntil(lambda: model.rowCount() == 31, timeout=SOON)
    assert TYPED in pane.composer.editor.text()


def test_a_reply_of_which_it_is_not_known_whether_it_was_kept(
    office: Office, start: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    """The answer to its COMMIT is lost, and for a while nobody can ask: it is there once, and told as sent once."""
    window = start()
    composer = window.pane.composer
    window.pane.begin(ReplyKind.NOTE)
    qtbot.keyClicks(composer.editor, TYPED)
    qtbot.waitUntil(lambda: "Draft saved" in composer.state.text(), timeout=SOON)
    noted: list[int] = []
    composer.noted.connect(noted.append)
    # The end of the first statement of a command (`actions.rights`), with what it binds.
    looks = [(rb"JOIN agent ON agent\.id = .*", Lost.REQUEST)] * 8
    office.line.losses += [(rb"deskbell_change.*" + COMMIT[Lost.ANSWER], Lost.ANSWER), *looks]
    composer.send()
    qtbot.waitUntil(lambda: len(noted) == 1, timeout=SOON)
    assert office.line.losses == []
    assert office.near.read(notes) == noted
    assert office.near.read(drafts) == []
    assert composer.editor.text().strip() == ""


def notes(session: Session) -> list[int]:
    query = select(message.c.id).where(message.c.kind == int(MessageKind.NOTE))
    return list(session.connection.execute(query).scalars())


def test_what_was_written_while_the_server_was_away_is_there_after_the_window_was_closed(
    office: Office, start: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = start()
    office.postgres.stop(signal.SIGQUIT)
    qtbot.waitUntil(lambda: banner(window) != "", timeout=SOON)
    window.pane.begin(ReplyKind.REPLY)
    qtbot.keyClicks(window.pane.composer.editor, TYPED)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=SOON)
    assert lies_here(office)
    office.postgres.start()
    again = start()
    assert TYPED in again.pane.composer.editor.text()
    assert not lies_here(office)
