"""The cards of a thread that show nothing now: kept for the next ticket, some made before they are needed, some even filled."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer

from deskbell.model.rows import MessageRow
from deskbell.rules.remote_pictures import addresses
from deskbell.ui.ticket.message_body import pictures_named
from deskbell.ui.ticket.message_card import MessageCard

_SPARE: Final = 40
_WARM: Final = 5
_WARM_EVERY_MS: Final = 120


class CardStock(QObject):
    """Hands out cards that are filled, and takes them back.

    `make` makes a new card, `width` says how wide cards are now.
    """

    def __init__(self, make: Callable[[], MessageCard], width: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._make = make
        self._width = width
        self._spare: list[MessageCard] = []
        self._filled: dict[int, MessageCard] = {}
        self._to_fill: list[MessageRow] = []
        self._room = 0
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._fill_next)
        # The first ticket opens as quickly as the next ones: some cards are made while nothing else is done.
        self._warm = QTimer(self, interval=_WARM_EVERY_MS)
        self._warm.timeout.connect(self._make_spare)
        self._warm.start()

    def prepare(self, messages: Sequence[MessageRow], room: int) -> None:
        """Fill cards for the last of these messages, as many as `room` pixels of height show, one in each turn of the event loop."""
        self.unprepare()
        self._to_fill, self._room = list(messages), room
        self._turns.start()

    def unprepare(self) -> None:
        """What was filled will not be needed."""
        self._turns.stop()
        self._to_fill = []
        filled, self._filled = self._filled, {}
        for card in filled.values():
            self.put_back(card)

    def take(self, message: MessageRow) -> MessageCard:
        """A card that shows this message; it is to be fitted and shown."""
        self._warm.stop()
        card = self._filled.get(message.id)
        if card is not None and card.message == message:
            return self._filled.pop(message.id)
        card = self._unfilled()
        card.show_message(message)
        return card

    def put_back(self, card: MessageCard) -> None:
        """A card is not needed any more."""
        card.hide()
        if len(self._spare) < _SPARE:
            self._spare.append(card)
        else:
            card.deleteLater()

    def wear_theme(self) -> None:
        """Colours or sizes are others."""
        self.unprepare()
        for card in self._spare:
            card.wear_theme()

    def _unfilled(self) -> MessageCard:
        return self._spare.pop() if self._spare else self._make()

    def _make_spare(self) -> None:
        if len(self._spare) < _WARM:
            card = self._make()
            card.hide()
            self._spare.append(card)
        else:
            self._warm.stop()

    def _fill_next(self) -> None:
        # A card asks for the pictures of its message as soon as it is filled, which is for when it is opened.
        if self._room <= 0 or not self._to_fill or _has_pictures(self._to_fill[-1]):
            self._turns.stop()
            return
        message = self._to_fill.pop()
        card = self._filled[message.id] = self._unfilled()
        card.hide()
        card.show_message(message)
        self._room -= card.fit(self._width())


def _has_pictures(message: MessageRow) -> bool:
    return pictures_named(message.html) or bool(addresses(message.html))
