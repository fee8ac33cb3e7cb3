"""The desk as it is now: who works on it, its mailboxes, teams and tags, the person's settings; read again when change rows say so."""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity, Presence, Role, TagColour
from deskbell.model.rows import AgentRow, DeskState, MailboxRow, TagRow
from deskbell.model.settings import Settings
from deskbell.model.teams import TeamRow
from deskbell.rules.presence import is_away
from deskbell.store.queries import desk_state, settings
from deskbell.store.session import Session
from deskbell.ui.feed import Feed
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.runner import Runner
from deskbell.ui.sought_today import SoughtToday

if TYPE_CHECKING:
    from deskbell.ui.knowledge.due_now import ArticlesDueNow
    from deskbell.ui.reminders.now import RemindersNow
    from deskbell.ui.warnings.now import WarningsNow
    from deskbell.ui.working_times import Offer, WorkingTimes

_CONCERNS = frozenset({Entity.AGENT, Entity.MAILBOX, Entity.TAG, Entity.TEAM, Entity.SETTING})
# A lease runs out without anybody writing a row: what moves by itself (`desk_state.Drift`) is looked at now and then.
_LOOK_EVERY_MS = 10_000


def desk_and_settings(session: Session, agent_id: int) -> tuple[DeskState, Settings]:
    """Both in one transaction, and asked together."""
    state, kept = desk_state.ask_desk_state(session, agent_id), settings.ask(session, agent_id)
    return state(), kept()


class DeskNow(QObject):
    """What every screen may ask without asking the database.

    Signals:
        changed: `state` is another one.
        settings_changed: `settings` are others.
        heard(Changes): rows were written; for what is kept elsewhere and read again by itself.
    """

    changed = Signal()
    settings_changed = Signal()
    heard = Signal(object)

    def __init__(
        self, runner: Runner, feed: Feed, state: DeskState, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self.state = state
        self.settings = settings
        self.keys = MyKeys(settings.text("keys.chosen"), self)
        self.sought = SoughtToday()
        # There once the first list is on the screen.
        self.working: WorkingTimes | None = None
        feed.changed.connect(self._hear)
        feed.changed.connect(self.heard)
        look = QTimer(self, interval=_LOOK_EVERY_MS)
        look.timeout.connect(self._look)
        look.start()

    @property
    def me(self) -> AgentRow:
        """The agent at this window."""
        return self.state.me

    @property
    def runs_worker(self) -> bool:
        """Whether this computer may do the worker's work: in an office an administrator's, if that was said of it."""
        me = self.state.me
        return not self.state.office or (me.runs_worker and me.role is Role.ADMIN)

    @property
    def agents(self) -> tuple[AgentRow, ...]:
        """Those who can be given tickets."""
        return tuple(agent for agent in self.state.agents if agent.active)

    @property
    def mailboxes(self) -> tuple[MailboxRow, ...]:
        """All mailboxes by name."""
        return self.state.mailboxes

    @property
    def teams(self) -> tuple[TeamRow, ...]:
        """All teams by name."""
        return self.state.teams

    @property
    def tags(self) -> tuple[TagRow, ...]:
        """All tags by name."""
        return self.state.tags

    def tag_colour(self, name: str) -> TagColour:
        """What the tag of this name is painted in."""
        return next((tag.colour for tag in self.state.tags if tag.name == name), TagColour.BLUE)

    def agent(self, agent_id: int | None) -> AgentRow | None:
        """An agent by id, also one who has left."""
        return next((agent for agent in self.state.agents if agent.id == agent_id), None)

    def is_away(self, agent: AgentRow) -> bool:
        """Whether an agent has said that they are away, and that is not over."""
        return agent.presence is Presence.AWAY and is_away(agent.presence, agent.away_until, datetime.now(UTC))

    def mailbox_at(self, address: str) -> str:
        """The name of the mailbox that has this address, "" where none has."""
        return next((box.name for box in self.mailboxes if box.address.casefold() == address.casefold()), "")

    def mailbox(self, mailbox_id: int) -> MailboxRow | None:
        """A mailbox by id."""
        return next((mailbox for mailbox in self.state.mailboxes if mailbox.id == mailbox_id), None)

    def team(self, team_id: int | None) -> TeamRow | None:
        """A team by id."""
        return next((team for team in self.state.teams if team.id == team_id), None)

    @cached_property
    def reminders(self) -> "RemindersNow":
        """What the person wants to be reminded of; it begins to ask once the first list is on the screen."""
        from deskbell.ui.reminders.now import RemindersNow

        return RemindersNow(self._runner, self)

    @cached_property
    def warnings(self) -> "WarningsNow":
        """What the person is warned of; it begins to ask once the first list is on the screen."""
        from deskbell.ui.warnings.now import WarningsNow

        return WarningsNow(self._runner, self)

    @cached_property
    def articles_due(self) -> "ArticlesDueNow":
        """Of which articles the person is told that they are due for verification; it begins to ask once the first list is on the screen."""
        from deskbell.ui.knowledge.due_now import ArticlesDueNow

        return ArticlesDueNow(self._runner, self)

    def offer(self, team_id: int | None, now: datetime) -> "Offer | None":
        """What working hours offer where a time to come is chosen for a ticket of this team; None where there are none, or they are not known yet."""
        return self.working.offer(team_id, now) if self.working is not None else None

    @Slot()
    def read_again(self) -> None:
        """Ask the database; tells only where something is another."""
        self._runner.ask(
            desk_and_settings, self.state.me.id, done=self._take, failed=self._keep, topic=("desk_now", id(self))
        )

    def _look(self) -> None:
        """Ask only for what moves by itself."""
        self._runner.ask(
            desk_state.drift, self.state.me.id, done=self._drift, failed=self._keep, topic=("desk_drift", id(self))
        )

    def _drift(self, now: desk_state.Drift) -> None:
        self._show(desk_state.drifted(self.state, now))

    def _hear(self, changes: Changes) -> None:
        if changes.lost or any(row.entity in _CONCERNS for row in changes.rows):
            self.read_again()

    def _take(self, found: tuple[DeskState, Settings]) -> None:
        state, settings = found
        if settings != self.settings:
            self.settings = settings
            self.settings_changed.emit()
            self.keys.take(settings.text("keys.chosen"))
        self._show(state)

    def _show(self, state: DeskState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    def _keep(self, error: Exception) -> None:
        """What is known stays on the screen; that the database is away is the feed's to tell."""
