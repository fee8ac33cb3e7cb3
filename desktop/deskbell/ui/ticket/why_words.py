"""Why a mail is where it is, in words: the rule that put it there, and what it went by."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import Why
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.rules.why import read

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
    Why.MERGED: QT_TRANSLATE_NOOP("why", "Merged ticket"),
    Why.SUBJECT: QT_TRANSLATE_NOOP("why", "Number in the subject"),
    Why.FORWARDED: QT_TRANSLATE_NOOP("why", "Forwarded by an agent"),
    Why.DELAYED: QT_TRANSLATE_NOOP("why", "Delayed mail"),
    Why.ACKNOWLEDGED: QT_TRANSLATE_NOOP("why", "Automatic answer"),
    Why.RULE: QT_TRANSLATE_NOOP("why", "Answer by a rule"),
    Why.RATED: QT_TRANSLATE_NOOP("why", "Rating"),
    Why.BLOCKED: QT_TRANSLATE_NOOP("why", "Blocked sender"),
    Why.JUNK_FOLDER: QT_TRANSLATE_NOOP("why", "Folder for spam"),
    Why.SPAM_HEADER: QT_TRANSLATE_NOOP("why", "Provider says spam"),
    Why.IMPORTED: QT_TRANSLATE_NOOP("why", "Imported"),
    Why.ADDED: QT_TRANSLATE_NOOP("why", "Added by hand"),
    Why.OWN_PROGRAM: QT_TRANSLATE_NOOP("why", "Written by an agent"),
    Why.OWN_ADDRESS: QT_TRANSLATE_NOOP("why", "Written from our address"),
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
    Why.MERGED: QT_TRANSLATE_NOOP("why", "The mail belongs to a ticket that was merged into this one."),
    Why.SUBJECT: QT_TRANSLATE_NOOP(
        "why",
        "The subject names another ticket. Anybody can write a number there, so the mail began a ticket of its own, linked to that one.",
    ),
    Why.FORWARDED: QT_TRANSLATE_NOOP(
        "why", "{value} forwarded this mail to the desk; it is filed as its first writer's, who gets the answers."
    ),
    Why.DELAYED: QT_TRANSLATE_NOOP(
        "why", "A mail server reports that a mail of this ticket is late. It goes on trying; nothing failed yet."
    ),
    Why.ACKNOWLEDGED: QT_TRANSLATE_NOOP("why", "The mailbox answers first mails by itself, and sent this."),
    Why.RULE: QT_TRANSLATE_NOOP("why", "The rule “{value}” sent this by itself (Settings, Rules)."),
    Why.RATED: QT_TRANSLATE_NOOP(
        "why",
        "The customer rates how they were answered: the subject carries the signed mark of our link. No answer is waited for.",
    ),
    Why.BLOCKED: QT_TRANSLATE_NOOP("why", "Mail from {value} is blocked on this desk (Settings, Senders)."),
    Why.JUNK_FOLDER: QT_TRANSLATE_NOOP("why", "The provider had put the mail into the folder {value}."),
    Why.SPAM_HEADER: QT_TRANSLATE_NOOP("why", "The provider marked the mail as spam: {value}."),
    Why.ADDED: QT_TRANSLATE_NOOP("why", "Somebody has added this mail to the ticket, out of a file."),
    Why.IMPORTED: QT_TRANSLATE_NOOP("why", "The mail was imported."),
    Why.OWN_PROGRAM: QT_TRANSLATE_NOOP(
        "why",
        "{value} wrote this in a mail program of their own, as an answer to a mail of this ticket. The mail server proves the sender.",
    ),
    Why.OWN_ADDRESS: QT_TRANSLATE_NOOP(
        "why",
        "Somebody wrote this from {value}, an address of this desk, in another mail program. The mail server proves that it is the desk's own.",
    ),
    Why.UNREADABLE: QT_TRANSLATE_NOOP("why", "The mail could not be read; it is kept here with the original attached."),
}


def why_word(why: str) -> str:
    """The reason why a mail is on its ticket, in two or three words; an unknown code as it is."""
    rule, _ = read(why)
    return translate("why", _WHY[rule]) if rule is not None else why


def why_sentence(why: str) -> str:
    """The same as a sentence. What the rule went by stands in it as it came, so it goes to where no markup is read."""
    rule, value = read(why)
    return translate("why", _WHY_LONG[rule]).replace("{value}", value) if rule is not None else why
