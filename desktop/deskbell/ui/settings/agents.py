"""The page of the people who answer: add one, change one, send one away."""

from PySide6.QtWidgets import QWidget

from deskbell.model.commands import InviteAgent
from deskbell.model.kinds import Role
from deskbell.model.routing import ANYTHING
from deskbell.model.rows import AgentRow
from deskbell.rules.rights import may
from deskbell.ui.calendars_now import CalendarsNow
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.agent_draft import AgentDraft
from deskbell.ui.settings.agent_form import AgentForm
from deskbell.ui.settings.agent_works import AgentWorks
from deskbell.ui.settings.invite_box import InviteBox
from deskbell.ui.settings.list_page import NEW, FormPage
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.password_removal import PasswordRemoval
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.words import role_word


class AgentsPage(FormPage):
    """All agents, those who have left last and quiet: their names stay on what they wrote."""

    form: AgentForm

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
        self.set_title(self.tr("Agents"))
        self.set_add_word(self.tr("Add an agent"))
        self.form = AgentForm(theme, own=False, office=desk.state.office, parent=self)
        self.form.setEnabled(self._may)
        self.invite = InviteBox(theme, runner, desk, prompts, self)
        self.invite.setVisible(False)
        self.invite.told.connect(lambda: self.see(self.invite.outcome))
        self._may_invite = may(desk.me.role, InviteAgent)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self.invite)
        self.removal = PasswordRemoval(theme, runner, desk, self)
        self.removal.failed.connect(self.show_error)
        self.form_body.addWidget(self.removal)
        self.form.edited.connect(self.changed)
        self._works = AgentWorks(runner, desk, self)
        self._works.changed.connect(self._follow)
        self._works.failed.connect(self.show_error)
        self._works.read_again()
        self.calendars = CalendarsNow(runner, desk, self)
        self.calendars.changed.connect(self._offer_hours)
        self.calendars.failed.connect(self.show_error)
        self.calendars.read_again()
        desk.changed.connect(self._follow)
        self.fill()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done."""

        def kept(_: object) -> None:
            self._desk.read_again()
            self._works.read_again()
            self.close_form()
            saved()

        self._runner.do(self.form.draft().command(self._desk.me.id), done=kept, failed=refused)

    def fill(self) -> None:
        agents = sorted(self._desk.state.agents, key=lambda agent: not agent.active)
        self.place_entries([agent.id for agent in agents], self.tr("There are no agents yet."))
        for agent in agents:
            self.entries[agent.id].show_person(agent.name, agent.email, self._line(agent), quiet=not agent.active)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        draft = AgentDraft.of(row, self._works.of(row_id)) if row is not None else AgentDraft(work=ANYTHING)
        self.set_form_title(draft.name if row_id != NEW else self.tr("New agent"))
        self._show(draft, me=row_id == self._desk.me.id)
        self.removal.show_agent(row)
        self._show_invite()

    def forget_form(self) -> None:
        self._show(AgentDraft())

    def _row(self, row_id: int | None) -> AgentRow | None:
        return self._desk.agent(row_id)

    def _show(self, draft: AgentDraft, *, me: bool = False) -> None:
        self.form.show_draft(draft, self._desk.state.agents, me=me, tags=self._desk.tags)

    def _offer_hours(self) -> None:
        if self.form.given is not None:
            self.form.given.show_calendars(self.calendars.found)

    def _line(self, agent: AgentRow) -> str:
        words = [agent.email]
        if agent.role is not Role.AGENT:
            words.append(role_word(agent.role).lower())
        if agent.id == self._desk.me.id:
            words.append(self.tr("you"))
        if not agent.active:
            words.append(self.tr("does not work here any more"))
        elif self._desk.state.office and not agent.login:
            words.append(self.tr("not invited yet"))
        elif self._desk.state.office and agent.runs_worker and agent.role is Role.ADMIN:
            words.append(self.tr("fetches and sends mail"))
        return " · ".join(words)

    def _follow(self) -> None:
        super()._follow()
        self._show_invite()

    def _show_invite(self) -> None:
        """Who may not invite is not offered it."""
        if self._may_invite and self.opened is not None:
            self.invite.show_agent(self._row(self.opened))
