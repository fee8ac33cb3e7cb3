"""A team as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Iterable

from deskbell.model.routing import HandingOut, Match, Way
from deskbell.model.teams import SaveTeam, TeamRow
from deskbell.rules import team_names
from deskbell.ui.settings.draft import Draft, Fault


class TeamDraft(Draft, frozen=True):
    """Everything that the form of a team holds."""

    name: str = ""
    members: frozenset[int] = frozenset()
    calendar_id: int | None = None
    lead_id: int | None = None
    way: Way = Way()
    levels: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, row: TeamRow) -> "TeamDraft":
        """The draft that changes nothing about `row`."""
        way = Way(HandingOut(row.handing), Match(row.skills), Match(row.languages))
        return cls(row.name, row.members, row.calendar_id, row.lead_id, way, row.levels, id=row.id, version=row.version)

    def command(self, agent_id: int | None) -> SaveTeam:
        """What writes it."""
        return SaveTeam(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            members=self.members,
            calendar_id=self.calendar_id,
            lead_id=self.lead_id,
            handing=self.way.handing.value,
            skills=self.way.skills.value,
            languages=self.way.languages.value,
            levels=self.levels,
            version=self.version,
        )


def team_fault(draft: TeamDraft, teams: Iterable[TeamRow]) -> Fault | None:
    """What must be mended about the name before `draft` can be saved among `teams`."""
    if not draft.name:
        return Fault("name.empty")
    taken = {team_names.key(team.name) for team in teams if team.id != draft.id}
    return Fault("team.exists", {"name": draft.name}) if team_names.key(draft.name) in taken else None
