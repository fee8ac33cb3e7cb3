"""The scenes of an office: where the desk lies, who comes in, and how."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QLineEdit, QWidget

from deskbell.model.carrying import CarryCourse, CarryEnd, CarryFailed, CarryStage, CarryWord
from deskbell.model.commands import SaveDraft
from deskbell.model.errors import Trouble
from deskbell.model.kinds import ReplyKind, Role
from deskbell.model.places import Places
from deskbell.model.troubles import BackupTrouble
from deskbell.store.rights.set_up import Made
from deskbell.ui.carrying.carrying import Carrying, CarryState
from deskbell.ui.composer.drafts_here import DraftsHere
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.main_window import MainWindow
from deskbell.ui.office.__main__ import make as make_set_up
from deskbell.ui.office.set_up_window import SetUpState, SetUpWindow
from deskbell.ui.opening import OpeningWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.mailbox_team import MailboxTeam
from deskbell.ui.settings.page import PageName

_SETTINGS = (860, 640)
_SET_UP = (620, 700)
_HALFWAY = CarryCourse(CarryStage.COPY, 41_200, 98_000, 12_400, 5.0)
_BACKED_UP = CarryEnd("/home/ona/Documents/desk-2026-11-26-1405.backup", 31, 98_204, 8.4)
_NO_ROOM = CarryFailed("db.full", {"path": "/home/ona/Documents"}, "database or disk is full")
_AWAY = CarryFailed("db.refused", {"address": "desk.example:5432"}, "connection to server failed: Connection refused")
_OFFICE = "postgresql://ona@desk.example:5432/desk"


def office(folder: Path) -> Iterator[Scene]:
    """All of them."""
    shown = partial(_settings, folder=folder)
    yield Scene("settings-database-file", _SETTINGS, partial(shown, page=PageName.DATABASE, office=False))
    yield Scene("settings-database-office", _SETTINGS, partial(shown, page=PageName.DATABASE))
    joined = partial(shown, page=PageName.DATABASE, database=_joined_from(folder))
    yield Scene("settings-database-joined", _SETTINGS, joined)
    on_server = partial(shown, page=PageName.DATABASE, office=False, database=_OFFICE)
    yield Scene("settings-database-server", _SETTINGS, on_server)
    yield Scene("settings-database-agent", _SETTINGS, partial(shown, page=PageName.DATABASE, role=Role.AGENT))
    file = partial(shown, page=PageName.DATABASE, office=False)
    yield Scene("settings-backup-running", _SETTINGS, file, (partial(_backup, words=(_HALFWAY,)),))
    yield Scene("settings-backup-done", _SETTINGS, file, (partial(_backup, words=(_HALFWAY, _BACKED_UP)),))
    yield Scene("settings-backup-failed", _SETTINGS, file, (partial(_backup, words=(_HALFWAY, _NO_ROOM)),))
    yield Scene("window-new-ticket-kept", (1200, 760), partial(_kept, folder=folder))
    yield Scene("window-backup-failed", (1200, 760), _no_backup)
    yield Scene("opening-not-let-in", (620, 380), partial(_not_let_in, folder=folder))
    set_up = partial(make_set_up, folder=folder, here=Path("/home/ona/Deskbell"))
    yield Scene("set-up", _SET_UP, set_up)
    yield Scene("set-up-there", _SET_UP, partial(set_up, database=_OFFICE))
    yield Scene("set-up-faults", _SET_UP, set_up, (_press,))
    yield Scene("set-up-moving", _SET_UP, set_up, (_fill, partial(_move, words=(_HALFWAY,))))
    yield Scene("set-up-stopped", _SET_UP, set_up, (_fill, partial(_move, words=(_HALFWAY, _AWAY))))
    yield Scene("set-up-done", _SET_UP, set_up, (_fill, _make))
    boxes = partial(shown, page=PageName.MAILBOXES)
    yield Scene("settings-mailbox-restricted", (_SETTINGS[0], 760), boxes, (_restricted,))
    people = partial(shown, page=PageName.AGENTS)
    yield Scene("settings-agents-office", _SETTINGS, people)
    yield Scene("settings-agent-works", (_SETTINGS[0], 900), people, (_of_me,))
    yield Scene("settings-invite", (_SETTINGS[0], 820), people, (partial(_agent, number=1),))
    yield Scene("settings-invited", (_SETTINGS[0], 820), people, (partial(_agent, number=2), _invited))


def _settings(
    stage: Stage, folder: Path, page: PageName, *, office: bool = True, role: Role = Role.ADMIN, database: str = ""
) -> SettingsDialog:
    """The settings as on a desk of somebody's own, or in an office; the second agent was not invited yet."""
    from deskbell.ui.settings.__main__ import make

    state = stage.desk.state
    logins = {row.id: row.email.partition("@")[0] if office and row.id != 2 else "" for row in state.agents}
    me = replace(state.me, role=role, login=logins[state.me.id], runs_worker=office and role is Role.ADMIN)
    everybody = tuple(me if row.id == me.id else replace(row, login=logins[row.id]) for row in state.agents)
    state = replace(state, me=me, agents=everybody, sample=False, office=office)
    desk = DeskNow(stage.runner, stage.feed, state, stage.desk.settings)
    return make(stage, folder, page, desk=desk, database=database or (_OFFICE if office else ""))


def _restricted(dialog: QWidget) -> None:
    assert isinstance(dialog, SettingsDialog)
    dialog.open_mailbox(1)
    tick = dialog.findChild(MailboxTeam)
    assert tick is not None
    tick.restricted.click()


def _agent(dialog: QWidget, number: int) -> None:
    page = dialog.findChild(AgentsPage)
    assert page is not None
    page.open_one(list(page.entries)[number])


def _of_me(dialog: QWidget) -> None:
    page = dialog.findChild(AgentsPage)
    assert page is not None
    page.open_one(1)


def _invited(dialog: QWidget) -> None:
    page = dialog.findChild(AgentsPage)
    assert page is not None
    page.invite.show_written(Path("/home/ona/Desktop/tomas.invitation"), "tomas")


def _backup(dialog: QWidget, words: tuple[CarryWord, ...]) -> None:
    carrying = dialog.findChild(Carrying)
    assert carrying is not None
    _say(carrying, words)


def _say(carrying: Carrying, words: tuple[CarryWord, ...]) -> None:
    """As if a process had said these words."""
    carrying.state = CarryState.RUNNING
    for word in words:
        carrying.process.said.emit(word)


def _no_backup(stage: Stage) -> QWidget:
    since = datetime.now(UTC) - timedelta(hours=9)
    values = {"path": "/home/ona/.local/share/Deskbell/backups", "need": "1240", "free": "310"}
    state = replace(stage.desk.state, sample=False, backup_trouble=BackupTrouble(since, "backup.no_room", values))
    desk = DeskNow(stage.runner, stage.feed, state, stage.desk.settings)
    window = MainWindow(stage.theme, stage.runner, stage.feed, desk, stage.settings, settings_dialog=QWidget)
    desk.setParent(window)
    window.begin()
    return window


def _kept(stage: Stage, folder: Path) -> QWidget:
    """As after an end in which a new ticket was being written."""
    here = DraftsHere(folder)
    here.given = [SaveDraft(agent_id=stage.desk.me.id, ticket_id=0, kind=ReplyKind.NEW, mailbox_id=1, text="Half")]
    window = MainWindow(
        stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, settings_dialog=QWidget, drafts_here=here
    )
    window.begin()
    return window


def _not_let_in(stage: Stage, folder: Path) -> QWidget:
    window = OpeningWindow(stage.theme, Places.at(folder, _joined_from(folder)))
    window.refuse(Trouble("office.password", user="tomas"))
    return window


def _joined_from(folder: Path) -> str:
    """The address of the office as a computer has it that keeps its password in this folder."""
    return f"{_OFFICE}?deskbell_secrets={folder}"


def _press(window: QWidget) -> None:
    assert isinstance(window, SetUpWindow)
    window.go_button.click()


def _fill(window: QWidget) -> None:
    assert isinstance(window, SetUpWindow)
    server = window.form.findChild(QLineEdit)
    assert server is not None
    server.setText("desk.example")


def _move(window: QWidget, words: tuple[CarryWord, ...]) -> None:
    assert isinstance(window, SetUpWindow)
    carrying = window.findChild(Carrying)
    assert carrying is not None
    window.show_state(SetUpState.MOVING)
    _say(carrying, words)


def _make(window: QWidget) -> None:
    assert isinstance(window, SetUpWindow)
    asked = window.form.asked()
    assert asked is not None
    window.end.show_moved(98_204)
    made = Made("postgresql://ona@desk.example:5432/deskbell", "deskbell_worker", "b3Zn-8kQxW1tYpLrV7mA")
    window.end.show_made(asked, made, "/home/ona/Deskbell/desk.db")
    window.show_state(SetUpState.DONE)
