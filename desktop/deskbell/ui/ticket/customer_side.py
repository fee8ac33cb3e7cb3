"""The panel beside a ticket: who the customer is, what is filled in, what else they asked, and why the mail is here."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from deskbell.model.checklist import ChecklistItem
from deskbell.model.fields import CustomField, FieldOwner, FieldValue
from deskbell.model.rows import CustomerPanel
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.earlier_tickets import EarlierTickets
from deskbell.ui.ticket.linked_tickets import LinkedTickets
from deskbell.ui.ticket.person_side import PersonSide
from deskbell.ui.ticket.why_line import WhyLine
from deskbell.ui.widgets.tab_order import tab_as_one_reads

if TYPE_CHECKING:
    # Loaded for the first ticket that has one.
    from deskbell.ui.ticket.checklist_box import ChecklistBox


class CustomerSide(PersonSide):
    """What is known of the customer, with what is of the ticket: its custom fields, its checklist, and which others there are.

    Signals:
        link_wanted(QWidget): the ticket is to be linked to another one; ask below this.
        linked_as(int, object): a ticket is to be this (`LinkKind`) to the one that is shown, None for nothing.
        item_changed(int, ChecklistItem, bool, object): as `ChecklistBox.changed`.
        filled(int, CustomField, str): a custom field of this ticket was filled in, or ("") emptied.
    """

    link_wanted = Signal(object)
    linked_as = Signal(int, object)
    item_changed = Signal(int, object, bool, object)
    filled = Signal(int, object, str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._why = ""
        self._ticket_id = 0
        self._checklist: ChecklistBox | None = None
        self._linked = LinkedTickets(theme, self._body)
        self._linked.open_ticket.connect(self.open_ticket)
        self._linked.link_wanted.connect(self.link_wanted)
        self._linked.linked_as.connect(self.linked_as)
        self._earlier = EarlierTickets(theme, self._body)
        self._earlier.open_ticket.connect(self.open_ticket)
        self._earlier.linked_as.connect(self.linked_as)
        self._why_line = WhyLine(self._body)
        # Below who the customer is, and below what is known of them.
        self._layout.insertWidget(1, self._linked)
        self._layout.insertWidget(2, self._earlier)
        self._layout.insertWidget(self._layout.indexOf(self._below), self._why_line)

    def show_panel(self, panel: CustomerPanel | None, why: str = "") -> None:
        """Show this customer; `why` is the reason's code of the ticket's newest mail, "" where there is none."""
        before, why_before = self._panel, self._why
        super().show_panel(panel)
        self._why = why
        if panel is None or (panel == before and why == why_before):
            return
        self._linked.show_rows(panel.linked)
        self._earlier.show_rows(panel.others, other=before is None or panel.customer.id != before.customer.id)
        self._why_line.show_why(why)

    def put_below_links(self, widget: QWidget) -> None:
        """Have this beside the ticket, below what it is linked to."""
        self._layout.insertWidget(self._layout.indexOf(self._linked) + 1, widget)
        tab_as_one_reads(self)

    def show_fields(self, ticket_id: int, values: Sequence[FieldValue]) -> None:
        """Show the custom fields of this ticket."""
        self._show_fields(FieldOwner.TICKET, ticket_id, values, self.tr("This ticket"))

    def show_checklist(self, ticket_id: int, items: Sequence[ChecklistItem]) -> None:
        """Show what there is to do on this ticket."""
        self._ticket_id = ticket_id
        if items and self._checklist is None:
            self._make_checklist()
        if self._checklist is not None:
            self._checklist.show_items(ticket_id, items)

    def begin_checklist(self) -> None:
        """Put the caret where the next item of the checklist is written."""
        checklist = self._checklist or self._make_checklist()
        checklist.begin()

    def _make_checklist(self) -> "ChecklistBox":
        from deskbell.ui.ticket.checklist_box import ChecklistBox

        made = self._checklist = ChecklistBox(self._theme, self._body)
        made.changed.connect(self.item_changed)
        made.relaid.connect(partial(tab_as_one_reads, self))
        # Above what it is linked to.
        self._layout.insertWidget(self._layout.indexOf(self._linked), made)
        made.show_items(self._ticket_id, ())
        return made

    def ask_for(self, fields: Collection[CustomField]) -> None:
        """Say that these fields must be filled in; the keyboard goes to the first."""
        if FieldOwner.TICKET in self._fields:
            self._fields[FieldOwner.TICKET].ask_for(fields)

    def _fills(self, owner: FieldOwner) -> SignalInstance:
        return self.filled if owner is FieldOwner.TICKET else super()._fills(owner)

    def _place_of(self, owner: FieldOwner) -> int:
        return 1 if owner is FieldOwner.TICKET else super()._place_of(owner)
