"""The part of a team's form that removes the team: where its tickets and mailboxes go, and the question before."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.teams import RemoveTeam, TeamHoldings, TeamRow
from deskbell.store.queries.team_holdings import holdings
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.team_choice import TeamChoice
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import DangerButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.pane import Line


class TeamRemoval(QWidget):
    """For one team at a time.

    Signals:
        removed: the team is no more.
        refused(Exception): it could not be removed.
    """

    removed = Signal()
    refused = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._prompts = prompts
        self._team: TeamRow | None = None
        self.successor = TeamChoice(self)
        self.button = DangerButton(self.tr("Remove this team"), self)
        self.button.clicked.connect(self._look)
        title = self.tr("When the team is removed, its tickets and mailboxes go to")
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.successor, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        field = Field(theme, title, row, parent=self)
        self.successor.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(Line(parent=self))
        layout.addWidget(field)

    def show_team(self, team: TeamRow | None) -> None:
        """For this team; None hides it all."""
        same = team is not None and self._team is not None and team.id == self._team.id
        self._team = team
        self.setVisible(team is not None)
        self.successor.show_teams([other for other in self._desk.teams if team is not None and other.id != team.id])
        if not same:
            self.successor.choose(None)

    def _look(self) -> None:
        """Ask how much there is to be moved, to say it in the question."""
        team = self._team
        if team is not None:
            self._runner.ask(
                holdings,
                team.id,
                done=partial(self._ask, team),
                failed=self.refused.emit,
                topic=("team removal", id(self)),
            )

    def _ask(self, team: TeamRow, has: TeamHoldings) -> None:
        successor = self._desk.team(self.successor.team_id())
        boxes = [box.name for box in self._desk.mailboxes if box.team_id == team.id]
        question = self.tr("Remove the team %1?").replace("%1", team.name)
        if self._prompts.sure(question, self._consequences(has, boxes, successor), self.tr("Remove")):
            command = RemoveTeam(
                agent_id=self._desk.me.id,
                id=team.id,
                successor_id=successor.id if successor is not None else None,
                version=team.version,
            )
            self._runner.do(command, done=lambda _: self.removed.emit(), failed=self.refused.emit, owner=self)

    def _consequences(self, has: TeamHoldings, boxes: list[str], successor: TeamRow | None) -> str:
        said = []
        tickets = has.tickets
        if tickets and successor is not None:
            said.append(self.tr("%n tickets go to %1.", "", tickets).replace("%1", successor.name))
        elif tickets:
            said.append(self.tr("%n tickets will be without a team.", "", tickets))
        if boxes and successor is not None:
            words = self.tr("New tickets of %2 will begin with %1.").replace("%1", successor.name)
            said.append(words.replace("%2", ", ".join(boxes)))
        elif boxes:
            said.append(self.tr("New tickets of %2 will begin without a team.").replace("%2", ", ".join(boxes)))
        if has.articles:
            said.append(self._of_articles(has.articles, successor))
        said.append(self.tr("Nothing else about its tickets changes, and their history goes on naming the team."))
        return "\n".join(said)

    def _of_articles(self, many: int, successor: TeamRow | None) -> str:
        """What becomes of those that the team alone sees."""
        if successor is None and many == 1:
            return self.tr(
                "An article that only this team sees stays with those who are in it now. Nobody else comes to see it."
            )
        if successor is None:
            return self.tr(
                "%n articles that only this team sees stay with those who are in it now. Nobody else comes to see them.",
                "",
                many,
            )
        if many == 1:
            words = self.tr(
                "An article that only this team sees goes to %1: everybody there will see it, who is not there no longer does."
            )
        else:
            words = self.tr(
                "%n articles that only this team sees go to %1: everybody there will see them, who is not there no longer does.",
                "",
                many,
            )
        return words.replace("%1", successor.name)
