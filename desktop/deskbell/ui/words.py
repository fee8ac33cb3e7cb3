"""The words of kinds and codes in the person's language. Layers below the window speak in codes; this is where they become text."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.errors import DeskError
from deskbell.model.kinds import MailboxState, Presence, Priority, Role, Status, TicketType
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.sentences import SENTENCES
from deskbell.model.views import Sort, View, ViewKind

_T = QT_TRANSLATE_NOOP

_STATUS: Final = {
    Status.NEW: _T("words", "New"),
    Status.OPEN: _T("words", "Open"),
    Status.PENDING: _T("words", "Pending"),
    Status.ON_HOLD: _T("words", "On hold"),
    Status.SOLVED: _T("words", "Solved"),
    Status.CLOSED: _T("words", "Closed"),
    Status.SPAM: _T("words", "Spam"),
    Status.TRASH: _T("words", "Trash"),
}
_PRIORITY: Final = {
    Priority.LOW: _T("words", "Low"),
    Priority.NORMAL: _T("words", "Normal"),
    Priority.HIGH: _T("words", "High"),
    Priority.URGENT: _T("words", "Urgent"),
}
_TYPE: Final = {
    TicketType.QUESTION: _T("words", "Question"),
    TicketType.INCIDENT: _T("words", "Incident"),
    TicketType.PROBLEM: _T("words", "Problem"),
    TicketType.TASK: _T("words", "Task"),
}
_VIEW: Final = {
    ViewKind.MINE: _T("words", "My tickets"),
    ViewKind.UNASSIGNED: _T("words", "Unassigned"),
    ViewKind.FOLLOWING: _T("words", "Following"),
    ViewKind.MENTIONS: _T("words", "Mentions"),
    ViewKind.DRAFTS: _T("words", "Drafts"),
    ViewKind.SNOOZED: _T("words", "Snoozed"),
    ViewKind.SOON: _T("words", "Overdue soon"),
    ViewKind.OPEN: _T("words", "All open"),
    ViewKind.DONE: _T("words", "Solved"),
    ViewKind.SPAM: _T("words", "Spam"),
    ViewKind.TRASH: _T("words", "Trash"),
    ViewKind.MAILBOX: _T("words", "Mailbox"),
    ViewKind.TEAM: _T("words", "Team"),
    ViewKind.COLLEAGUE: _T("words", "Colleague"),
    ViewKind.TAG: _T("words", "Tag"),
    ViewKind.SAVED: _T("words", "Saved view"),
    ViewKind.SEARCH: _T("words", "Search"),
    ViewKind.IMPORTED: _T("words", "Imported mail"),
}
_SORT: Final = {
    Sort.LATEST: _T("words", "Latest first"),
    Sort.OLDEST: _T("words", "Oldest first"),
    Sort.URGENT: _T("words", "Urgent first"),
    Sort.DUE: _T("words", "Due first"),
    Sort.BEST: _T("words", "Best match first"),
    Sort.CALM: _T("words", "Least urgent first"),
    Sort.DUE_LATE: _T("words", "Due last first"),
    Sort.CREATED: _T("words", "Created, oldest first"),
    Sort.CREATED_FALLING: _T("words", "Created, newest first"),
    Sort.NUMBER: _T("words", "Number, rising"),
    Sort.NUMBER_FALLING: _T("words", "Number, falling"),
    Sort.CUSTOMER: _T("words", "Customer, A to Z"),
    Sort.CUSTOMER_FALLING: _T("words", "Customer, Z to A"),
    Sort.SUBJECT: _T("words", "Subject, A to Z"),
    Sort.SUBJECT_FALLING: _T("words", "Subject, Z to A"),
    Sort.STATUS: _T("words", "Status, new first"),
    Sort.STATUS_FALLING: _T("words", "Status, new last"),
    Sort.ASSIGNEE: _T("words", "Assignee, A to Z"),
    Sort.ASSIGNEE_FALLING: _T("words", "Assignee, Z to A"),
    Sort.TEAM: _T("words", "Team, A to Z"),
    Sort.TEAM_FALLING: _T("words", "Team, Z to A"),
    Sort.LEVEL: _T("words", "Level, specialists last"),
    Sort.LEVEL_FALLING: _T("words", "Level, specialists first"),
    Sort.TYPE: _T("words", "Type, questions first"),
    Sort.TYPE_FALLING: _T("words", "Type, tasks first"),
    Sort.MAILBOX: _T("words", "Mailbox, A to Z"),
    Sort.MAILBOX_FALLING: _T("words", "Mailbox, Z to A"),
    Sort.SNOOZED: _T("words", "Snoozed, soonest back first"),
    Sort.SNOOZED_FALLING: _T("words", "Snoozed, longest first"),
    Sort.SLA: _T("words", "SLA, promised soonest first"),
    Sort.SLA_FALLING: _T("words", "SLA, promised last first"),
}
_PRESENCE: Final = {
    Presence.AVAILABLE: _T("words", "Available"),
    Presence.AWAY: _T("words", "Away"),
}
_ROLE: Final = {
    Role.AGENT: _T("words", "Agent"),
    Role.MANAGER: _T("words", "Manager"),
    Role.ADMIN: _T("words", "Administrator"),
}
_MAILBOX: Final = {
    MailboxState.NEW: _T("words", "Not tried yet"),
    MailboxState.GOOD: _T("words", "Mail comes in"),
    MailboxState.LAPSING: _T("words", "Mail comes in"),
    MailboxState.FAILING: _T("words", "Mail does not come in"),
    MailboxState.OFF: _T("words", "Switched off"),
}


def _word(text: str) -> str:
    return QCoreApplication.translate("words", text)


def vip_word() -> str:
    """The sign of a customer to whom it matters most that they are answered."""
    return QCoreApplication.translate("words", "VIP")


def vip_words(through: str) -> str:
    """The same for one who is a VIP by their organisation, whose name `through` is; "" where they are one themselves."""
    words = QCoreApplication.translate("words", "VIP through %1")
    return words.replace("%1", through) if through else vip_word()


def blocked_word() -> str:
    """The sign of a customer whose mail goes to Spam."""
    return QCoreApplication.translate("words", "Blocked")


def status_word(status: Status) -> str:
    """ "Open", "Solved" …"""
    return _word(_STATUS[status])


def type_word(kind: TicketType) -> str:
    """ "Incident" …"""
    return _word(_TYPE[kind])


def priority_word(priority: Priority) -> str:
    """ "High", "Urgent" …"""
    return _word(_PRIORITY[priority])


def view_word(view: View, name: str = "") -> str:
    """A view's title: the name a person gave it, or the built-in word."""
    return name or _word(_VIEW[view.kind])


def count_word(count: int, *, more: bool = False) -> str:
    """ "1 204"; "99+" where there are at least so many, "" where that says nothing."""
    if more and not count:
        return ""
    words = f"{count:,}".replace(",", "\u202f")
    return f"{words}+" if more else words


def tickets_word(count: int, *, more: bool = False) -> str:
    """ "12 tickets", "at least 99 tickets"; what can be said where none was found among those that were looked at."""
    if not more:
        return QCoreApplication.translate("words", "%n tickets", "", count)
    if not count:
        return QCoreApplication.translate("words", "none among the newest tickets")
    return QCoreApplication.translate("words", "at least %n tickets", "", count)


def sort_word(sort: Sort) -> str:
    """ "Urgent first" …"""
    return _word(_SORT[sort])


def presence_word(presence: Presence) -> str:
    """ "Available", "Away"."""
    return _word(_PRESENCE[presence])


def role_word(role: Role) -> str:
    """ "Agent", "Manager", "Administrator"."""
    return _word(_ROLE[role])


def mailbox_word(state: MailboxState) -> str:
    """What a mailbox is doing."""
    return _word(_MAILBOX[state])


def told(code: str, values: Mapping[str, object]) -> str:
    """The sentence of a code in the person's language, filled with `values`; an unknown code is given back as it is."""
    template = SENTENCES.get(code)
    return QCoreApplication.translate("sentences", template).format_map(values) if template is not None else code


def told_error(error: Exception) -> str:
    """The sentence that a person gets for an error; a bug is told as one, without its inner words."""
    if isinstance(error, DeskError):
        return told(error.code, error.values)
    return told("bug", {})


def error_detail(error: Exception) -> str:
    """The technical rest of an error, for a Details fold."""
    if isinstance(error, DeskError):
        return error.detail
    import traceback

    return "".join(traceback.format_exception(error))
