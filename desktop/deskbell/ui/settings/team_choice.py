"""A box to choose a team in, or none."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from deskbell.model.teams import TeamRow
from deskbell.ui.widgets.choice_box import ChoiceBox


class TeamChoice(ChoiceBox):
    """No team, then the teams in the order given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_teams(())

    def show_teams(self, teams: Iterable[TeamRow]) -> None:
        """Offer these; what was chosen stays, where it is among them."""
        chosen = self.team_id()
        self.clear()
        self.addItem(self.tr("No team"), None)
        for team in teams:
            self.addItem(team.name, team.id)
        self.choose(chosen)

    def choose(self, team_id: int | None) -> None:
        """Show this one as chosen, without telling."""
        self.setCurrentIndex(max(0, self.findData(team_id)))

    def team_id(self) -> int | None:
        """What is chosen, None for no team."""
        found = self.currentData()
        return found if isinstance(found, int) else None
