"""The list of organisations: the pages that were read, and how one of them looks; and the tickets of all customers of one."""

from PySide6.QtCore import QCoreApplication, QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from deskbell.model.customer_list import MOST_COUNTED
from deskbell.model.organisations import OrganisationKey, OrganisationLine, OrganisationPage
from deskbell.store.queries import organisation_list
from deskbell.ui.customers.customer_lines import CardGround
from deskbell.ui.customers.ticket_lines import TicketsModel
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.listed_model import ListedModel
from deskbell.ui.words import count_word, vip_word

# So many are read again where something was changed.
_MOST_AGAIN = 400


class OrganisationsModel(ListedModel):
    """Some organisations, by name.

    Signals:
        counted(int): how many there are that are asked for.
    """

    counted = Signal(int)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._last: OrganisationKey | None = None
        self._topic = ("organisation list", id(self))
        self.words = ""

    def show_those(self, words: str) -> None:
        """Show those that these find, from the first on."""
        self.words = words
        self.ask_anew()
        self._begin_at(organisation_list.PAGE)

    def refresh(self) -> None:
        self._begin_at(min(_MOST_AGAIN, max(organisation_list.PAGE, len(self._entries))))

    def ask_page(self) -> None:
        ask = self._runner.ask
        question = (organisation_list.page, self.words, self._last)
        ask(*question, done=self._take, failed=self.refuse, owner=self, topic=self._topic)

    def sentence(self, entry: OrganisationLine) -> str:
        parts = (entry.name, vip_word() if entry.vip else "", customers_of(entry), open_of(entry))
        return ", ".join(part for part in parts if part)

    def explained(self, entry: OrganisationLine) -> str:
        return f"{entry.name}\n{customers_of(entry)}, {open_of(entry)}"

    def _begin_at(self, limit: int) -> None:
        self._reading = True
        ask, words = self._runner.ask, self.words
        question = (organisation_list.page, words, None, limit)
        ask(*question, done=self._begin, failed=self.give_up, owner=self, topic=self._topic)
        topic = (*self._topic, "count")
        ask(organisation_list.count, words, done=self.counted.emit, failed=self.failed.emit, owner=self, topic=topic)

    def _begin(self, page: OrganisationPage) -> None:
        self._last = page.last
        self.become(page.lines, whole=page.last is None)
        self.read.emit()

    def _take(self, page: OrganisationPage) -> None:
        self._last = page.last
        self.follow(page.lines, whole=page.last is None)


class OrganisationTickets(TicketsModel):
    """Of all its customers, the latest activity first."""

    def ask_page(self) -> None:
        last = self._entries[-1] if self._entries else None
        question = (organisation_list.tickets, self._customer_id, last)
        self._runner.ask(*question, done=self._take, failed=self.refuse, owner=self)


def customers_of(line: OrganisationLine) -> str:
    """ "1 customer", "12 customers" """
    if line.customers == 1:
        return QCoreApplication.translate("customers", "1 customer")
    words = QCoreApplication.translate("customers", "%1 customers")
    return words.replace("%1", count_word(line.customers, more=line.customers >= MOST_COUNTED))


def open_of(line: OrganisationLine) -> str:
    """ "1 open ticket", "12 open tickets" """
    if not line.open:
        return QCoreApplication.translate("customers", "no open tickets")
    if line.open == 1:
        return QCoreApplication.translate("customers", "1 open ticket")
    words = QCoreApplication.translate("customers", "%1 open tickets")
    return words.replace("%1", count_word(line.open, more=line.open >= MOST_COUNTED))


class OrganisationDelegate(CardGround):
    """The sign; the name; how many customers it has, and how many tickets of theirs are open."""

    row_height = 56

    def paint_entry(self, painter: QPainter, area: QRectF, entry: OrganisationLine, *, selected: bool) -> None:
        del selected
        theme, colours, px = self.theme, self.theme.colours, self.theme.px
        sign = QRectF(area.left() + px(14), area.top(), px(20), area.height())
        theme.icons.paint(painter, Icon.ORGANISATION, colours.muted, sign, px(20))
        upper, lower = self.halves(area.adjusted(0, px(2), -px(2), -px(2)), px(46))
        star = px(14) + px(4) if entry.vip else 0
        room = upper.adjusted(0, 0, -star, 0)
        name = self.write(painter, room, entry.name, TextRole.body, colours.ink, weight=Weight.medium)
        if entry.vip:
            there = QRectF(upper.left() + name + px(4), upper.top(), px(14), upper.height())
            theme.icons.paint(painter, Icon.STAR, colours.warning, there, px(13))
        told = open_of(entry) if entry.open else ""
        wide = self.write(painter, lower, told, TextRole.small, colours.muted, right=True)
        self.write(painter, lower.adjusted(0, 0, -wide - px(10), 0), customers_of(entry), TextRole.small, colours.muted)
