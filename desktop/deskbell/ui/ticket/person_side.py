"""What is known of a customer, in a panel: beside a ticket, and on the screen of all customers."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.customers import Likely, Merged, SaveCustomer
from deskbell.model.fields import FieldOwner, FieldValue
from deskbell.model.rows import CustomerPanel, CustomerRow
from deskbell.rules.customers import saving
from deskbell.ui.canned.languages import language_name
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.edit_line import EditText
from deskbell.ui.ticket.fact import Fact, clock_there
from deskbell.ui.ticket.marks import mark
from deskbell.ui.ticket.organisation_line import OrganisationLine
from deskbell.ui.ticket.person_head import PersonHead
from deskbell.ui.widgets.ages import day, exact
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import told_error

if TYPE_CHECKING:
    # Loaded for who writes here, and where a desk has custom fields.
    from deskbell.ui.ticket.customer_editor import CustomerEditor
    from deskbell.ui.ticket.field_box import FieldBox
    from deskbell.ui.ticket.same_person import SamePerson

WIDTH = 272
# Above and below the custom fields of each.
_GAPS = {FieldOwner.TICKET: (0, 16), FieldOwner.CUSTOMER: (0, 0), FieldOwner.ORGANISATION: (16, 0)}


class PersonSide(Pane):
    """272 pixels of what is known. The note is written in place; a section without content isn't there.

    Signals:
        open_ticket(int): a ticket of theirs was clicked.
        person_shown(CustomerRow): this is what is shown of the customer now.
        changed(SaveCustomer): something was written; `agent_id` is still to be put in.
        merge_wanted(Likely), apart_wanted(Likely), split_wanted(Merged): as those of `SamePerson`.
        organisation_wanted(QWidget): the customer's organisation is to be chosen; ask below this.
        tickets_wanted(str): the tickets of the organisation of this name are to be shown.
        menu_wanted(QWidget): the button of the customer's menu was pressed; open it below this.
        known_filled(int, CustomField, str): a custom field of this customer, or of their organisation, was filled in, or ("") emptied.
    """

    open_ticket = Signal(int)
    person_shown = Signal(object)
    changed = Signal(object)
    organisation_wanted = Signal(object)
    tickets_wanted = Signal(str)
    menu_wanted = Signal(object)
    merge_wanted = Signal(object)
    apart_wanted = Signal(object)
    split_wanted = Signal(object)
    known_filled = Signal(int, object, str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._customer: CustomerRow | None = None
        self._panel: CustomerPanel | None = None
        self._edits = False
        self._editor: CustomerEditor | None = None
        self._rare: dict[str, Fact] = {}
        self._same: SamePerson | None = None
        self._offered: Likely | None = None
        self._organisation_note: Label | None = None
        self._fields: dict[FieldOwner, FieldBox] = {}
        self._build()
        theme.changed.connect(self._take_width)
        self._take_width()

    def show_panel(self, panel: CustomerPanel | None) -> None:
        """Show this customer."""
        known = panel is None or panel.customer == self._customer
        if panel == self._panel and known:
            return
        other = panel is None or self._customer is None or panel.customer.id != self._customer.id
        if other:
            self._note.finish()
            self._end_editing()
            self._offered = None
        self._panel = panel
        self._customer = panel.customer if panel is not None else None
        self._body.setVisible(panel is not None)
        if panel is None:
            return
        self._show_person(panel.customer)
        self._show_written(panel.customer, other=other)
        self._show_same(panel.likely, panel.merged)
        self._show_fields(FieldOwner.CUSTOMER, panel.customer.id, panel.fields)
        organisation, its = panel.customer.organisation_id, panel.organisation_fields
        self._show_fields(FieldOwner.ORGANISATION, organisation, its, self.tr("Organisation"))

    def show_domain(self, domain: str) -> None:
        """Say that mail from this domain, theirs, goes to Spam; "" for nothing."""
        self._head.show_domain(domain)

    def put_below_name(self, widget: QWidget) -> None:
        """Have this in the panel, below who the customer is."""
        self._above.insertWidget(1, widget)
        tab_as_one_reads(self)

    def _show_fields(self, owner: FieldOwner, owner_id: int, values: Sequence[FieldValue], head: str = "") -> None:
        """Where there are none nothing is made for them."""
        if owner not in self._fields and values:
            from deskbell.ui.ticket.field_box import FieldBox

            room = self._theme.px(WIDTH) - 32
            made = self._fields[owner] = FieldBox(self._theme, room, head, _GAPS[owner], self._body)
            made.filled.connect(self._fills(owner))
            made.relaid.connect(partial(tab_as_one_reads, self))
            self._layout.insertWidget(self._place_of(owner), made)
        if owner in self._fields:
            self._fields[owner].show_fields(owner_id, values)

    def _fills(self, owner: FieldOwner) -> SignalInstance:
        """What is told where somebody fills in a field of these."""
        del owner
        return self.known_filled

    def _place_of(self, owner: FieldOwner) -> int:
        """Those of a customer stand with what else is known of them, those of the organisation behind it."""
        return (
            self._layout.indexOf(self._fact_lines) + 1
            if owner is FieldOwner.CUSTOMER
            else self._layout.indexOf(self._below)
        )

    @property
    def customer(self) -> CustomerRow | None:
        """Who is shown, as it was last written here."""
        return self._customer

    def save(self, **facts: object) -> None:
        """Let these facts of the customer (names of `CustomerRow`) be so."""
        customer = self._customer
        after = replace(customer, **facts) if customer is not None else None
        if after is not None and after != customer:
            self._customer = replace(after, version=after.version + 1)
            self._show_person(self._customer)
            if self._editor is not None:
                self._editor.show_choices(self._customer)
            self.changed.emit(saving(after))

    def take_tags(self, tags: tuple[str, ...]) -> None:
        """Show the customer with these tags, which are being kept."""
        if self._customer is not None:
            self._customer = replace(self._customer, tags=tags)
            self._show_person(self._customer)

    def confirm(self, command: SaveCustomer) -> None:
        """This was saved, whatever has been written since."""
        if self._customer is not None and self._customer.id == command.id:
            self._note.confirm(command.note)
            if self._editor is not None:
                self._editor.confirm(command)

    def refuse(self, command: SaveCustomer, error: Exception) -> None:
        """This was not saved."""
        panel = self._panel
        if panel is not None and panel.customer.id == command.id and self._editor is not None:
            for what in ("emails", "phones"):
                if getattr(command, what) != getattr(panel.customer, what):
                    self._editor.refuse(what, told_error(error))

    def edit(self) -> None:
        """Write what is known of the customer, in place of what is only shown."""
        if self._customer is None:
            return
        if self._editor is None:
            from deskbell.ui.ticket.customer_editor import CustomerEditor

            self._editor = CustomerEditor(self._theme, self._body)
            self._editor.written.connect(lambda facts: self.save(**facts))
            self._editor.ended.connect(self._end_editing)
            self._editor.relaid.connect(partial(tab_as_one_reads, self))
            self._fact_lines.insertWidget(self._fact_lines.indexOf(self._organisation), self._editor)
            self._editor.show_customer(self._customer, other=True)
        self._edits = True
        self._editor.show()
        self._show_person(self._customer)
        self._editor.begin()

    def ask_organisation(self) -> None:
        """Ask which organisation the customer is of."""
        self._organisation.ask()

    @property
    def likely(self) -> Sequence[Likely]:
        """Who may be the same person as the one that is shown."""
        return self._panel.likely if self._panel is not None else ()

    def offer_merge(self, other: Likely) -> None:
        """Offer to merge with somebody, too, while this customer is shown."""
        self._offered = other
        if self._panel is not None:
            self._show_same(self._panel.likely, self._panel.merged)

    def _show_same(self, likely: Sequence[Likely], merged: Sequence[Merged]) -> None:
        offered = self._offered
        if offered is not None and offered.id in {one.id for one in merged}:
            offered = self._offered = None
        if offered is not None:
            likely = (offered, *(one for one in likely if one.id != offered.id))
        if self._same is None and (likely or merged):
            from deskbell.ui.ticket.same_person import SamePerson

            self._same = SamePerson(self._body)
            self._same.merge_wanted.connect(self.merge_wanted)
            self._same.apart_wanted.connect(self.apart_wanted)
            self._same.split_wanted.connect(self.split_wanted)
            self._same.relaid.connect(partial(tab_as_one_reads, self))
            self._layout.insertWidget(1, self._same)
        if self._same is not None:
            self._same.show_rows(likely, merged)

    def _end_editing(self) -> None:
        self._edits = False
        if self._editor is not None:
            self._editor.finish()
            self._editor.hide()
        if self._customer is not None:
            self._show_person(self._customer)

    def _build(self) -> None:
        self._body = QWidget(self)
        self._body.setObjectName("content")
        # As wide as the panel, whatever a language needs: words wrap or end in dots.
        self._body.setMinimumWidth(1)
        self._head = PersonHead(self._theme, self._theme.px(WIDTH - 82 - 34), self._body)
        self._head.menu_wanted.connect(self.menu_wanted)
        self._organisation = OrganisationLine(self._theme, self._body)
        self._organisation.choice_wanted.connect(self.organisation_wanted)
        self._organisation.tickets_wanted.connect(self.tickets_wanted)
        self._note = EditText(self._theme, self.tr("Note"), self.tr("Add a note about this customer"), self._body)
        self._note.written.connect(lambda text: self.save(note=text))
        self._note_place = Field(self._theme, "", self._note, parent=self._body)
        self._note.unsaved.connect(self._mark_note)
        self._both = LinkButton(self.tr("Keep both"), self._body)
        self._both.clicked.connect(self._note.keep_both)
        self._both.hide()
        room = self._theme.px(WIDTH) - 32
        self._since = Fact(self.tr("Known since"), room, self._body)
        self._language = Fact(self.tr("Language"), room, self._body)
        self._mails = Fact(self.tr("Also writes from"), room, self._body)
        self._lay()

    def _lay(self) -> None:
        layout = self._layout = QVBoxLayout(self._body)
        # The links' hover ground stands out on both sides, so that their letters stand in line with the rest.
        layout.setContentsMargins(10, 16, 10, 16)
        layout.setSpacing(0)
        above, facts, below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for inset in (above, facts, below):
            inset.setContentsMargins(6, 0, 6, 0)
            inset.setSpacing(0)
        above.addWidget(self._head)
        above.addSpacing(18)
        self._above = above
        self._fact_lines, self._below = facts, below
        facts.addWidget(SectionHead(self.tr("Customer"), self._body))
        facts.addSpacing(4)
        for widget in (self._organisation, self._language, self._mails, self._since):
            facts.addWidget(widget)
        below.addSpacing(18)
        below.addWidget(SectionHead(self.tr("Note"), self._body))
        below.addSpacing(6)
        below.addWidget(self._note_place)
        both = QHBoxLayout()
        # Its letters stand below those of the words above it, which have a sign before them.
        both.setContentsMargins(15, 0, 0, 0)
        both.addWidget(self._both, 0, Qt.AlignmentFlag.AlignLeft)
        below.addLayout(both)
        layout.addLayout(above)
        layout.addLayout(facts)
        layout.addLayout(below)
        layout.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(self._body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _show_person(self, customer: CustomerRow) -> None:
        told = self._head.show_person(customer)
        self._organisation.say(customer.organisation)
        if customer.organisation_note and self._organisation_note is None:
            self._organisation_note = Label("", TextRole.small, ink="muted", wrap=True, parent=self._body)
            self._fact_lines.insertWidget(self._fact_lines.indexOf(self._organisation) + 1, self._organisation_note)
        if self._organisation_note is not None:
            self._organisation_note.setText(customer.organisation_note)
            self._organisation_note.setVisible(bool(customer.organisation_note))
        self._language.say("" if told else language_name(customer.language))
        self._mails.say("\n".join(customer.emails[1:]))
        self._say_rare("phones", "\n".join(customer.phones))
        self._say_rare("time_zone", clock_there(customer))
        since = customer.created_at.astimezone()
        self._since.say(day(QDate(since.year, since.month, since.day)))
        self._since.setToolTip(exact(customer.created_at))
        for fact in self._facts():
            fact.setVisible(not self._edits and bool(fact.value()))
        self.person_shown.emit(customer)

    def _say_rare(self, what: str, value: str) -> None:
        """What few customers have; made for the first of them."""
        if value and what not in self._rare:
            name = self.tr("Phone") if what == "phones" else self.tr("Time zone")
            fact = self._rare[what] = Fact(name, self._theme.px(WIDTH) - 32, self._body)
            self._fact_lines.insertWidget(self._fact_lines.indexOf(self._since), fact)
        if what in self._rare:
            self._rare[what].say(value)

    def _facts(self) -> Iterator[Fact]:
        """Those that the editor has, too."""
        yield from (self._language, self._mails, *self._rare.values())

    def _show_written(self, customer: CustomerRow, *, other: bool) -> None:
        if other:
            self._note.show_other(customer.note)
        else:
            self._note.show_text(customer.note)
        if self._editor is not None:
            self._editor.show_customer(customer, other=other)

    def _mark_note(self, unsaved: bool, theirs: str | None) -> None:
        mark(self._note_place, self._note, unsaved, theirs, lines=True)
        self._both.setVisible(bool(unsaved and theirs))

    def _take_width(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))
