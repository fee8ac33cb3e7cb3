"""The page of the person at this window: name, address, presence and signature."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.agent_draft import AgentDraft
from deskbell.ui.settings.agent_form import AgentForm
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.theme.source import ThemeSource


class ProfilePage(Page):
    """What colleagues see of you, and what stands below your answers."""

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(theme, Who.YOU, parent)
        self._runner = runner
        self._desk = desk
        self.set_title(self.tr("Profile"))
        self.form = AgentForm(theme, own=True, parent=self)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.form.edited.connect(self.changed)
        desk.changed.connect(self._follow)
        self._known = desk.me.version
        self.revert()

    def dirty(self) -> bool:
        return self.form.dirty()

    def good(self) -> bool:
        return self.form.good()

    def first_fault(self) -> QWidget | None:
        return self.form.first_fault()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command, for the version that is shown: what was changed elsewhere meanwhile is not overwritten."""
        draft = self.form.draft()

        def kept(_: object) -> None:
            self._known = draft.version + 1
            self._show(replace(draft, version=self._known))
            saved()

        self._runner.do(draft.command(self._desk.me.id), done=kept, failed=refused)

    def revert(self) -> None:
        self._known = self._desk.me.version
        self._show(AgentDraft.of(self._desk.me))

    def mine(self) -> Callable[[], None]:
        return self.form.remember(self.changed.emit)

    def _follow(self) -> None:
        """You were changed elsewhere (your presence, in another window of yours). The news of our own change may come late."""
        if not self.dirty() and self._desk.me.version > self._known:
            self.revert()

    def _show(self, draft: AgentDraft) -> None:
        self.form.show_draft(draft, self._desk.state.agents)
        self.changed.emit()
