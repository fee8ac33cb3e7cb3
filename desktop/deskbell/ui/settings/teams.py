"""The page of the teams: make one, say who is in it, remove one."""

from PySide6.QtWidgets import QWidget

from deskbell.model.teams import TeamRow
from deskbell.ui.calendars_now import CalendarsNow
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import NEW, FormPage
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.team_draft import TeamDraft
from deskbell.ui.settings.team_form import TeamForm
from deskbell.ui.settings.team_removal import TeamRemoval
from deskbell.ui.theme.source import ThemeSource


class TeamsPage(FormPage):
    """All teams by name, each with the mailboxes whose tickets it gets and its members."""

    form: TeamForm

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, who, prompts, parent)
        self.set_title(self.tr("Teams"))
        self.set_add_word(self.tr("Add a team"))
        self.form = TeamForm(theme, self)
        self.form.setEnabled(self._may)
        self.removal = TeamRemoval(theme, runner, desk, prompts, self)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self.removal)
        self.form.edited.connect(self.changed)
        self.removal.removed.connect(self._come_back)
        self.removal.refused.connect(self.show_refusal)
        self.calendars = CalendarsNow(runner, desk, self)
        self.calendars.changed.connect(lambda: self.form.show_calendars(self.calendars.found))
        self.calendars.failed.connect(self.show_error)
        self.calendars.read_again()
        desk.changed.connect(self._follow)
        self.fill()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done."""

        def kept(_: object) -> None:
            self._come_back()
            saved()

        self._runner.do(self.form.draft().command(self._desk.me.id), done=kept, failed=refused)

    def fill(self) -> None:
        nothing = self.tr("No teams yet. A team shares the tickets of its mailboxes, and has a view of its own.")
        self.place_entries([team.id for team in self._desk.teams], nothing)
        for team in self._desk.teams:
            boxes = [box.name for box in self._desk.mailboxes if box.team_id == team.id]
            self.entries[team.id].show_person(team.name, "", self._members(team), beside=", ".join(boxes))

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        draft = TeamDraft.of(row) if row is not None else TeamDraft()
        self.set_form_title(draft.name if row_id != NEW else self.tr("New team"))
        self._show_draft(draft)
        self.removal.show_team(row if self._may else None)

    def forget_form(self) -> None:
        self._show_draft(TeamDraft())

    def _row(self, row_id: int | None) -> TeamRow | None:
        return self._desk.team(row_id)

    def _show_draft(self, draft: TeamDraft) -> None:
        self.form.show_draft(draft, self._desk.teams, self._desk.state.agents)

    def _members(self, team: TeamRow) -> str:
        names = [agent.name for agent in self._desk.agents if agent.id in team.members]
        return ", ".join(names) or self.tr("Nobody yet")

    def _come_back(self) -> None:
        self._desk.read_again()
        self.close_form()
