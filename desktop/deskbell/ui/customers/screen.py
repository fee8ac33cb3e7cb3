"""All customers: the list, what whoever is chosen has asked, and what is known of them; and their organisations."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import CustomerPanel
from deskbell.store.queries import customer as customers
from deskbell.store.queries import organisations
from deskbell.ui.customers import customer_lines
from deskbell.ui.customers.customer_list import CustomerList
from deskbell.ui.customers.organisation_choice import OrganisationChoice
from deskbell.ui.customers.person_history import PersonHistory
from deskbell.ui.customers.sections import Section
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.keys import Keys
from deskbell.ui.place_screen import PlaceScreen
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.customer_deeds import CustomerDeeds
from deskbell.ui.ticket.person_side import PersonSide

if TYPE_CHECKING:
    # Loaded at the first visit.
    from deskbell.ui.customers.doubles_section import DoublesSection
    from deskbell.ui.customers.organisations_section import OrganisationsSection

_LIST_WIDTH = 368
_PANEL = frozenset({Entity.CUSTOMER, Entity.ORGANISATION, Entity.TAG, Entity.TICKET})
_NOBODY = 0


class CustomersScreen(PlaceScreen):
    """List, history, and panel, side by side: of customers, or of organisations; or who may be there twice, two by two. `has_settings`: customers can be imported and organisations changed there.

    Signals:
        ticket_wanted(int): this ticket is to be shown in the inbox.
        message_wanted(int, int): this message of this ticket is.
        search_wanted(str): what this finds is.
        new_wanted(str, str): a ticket is to be begun with a mail to this name and address.
        page_wanted(str): this page of the settings is to be shown.
        organisation_wanted(int): this organisation is to be changed there.
    """

    ticket_wanted = Signal(int)
    message_wanted = Signal(int, int)
    search_wanted = Signal(str)
    new_wanted = Signal(str, str)
    page_wanted = Signal(str)
    organisation_wanted = Signal(int)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        prompts: Prompts,
        kept: QSettings,
        *,
        has_settings: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kept, "customers", parent=parent)
        self._theme = theme
        self._runner = runner
        self._me = desk.me.id
        self._has_settings = has_settings
        self._customer_id = _NOBODY
        self.people = CustomerList(theme, runner, desk, kept, may_import=has_settings, parent=self)
        self.history = PersonHistory(theme, runner, self)
        self.side = PersonSide(theme, self)
        self.deeds = CustomerDeeds(theme, self.side, runner, deeds, prompts, desk, self, among_all=True)
        self.organisations: OrganisationsSection | None = None
        self.doubles: DoublesSection | None = None
        self._left, self._middle, self._right = (QStackedWidget(self) for _ in range(3))
        for room, part, stretch in (
            (self._left, self.people, 0),
            (self._middle, self.history, 1),
            (self._right, self.side, 0),
        ):
            room.addWidget(part)
            self.addWidget(room)
            self.setStretchFactor(self.count() - 1, stretch)
        self._left.setMinimumWidth(280)
        self._middle.setMinimumWidth(300)
        self._right.hide()
        self.recall(min(theme.px(_LIST_WIDTH), 480), 760, theme.px(272))
        self._wire()
        self._around = (theme, runner, desk, deeds)
        self.keys = Keys(self, desk.keys)
        self._bind(self.keys)

    def begin(self) -> None:
        """Read the list."""
        self.people.begin()
        self.people.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_section(self, section: Section) -> None:
        """Show customers, organisations, or customers who may be there twice, with the keyboard in their list."""
        if section is Section.DOUBLES:
            self._show_doubles()
            return
        part = self.organisations or self._made_organisations() if section is Section.ORGANISATIONS else None
        shown = (part.list, part.history, part.side) if part is not None else (self.people, self.history, self.side)
        for room, one in zip((self._left, self._middle, self._right), shown, strict=True):
            room.setCurrentWidget(one)
        self.people.head.sections.set_value(Section.CUSTOMERS)
        if part is not None:
            part.list.sections.set_value(Section.ORGANISATIONS)
            self._right.setVisible(part.panel is not None)
            part.focus()
        else:
            self._right.setVisible(self.side.customer is not None)
            self.people.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def section(self) -> Section:
        """Which of them is shown."""
        shown = self._left.currentWidget()
        if self.doubles is not None and shown is self.doubles.list:
            return Section.DOUBLES
        return Section.CUSTOMERS if shown is self.people else Section.ORGANISATIONS

    def show_customer(self, customer_id: int) -> None:
        """Show this customer, wherever they stand in the list."""
        self.show_section(Section.CUSTOMERS)
        self.people.show_only(customer_id)

    def catch_up(self, changes: Changes) -> None:
        """Read again what was changed meanwhile, once for all of it."""
        entities = {row.entity for row in changes.rows}
        if changes.lost or entities & customer_lines.CONCERNS:
            self.people.model.hear(changes)
        if changes.lost or entities & _PANEL:
            self._read_person()
        self.history.hear(changes)
        for part in (self.organisations, self.doubles):
            if part is not None:
                part.hear(changes)

    def _made_organisations(self) -> "OrganisationsSection":
        from deskbell.ui.customers.organisations_section import OrganisationsSection

        made = self.organisations = OrganisationsSection(*self._around, may_change=self._has_settings, parent=self)
        for room, part in ((self._left, made.list), (self._middle, made.history), (self._right, made.side)):
            room.addWidget(part)
        made.list.sections.chosen.connect(self._go_to)
        made.customer_wanted.connect(self.show_customer)
        made.ticket_wanted.connect(self.ticket_wanted)
        made.search_wanted.connect(self.search_wanted)
        made.change_wanted.connect(self.organisation_wanted)
        made.shown.connect(self._show_right_of_organisations)
        made.failed.connect(self.failed)
        made.left.connect(self.left)
        return made

    def _show_doubles(self) -> None:
        """There is nothing at the right: the two stand side by side."""
        part = self.doubles or self._made_doubles()
        self._left.setCurrentWidget(part.list)
        self._middle.setCurrentWidget(part.view)
        self._right.hide()
        part.list.focus_list()

    def _made_doubles(self) -> "DoublesSection":
        from deskbell.ui.customers.doubles_section import DoublesSection

        made = self.doubles = DoublesSection(*self._around, parent=self)
        self._left.addWidget(made.list)
        self._middle.addWidget(made.view)
        made.customer_wanted.connect(self.show_customer)
        made.failed.connect(self.failed)
        made.left.connect(partial(self.show_section, Section.CUSTOMERS))
        return made

    def _show_right_of_organisations(self, on: bool) -> None:
        if self.section is Section.ORGANISATIONS:
            self._right.setVisible(on)

    def _go_to(self, section: object) -> None:
        self.show_section(Section(str(section)))

    def _wire(self) -> None:
        self.people.opened.connect(self._open)
        self.people.entered.connect(self.history.focus_list)
        self.people.left.connect(self.left)
        self.people.import_wanted.connect(partial(self.page_wanted.emit, "customer_data"))
        self.people.head.sections.chosen.connect(self._go_to)
        self.people.head.organisation_wanted.connect(self._ask_organisation)
        self.people.head.new_wanted.connect(self._ask_new)
        self.people.head.more_wanted.connect(self._offer_more)
        self.history.ticket_wanted.connect(self.ticket_wanted)
        self.history.message_wanted.connect(self.message_wanted)
        self.history.new_wanted.connect(self._begin_ticket)
        self.history.left.connect(partial(self.people.view.setFocus, Qt.FocusReason.ShortcutFocusReason))
        self.side.person_shown.connect(self.history.show_person)
        self.deeds.search_wanted.connect(self.search_wanted)
        self.deeds.organisations_wanted.connect(partial(self.page_wanted.emit, "organisations"))
        self.deeds.told.connect(self.told)
        self.deeds.failed.connect(self.failed)
        self.deeds.failed.connect(self._read_person)

    def _bind(self, keys: Keys) -> None:
        keys.bind("next", partial(self._step, 1))
        keys.bind("previous", partial(self._step, -1))
        keys.bind("search", self._search)
        keys.bind("back", self.left.emit)
        keys.bind("tags", self._begin_tag)

    def _search(self) -> None:
        if self.organisations is not None and self.section is Section.ORGANISATIONS:
            self.organisations.list.go_to_search()
        elif self.section is Section.CUSTOMERS:
            self.people.search()

    def _step(self, by: int) -> None:
        if self.organisations is not None and self.section is Section.ORGANISATIONS:
            self.organisations.step(by)
        elif self.doubles is not None and self.section is Section.DOUBLES:
            self.doubles.list.step(by)
        elif any(one.hasFocus() for one in self.history.lists.values()):
            self.history.step(by)
        else:
            self.people.step(by)

    def _begin_tag(self) -> None:
        if self.side.customer is not None and self.section is Section.CUSTOMERS:
            self.deeds.begin_tag()
        elif self.organisations is not None and self.section is Section.ORGANISATIONS and self.organisations.panel:
            self.organisations.side.begin_tag()

    def _open(self, customer_id: int) -> None:
        self._customer_id = customer_id
        self._read_person()

    def _read_person(self) -> None:
        if self._customer_id:
            self._runner.ask(
                customers.panel,
                self._customer_id,
                0,
                done=self._show_person,
                failed=self.failed.emit,
                owner=self,
                topic=("customer", id(self)),
            )
        else:
            self._show_person(None)

    def _show_person(self, panel: CustomerPanel | None) -> None:
        if panel is None and self._customer_id:
            # They were erased.
            self._customer_id = self.people.current_id = _NOBODY
        self.side.show_panel(panel)
        if self.section is Section.CUSTOMERS:
            self._right.setVisible(panel is not None)
        if panel is None:
            self.history.show_person(None)

    def _begin_ticket(self) -> None:
        customer = self.side.customer
        if customer is not None and customer.emails:
            self.new_wanted.emit(customer.name, customer.emails[0])

    def _ask_organisation(self, anchor: QWidget) -> None:
        def find(words: str) -> None:
            self._runner.ask(
                organisations.found,
                words,
                done=partial(popup.show_found, words),
                failed=self.failed.emit,
                owner=popup,
                topic=("organisations", id(self)),
            )

        popup = OrganisationChoice(self._theme, anchor)
        popup.asked.connect(find)
        popup.chosen.connect(self.people.head.take_organisation)
        popup.open_below(anchor)
        find("")

    def _ask_new(self, anchor: QWidget) -> None:
        from deskbell.ui.customers.new_customer import NewCustomer

        popup = NewCustomer(self._theme, self._runner, self._me, anchor)
        popup.made.connect(self._show_new)
        popup.known.connect(self.people.show_only)
        popup.open_below(anchor)

    def _show_new(self, customer_id: int, name: str) -> None:
        self.people.show_only(customer_id)
        self.told.emit(self.tr("{name} is a customer now").format(name=name))

    def _offer_more(self, anchor: QWidget) -> None:
        menu = QMenu(anchor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._theme.icon
        twice = menu.addAction(icon(Icon.MERGE), self.tr("Find customers who are here twice…"))
        twice.triggered.connect(partial(self.show_section, Section.DOUBLES))
        if self._has_settings:
            data = menu.addAction(icon(Icon.DOWNLOAD), self.tr("Import and export customers and organisations…"))
            data.triggered.connect(partial(self.page_wanted.emit, "customer_data"))
            those = menu.addAction(icon(Icon.ORGANISATION), self.tr("Change organisations…"))
            those.triggered.connect(partial(self.page_wanted.emit, "organisations"))
        again = menu.addAction(icon(Icon.REFRESH), self.tr("Read again"))
        again.triggered.connect(self.people.model.refresh)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
