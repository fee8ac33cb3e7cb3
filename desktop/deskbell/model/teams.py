"""What is asked of teams."""

from deskbell.model.commands import Command


class SaveTeam(Command, frozen=True, kw_only=True):
    """Make a team (id 0) or change one. `members` are the agents in it, all of them; without a calendar it goes by the desk's first.

    `lead_id` is the agent who answers for the team and hears of what goes wrong there, a member or not; None for nobody.
    """

    id: int
    name: str
    members: frozenset[int] = frozenset()
    calendar_id: int | None = None
    version: int = 0
    lead_id: int | None = None


class RemoveTeam(Command, frozen=True, kw_only=True):
    """There is no such team any more: its tickets, solved ones too, and its mailboxes go to the team `successor_id`, or to none (None)."""

    id: int
    successor_id: int | None
    version: int
