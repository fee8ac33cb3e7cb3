"""The scenes of handing tickets out: teams and agents in the settings, being away, escalating, and why somebody got a ticket."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.actions.dispatch import perform
from deskbell.actions.routing.hand_out import hand_out
from deskbell.model.commands import SetTeam
from deskbell.model.escalating import Escalate
from deskbell.model.kinds import Leaving, Presence
from deskbell.model.presence import TellOpen
from deskbell.model.routing import AgentWork, HandingOut, Level, Match, Way
from deskbell.model.rows import TagRow
from deskbell.model.teams import SaveTeam
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import routing as queue
from deskbell.store.queries import teams as teams_now
from deskbell.store.queries import ticket_list
from deskbell.ui.escalate_popup import EscalatePopup
from deskbell.ui.main_window import MainWindow
from deskbell.ui.presence_menu import PresenceMenu
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

Make = Callable[[Stage], QWidget]

_HANDED: Final = "handed"
_WORDS: Final = "The firmware of the unit is from 2019; the update fails at 40 % each time. Cable and port are fine."


def routing(
    window: Make, size: tuple[int, int], teams: Make, agents: Make, settings: tuple[int, int]
) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `teams` and `agents` the settings with these pages."""
    yield Scene("settings-team", (settings[0], 900), teams, (_team,))
    yield Scene("settings-team-hands-out", (settings[0], 1180), teams, (_team, _hands_out))
    yield Scene("settings-agent-given", (settings[0], 1180), agents, (_agent,))
    yield Scene("settings-agent-given-narrow", (720, 900), agents, (_agent, _below))
    yield Scene("presence", (330, 300), partial(_presence, away=False))
    yield Scene("presence-away", (330, 320), partial(_presence, away=True))
    yield Scene("escalate", (390, 260), _escalate)
    yield Scene("window-handed", (size[0], 1120), partial(_with_handed, window=window), (_open_handed, _to_newest))
    escalated = partial(_with_escalated, window=window)
    yield Scene("window-escalated", size, escalated, (_go_to_open, _open_handed))
    yield Scene("window-escalated-narrow", (960, 640), escalated, (_go_to_open, _open_handed))


def _team(window: QWidget) -> None:
    from deskbell.ui.settings.teams import TeamsPage

    page = window.findChild(TeamsPage)
    assert page is not None
    page.open_one(1)


def _hands_out(window: QWidget) -> None:
    from deskbell.ui.settings.team_form import TeamForm

    form = window.findChild(TeamForm)
    assert form is not None
    form.routing.show_way(Way(HandingOut.LEAST, Match.REQUIRED, Match.PREFERRED))
    for box, level in zip(form.routing.levels.boxes.values(), (0, 1, 2), strict=False):
        box.setCurrentIndex(level)


def _agent(window: QWidget) -> None:
    from deskbell.ui.settings.agent_form import AgentForm
    from deskbell.ui.settings.agents import AgentsPage

    page, form = window.findChild(AgentsPage), window.findChild(AgentForm)
    assert page is not None
    assert form is not None
    page.open_one(2)
    assert form.given is not None
    tags = [TagRow(number, name) for number, name in enumerate(("refund", "returns", "delivery", "billing"), 1)]
    form.given.show_work(AgentWork(frozenset({2, 3}), frozenset({"en", "fr"}), 10), tags)


def _below(window: QWidget) -> None:
    from deskbell.ui.settings.agent_form import AgentForm
    from deskbell.ui.settings.agents import AgentsPage

    page, form = window.findChild(AgentsPage), window.findChild(AgentForm)
    assert page is not None
    assert form is not None
    assert form.given is not None
    page.see(form.given)


def _presence(stage: Stage, *, away: bool) -> QWidget:
    if away:
        until = datetime.now(UTC) + timedelta(hours=3)
        state = stage.desk.state
        me = replace(state.me, presence=Presence.AWAY, away_until=until, leaving=Leaving.ANSWERED)
        stage.desk.state = replace(state, me=me)
    return PresenceMenu(stage.desk, Leaving.KEEP, away=away)


def _escalate(stage: Stage) -> QWidget:
    return EscalatePopup(stage.theme, 1039, _WORDS)


def _with_handed(stage: Stage, window: Make) -> QWidget:
    """A team of the sample has handed out what waited."""
    desk = stage.database
    row = desk.read(teams_now.rows)[0]
    perform(
        desk,
        SaveTeam(agent_id=None, id=row.id, name=row.name, members=row.members, handing="least", version=row.version),
    )
    for one in row.members:
        perform(desk, TellOpen(agent_id=one))
    # The desk of the stage may have been used by this scene before.
    if waits := desk.read(queue.waiting, row.id, 1):
        stage.desk.setProperty(_HANDED, waits[0].ticket_id)
        desk.transact(lambda session: hand_out(session, row.id))
    made = window(stage)
    made.setProperty(_HANDED, stage.desk.property(_HANDED))
    return made


def _with_escalated(stage: Stage, window: Make) -> QWidget:
    """The newest open ticket has gone to the second level of its team."""
    desk, me = stage.database, stage.desk.me.id
    row = desk.read(teams_now.rows)[0]
    second = ((max(row.members), int(Level.SECOND)),)
    perform(
        desk, SaveTeam(agent_id=None, id=row.id, name=row.name, members=row.members, levels=second, version=row.version)
    )
    newest = desk.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, me, limit=1).rows[0]
    # The desk of the stage may have been used by this scene before.
    if newest.level < Level.SECOND:
        perform(desk, SetTeam(agent_id=None, tickets=(newest.id,), team_id=row.id))
        perform(desk, Escalate(agent_id=me, ticket_id=newest.id, text=_WORDS))
    stage.desk.read_again()
    made = window(stage)
    made.setProperty(_HANDED, newest.id)
    return made


def _go_to_open(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.go_to_view(View(ViewKind.OPEN))


def _open_handed(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.open_ticket(window.property(_HANDED))


def _to_newest(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.conversation.to_newest()
