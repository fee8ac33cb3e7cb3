"""The part of the screen of customers that is about their organisations."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.changes import Changes
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import ChangeOrganisationTags
from deskbell.model.fields import CustomField, SetOrganisationField
from deskbell.model.kinds import Entity
from deskbell.model.organisations import OrganisationPanel
from deskbell.rules.tag_names import clean
from deskbell.store.queries import organisation_list
from deskbell.ui.customers.organisation_history import OrganisationHistory
from deskbell.ui.customers.organisation_list import OrganisationList
from deskbell.ui.customers.organisation_side import OrganisationSide
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

_CONCERNS = frozenset({Entity.ORGANISATION, Entity.CUSTOMER, Entity.TAG, Entity.TICKET})


class OrganisationsSection(QObject):
    """The list, what belongs to the one that is chosen, and what is known of it; made when somebody first goes there. `may_change`: they can be changed in the settings.

    Signals:
        customer_wanted(int): this customer is to be shown among all of them.
        ticket_wanted(int): this ticket is to be shown in the inbox.
        search_wanted(str): what this finds is.
        change_wanted(int): this organisation is to be changed; 0 where some are to be added or changed.
        shown(bool): one is shown, or none.
        failed(Exception): what could not be done.
        left: the person goes back to where they were.
    """

    customer_wanted = Signal(int)
    ticket_wanted = Signal(int)
    search_wanted = Signal(str)
    change_wanted = Signal(int)
    shown = Signal(bool)
    failed = Signal(object)
    left = Signal()

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, *, may_change: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._id = 0
        self.panel: OrganisationPanel | None = None
        self.list = OrganisationList(theme, runner, may_add=may_change, parent=parent)
        self.history = OrganisationHistory(theme, runner, parent)
        self.side = OrganisationSide(theme, desk, may_change=may_change, parent=parent)
        self.list.opened.connect(self._open)
        self.list.entered.connect(self.history.focus_list)
        self.list.left.connect(self.left)
        self.list.add_wanted.connect(lambda: self.change_wanted.emit(0))
        self.history.customer_wanted.connect(self.customer_wanted)
        self.history.ticket_wanted.connect(self.ticket_wanted)
        self.history.tickets_wanted.connect(self._search)
        self.history.left.connect(self.focus)
        self.side.change_wanted.connect(self._ask_to_change)
        self.side.filled.connect(self._fill_in)
        self.side.tagged.connect(self._tag)
        self.list.model.show_those("")

    def focus(self) -> None:
        """Have the keyboard in the list."""
        self.list.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """Go so many entries down, or up, where the keyboard is."""
        step: Callable[[int], None] = self.history.step if self.history.has_keyboard() else self.list.step
        step(by)

    def hear(self, changes: Changes) -> None:
        """Rows were written by somebody: read again what may be others now."""
        if changes.lost or any(row.entity in _CONCERNS for row in changes.rows):
            self.list.model.refresh()
            self._read()
            self.history.read_again()

    def _open(self, organisation_id: int) -> None:
        self._id = organisation_id
        self._read()

    def _read(self) -> None:
        if not self._id:
            self._show(None)
            return
        topic = ("organisation", id(self))
        ask = self._runner.ask
        ask(organisation_list.panel, self._id, done=self._show, failed=self.failed.emit, owner=self, topic=topic)

    def _show(self, panel: OrganisationPanel | None) -> None:
        self.panel = panel
        if panel is None:
            # It was removed, or merged into another.
            self._id = self.list.current_id = 0
        else:
            self.side.show_panel(panel)
        self.history.show_organisation(panel.organisation if panel is not None else None)
        self.shown.emit(panel is not None)

    def _ask_to_change(self) -> None:
        # What is seen, though another one is marked already that is still being read.
        if self.panel is not None:
            self.change_wanted.emit(self.panel.organisation.id)

    def _search(self, name: str) -> None:
        self.search_wanted.emit('org:"{}"'.format(name.replace('"', " ")))

    def _fill_in(self, organisation_id: int, field: CustomField, value: str) -> None:
        from deskbell.ui.field_words import value_words

        if self.panel is None:
            return
        me = self._desk.me.id
        command = SetOrganisationField(agent_id=me, id=organisation_id, field_id=field.id, value=value)
        name = self.panel.organisation.name
        said = self.tr("%1 of {name}: {value}") if value else self.tr("%1 of {name} was emptied")
        # The names go in together: they are people's own words, and may hold what stands for another.
        before, _, after = said.partition("%1")
        told = before + field.name + after.format(name=name, value=value_words(field, value))
        done = partial(self._remember, told, UndoDeed(agent_id=me, undo=command.deed))
        self._runner.do(command, done=done, failed=self._refuse, owner=self)

    def _tag(self, name: str, on: bool) -> None:
        """Put a tag on, or take it off; seen at once."""
        name = clean(name)
        if self.panel is None or not name:
            return
        me, known = self._desk.me.id, self.panel.organisation
        put, off = ((name,), ()) if on else ((), (name,))
        command = ChangeOrganisationTags(agent_id=me, id=known.id, add=put, remove=off)
        said = self.tr("%2 has the tag “%1”") if on else self.tr("%2 has the tag “%1” no more")
        # The names go in together: they are people's own words, and may hold what stands for another.
        before, _, after = said.partition("%2")
        told = before.replace("%1", name) + known.name + after.replace("%1", name)
        tags = tuple(sorted({*known.tags, *put} - {*off}))
        self._show(replace(self.panel, organisation=replace(known, tags=tags)))
        done = partial(self._remember, told, UndoDeed(agent_id=me, undo=command.deed))
        self._runner.do(command, done=done, failed=self._refuse, owner=self)

    def _remember(self, told: str, back: UndoDeed, _answer: object) -> None:
        self._deeds.remember(told, back)

    def _refuse(self, error: Exception) -> None:
        self.failed.emit(error)
        self._read()
