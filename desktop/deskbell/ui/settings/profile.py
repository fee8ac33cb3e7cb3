"""The page of the person at this window: name, address, presence and signature, and the password of the profile where there are any."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from deskbell.model.errors import Mistake
from deskbell.store import profiles
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.agent_draft import AgentDraft
from deskbell.ui.settings.agent_form import AgentForm
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.settings.profile_password import ProfilePassword
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.words import told_error


class ProfilePage(Page):
    """What colleagues see of you, and what stands below your answers."""

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(theme, Who.YOU, parent)
        self._runner = runner
        self._desk = desk
        self.set_title(self.tr("Profile"))
        self.form = AgentForm(theme, own=True, parent=self)
        self.password = ProfilePassword(theme, self)
        self.password.setVisible(not desk.state.office)
        self.password.edited.connect(self.changed)
        self.body.addWidget(self.form)
        self.body.addWidget(self.password)
        self.body.addStretch(1)
        self.form.edited.connect(self.changed)
        desk.changed.connect(self._follow)
        self._known = desk.me.version
        self._locked: frozenset[int] = frozenset()
        self.revert()

    def dirty(self) -> bool:
        return self.form.dirty() or self.password.dirty()

    def good(self) -> bool:
        return self.form.good() and self.password.first_fault() is None

    def first_fault(self) -> QWidget | None:
        return self.form.first_fault() or self.password.first_fault()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command, for the version that is shown: what was changed elsewhere meanwhile is not overwritten. Another one for the password."""
        draft = self.form.draft()

        def kept(_: object) -> None:
            self._known = draft.version + 1
            self._show(replace(draft, version=self._known))
            self._save_password(saved, refused)

        if self.form.dirty():
            self._runner.do(draft.command(self._desk.me.id), done=kept, failed=refused)
        else:
            self._save_password(saved, refused)

    def _save_password(self, saved: Saved, refused: Refused) -> None:
        if not self.password.dirty():
            saved()
            return
        command = self.password.command(self._desk.me.id)

        def kept(_: object) -> None:
            # An answer that is still to come may be from before.
            self._runner.forget(("profile", id(self)))
            me = {command.id}
            self._locked = self._locked | me if command.password else self._locked - me
            self.password.show_state(has_one=bool(command.password))
            self.changed.emit()
            saved()

        def failed(error: Exception) -> None:
            refused(error)
            if isinstance(error, Mistake) and error.code == "profile.wrong":
                self.drop_error()
                self.password.tell_wrong(told_error(error))

        self._runner.do(command, done=kept, failed=failed)

    def revert(self) -> None:
        self._known = self._desk.me.version
        self.password.show_state(has_one=self._desk.me.id in self._locked)
        self._show(AgentDraft.of(self._desk.me))
        self._ask_for_password()

    def _ask_for_password(self) -> None:
        if not self._desk.state.office:
            self._runner.ask(profiles.locked, done=self._know_password, topic=("profile", id(self)))

    @Slot(object)
    def _know_password(self, locked: frozenset[int]) -> None:
        self._locked = locked
        if not self.password.dirty():
            self.password.show_state(has_one=self._desk.me.id in locked)

    def mine(self) -> Callable[[], None]:
        return self.form.remember(self.changed.emit)

    def _follow(self) -> None:
        """You were changed elsewhere (your presence, in another window of yours). The news of our own change may come late."""
        if not self.dirty() and self._desk.me.version > self._known:
            self.revert()

    def _show(self, draft: AgentDraft) -> None:
        self.form.show_draft(draft, self._desk.state.agents)
        self.changed.emit()
