"""The list of customers: the pages that were read, and how one of them looks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from time import monotonic

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter

from deskbell.model.changes import Changes
from deskbell.model.customer_list import (
    MOST_COUNTED,
    CustomerFilter,
    CustomerKey,
    CustomerLine,
    CustomerPage,
    CustomerSort,
)
from deskbell.model.kinds import Entity
from deskbell.store.queries import customer_list
from deskbell.ui.customers.jumping_model import JumpingModel
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.entry_list import EntryDelegate
from deskbell.ui.words import tickets_word, vip_word

CONCERNS = frozenset({Entity.CUSTOMER, Entity.ORGANISATION, Entity.TAG, Entity.TICKET})
"""What is seen in the list."""

# So many are read again where something was changed; of longer lists the lines that were changed.
_MOST_AGAIN = 400
# So long nobody counts all of them again.
_COUNT_SECONDS = 30.0


class CustomersModel(JumpingModel):
    """Some of the customers, in an order. Where `jumps` is wished all rows are there once it is known how many these are, but for all customers by their latest
    ticket: no index has them so.

    Signals:
        counted(object, bool): how many there are, None where these are many; and whether some are still to be listed.
        counted_all(int): how many customers there are, of whom all are shown.
    """

    counted = Signal(object, bool)
    counted_all = Signal(int)

    def __init__(self, runner: Runner, parent: QObject | None = None, *, jumps: bool = False) -> None:
        super().__init__(parent)
        self._runner = runner
        self._may_jump = jumps
        self.asked = CustomerFilter()
        self.order = CustomerSort.NAME
        self._last: CustomerKey | None = None
        self._keys: dict[int, CustomerKey] = {}
        self._known: int | None = None
        self._topic = ("customers", id(self))
        self._count_from = 0.0

    def show_those(self, wanted: CustomerFilter, sort: CustomerSort) -> None:
        """Show these from the first on."""
        self.asked, self.order = wanted, sort
        self._count_from = 0.0
        self.ask_anew()
        self._ask(customer_list.PAGE)

    def look_again(self) -> None:
        """Some are still to be listed: read again, where that leaves nobody where they were not."""
        if len(self._entries) <= _MOST_AGAIN:
            self.refresh()

    def refresh(self) -> None:
        limit = min(_MOST_AGAIN, max(customer_list.PAGE, len(self._entries)))
        first = self._keys.get(self._entries[0].id) if self.start and self._entries else None
        if first is None or self._is_new:
            self._ask(limit)
            return
        self._reading = True
        self._runner.ask(
            customer_list.again,
            self.asked,
            self.order,
            first,
            limit,
            done=self._begin,
            failed=self.give_up,
            owner=self,
            topic=self._topic,
        )

    def hear(self, changes: Changes) -> None:
        """Rows were written by somebody: read again what may be others now."""
        if len(self._entries) <= _MOST_AGAIN or changes.lost:
            self.refresh()
            return
        changed = changes.of(Entity.CUSTOMER)
        wanted = [entry.id for entry in self._entries if entry.id in changed]
        if wanted:
            ask = self._runner.ask
            ask(customer_list.lines, wanted, done=partial(self._replace, wanted), failed=self.failed.emit, owner=self)

    def ask_page(self) -> None:
        self._runner.ask(
            customer_list.page,
            self.asked,
            self.order,
            self._last,
            done=self._take,
            failed=self.refuse,
            owner=self,
            topic=self._topic,
        )

    def ask_stretch(self, row: int, limit: int, *, follows: bool) -> None:
        last = self._keys.get(self._entries[-1].id) if follows else None
        after, skip = (last, 0) if last is not None else (None, row)
        self._runner.ask(
            customer_list.page,
            self.asked,
            self.order,
            after,
            limit,
            skip,
            done=partial(self._take_stretch, row),
            failed=self.refuse,
            owner=self,
            topic=self._topic,
        )

    def sentence(self, entry: CustomerLine) -> str:
        parts = (
            entry.name or entry.email,
            vip_word() if entry.vip else "",
            entry.email if entry.name else "",
            entry.organisation,
            tickets_of(entry),
            exact(entry.active_at) if entry.active_at is not None else "",
        )
        return ", ".join(part for part in parts if part)

    def explained(self, entry: CustomerLine) -> str:
        parts = (entry.name, entry.email, entry.organisation, tickets_of(entry))
        return "\n".join(part for part in parts if part)

    def _ask(self, limit: int) -> None:
        self._reading = True
        self._runner.ask(
            customer_list.page,
            self.asked,
            self.order,
            None,
            limit,
            done=self._begin,
            failed=self.give_up,
            owner=self,
            topic=self._topic,
        )

    def _begin(self, page: CustomerPage) -> None:
        if page.start and not page.lines:
            self._ask(customer_list.PAGE)  # All of it went that stood behind the first that was here.
            return
        self._last = page.last
        self._keys = {key.id: key for key in page.keys}
        self.become_stretch(page.start, page.lines, total=self._total_with(page), whole=page.last is None)
        self.counted.emit(page.total, page.unlisted)
        if page.total is None and self.asked == CustomerFilter() and monotonic() >= self._count_from:
            self._count_from = monotonic() + _COUNT_SECONDS
            # Apart, and seldom: it takes longer than a page.
            self._runner.ask(
                customer_list.count,
                done=self._count,
                failed=self.failed.emit,
                owner=self,
                topic=(*self._topic, "count"),
            )
        self.read.emit()

    def _total_with(self, page: CustomerPage) -> int | None:
        """How many rows there are, with a page that begins the list anew; None where it is to be read on page by page."""
        end = page.start + len(page.lines)
        if not self._may_jump or page.total is not None:
            return page.total if self._may_jump else None
        if not self._are_counted or self._known is None:
            return None
        return end if page.last is None else max(self._known, end + 1)

    @property
    def _are_counted(self) -> bool:
        """Whether all customers are shown, in an order that an index has."""
        return self._may_jump and self.asked == CustomerFilter() and self.order is CustomerSort.NAME

    def _count(self, total: int) -> None:
        self._known = total
        if self.asked == CustomerFilter():
            self.counted_all.emit(total)
        if self._are_counted and not self._is_new:
            self.know(total)

    def _take(self, page: CustomerPage) -> None:
        self._last = page.last
        if self.jumps:
            self._take_stretch(self.end, page)
        else:
            self.follow(page.lines, whole=page.last is None)

    def _take_stretch(self, row: int, page: CustomerPage) -> None:
        self._keys.update((key.id, key) for key in page.keys)
        self.take_stretch(row, page.lines, whole=page.last is None)
        if self._are_counted:
            self._known = self.rowCount()
        self._keys = {entry.id: key for entry in self._entries if (key := self._keys.get(entry.id)) is not None}

    def _replace(self, asked: Sequence[int], lines: tuple[CustomerLine, ...]) -> None:
        if self.jumps:
            self.refresh()
            return
        for gone in {*asked} - {line.id for line in lines}:
            row = self.row_of(gone)
            if row is not None:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._entries[row]
                self.endRemoveRows()
        for line in lines:
            row = self.row_of(line.id)
            if row is not None:
                self._entries[row] = line
                self.dataChanged.emit(self.index(row), self.index(row))


def tickets_of(line: CustomerLine) -> str:
    """ "1 ticket", "12 tickets" """
    if not line.tickets:
        return QCoreApplication.translate("customers", "no tickets")
    if line.tickets == 1:
        return QCoreApplication.translate("customers", "1 ticket")
    return tickets_word(line.tickets, more=line.tickets >= MOST_COUNTED)


class CardGround(EntryDelegate):
    """Entries that stand on what the cards of tickets do."""

    def paint_ground(self, painter: QPainter, area: QRectF, *, selected: bool, hovered: bool) -> None:
        """With a line below, and a mark at the left of the chosen one."""
        colours = self.theme.colours
        # Not with `fillRect`, which would first load all that is known of gradients.
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(QColor(colours.accent_ground if selected else colours.hover))
            painter.drawRect(area)
        painter.setBrush(QColor(colours.line))
        painter.drawRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1))
        if selected:
            painter.setBrush(QColor(colours.accent))
            painter.drawRect(QRectF(area.left(), area.top(), 3, area.height() - 1))


class CustomerDelegate(CardGround):
    """The picture; name and when they were last active; address and organisation, and how many tickets they have. `of_one`: they are all of one organisation, which need not be said."""

    row_height = 60

    def __init__(self, theme: ThemeSource, parent: QObject | None = None, *, of_one: bool = False) -> None:
        super().__init__(theme, parent)
        self._of_one = of_one

    def paint_coming(self, painter: QPainter, area: QRectF) -> None:
        px, side = self.theme.px, self.theme.px(34)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, area, selected=False, hovered=False)
        painter.setBrush(QColor(self.theme.colours.chip))
        painter.drawEllipse(QRectF(area.left() + px(12), area.top() + (area.height() - side) / 2, side, side))
        for line, part in zip(self.halves(area.adjusted(0, px(3), -px(2), -px(3)), px(56)), (0.4, 0.7), strict=True):
            bar = QRectF(line.left(), line.center().y() - px(5), line.width() * part, px(10))
            painter.drawRoundedRect(bar, px(5), px(5))
        painter.restore()

    def paint_entry(self, painter: QPainter, area: QRectF, entry: CustomerLine, *, selected: bool) -> None:
        del selected
        theme, colours, px = self.theme, self.theme.colours, self.theme.px
        side = px(34)
        ratio = painter.device().devicePixelRatio()
        picture = avatar_pixmap(theme.now, entry.name, entry.email, side, ratio)
        painter.drawPixmap(round(area.left()) + px(12), round(area.top() + (area.height() - side) / 2), picture)
        upper, lower = self.halves(area.adjusted(0, px(3), -px(2), -px(3)), px(56))
        when = age(entry.active_at, datetime.now(UTC)) if entry.active_at is not None else ""
        taken = self.write(painter, upper, when, TextRole.small, colours.muted, right=True)
        star = px(14) + px(4) if entry.vip else 0
        room = upper.adjusted(0, 0, -taken - px(10) - star, 0)
        name = self.write(painter, room, entry.name or entry.email, TextRole.body, colours.ink, weight=Weight.medium)
        if entry.vip:
            there = QRectF(upper.left() + name + px(4), upper.top(), px(14), upper.height())
            theme.icons.paint(painter, Icon.STAR, colours.warning, there, px(13))
        count = tickets_of(entry) if entry.tickets else ""
        wide = self.write(painter, lower, count, TextRole.small, colours.muted, right=True)
        told = " · ".join(
            part for part in ("" if self._of_one else entry.organisation, entry.email if entry.name else "") if part
        )
        self.write(painter, lower.adjusted(0, 0, -wide - px(10), 0), told, TextRole.small, colours.muted)
