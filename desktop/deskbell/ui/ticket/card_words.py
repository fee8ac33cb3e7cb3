"""What a card says about its message besides the text: to whom, of which kind, what was odd about it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import MessageKind, Why
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MessageRow
from deskbell.model.sentences import QT_TRANSLATE_NOOP
from deskbell.rules.quoting import spoken
from deskbell.rules.unread import sentence_of
from deskbell.ui.widgets.chip import ChipText, Tone
from deskbell.ui.words import told

translate = QCoreApplication.translate

_WHY: Final = {
    Why.TOKEN: QT_TRANSLATE_NOOP("why", "Reply token"),
    Why.REPLY_TO_OURS: QT_TRANSLATE_NOOP("why", "Answer to our mail"),
    Why.REFERENCES: QT_TRANSLATE_NOOP("why", "Same conversation"),
    Why.NEW: QT_TRANSLATE_NOOP("why", "New mail"),
    Why.STRANGER: QT_TRANSLATE_NOOP("why", "Another sender"),
    Why.NOTHING_KNOWN: QT_TRANSLATE_NOOP("why", "Nothing known"),
    Why.BOUNCE: QT_TRANSLATE_NOOP("why", "Bounced mail"),
    Why.CLOSED: QT_TRANSLATE_NOOP("why", "Old ticket closed"),
    Why.IMPORTED: QT_TRANSLATE_NOOP("why", "Imported"),
    Why.UNREADABLE: QT_TRANSLATE_NOOP("why", "Unreadable mail"),
}
_WHY_LONG: Final = {
    Why.TOKEN: QT_TRANSLATE_NOOP("why", "The mail carries the signed mark of one of our mails on this ticket."),
    Why.REPLY_TO_OURS: QT_TRANSLATE_NOOP("why", "The mail answers a mail that we sent from this ticket."),
    Why.REFERENCES: QT_TRANSLATE_NOOP("why", "The mail names an earlier mail of this ticket as the one it belongs to."),
    Why.NEW: QT_TRANSLATE_NOOP("why", "The mail answers nothing, so it began a new ticket."),
    Why.STRANGER: QT_TRANSLATE_NOOP(
        "why",
        "The mail names a mail of another ticket, but its sender never took part there, so it began a new ticket.",
    ),
    Why.NOTHING_KNOWN: QT_TRANSLATE_NOOP(
        "why", "The mail answers a mail that this desk does not know, so it began a new ticket."
    ),
    Why.BOUNCE: QT_TRANSLATE_NOOP("why", "A mail server reports that a mail of this ticket was not delivered."),
    Why.CLOSED: QT_TRANSLATE_NOOP(
        "why", "The mail answers a ticket that was closed too long ago, so it began a new one."
    ),
    Why.IMPORTED: QT_TRANSLATE_NOOP("why", "The mail was imported."),
    Why.UNREADABLE: QT_TRANSLATE_NOOP("why", "The mail could not be read; it is kept here with the original attached."),
}


def why_word(why: str) -> str:
    """The reason why a mail is on its ticket, in two or three words; an unknown code as it is."""
    return translate("why", _WHY[Why(why)]) if why in set(Why) else why


def why_sentence(why: str) -> str:
    """The same as a sentence."""
    return translate("why", _WHY_LONG[Why(why)]) if why in set(Why) else why


def about(message: MessageRow, mailbox_name: Callable[[str], str]) -> str:
    """What stands behind the author: "to Billing", "to Jonas and 2 more", "note"."""
    if message.kind is MessageKind.NOTE:
        return translate("card", "note")
    names = [_short(mailbox, mailbox_name) for mailbox in (*message.to, *message.cc)]
    if not names:
        return ""
    if len(names) == 1:
        return translate("card", "to {name}").format(name=names[0])
    return translate("card", "to {name} and %n more", None, len(names) - 1).format(name=names[0])


def about_all(message: MessageRow) -> str:
    """All addressees in full, a line each for To and Cc."""
    lines = []
    if message.to:
        lines.append(translate("card", "To: {people}").format(people=", ".join(map(spoken, message.to))))
    if message.cc:
        lines.append(translate("card", "Cc: {people}").format(people=", ".join(map(spoken, message.cc))))
    return "\n".join(lines)


def marks(message: MessageRow) -> tuple[ChipText, ...]:
    """The chips beside the author."""
    if message.is_bounce:
        return (ChipText(translate("card", "Not delivered"), Tone.DANGER),)
    return (ChipText(translate("card", "Auto-reply")),) if message.is_auto else ()


class HintDeed(Enum):
    """What the button of a remark does."""

    NOTHING = auto()
    SHOW_ALL = auto()
    SAVE_ORIGINAL = auto()


@dataclass(frozen=True, slots=True)
class Hint:
    """A remark below the text, the word of its button, and what that does."""

    words: str
    action: str = ""
    deed: HintDeed = HintDeed.NOTHING


def hint(message: MessageRow, *, shortened: bool) -> Hint | None:
    """What is to be remarked about a message; the most important thing, None where there is none."""
    if shortened:
        return Hint(
            translate("card", "This message is very long. Its beginning is shown, without formatting."),
            translate("card", "Show all of it"),
            HintDeed.SHOW_ALL,
        )
    if message.why == Why.UNREADABLE.value and message.problems:
        words = told(*sentence_of(message.problems[0]))
        if message.raw_id is None:
            return Hint(words)
        return Hint(words, translate("card", "Save the original…"), HintDeed.SAVE_ORIGINAL)
    if any(not _harmless(problem) for problem in message.problems):
        return Hint(translate("card", "Part of this mail was damaged; it is shown as well as it could be read."))
    return None


def _short(mailbox: Mailbox, mailbox_name: Callable[[str], str]) -> str:
    return mailbox_name(mailbox.email) or mailbox.name or mailbox.email


def _harmless(problem: str) -> bool:
    """What was put right without a doubt is nothing to trouble a person with."""
    return problem.startswith(("header-8bit", "header-line", "mbox-from", "date:"))
