"""The settings: a list of pages at the left, the page at the right, and Apply. Nothing changes before it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbell.model.errors import Conflict
from deskbell.model.places import Places
from deskbell.model.settings import BY_KEY
from deskbell.store.secrets import Secrets
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.key_table import TABLE, KeyAction
from deskbell.ui.own_program import OwnProgram
from deskbell.ui.prompts import DialogPrompts, Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.database import DatabasePage
from deskbell.ui.settings.declared import DeclaredPage
from deskbell.ui.settings.list_page import ListPage
from deskbell.ui.settings.mailboxes import MailboxesPage, TokenOfRow
from deskbell.ui.settings.organisations import OrganisationsPage
from deskbell.ui.settings.page import Page, PageName
from deskbell.ui.settings.page_list import PageList
from deskbell.ui.settings.page_names import page_entries, page_of
from deskbell.ui.settings.pages import Pages
from deskbell.ui.settings.servers_found import Find, find_servers
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.tab_order import tab_as_one_reads

if TYPE_CHECKING:
    from deskbell.ui.spelling.speller import Speller
    from deskbell.ui.try_out.dialog import TryOutDialog

_WIDE, _HIGH = 860, 640
_NARROWEST, _LOWEST = 800, 400


class SettingsDialog(QDialog):
    """Opens beside the main window; Escape cancels, Enter applies. `keys` are those that work in the main window, `program` starts our own program.

    Signals:
        appearance_changed(Settings): theme, text size or language of this computer are others now; the theme has been chosen already.
        import_wanted: the person wants to take in mail from files.
        office_wanted: the person wants to make an office of this desk.
        joined(str): this computer belongs to the office at this address from now on.
        ticket_wanted(int): the person wants to look at this ticket.
    """

    appearance_changed = Signal(object)
    import_wanted = Signal()
    office_wanted = Signal()
    leave_wanted = Signal()
    joined = Signal(str)
    ticket_wanted = Signal(int)

    def __init__(
        self,
        runner: Runner,
        theme: ThemeSource,
        desk: DeskNow,
        secrets: Secrets,
        token: TokenOfRow,
        computer: ComputerSettings,
        places: Places,
        *,
        keys: Sequence[KeyAction] = TABLE,
        prompts: Prompts | None = None,
        find: Find = find_servers,
        backup: Carrying | None = None,
        speller: "Callable[[], Speller] | None" = None,
        program: OwnProgram | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._prompts = prompts or DialogPrompts(self)
        self._desk = desk
        self._around = (theme, runner, desk)
        self._program = program
        self._made: dict[PageName, Page] = {}
        self._waiting: list[PageName] = []
        self._pages = Pages(
            theme, runner, desk, secrets, token, find, computer, places, self._prompts, keys, backup, speller, self
        )
        self._pages.appearance_changed.connect(self.appearance_changed)
        self.page_list = PageList(theme, page_entries(), self)
        self._stack = QStackedWidget(self)
        self._said = Label("", TextRole.small, ink="muted", parent=self)
        self.cancel_button = GhostButton(self.tr("Close"), self)
        self.apply_button = PrimaryButton(self.tr("Apply"), self)
        self.cancel_button.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self.apply)
        self.page_list.chosen.connect(self.open_page)
        self._lay_out()
        # Narrower forms would be cut off at the right.
        self.setMinimumSize(within_screen(self, QSize(theme.px(_NARROWEST), theme.px(_LOWEST))))
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self._look()

    def open_page(self, name: str) -> Page:
        """Show a page, by its name (see `PageName`), and give it back."""
        wanted = PageName(name)
        page = self._made.get(wanted)
        if page is None:
            page = self._made[wanted] = self._pages.make(wanted)
            page.changed.connect(self._look)
            page.relaid.connect(self._chain)
            if isinstance(page, MailboxesPage):
                page.import_wanted.connect(self.import_wanted)
            if wanted in (PageName.RULES, PageName.SLA):
                self._attend(page)
            if isinstance(page, DatabasePage):
                page.people_wanted.connect(partial(self.open_page, PageName.AGENTS))
                page.joined.connect(self.joined)
                page.office_wanted.connect(self.office_wanted)
                page.leave_wanted.connect(self.leave_wanted)
            self._stack.addWidget(page)
            self._chain()
        self._stack.setCurrentWidget(page)
        self.page_list.show_page(wanted)
        return page

    def try_out(self) -> "TryOutDialog":
        """Ask over the settings what would become of a ticket or a mail."""
        from deskbell.ui.try_out.dialog import TryOutDialog

        trial = TryOutDialog(*self._around, self._program, self)
        trial.show()
        return trial

    def _attend(self, page: Page) -> None:
        from deskbell.ui.rules.page import RulesPage
        from deskbell.ui.settings.policies import PoliciesPage

        if isinstance(page, RulesPage | PoliciesPage):
            page.try_wanted.connect(self.try_out)
        if isinstance(page, RulesPage):
            page.open_ticket.connect(self.ticket_wanted)

    def open_setting(self, key: str) -> None:
        """Show the page of a declared setting, with the keyboard at it; see `model.settings`."""
        page = self.open_page(page_of(BY_KEY[key]))
        if isinstance(page, DeclaredPage):
            row = page.rows[key]
            row.control.setFocus(Qt.FocusReason.OtherFocusReason)
            page.see(row)

    def add_mailbox(self) -> None:
        """Show the form of a new mailbox: the next step of an empty desk."""
        page = self.open_page(PageName.MAILBOXES)
        assert isinstance(page, MailboxesPage)
        page.add()

    def open_mailbox(self, mailbox_id: int) -> None:
        """Show the form of one mailbox: where a trouble with its mail is mended."""
        page = self.open_page(PageName.MAILBOXES)
        assert isinstance(page, MailboxesPage)
        page.open_one(mailbox_id)

    def open_organisation(self, organisation_id: int) -> None:
        """Show the form of one organisation; of none (0) all of them."""
        page = self.open_page(PageName.ORGANISATIONS)
        assert isinstance(page, OrganisationsPage)
        if organisation_id:
            page.open_known(organisation_id)

    def apply(self) -> None:
        """Save every page that was changed, one after the other; stops at the first that cannot be saved and shows it."""
        if self._waiting:
            return
        dirty = self._dirty()
        for name in dirty:
            if not self._made[name].good():
                self._show_fault(name)
                return
        self._waiting = dirty
        if dirty:
            self._said.setText(self.tr("Applying…"))
            self._save_next()

    def applying(self) -> bool:
        """Whether something is being saved now."""
        return bool(self._waiting)

    def reject(self) -> None:
        """Leave, as Cancel and the window's cross do. What is not applied is lost, so it asks first; while applying it stays."""
        if not self._waiting and self._may_close():
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stack.currentWidget() is None:
            self.open_page(PageName.PROFILE)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self._stack.currentWidget()
        if event.key() == Qt.Key.Key_Escape and isinstance(page, ListPage) and page.opened is not None:
            page.go_back()
            return
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        pressed = isinstance(focused, QAbstractButton) and not focused.isCheckable()
        if pressed and event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            assert isinstance(focused, QAbstractButton)
            focused.click()
        else:
            self.apply()

    def _dirty(self) -> list[PageName]:
        return [name for name in PageName if name in self._made and self._made[name].dirty()]

    def _save_next(self) -> None:
        name = self._waiting[0]
        page = self._made[name]
        page.drop_error()
        page.save(partial(self._saved, name), partial(self._refused, name))

    def _saved(self, name: PageName) -> None:
        if self._waiting and self._waiting[0] is name:
            self._waiting.pop(0)
        if self._waiting:
            self._save_next()
        else:
            self._look()
            self._said.setText(self.tr("Applied."))

    def _refused(self, name: PageName, error: Exception) -> None:
        self._waiting = []
        page = self.open_page(name)
        if isinstance(error, Conflict):
            self._desk.read_again()
        page.show_refusal(error)
        self._look()

    def _show_fault(self, name: PageName) -> None:
        page = self.open_page(name)
        widget = page.first_fault()
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            page.see(widget)

    def _may_close(self) -> bool:
        dirty = self._dirty()
        if dirty:
            question = self.tr("Close without applying?")
            explanation = self.tr("What you changed here is not applied yet and would be lost.")
            if not self._prompts.sure(question, explanation, self.tr("Close")):
                return False
            for name in dirty:
                self._made[name].revert()
        return True

    def _look(self) -> None:
        """Which pages hold something new, and so what the buttons say."""
        dirty = self._dirty()
        for name in self._made:
            self.page_list.mark(name, dirty=name in dirty)
        self.apply_button.setEnabled(bool(dirty) and not self._waiting)
        self.cancel_button.setText(self.tr("Cancel") if dirty else self.tr("Close"))
        self.cancel_button.setAccessibleName(self.cancel_button.text())
        if not self._waiting:
            self._said.setText(self.tr("Not applied yet.") if dirty else "")

    def _chain(self) -> None:
        tab_as_one_reads(self)

    def _lay_out(self) -> None:
        left = Pane("background", self)
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(8, 8, 8, 8)
        left_layout.addWidget(self.page_list)
        footer = QHBoxLayout()
        footer.setContentsMargins(24, 12, 24, 12)
        footer.setSpacing(8)
        footer.addWidget(self._said, 1)
        footer.addWidget(self.cancel_button)
        footer.addWidget(self.apply_button)
        right = Pane("panel", self)
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 0, 0, 0)
        right_layout.setSpacing(0)
        right_layout.addWidget(self._stack, 1)
        right_layout.addWidget(Line(parent=right))
        right_layout.addLayout(footer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left)
        layout.addWidget(Line(vertical=True, parent=self))
        layout.addWidget(right, 1)
