"""The tickets of one customer, or of several, as entries of a list."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QObject, QRectF
from PySide6.QtGui import QPainter

from deskbell.model.kinds import Status
from deskbell.store.queries.customer_tickets import AT_ONCE, TicketLine, page
from deskbell.ui.inbox.card_text import no_subject
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.chip import ChipPainter, ChipText, Tone
from deskbell.ui.widgets.entry_list import EntryDelegate, EntryModel
from deskbell.ui.words import status_word

_TONES = {
    Status.NEW: Tone.ACCENT,
    Status.OPEN: Tone.ACCENT,
    Status.PENDING: Tone.WARNING,
    Status.SOLVED: Tone.GOOD,
    Status.SPAM: Tone.DANGER,
}
_DONE = frozenset({Status.SOLVED, Status.CLOSED, Status.SPAM, Status.TRASH})


def _messages(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("customers", "1 message")
    return QCoreApplication.translate("customers", "{count} messages").format(count=count)


class TicketsModel(EntryModel):
    """The latest activity first."""

    def __init__(self, runner: Runner, customer_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._customer_id = customer_id

    def ask_page(self) -> None:
        last = self._entries[-1] if self._entries else None
        self._runner.ask(page, self._customer_id, last, done=self._take, failed=self.refuse, owner=self)

    def sentence(self, entry: TicketLine) -> str:
        parts = (
            f"#{entry.id} {entry.subject or no_subject()}",
            entry.customer,
            status_word(entry.status),
            entry.assignee,
            _messages(entry.messages),
            exact(entry.activity_at),
        )
        return ", ".join(part for part in parts if part)

    def explained(self, entry: TicketLine) -> str:
        return f"{entry.subject or no_subject()}\n{exact(entry.activity_at)}"

    def _take(self, found: tuple[TicketLine, ...]) -> None:
        self.take_page(found, whole=len(found) < AT_ONCE)


class TicketDelegate(EntryDelegate):
    """The number and the subject above, with when something last happened; below how it stands, who has it, and how much was written."""

    def __init__(self, theme: ThemeSource, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._chips = ChipPainter(theme)

    def paint_entry(self, painter: QPainter, area: QRectF, entry: TicketLine, *, selected: bool) -> None:
        del selected
        colours, px = self.theme.colours, self.theme.px
        upper, lower = self.halves(area, px(12))
        when = age(entry.activity_at, datetime.now(UTC))
        taken = self.write(painter, upper, when, TextRole.small, colours.muted, right=True)
        number = self.write(painter, upper, f"#{entry.id}", TextRole.small, colours.muted)
        room = upper.adjusted(number + px(8), 0, -taken - px(12), 0)
        weight = Weight.regular if entry.status in _DONE else Weight.medium
        self.write(painter, room, entry.subject or no_subject(), TextRole.body, colours.ink, weight=weight)
        chip = ChipText(status_word(entry.status), _TONES.get(entry.status, Tone.PLAIN))
        top = round(lower.top() + (lower.height() - self._chips.height) / 2)
        wide = self._chips.paint(painter, lower.left(), top, chip)
        told = " · ".join(part for part in (entry.customer, entry.assignee, _messages(entry.messages)) if part)
        rest = lower.adjusted(wide + px(8), 0, 0, 0)
        self.write(painter, rest, told, TextRole.small, colours.muted)
