"""The form of a team: its name, who is in it, who leads it, how tickets come to its members, and when it works."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.calendars import Calendar
from deskbell.model.rows import AgentRow
from deskbell.model.teams import TeamRow
from deskbell.rules import team_names
from deskbell.ui.settings.agent_choice import AgentChoice
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.settings.team_draft import TeamDraft, team_fault
from deskbell.ui.settings.team_routing import TeamRouting
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.tick_list import TickList


class TeamForm(NamedForm[TeamDraft]):
    """Who is in a team, and how tickets come to them."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(TeamDraft(), parent)
        self._teams: tuple[TeamRow, ...] = ()
        self._agents: Sequence[AgentRow] = ()
        self.members = TickList(theme, self, most=8)
        self.routing = TeamRouting(theme, self)
        self.lead = AgentChoice(self)
        self.lead.activated.connect(lambda _: self.edited.emit())
        self.hours = ChoiceBox(self)
        self.hours.activated.connect(lambda _: self.edited.emit())
        name_hint = self.tr("Shown on tickets and in the list of views; customers never see it.")
        members_hint = self.tr("An agent may be in several teams. Tickets can be given to anybody all the same.")
        self._name_field = Field(theme, self.tr("Name"), self.name, hint=name_hint, parent=self)
        members = Field(theme, self.tr("Members"), self.members, hint=members_hint, parent=self)
        lead_hint = self.tr("Hears of what goes wrong in the team. Without a lead the managers do.")
        lead = Field(theme, self.tr("Lead"), self.lead, hint=lead_hint, parent=self)
        self._hours_field = Field(theme, self.tr("Working hours"), self.hours, parent=self)
        self._hours_field.hide()
        self._stack(self._name_field, members, lead, self.routing, self._hours_field)
        self.members.edited.connect(self._tick)
        self.routing.edited.connect(self.edited)

    def show_draft(self, draft: TeamDraft, teams: tuple[TeamRow, ...], agents: Sequence[AgentRow]) -> None:
        """Show this one among `teams`, without telling. Who has left the desk is listed only where they are still a member."""
        self._base, self._teams, self._agents = draft, teams, agents
        self._show_name(draft.name)
        listed = [agent for agent in agents if agent.active or agent.id in draft.members]
        self.members.show_values([(agent.id, self._words(agent)) for agent in listed], draft.members)
        self.lead.show_agents(agents, draft.lead_id)
        self.routing.show_way(draft.way)
        levels = dict.fromkeys(draft.members, 1) | dict(draft.levels)
        self.routing.show_levels(self._members(), levels)
        self._choose_hours(draft.calendar_id)
        self._say()

    def show_calendars(self, calendars: Sequence[Calendar]) -> None:
        """Offer these, the desk's first before the others, without telling; what was chosen stays."""
        chosen = self._calendar_id()
        self.hours.clear()
        for calendar in calendars:
            if not self.hours.count():
                self.hours.addItem(self.tr("Those of the desk: %1").replace("%1", calendar.name), None)
            self.hours.addItem(calendar.name, calendar.id)
        self._hours_field.setVisible(bool(calendars))
        self._choose_hours(chosen)

    def draft(self) -> TeamDraft:
        """What the form holds."""
        return replace(
            self._base,
            name=team_names.clean(self.name.text()),
            members=frozenset(self.members.ticked()),
            calendar_id=self._calendar_id(),
            lead_id=self.lead.agent_id(),
            way=self.routing.way(),
            levels=self._levels(),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return team_fault(self.draft(), self._teams) is None

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        self._say()
        return self.name if self._name_field.fault() else None

    def _show_again(self, draft: TeamDraft) -> None:
        self.show_draft(draft, self._teams, self._agents)

    def _calendar_id(self) -> int | None:
        # Until it is known which there are, that of the team stays.
        found = self.hours.currentData() if self.hours.count() else self._base.calendar_id
        return found if isinstance(found, int) else None

    def _choose_hours(self, calendar_id: int | None) -> None:
        if not self.hours.count():
            return
        found = self.hours.findData(calendar_id)
        self.hours.setCurrentIndex(max(0, found))
        if found < 0:
            # They were removed: the team goes by the desk's, and nobody has changed that here.
            self._base = replace(self._base, calendar_id=None)

    def _tick(self) -> None:
        self.routing.show_levels(self._members(), {})
        self.edited.emit()

    def _levels(self) -> tuple[tuple[int, int], ...]:
        """Those of members who have left the desk stay, unseen."""
        shown = self.routing.levels
        ticked = frozenset(self.members.ticked())
        unseen = {one: level for one, level in self._base.levels if one in ticked and one not in shown.boxes}
        return tuple(sorted({**unseen, **dict(shown.levels())}.items()))

    def _members(self) -> list[tuple[int, str]]:
        """Who is ticked, and works here."""
        ticked = frozenset(self.members.ticked())
        return [(agent.id, agent.name) for agent in self._agents if agent.active and agent.id in ticked]

    def _words(self, agent: AgentRow) -> str:
        return agent.name if agent.active else self.tr("%1 (does not work here any more)").replace("%1", agent.name)

    def _say(self) -> None:
        self._name_field.set_fault(fault_words(team_fault(self.draft(), self._teams) if self._left else None))
