"""The scenes of an office: where the desk lies, who comes in, and how."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Role
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.scene import Scene
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import PageName
from deskbell.ui.stage import Stage

_SETTINGS = (860, 640)
_OFFICE = "postgresql://ona@desk.example:5432/desk"


def office(folder: Path) -> Iterator[Scene]:
    """All of them."""
    shown = partial(_settings, folder=folder)
    yield Scene("settings-database-file", _SETTINGS, partial(shown, page=PageName.DATABASE, office=False))
    yield Scene("settings-database-office", _SETTINGS, partial(shown, page=PageName.DATABASE))
    yield Scene("settings-database-agent", _SETTINGS, partial(shown, page=PageName.DATABASE, role=Role.AGENT))
    people = partial(shown, page=PageName.AGENTS)
    yield Scene("settings-agents-office", _SETTINGS, people)
    yield Scene("settings-invite", (_SETTINGS[0], 820), people, (partial(_agent, number=1),))
    yield Scene("settings-invited", (_SETTINGS[0], 820), people, (partial(_agent, number=2), _invited))


def _settings(
    stage: Stage, folder: Path, page: PageName, *, office: bool = True, role: Role = Role.ADMIN
) -> SettingsDialog:
    """The settings as on a desk of somebody's own, or in an office; the second agent was not invited yet."""
    from deskbell.ui.settings.__main__ import make

    state = stage.desk.state
    logins = {row.id: row.email.partition("@")[0] if office and row.id != 2 else "" for row in state.agents}
    everybody = tuple(replace(row, login=logins[row.id]) for row in state.agents)
    me = replace(state.me, role=role, login=logins[state.me.id])
    state = replace(state, me=me, agents=everybody, sample=False, office=office)
    desk = DeskNow(stage.runner, stage.feed, state, stage.desk.settings)
    return make(stage, folder, page, desk=desk, database=_OFFICE if office else "")


def _agent(dialog: QWidget, number: int) -> None:
    page = dialog.findChild(AgentsPage)
    assert page is not None
    page.open_one(list(page.entries)[number])


def _invited(dialog: QWidget) -> None:
    page = dialog.findChild(AgentsPage)
    assert page is not None
    page.invite.show_written(Path("/home/ona/Desktop/tomas.invitation"), "tomas")
