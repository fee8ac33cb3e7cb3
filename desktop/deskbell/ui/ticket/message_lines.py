"""The messages of one customer as entries of a list, whichever ticket they are on."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter

from deskbell.model.kinds import MessageKind
from deskbell.store.queries.customer_messages import AT_ONCE, MessageLine, page
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.entry_list import EntryDelegate, EntryModel

_ICONS = {MessageKind.IN: Icon.MAIL, MessageKind.OUT: Icon.REPLY, MessageKind.NOTE: Icon.NOTE}


class MessagesModel(EntryModel):
    """All that was written on a customer's tickets, newest first."""

    def __init__(self, runner: Runner, customer_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._customer_id = customer_id

    def ask_page(self) -> None:
        last = self._entries[-1] if self._entries else None
        self._runner.ask(page, self._customer_id, last, done=self._take, failed=self.refuse, owner=self)

    def sentence(self, entry: MessageLine) -> str:
        return f"#{entry.ticket_id} {entry.subject}, {entry.who}, {exact(entry.at)}: {entry.words}"

    def explained(self, entry: MessageLine) -> str:
        return exact(entry.at)

    def _take(self, found: tuple[MessageLine, ...]) -> None:
        self.take_page(found, whole=len(found) < AT_ONCE)


class MessageDelegate(EntryDelegate):
    """The ticket and when above, who and the first words below."""

    def paint_entry(self, painter: QPainter, area: QRectF, entry: MessageLine, *, selected: bool) -> None:
        theme, colours, px = self.theme, self.theme.colours, self.theme.px
        icon = QRectF(area.left() + px(8), area.top(), px(16), area.height())
        theme.icons.paint(painter, _ICONS[entry.kind], colours.accent if selected else colours.muted, icon, px(16))
        upper, lower = self.halves(area, px(34))
        when = age(entry.at, datetime.now(UTC))
        taken = self.write(painter, upper, when, TextRole.small, colours.muted, right=True)
        number = self.write(painter, upper, f"#{entry.ticket_id}", TextRole.small, colours.muted)
        room = upper.adjusted(number + px(8), 0, -taken - px(12), 0)
        self.write(painter, room, entry.subject, TextRole.body, colours.ink)
        who = self.write(painter, lower, entry.who, TextRole.small, colours.ink, most=0.4)
        self.write(painter, lower.adjusted(who + px(8), 0, 0, 0), entry.words, TextRole.small, colours.muted)
