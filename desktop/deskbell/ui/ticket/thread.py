"""The thread of a ticket: cards and lines from the oldest down to the newest, where it opens."""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from deskbell.model.rows import MessageRow, TicketDetail
from deskbell.ui.ticket.card_stock import CardStock
from deskbell.ui.ticket.company_line import HEIGHT as _FOOT
from deskbell.ui.ticket.company_line import CompanyLine
from deskbell.ui.ticket.event_line import EventLine
from deskbell.ui.ticket.event_words import EventGroup
from deskbell.ui.ticket.link_status import LinkStatus
from deskbell.ui.ticket.message_card import CardSurroundings, MessageCard
from deskbell.ui.ticket.pill import Pill
from deskbell.ui.ticket.thread_entries import Entry, Key, entries
from deskbell.ui.widgets.buttons import LinkButton

_SIDE: Final = 20
_TOAST: Final = 42
_EDGE: Final = 16
_GAP: Final = 12
_SLICE_SECONDS: Final = 0.008
# What is out of view is built when what is in it has been painted: sooner it would hold that up, and have it painted twice.
_SLICES_AFTER_MS: Final = 40
_CLOCK_MS: Final = 30_000
# What has only just come onto the screen may not have been noticed by who was typing below it.
_NOTICED_SECONDS: Final = 3.0

Shown = MessageCard | EventLine


class Thread(QScrollArea):
    """Builds what is seen at once and the rest in slices of some milliseconds, newest first; keeps its cards for the next ticket.

    While the same ticket is shown again, what is read stays where it is: scroll, selection and folds.

    Signals:
        earlier_wanted: messages before the first one shown.
        card_made(MessageCard): a new card, to be connected once.
    """

    earlier_wanted = Signal()
    card_made = Signal(object)

    def __init__(self, around: CardSurroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._entries: list[Entry] = []
        self._shown: dict[Key, Shown] = {}
        self._fitted: dict[Key, int] = {}
        self._stock = CardStock(self._new_card, self._width, self)
        self._spare_lines: list[EventLine] = []
        self._ticket_id = 0
        self._news: list[Key] = []
        self._came: dict[Key, float] = {}
        self._content = QWidget(self)
        self._content.setObjectName("content")
        self._earlier = LinkButton("", self._content)
        self._earlier.clicked.connect(self.earlier_wanted)
        self._earlier.hide()
        self.setWidget(self._content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Conversation"))
        self._pill = Pill(around.theme, self)
        self._pill.clicked.connect(self.show_news)
        self.company = CompanyLine(around.theme, self)
        self._link_status = LinkStatus(around.theme, self)
        self._slices = QTimer(self, singleShot=True)
        self._slices.timeout.connect(self._build_slice)
        clock = QTimer(self, interval=_CLOCK_MS)
        clock.timeout.connect(self._content.update)
        clock.start()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        around.theme.changed.connect(self._wear_theme)

    def show_detail(self, detail: TicketDetail, me: int = 0) -> None:
        """Show this thread; another ticket's opens at its newest message, the same one stays where it is. `me`: whose messages are no news."""
        fresh = detail.row.id != self._ticket_id
        found = entries(detail.messages, detail.events)
        if fresh:
            self._clear()
            self._ticket_id = detail.row.id
        known = {entry.key for entry in self._entries}
        anchor = None if fresh else self._anchor()
        self._take_entries(found)
        self._show_earlier(detail.earlier_messages)
        if fresh:
            self._build_view()
            self._stock.unprepare()
        else:
            arrived = [entry for entry in found if entry.key not in known and isinstance(entry.what, MessageRow)]
            newest = max((key[1] for key in known if key[0] == "message"), default=0)
            self._welcome([entry for entry in arrived if entry.key[1] > newest], anchor, me)

    def show_message(self, message_id: int) -> bool:
        """Put this message to the upper edge; whether it is among those that were read."""
        keys, key = [entry.key for entry in self._entries], ("message", message_id)
        if key not in keys:
            return False
        for entry in self._entries[keys.index(key) :]:
            self._build(entry)
        self._place((key, _EDGE))
        return True

    def prepare(self, detail: TicketDetail) -> None:
        """Fill cards for what this ticket will open with, if it is the next one."""
        self._stock.prepare(detail.messages, self.viewport().height())

    def clear(self) -> None:
        """Show nothing."""
        self._ticket_id = 0
        self._clear()
        self._place()

    def show_news(self) -> None:
        """Go to the first message that came while another was read, to the newest where all have been on the screen."""
        first = next((self._shown[key] for key in self._news if key in self._shown), None)
        self._forget_news()
        self._came = {}
        if first is not None:
            self.verticalScrollBar().setValue(first.y() - _EDGE)
        else:
            self.to_newest()

    def to_newest(self) -> None:
        """Go to the newest message: to its beginning where it is longer than the view."""
        bar = self.verticalScrollBar()
        last = next((self._shown.get(e.key) for e in reversed(self._entries) if isinstance(e.what, MessageRow)), None)
        bar.setValue(min(bar.maximum(), last.y() - _EDGE) if last is not None else bar.maximum())
        self._forget_news()

    def at_newest(self) -> bool:
        """Whether the view stands at its end, where the newest message is."""
        return self.verticalScrollBar().value() >= self.verticalScrollBar().maximum()

    def cards(self) -> list[MessageCard]:
        """The cards that are built, oldest first."""
        built = (self._shown.get(entry.key) for entry in self._entries)
        return [card for card in built if isinstance(card, MessageCard)]

    def card(self, message_id: int) -> MessageCard | None:
        """The card of a message, where it is built."""
        card = self._shown.get(("message", message_id))
        return card if isinstance(card, MessageCard) else None

    def show_pictures(self, message_id: int) -> None:
        """Its pictures are there: show them where its card is built, and stay at the newest message."""
        card = self.card(message_id)
        if card is not None:
            at_newest = self.at_newest()
            card.show_pictures()
            if at_newest:
                # The card has grown: what became of the mail stands below its picture.
                self.to_newest()

    def seen_message(self) -> int:
        """The newest message that has been on the screen, 0 for none: what came since and wasn't looked at, or came just now, doesn't count."""
        now = perf_counter()
        new = {*self._news, *(key for key, came in self._came.items() if now - came < _NOTICED_SECONDS)}
        return max(
            (entry.key[1] for entry in self._entries if entry.key[0] == "message" and entry.key not in new), default=0
        )

    def building(self) -> bool:
        """Whether there is more to build than is seen."""
        return self._slices.isActive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Asked before the scroll bar knows of the new size, which may move it.
        place, stood = self._placing(), self.verticalScrollBar().value()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_visible()
            place()
            self._slices.start(_SLICES_AFTER_MS)
        elif event.size().height() != event.oldSize().height():
            # The composer below grew or shrank: what stands at the lower edge stays there.
            self.verticalScrollBar().setValue(stood + event.oldSize().height() - event.size().height())
        self._place_pill()
        self.company.place()
        self._link_status.place()

    def _take_entries(self, found: Sequence[Entry]) -> None:
        kept = {entry.key for entry in found}
        for key in [key for key in self._shown if key not in kept]:
            self._put_away(key)
        changed = {entry.key: entry for entry in self._entries}
        for entry in found:
            if entry.key in self._shown and changed.get(entry.key) != entry:
                self._fill(self._shown[entry.key], entry)
                self._fitted.pop(entry.key, None)
        self._entries = list(found)

    def _build_view(self) -> None:
        """Build from the newest up until the view is full; the rest comes in slices."""
        height = 0
        room = self.viewport().height()
        for entry in reversed(self._entries):
            height += self._build(entry) + _GAP
            if height > room and isinstance(entry.what, MessageRow):
                break
        self._place()
        self.to_newest()
        if len(self._shown) < len(self._entries):
            self._slices.start(_SLICES_AFTER_MS)

    def _build_slice(self) -> None:
        place = self._placing()
        began = perf_counter()
        left = [entry for entry in reversed(self._entries) if self._fitted.get(entry.key) != self._width()]
        for number, entry in enumerate(left, 1):
            self._build(entry)
            if perf_counter() - began > _SLICE_SECONDS:
                if number < len(left):
                    self._slices.start(0)
                break
        place()

    def _build(self, entry: Entry) -> int:
        shown = self._shown.get(entry.key)
        if shown is None:
            shown = self._shown[entry.key] = self._made(entry.what)
        if self._fitted.get(entry.key) != self._width():
            self._fitted[entry.key] = self._width()
            shown.fit(self._width())
        return shown.height()

    def _made(self, what: MessageRow | EventGroup) -> Shown:
        if isinstance(what, MessageRow):
            return self._stock.take(what)
        line = self._spare_lines.pop() if self._spare_lines else self._new_line()
        line.show_group(what)
        return line

    def _fill(self, shown: Shown, entry: Entry) -> None:
        if isinstance(shown, MessageCard) and isinstance(entry.what, MessageRow):
            shown.show_message(entry.what)
        elif isinstance(shown, EventLine) and isinstance(entry.what, EventGroup):
            shown.show_group(entry.what)

    def _fit_visible(self) -> None:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        for entry in self._entries:
            shown = self._shown.get(entry.key)
            if shown is not None and shown.y() < bottom and shown.y() + shown.height() > top:
                self._build(entry)

    def _place(self, anchor: tuple[Key, int] | None = None) -> None:
        """Put everything in its place; what `anchor` names stays where it is in the view."""
        top = _EDGE
        if not self._earlier.isHidden():
            self._earlier.move((self.viewport().width() - self._earlier.width()) // 2, top)
            top += self._earlier.height() + _GAP
        for entry in self._entries:
            shown = self._shown.get(entry.key)
            if shown is not None:
                shown.move(_SIDE, top)
                shown.show()
                top += shown.height() + _GAP
        self._content.resize(self.viewport().width(), max(0, top - _GAP + self._foot()))
        if anchor is not None and anchor[0] in self._shown:
            self.verticalScrollBar().setValue(self._shown[anchor[0]].y() - anchor[1])

    def _placing(self) -> Callable[[], None]:
        """`_place`, for when all heights are others: who looks at the newest message still does, else what is read stays where it is."""
        if not self.at_newest():
            return partial(self._place, self._anchor())
        bar = self.verticalScrollBar()
        cut_above = bar.maximum() > 0

        def place() -> None:
            self._place()
            # A message that was seen as a whole is read from its beginning.
            bar.setValue(bar.maximum()) if cut_above else self.to_newest()

        return place

    def _anchor(self) -> tuple[Key, int] | None:
        """The first widget that is seen, and how far its upper edge is from the view's."""
        top = self.verticalScrollBar().value()
        for entry in self._entries:
            shown = self._shown.get(entry.key)
            if shown is not None and shown.y() + shown.height() > top:
                return entry.key, shown.y() - top
        return None

    def _welcome(self, arrived: Sequence[Entry], anchor: tuple[Key, int] | None, me: int) -> None:
        """Show what came while the ticket was open, without moving what is read."""
        for entry in reversed(self._entries):
            if entry.key in self._shown and self._fitted.get(entry.key) != self._width():
                self._build(entry)
        for entry in arrived:
            self._build(entry)
        self._place(anchor)
        own = [entry for entry in arrived if isinstance(entry.what, MessageRow) and entry.what.agent_id == me and me]
        if own:
            self.to_newest()
        elif arrived:
            self._news += [entry.key for entry in arrived]
            self._came |= dict.fromkeys((entry.key for entry in arrived), perf_counter())
            self._scrolled()
        self._slices.start(_SLICES_AFTER_MS)

    def _scrolled(self) -> None:
        """News that is seen is none any more."""
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        self._news = [key for key in self._news if key in self._shown and self._shown[key].y() + 60 > bottom]
        if self._news:
            self._pill.say(self.tr("%n new message(s)", "", len(self._news)))
            self._place_pill()
        else:
            self._pill.hide()

    def _forget_news(self) -> None:
        self._news = []
        self._pill.hide()

    def _place_pill(self) -> None:
        size = self._pill.size()
        self._pill.move(
            (self.width() - size.width()) // 2, self.height() - size.height() - self._around.theme.px(_FOOT)
        )

    def _foot(self) -> int:
        """What is free below the last message: room for who else is here and for a toast over them, so that nothing moves or is covered when they come."""
        return self._around.theme.px(_FOOT + _TOAST)

    def _show_earlier(self, count: int) -> None:
        self._earlier.setText(self.tr("Show %n earlier message(s)", "", count))
        self._earlier.setAccessibleName(self._earlier.text())
        self._earlier.adjustSize()
        self._earlier.setVisible(count > 0)

    def _new_card(self) -> MessageCard:
        card = MessageCard(self._around, self._content)
        card.resize(self._width(), 100)
        card.resized.connect(self._card_resized)
        card.pointed.connect(self._link_status.say)
        self.card_made.emit(card)
        return card

    def _new_line(self) -> EventLine:
        return EventLine(self._around.theme, self._around.now, self._content)

    def _card_resized(self) -> None:
        card = self.sender()
        if isinstance(card, MessageCard) and card.message is not None and not card.isHidden():
            anchor = self._anchor()
            card.fit(self._width())
            self._place(anchor)

    def _put_away(self, key: Key) -> None:
        shown = self._shown.pop(key)
        self._fitted.pop(key, None)
        if isinstance(shown, EventLine):
            shown.hide()
            self._spare_lines.append(shown)
        else:
            self._stock.put_back(shown)

    def _clear(self) -> None:
        self._slices.stop()
        for key in list(self._shown):
            self._put_away(key)
        self._entries = []
        self._came = {}
        self._link_status.say("")
        self._earlier.hide()
        self._forget_news()

    def _wear_theme(self) -> None:
        place = self._placing()
        self._stock.wear_theme()
        for card in self.cards():
            card.wear_theme()
        self._fitted.clear()
        self._earlier.adjustSize()
        for entry in self._entries:
            if entry.key in self._shown:
                self._build(entry)
        place()
        self.company.place()

    def _width(self) -> int:
        # The scroll bar stands in the margin: the cards are as wide with it as without.
        return max(120, self.width() - 2 * _SIDE)
