"""What is done to the customer in the panel: kept, told, and taken back."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import Command, UndoDeed
from deskbell.model.customers import (
    BlockCustomer,
    ChangeCustomerTags,
    EraseCustomer,
    Like,
    Likely,
    MergeCustomers,
    Merged,
    SaveCustomer,
    SetApart,
)
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner, SetCustomerField, SetOrganisationField
from deskbell.model.rows import CustomerRow, TicketDetail, TicketPage
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.domain_sign import DomainSign
from deskbell.ui.ticket.person_side import PersonSide
from deskbell.ui.ticket.thread import Thread

if TYPE_CHECKING:
    # Loaded when somebody asks for it.
    from deskbell.model.erasing import ErasurePlan
    from deskbell.store.session import Session
    from deskbell.ui.ticket.customer_tagging import CustomerTagging
    from deskbell.ui.ticket.merge_popup import MergePopup

_FOUND_AT_MOST: Final = 50
# No message of no ticket.
_NOWHERE: Final = (0, 0)


class CustomerDeeds(QObject):
    """Between the panel that shows the customer and the desk. `among_all`: the panel stands beside the list of all customers and their messages.

    Signals:
        failed(Exception): what could not be done; what is shown is to be read again.
        told(str): a sentence: what was written where.
        search_wanted(str): what this finds is to be shown.
        customer_wanted(int): the customer is to be shown among all of them.
        organisations_wanted: all organisations are to be shown, to be changed.
    """

    failed = Signal(object)
    told = Signal(str)
    search_wanted = Signal(str)
    customer_wanted = Signal(int)
    organisations_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        side: PersonSide,
        runner: Runner,
        deeds: Deeds,
        prompts: Prompts,
        desk: DeskNow,
        parent: QObject,
        *,
        among_all: bool = False,
    ) -> None:
        super().__init__(parent)
        self._among_all = among_all
        self._theme = theme
        self._side = side
        self._runner = runner
        self._deeds = deeds
        self._prompts = prompts
        self._desk = desk
        self._tagging: CustomerTagging | None = None
        self._goal = _NOWHERE
        self._here: tuple[Thread, TicketDetail] | None = None
        side.changed.connect(self._save)
        side.person_shown.connect(self._show_tags)
        DomainSign(side, runner, desk, self)
        side.known_filled.connect(self._fill_in)
        side.menu_wanted.connect(self._show_menu)
        side.organisation_wanted.connect(self._ask_organisation)
        side.tickets_wanted.connect(self._search_organisation)
        side.merge_wanted.connect(self._merge)
        side.apart_wanted.connect(self._set_apart)
        side.split_wanted.connect(self._split)

    def _save(self, command: SaveCustomer) -> None:
        done = partial(self._saved, command)
        failed = partial(self._refused, command)
        self._runner.do(replace(command, agent_id=self._desk.me.id), done=done, failed=failed, owner=self)

    def _saved(self, command: SaveCustomer, _answer: object) -> None:
        self._side.confirm(command)
        said = self.tr("What is known of %1 was changed").replace("%1", command.name)
        self._deeds.remember(said, UndoDeed(agent_id=self._desk.me.id, undo=command.deed))

    def _refused(self, command: SaveCustomer, error: Exception) -> None:
        self._side.refuse(command, error)
        self.failed.emit(error)
        customer = self._side.customer
        if (
            isinstance(error, Mistake)
            and error.code == "address.taken"
            and customer is not None
            and customer.id == command.id
        ):
            holder, name, email = (error.values[key] for key in ("customer", "name", "address"))
            assert isinstance(holder, int)
            self._side.offer_merge(Likely(holder, str(name), str(email), "", (Like.TAKEN,)))

    def _show_menu(self, anchor: QWidget) -> None:
        from deskbell.rules.rights import may
        from deskbell.ui.ticket.customer_menu import customer_menu

        merge = partial(self._ask_merge, anchor)
        erase = self._look_at_erasing if may(self._desk.me.role, EraseCustomer) else None
        shows = (self._export, self._search, self._block)
        menu = customer_menu(
            self._theme,
            self._side,
            merge,
            *shows,
            anchor,
            erase,
            messages=None if self._among_all else self.show_messages,
            tag=self.begin_tag,
            show=None if self._among_all else self._show_among_all,
        )
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def _show_tags(self, customer: CustomerRow) -> None:
        if self._tagging is not None or customer.tags:
            self._made_tagging().show_person(customer)

    def _fill_in(self, owner_id: int, field: CustomField, value: str) -> None:
        """Keep a field of the customer, or of their organisation."""
        from deskbell.ui.field_words import value_words

        customer = self._side.customer
        if customer is None:
            return
        me = self._desk.me.id
        command: SetCustomerField | SetOrganisationField
        if field.owner is FieldOwner.CUSTOMER:
            who = customer.name
            command = SetCustomerField(agent_id=me, customers=(owner_id,), field_id=field.id, value=value)
        else:
            who = customer.organisation
            command = SetOrganisationField(agent_id=me, id=owner_id, field_id=field.id, value=value)
        said = self.tr("%2 of {name}: %1") if value else self.tr("%2 of {name} was emptied")
        told = _filled(said, value_words(field, value), field.name).replace("{name}", who)
        self._carry_out(command, told, UndoDeed(agent_id=me, undo=command.deed))

    def begin_tag(self) -> None:
        """Offer the tags that the customer has not."""
        self._made_tagging().begin()

    def _made_tagging(self) -> "CustomerTagging":
        if self._tagging is None:
            from deskbell.ui.ticket.customer_tagging import CustomerTagging

            self._tagging = CustomerTagging(self._theme, self._desk, self._side, self._tag, self)
        return self._tagging

    def _tag(self, command: ChangeCustomerTags, said: str) -> None:
        self._carry_out(command, said, UndoDeed(agent_id=self._desk.me.id, undo=command.deed))

    def _search(self) -> None:
        """Show all their tickets, whichever of their addresses they came from."""
        customer = self._side.customer
        if customer is not None:
            who = customer.emails[0] if customer.emails else customer.name.replace('"', " ")
            self.search_wanted.emit(f'customer:"{who}"')

    def _show_among_all(self) -> None:
        if self._side.customer is not None:
            self.customer_wanted.emit(self._side.customer.id)

    def show_messages(self) -> None:
        """Offer all that was written on their tickets."""
        from deskbell.ui.ticket.messages_popup import MessagesPopup

        customer = self._side.customer
        if customer is not None:
            popup = MessagesPopup(self._theme, self._runner, customer.id, customer.name, self._side)
            popup.chosen.connect(self.show_message)
            popup.failed.connect(self.failed)
            popup.open_over(self._side.window())

    def reach(self, conversation: Thread, detail: TicketDetail) -> None:
        """This was put on the screen: go to the message that is wanted of it. What stands before those that a ticket opens with is asked for."""
        self._here = conversation, detail
        ticket_id, message_id = self._goal
        if ticket_id != detail.row.id:
            return
        if not conversation.show_message(message_id) and detail.earlier_messages:
            conversation.earlier_wanted.emit()
            return
        self._goal = _NOWHERE

    def show_message(self, ticket_id: int, message_id: int) -> None:
        """Show a message of a ticket, which is opened for it."""
        self._goal = ticket_id, message_id
        if self._here is not None and self._here[1].row.id == ticket_id:
            self.reach(*self._here)
        else:
            self._side.open_ticket.emit(ticket_id)

    def _block(self) -> None:
        """Have all their mail go to Spam, or no longer."""
        customer = self._side.customer
        if customer is None:
            return
        command = BlockCustomer(agent_id=self._desk.me.id, customer_id=customer.id, block=not customer.blocked)
        said = self.tr("Mail from %1 goes to Spam") if command.block else self.tr("Mail from %1 is let in")
        undo = UndoDeed(agent_id=self._desk.me.id, undo=command.deed)
        self._carry_out(command, said.replace("%1", customer.name), undo)

    def _search_organisation(self, name: str) -> None:
        self.search_wanted.emit('org:"{}"'.format(name.replace('"', " ")))

    def _ask_organisation(self, anchor: QWidget) -> None:
        """Ask which one: those of the domains of their addresses first, then what is found by what is typed."""
        from deskbell.store.queries import organisations
        from deskbell.ui.ticket.organisation_popup import OrganisationPopup

        customer = self._side.customer
        if customer is None:
            return

        def find(words: str) -> None:
            self._runner.ask(
                organisations.found,
                words,
                customer.emails,
                done=partial(popup.show_found, words),
                failed=self.failed.emit,
                owner=popup,
                topic=("organisations", id(self)),
            )

        popup = OrganisationPopup(self._theme, customer.organisation, anchor)
        popup.asked.connect(find)
        popup.chosen.connect(lambda name: self._side.save(organisation=name, organisation_note=""))
        popup.all_wanted.connect(self.organisations_wanted)
        popup.open_below(anchor)
        find("")

    def _export(self) -> None:
        """Ask for a place, and write there all that is kept of the customer."""
        from deskbell.mail.parse.names import safe_name

        customer = self._side.customer
        if customer is None:
            return
        place = self._prompts.place_to_save(f"{safe_name(customer.name) or customer.id}.zip")
        if place is not None:
            self._runner.ask(_export, customer.id, place, done=self._tell, failed=self.failed.emit, owner=self)

    def _look_at_erasing(self) -> None:
        """Ask what goes where the customer is erased, and then whether it is meant."""
        from deskbell.store.queries import erasure

        customer = self._side.customer
        if customer is not None:
            self._runner.ask(
                erasure.plan,
                customer.id,
                done=self._ask_erase,
                failed=self.failed.emit,
                owner=self,
                topic=("erasing", id(self)),
            )

    def _ask_erase(self, plan: "ErasurePlan") -> None:
        from deskbell.ui.erasing.dialog import EraseDialog

        dialog = EraseDialog(
            self._theme,
            self._runner,
            plan,
            self._desk.me.id,
            self._export,
            prompts=self._prompts,
            parent=self._side.window(),
        )
        dialog.erased.connect(self.told)
        dialog.open()

    def _tell(self, saved: tuple[Path, bool]) -> None:
        place, everything = saved
        words = (
            self.tr("Saved as {place}")
            if everything
            else self.tr(
                "Saved as {place}. Tickets in mailboxes that you do not see are not in it: ask a manager for these."
            )
        )
        self.told.emit(words.format(place=place))

    def _ask_merge(self, anchor: QWidget) -> None:
        """Ask with whom: those who are likely first, then who is found by what is typed."""
        from deskbell.ui.ticket.merge_popup import MergePopup

        customer = self._side.customer
        if customer is None:
            return
        popup = MergePopup(self._theme, customer.name, anchor)
        popup.asked.connect(partial(self._find, popup, customer.id))
        popup.chosen.connect(self._merge)
        popup.open_below(anchor)
        popup.show_found("", self._side.likely)

    def _find(self, popup: "MergePopup", customer_id: int, words: str) -> None:
        if not words:
            popup.show_found("", self._side.likely)
            return
        self._runner.ask(
            ticket_list.page,
            # Without a closing quote the last word may go on.
            View(ViewKind.SEARCH, query=f'from:"{words.replace(chr(34), " ")}'),
            Sort.LATEST,
            self._desk.me.id,
            limit=_FOUND_AT_MOST,
            done=partial(self._offer_found, popup, customer_id, words),
            failed=self.failed.emit,
            owner=popup,
            topic=("merging", id(self)),
        )

    def _offer_found(self, popup: "MergePopup", customer_id: int, words: str, page: TicketPage) -> None:
        """The customers of what they wrote, each once."""
        found = {
            row.customer_id: Likely(row.customer_id, row.customer, row.customer_email, "", ()) for row in page.rows
        }
        popup.show_found(words, [one for one in found.values() if one.id != customer_id])

    def _merge(self, other: Likely) -> None:
        customer = self._side.customer
        if customer is None:
            return
        command = MergeCustomers(agent_id=self._desk.me.id, customer_id=other.id, into_id=customer.id)
        said = self.tr("%2 was merged into %1")
        self._carry_out(
            command, _filled(said, customer.name, other.name), UndoDeed(agent_id=self._desk.me.id, undo=command.deed)
        )

    def _set_apart(self, other: Likely) -> None:
        customer = self._side.customer
        if customer is None:
            return
        command = SetApart(agent_id=self._desk.me.id, customer_id=customer.id, other_id=other.id)
        back = SetApart(agent_id=self._desk.me.id, customer_id=customer.id, other_id=other.id, apart=False)
        self._carry_out(command, _filled(self.tr("%1 and %2 are not the same person"), customer.name, other.name), back)

    def _split(self, merged: Merged) -> None:
        customer = self._side.customer
        if customer is None:
            return
        command = UndoDeed(agent_id=self._desk.me.id, undo=merged.deed)
        back = MergeCustomers(agent_id=self._desk.me.id, customer_id=merged.id, into_id=customer.id)
        self._carry_out(command, _filled(self.tr("%2 was taken out of %1"), customer.name, merged.name), back)

    def _carry_out(self, command: Command, said: str, back: Command) -> None:
        def done(_answer: object) -> None:
            self._deeds.remember(said, back)

        self._runner.do(command, done=done, failed=self.failed.emit, owner=self)


def _export(session: "Session", customer_id: int, place: Path) -> tuple[Path, bool]:
    from deskbell.actions.export_customer import export_customer

    # Whoever chose a file that is there was asked about it by the dialog.
    return place, export_customer(session, customer_id, place).all


def _filled(words: str, one: str, other: str) -> str:
    """The names go in last to first: they are people's own words, and may hold a "%1"."""
    before, _, after = words.partition("%2")
    return before.replace("%1", one) + other + after.replace("%1", one)
