"""What a mailbox is doing, in a line: the state, since when, and the reason where mail does not come in."""

from datetime import datetime

from msgspec import Struct
from PySide6.QtCore import QObject

from deskbell.model.kinds import MailboxState
from deskbell.model.rows import MailboxRow
from deskbell.ui.widgets.ages import until
from deskbell.ui.words import mailbox_word, told

_DOTS = {
    MailboxState.NEW: "faint",
    MailboxState.GOOD: "good_dot",
    MailboxState.LAPSING: "warning_dot",
    MailboxState.FAILING: "danger_dot",
    MailboxState.OFF: "scroll_bar",
}

_INKS = {MailboxState.LAPSING: "warning", MailboxState.FAILING: "danger"}


class MailboxLine(Struct, frozen=True):
    """How a mailbox is shown: the dot's colour, the words, and their colour, by the names of the palette."""

    dot: str
    words: str
    ink: str


class MailboxWords(QObject):
    """Words the state of mailboxes in the person's language."""

    def line(self, row: MailboxRow, now: datetime) -> MailboxLine:
        """The state of `row` at `now` (aware)."""
        words = mailbox_word(row.state)
        if row.active and not row.imap_host:
            words = self.tr("No server: it holds the mail that is here already")
        if row.state in {MailboxState.GOOD, MailboxState.FAILING} and row.state_since is not None:
            words = self.tr("%1 · since %2").replace("%1", words).replace("%2", until(row.state_since, now))
        if row.state in {MailboxState.FAILING, MailboxState.LAPSING} and row.reason:
            words = f"{words} · {told(row.reason, row.reason_values)}"
        if row.state in {MailboxState.GOOD, MailboxState.LAPSING} and row.warnings:
            words = " · ".join((words, *(told(code, values) for code, values in row.warnings)))
            return MailboxLine(_DOTS[MailboxState.LAPSING], words, _INKS[MailboxState.LAPSING])
        return MailboxLine(_DOTS[row.state], words, _INKS.get(row.state, "muted"))
