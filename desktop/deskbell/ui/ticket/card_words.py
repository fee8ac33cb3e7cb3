"""What a card says about its message besides the text: to whom, of which kind, what was odd about it."""

from collections.abc import Callable
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import MessageKind, Why
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MessageRow
from deskbell.rules.attachments import wrapping
from deskbell.rules.quoting import spoken
from deskbell.rules.unread import sentence_of
from deskbell.ui.theme.icons import Icon
from deskbell.ui.ticket.attachment_words import SEALED
from deskbell.ui.ticket.warning_words import warnings
from deskbell.ui.widgets.chip import ChipText, Tone
from deskbell.ui.words import told

translate = QCoreApplication.translate


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


def marks(message: MessageRow, me: int) -> tuple[ChipText, ...]:
    """The chips beside the author; `me` is the agent who reads."""
    found = _kind_marks(message, me)
    if message.origin:
        found = (*found, ChipText(translate("card", "From #{number}").format(number=message.origin)))
    return found


def _kind_marks(message: MessageRow, me: int) -> tuple[ChipText, ...]:
    if me in message.mentions:
        return (ChipText(translate("card", "Mentions you"), Tone.ACCENT, Icon.MENTION),)
    if message.is_bounce:
        return (ChipText(translate("card", "Not delivered"), Tone.DANGER),)
    if message.why == Why.RATED.value:
        return (ChipText(translate("card", "Rating")),)
    return (ChipText(translate("card", "Auto-reply")),) if message.is_auto else ()


class HintDeed(Enum):
    """What the button of a remark does."""

    NOTHING = auto()
    SHOW_ALL = auto()
    SAVE_ORIGINAL = auto()


class Hint(Struct, frozen=True):
    """A remark below the text, the word of its button, and what that does."""

    words: str
    action: str = ""
    deed: HintDeed = HintDeed.NOTHING


def hint(message: MessageRow, *, shortened: bool) -> Hint | None:
    """What is to be remarked about a message: all that a person should be warned of, and the most important thing besides;
    None where there is nothing.
    """
    said, besides = warnings(message), _remark(message, shortened=shortened)
    if not said:
        return besides
    if besides is None:
        return Hint("\n".join(said))
    return replace(besides, words="\n".join([*said, besides.words]))


def _remark(message: MessageRow, *, shortened: bool) -> Hint | None:
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
    if any(wrapping(row.name, row.content_type) in SEALED for row in message.attachments):
        return Hint(
            translate("card", "This mail is encrypted or sealed. Save the part below to open it with your own key.")
        )
    if any(_damage(problem) for problem in message.problems):
        return Hint(translate("card", "Part of this mail was damaged; it is shown as well as it could be read."))
    return None


def _short(mailbox: Mailbox, mailbox_name: Callable[[str], str]) -> str:
    return mailbox_name(mailbox.email) or mailbox.name or mailbox.email


def _damage(problem: str) -> bool:
    """Whether something of the mail is lost. What was only put right is nothing to trouble a person with."""
    return problem.startswith(("base64:broken", "uuencode:broken", "tnef:unreadable", "header-cut", "boundary:missing"))
