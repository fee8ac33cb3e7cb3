"""The keys of the conversation: what is written, put in and done there, and which tickets a key means."""

from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.customers import EraseTickets
from deskbell.model.kinds import ReplyKind, Shelf
from deskbell.model.rows import TicketRow
from deskbell.model.views import ViewKind
from deskbell.rules.rights import may
from deskbell.ui.conversation_place import ConversationPlace
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.keys import Keys
from deskbell.ui.pane_keys import bind_pane_keys
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_keys import TicketKeys
from deskbell.ui.ticket_menus import TicketMenus

# Time for the first list to be painted.
_AFTER_MS: Final = 40
_AWAY: Final = {ViewKind.SPAM: Shelf.SPAM, ViewKind.TRASH: Shelf.TRASH}
# What can be done to ticked tickets besides what their bar has a button for.
_MORE: Final = (
    ("remind", "due", "type", "field", "move", "followers", "macro"),
    ("merge", "copy_link", "away", "erase"),
)


class ConversationKeys(QObject):
    """Binds them. The pane in `place` is made when a key first wants it."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        keys: Keys,
        deeds: Deeds,
        menus: TicketMenus,
        place: ConversationPlace,
        tickets: TicketList,
        desk: DeskNow,
    ) -> None:
        super().__init__(keys)
        self._theme = theme
        self._runner = runner
        self._keys = keys
        self._place = place
        self._tickets = tickets
        TicketKeys(theme, keys, deeds, menus, self._targets, self._card, self._anchor, desk)
        bind_pane_keys(keys, lambda: place.pane, self._targets, self._anchor, self._write)
        keys.bind("field", self._ask_field)
        keys.bind("macro", self._offer_macros)
        keys.bind("reminders", self._show_reminders)
        self._bind_erasing(keys, desk)
        self._offer_more(theme, keys)
        keys.bind("apart", self._open_apart)

    def _bind_erasing(self, keys: Keys, desk: DeskNow) -> None:
        self._desk = desk
        self._erase_action = keys.bind("erase", lambda: self._place.pane.errands.erasing.ask(self._targets()))
        self._empty_action = keys.bind("empty", self._empty)
        for action in (self._erase_action, self._empty_action):
            action.setEnabled(False)
        soon = lambda: QTimer.singleShot(_AFTER_MS, self, self._begin_to_look)  # noqa: E731
        self._tickets.model.shown.connect(soon, Qt.ConnectionType.SingleShotConnection)

    def _begin_to_look(self) -> None:
        """Not before: the table of rights is not waited for with the first list, nor are the replies at hand."""
        from deskbell.ui.canned.at_hand import RepliesAtHand

        chosen = self._tickets.model.chosen
        RepliesAtHand(self._keys, self._runner, self._desk, lambda: self._place.pane, chosen)
        self._tickets.model.shown.connect(self._look_for_rights)
        self._desk.changed.connect(self._look_for_rights)
        self._look_for_rights()

    def _look_for_rights(self) -> None:
        allowed = may(self._desk.me.role, EraseTickets)
        self._erase_action.setEnabled(allowed)
        self._empty_action.setEnabled(allowed and self._tickets.model.view.kind in _AWAY)

    def _offer_more(self, theme: ThemeSource, keys: Keys) -> None:
        """What the bar over ticked tickets has no room for is in a menu at its end."""

        def show(button: QWidget) -> None:
            menu = QMenu(button)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            there = {entry.id: (entry, action) for entry, action in keys.bound()}
            for number, group in enumerate(_MORE):
                if number:
                    menu.addSeparator()
                for entry, action in (there[name] for name in group if name in there):
                    line = menu.addAction(theme.icon(entry.icon), f"{action.text()}\t{keys.mine.shown(entry.id)}")
                    line.triggered.connect(action.trigger)
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

        self._tickets.bulk.more_wanted.connect(show)

    def _offer_macros(self) -> None:
        """In the answer of the open ticket; of ticked ones what macros change."""
        if ticked := self._tickets.model.chosen():
            self._place.pane.errands.macros.ask(ticked, self._anchor())
        else:
            self._place.pane.offer_canned(macros=True)

    def _ask_field(self) -> None:
        tickets, card = self._targets(), self._card()
        if tickets:
            alone = card if card is not None and tickets == (card.id,) else None
            self._place.pane.errands.fields.ask(tickets, self._anchor(), alone)

    def _show_reminders(self) -> None:
        from deskbell.ui.reminders.menu import show_reminders

        show_reminders(self._theme, self._desk, self._place.pane, self._anchor())

    def _empty(self) -> None:
        shelf = _AWAY.get(self._tickets.model.view.kind)
        if shelf is not None:
            self._place.pane.errands.erasing.ask_all(shelf)

    def _targets(self) -> tuple[int, ...]:
        """The tickets that a key means."""
        chosen = self._tickets.model.chosen()
        meant = self._place.ticket_id or self._marked()
        return chosen or ((meant,) if meant else ())

    def _marked(self) -> int:
        """The ticket that is marked in a table, where none is open; 0 for none."""
        view = self._tickets.view
        return view.current_id if view.browsing else 0

    def _card(self) -> TicketRow | None:
        marked = self._tickets.model.number_of(self._marked())
        return self._place.pane.row if marked is None else self._tickets.model.ticket(marked)

    def _anchor(self) -> QWidget:
        many = bool(self._tickets.model.chosen()) or not self._place.ticket_id
        return self._tickets.header if many else self._place.pane.header

    def _write(self, kind: ReplyKind) -> None:
        if not self._place.ticket_id and (marked := self._marked()):
            self._tickets.opened.emit(marked)
        self._place.pane.begin(kind)

    def _open_apart(self) -> None:
        """The one that is marked or open, not all that are ticked."""
        if ticket_id := self._place.ticket_id or self._marked():
            self._place.pane.window_wanted.emit(ticket_id)
