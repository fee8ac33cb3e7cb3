"""The tags of the customer beside a ticket. Made for the first who has some, or gets one."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskbell.model.customers import ChangeCustomerTags
from deskbell.model.rows import CustomerRow
from deskbell.rules.tag_names import clean
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.person_side import PersonSide
from deskbell.ui.ticket.tag_row import TagRowEditor
from deskbell.ui.widgets.tab_order import tab_as_one_reads


class CustomerTagging(QObject):
    """Shows them below the customer's name. `do` carries a command out and says a sentence of it."""

    def __init__(
        self,
        theme: ThemeSource,
        desk: DeskNow,
        side: PersonSide,
        do: Callable[[ChangeCustomerTags, str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._side = side
        self._do = do
        self._most = 0
        self._row = QWidget()
        flow = FlowLayout(4, 4, self._row)
        flow.setContentsMargins(0, 10, 0, 0)
        self._tags = TagRowEditor(theme, desk, self._row)
        self._tags.join(flow)
        self._tags.added.connect(lambda name: self._change(add=(name,)))
        self._tags.removed.connect(lambda name: self._change(remove=(name,)))
        side.put_below_name(self._row)

    def show_person(self, customer: CustomerRow) -> None:
        """Show the tags of this customer; nothing where there is none."""
        self._tags.show_tags(customer.tags)
        self._row.setVisible(bool(customer.tags))
        if len(customer.tags) > self._most:
            # There are more chips now.
            self._most = len(customer.tags)
            tab_as_one_reads(self._side)

    def begin(self) -> None:
        """Offer the tags that the customer has not."""
        self._row.show()
        self._tags.open_list()

    def _change(self, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        customer = self._side.customer
        add = tuple(name for name in map(clean, add) if name)
        if customer is None or not (add or remove):
            return
        said = self.tr("%2 has the tag “%1”") if add else self.tr("%2 has the tag “%1” no more")
        before, _, after = said.partition("%2")
        (name,) = (*add, *remove)
        # The customer's name goes in last: it is their own word, and may hold a "%1".
        told = before.replace("%1", name) + customer.name + after.replace("%1", name)
        self._side.take_tags(tuple(sorted({*customer.tags, *add} - {*remove})))
        self._do(ChangeCustomerTags(agent_id=self._desk.me.id, customers=(customer.id,), add=add, remove=remove), told)
