"""What is said of what concerns a person: of one ticket with its subject, of several how many there are for each reason."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from deskbell.model.concerns import Concern, Reason
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.rules.concerns import counted, one_each

_T = QT_TRANSLATE_NOOP

_BY_SOMEBODY: Final[Mapping[Reason, str]] = {
    Reason.REMINDER: _T("concerns", "Reminder of #%2."),
    Reason.OVERDUE: _T("concerns", "#%2 is overdue."),
    Reason.DUE: _T("concerns", "#%2 is due soon."),
    Reason.MENTION: _T("concerns", "%1 mentioned you in #%2."),
    Reason.ASSIGNED: _T("concerns", "%1 assigned #%2 to you."),
    Reason.UNATTENDED: _T("concerns", "#%2 waits, and nobody who could take it is there."),
    Reason.ANSWER: _T("concerns", "%1 answered #%2."),
    Reason.WOKEN: _T("concerns", "%1 brought #%2 back from its snooze."),
    Reason.NOTE: _T("concerns", "%1 wrote a note on #%2."),
    Reason.NEW: _T("concerns", "New ticket #%2 from %1."),
}
_BY_NOBODY: Final[Mapping[Reason, str]] = {
    Reason.REMINDER: _T("concerns", "Reminder of #%2."),
    Reason.OVERDUE: _T("concerns", "#%2 is overdue."),
    Reason.DUE: _T("concerns", "#%2 is due soon."),
    Reason.MENTION: _T("concerns", "You are mentioned in #%2."),
    Reason.ASSIGNED: _T("concerns", "#%2 was assigned to you."),
    Reason.UNATTENDED: _T("concerns", "#%2 waits, and nobody who could take it is there."),
    Reason.ANSWER: _T("concerns", "#%2 was answered."),
    Reason.WOKEN: _T("concerns", "#%2 is back from its snooze."),
    Reason.NOTE: _T("concerns", "There is a note on #%2."),
    Reason.NEW: _T("concerns", "New ticket #%2."),
}
_ONE: Final[Mapping[Reason, str]] = {
    Reason.REMINDER: _T("concerns", "A reminder is due."),
    Reason.OVERDUE: _T("concerns", "A ticket is overdue."),
    Reason.DUE: _T("concerns", "A ticket is due soon."),
    Reason.MENTION: _T("concerns", "A ticket mentions you."),
    Reason.ASSIGNED: _T("concerns", "A ticket was assigned to you."),
    Reason.UNATTENDED: _T("concerns", "A ticket waits, and nobody who could take it is there."),
    Reason.ANSWER: _T("concerns", "A ticket was answered."),
    Reason.WOKEN: _T("concerns", "A snoozed ticket is back."),
    Reason.NOTE: _T("concerns", "A ticket has a new note."),
    Reason.NEW: _T("concerns", "A new ticket came."),
}
_SUBJECTS: Final = 3


WARNED: Final = frozenset({Reason.OVERDUE, Reason.DUE})
"""What policies warn of."""


class Notice(Struct, frozen=True):
    """What the desktop shows, and the ticket that a click on it opens; 0 for all of those that are overdue, or for the articles (`verify`) to be verified."""

    title: str
    text: str
    ticket_id: int
    verify: bool = False


def sentence(one: Concern) -> str:
    """What happened on one ticket."""
    words = _BY_SOMEBODY[one.reason] if one.who else _BY_NOBODY[one.reason]
    return _word(words).replace("%2", str(one.ticket_id)).replace("%1", one.who)


def count_sentences(concerns: Sequence[Concern]) -> list[str]:
    """How many tickets there are for each reason, a sentence each; no name and no subject."""
    return [_count(reason, many) for reason, many in counted(concerns).items()]


def told(concerns: Sequence[Concern]) -> str:
    """All of it in one line."""
    tickets = one_each(concerns)
    return sentence(tickets[0]) if len(tickets) == 1 else " ".join(count_sentences(concerns))


def notice(concerns: Sequence[Concern], *, hidden: bool) -> Notice:
    """What the desktop shows of it; `hidden`: without names and subjects. A click opens the ticket where something happened last, or the
    view with all of those whose time runs out.
    """
    tickets = one_each(concerns)
    opens = 0 if is_overview(tickets) else tickets[0].ticket_id
    counts = count_sentences(concerns)
    if hidden:
        return Notice("Deskbell", "\n".join(counts), opens)
    if len(tickets) == 1:
        return Notice(sentence(tickets[0]), tickets[0].subject, opens)
    lines = _first([f"#{one.ticket_id} {one.subject}" for one in tickets])
    return Notice(" ".join(counts), "\n".join(lines), opens)


def notice_of_articles(count: str, titles: Sequence[str], *, hidden: bool) -> Notice:
    """What the desktop shows of articles that are due, which are so many in words; `hidden`: without their titles."""
    if hidden:
        return Notice("Deskbell", count, 0, verify=True)
    return Notice(count, "\n".join(_first(titles)), 0, verify=True)


def is_overview(concerns: Sequence[Concern]) -> bool:
    """Whether it is about several tickets whose time runs out, and nothing else: a view has all of them."""
    tickets = {one.ticket_id for one in concerns}
    return len(tickets) > 1 and all(one.reason in WARNED for one in one_each(concerns))


def _first(lines: Sequence[str]) -> list[str]:
    """Some of these, and how many more there are."""
    more = len(lines) - _SUBJECTS
    rest = [QCoreApplication.translate("concerns", "and %n more", "", more)] if more > 0 else []
    return [*lines[:_SUBJECTS], *rest]


def _word(text: str) -> str:
    return QCoreApplication.translate("concerns", text)


def _count(reason: Reason, many: int) -> str:
    if many == 1:
        return _word(_ONE[reason])
    match reason:
        case Reason.REMINDER:
            return QCoreApplication.translate("concerns", "%n reminders are due.", "", many)
        case Reason.OVERDUE:
            return QCoreApplication.translate("concerns", "%n tickets are overdue.", "", many)
        case Reason.DUE:
            return QCoreApplication.translate("concerns", "%n tickets are due soon.", "", many)
        case Reason.MENTION:
            return QCoreApplication.translate("concerns", "%n tickets mention you.", "", many)
        case Reason.ASSIGNED:
            return QCoreApplication.translate("concerns", "%n tickets were assigned to you.", "", many)
        case Reason.UNATTENDED:
            return QCoreApplication.translate(
                "concerns", "%n tickets wait, and nobody who could take them is there.", "", many
            )
        case Reason.ANSWER:
            return QCoreApplication.translate("concerns", "%n tickets were answered.", "", many)
        case Reason.WOKEN:
            return QCoreApplication.translate("concerns", "%n snoozed tickets are back.", "", many)
        case Reason.NOTE:
            return QCoreApplication.translate("concerns", "%n tickets have a new note.", "", many)
        case Reason.NEW:
            return QCoreApplication.translate("concerns", "%n new tickets came.", "", many)
