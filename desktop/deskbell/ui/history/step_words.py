"""Steps of a history in words: what was done, through what, what has become of it, and what taking it back would do."""

from datetime import datetime
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from deskbell.model.articles import ArticleFact
from deskbell.model.history import Standing, Step
from deskbell.model.kinds import Deed
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.rows import EventRow
from deskbell.rules.taking_back import FOLLOWING, OF_ARTICLES
from deskbell.ui.ticket.event_words import step_words, value_words
from deskbell.ui.ticket.moments import moment

_T = QT_TRANSLATE_NOOP
translate = QCoreApplication.translate

# What has one value after the other.
_PROPERTIES: Final = {
    Deed.STATUS: _T("history", "Status"),
    Deed.ASSIGNED: _T("history", "Assignee"),
    Deed.TEAM: _T("history", "Team"),
    Deed.PRIORITY: _T("history", "Priority"),
    Deed.MOVED: _T("history", "Mailbox"),
    Deed.SUBJECT: _T("history", "Subject"),
    Deed.TYPE: _T("history", "Type"),
    Deed.DUE: _T("history", "Due"),
    Deed.SNOOZED: _T("history", "Snoozed until"),
    Deed.WOKEN: _T("history", "Snoozed until"),
}
# Steps, or lines of them, that nothing leads back from.
_ONE_WAY: Final = frozenset({Deed.LEFT, Deed.CAME, Deed.MERGED, Deed.BLOCKED, Deed.CALLED, Deed.RATED, *FOLLOWING})
_WRITTEN: Final = {
    Deed.RECEIVED: _T("history", "Mail came in"),
    Deed.CREATED: _T("history", "Began the ticket by mail"),
    Deed.REPLIED: _T("history", "Sent a mail"),
    Deed.NOTED: _T("history", "Wrote a note"),
    Deed.SEND_UNDONE: _T("history", "Took a mail back before it left"),
    Deed.SENT_AGAIN: _T("history", "Sent a mail again"),
    Deed.SENT_NOW: _T("history", "Sent a mail at once"),
    Deed.ARRIVED: _T("history", "Said that a mail has arrived"),
}
_ELSEWHERE: Final = {
    Deed.CUSTOMER: _T("history", "Changed a customer"),
    Deed.CUSTOMER_ADDED: _T("history", "Made a customer"),
    Deed.CUSTOMERS_MERGED: _T("history", "Merged customers"),
    Deed.CUSTOMER_BLOCKED: _T("history", "Blocked a customer, or no longer"),
    Deed.ORGANISATION: _T("history", "Changed an organisation"),
}


_ARTICLES: Final = {
    ArticleFact.CATEGORY: _T("history", "Moved an article"),
    ArticleFact.STATE: _T("history", "Changed the state of an article"),
    ArticleFact.TEXT: _T("history", "Wrote in an article"),
    ArticleFact.VERIFIED: _T("history", "Verified an article"),
    ArticleFact.DOUBT: _T("history", "Doubted an article, or no longer"),
}


def who(step: Step) -> str:
    """Who did it; what no agent did, the desk did by itself."""
    return step.agent or translate("history", "Deskbell")


def done_words(step: Step, now: datetime) -> str:
    """What it did, with the values of before and after."""
    words = ", ".join(one for event in step.events if (one := _change(event, now)))
    if step.kind in OF_ARTICLES:
        words = _of_articles(step)
    elif not words and step.kind in _ELSEWHERE:
        words = translate("history", _ELSEWHERE[step.kind])
    if step.kind is Deed.UNDONE:
        return translate("history", "Took back: {words}").format(words=words) if words else _took_back()
    return words


def through_words(step: Step) -> str:
    """Through what it was done."""
    said = []
    if step.macro:
        # What no agent did under a name, a rule did.
        through = (
            translate("history", "Rule “{name}”") if step.agent_id is None else translate("history", "Macro “{name}”")
        )
        said.append(through.format(name=step.macro))
    if step.kind is Deed.MESSAGES_MOVED:
        merged = any(event.kind is Deed.MERGED for event in step.events)
        said.append(translate("history", "Merge") if merged else translate("history", "Messages moved"))
    elif step.tickets > 1 and step.kind not in OF_ARTICLES:
        said.append(translate("history", "%n tickets at once", None, step.tickets))
    if not said and step.agent_id is None:
        said.append(translate("history", "By itself"))
    return ", ".join(said) or translate("history", "By hand")


def standing_words(step: Step) -> str:
    """What has become of it, in a word or two; "" where it holds."""
    match step.standing:
        case Standing.TAKEN_BACK:
            return translate("history", "Taken back")
        case Standing.OVERTAKEN:
            return translate("history", "Changed again since")
    return ""


def prospect(step: Step, now: datetime) -> str:
    """What taking it back would do, or why that is not to be had."""
    by = step.by
    match step.standing:
        case Standing.TAKEN_BACK if by is not None:
            words = translate("history", "Taken back by {who}, {when}.")
            return words.format(who=who(by), when=moment(by.at, now))
        case Standing.TAKEN_BACK:
            return translate("history", "It was taken back.")
        case Standing.OVERTAKEN if by is not None:
            words = translate("history", "{who} changed this again, {when}: {what}. Take that back first.")
            return words.format(who=who(by), when=moment(by.at, now), what=done_words(by, now))
        case Standing.HOLDS:
            back = ", ".join(one for event in reversed(step.events) if (one := _way_back(event, now)))
            if back:
                return translate("history", "Taking it back makes: {back}.").format(back=back)
            return translate("history", "It can be taken back as a whole.")
        case Standing.UNSURE if step.kind in OF_ARTICLES:
            return translate(
                "history", "Where something was changed again since, nothing is taken back, and it says where."
            )
        case Standing.UNSURE:
            return translate(
                "history",
                "Where something was changed again since, nothing is taken back, and it says on which ticket.",
            )
    if step.kind in _WRITTEN:
        return translate(
            "history", "What was written stays. A mail that still waits is taken back in the conversation."
        )
    return translate("history", "This cannot be taken back.")


def _change(event: EventRow, now: datetime) -> str:
    if event.kind in _WRITTEN:
        return translate("history", _WRITTEN[event.kind])
    if event.kind in _PROPERTIES:
        before, after = (
            value_words(event.kind, value, now) or _none(event.kind) for value in (event.before, event.after)
        )
        head = translate("history", _PROPERTIES[event.kind])
        return translate("history", "{property}: {before} → {after}").format(property=head, before=before, after=after)
    return step_words(event, now)


def _of_articles(step: Step) -> str:
    if step.kind is Deed.CATEGORY:
        return translate("history", "Changed a category of articles")
    if step.tickets > 1:
        return translate("history", "Moved %n articles", None, step.tickets)
    first = next((fact for fact in _ARTICLES if fact in step.facts), None)
    words = _ARTICLES[first] if first is not None else _T("history", "Changed the settings of an article")
    return translate("history", words)


def _way_back(event: EventRow, now: datetime) -> str:
    if event.kind in _ONE_WAY:
        return ""
    return _change(replace(event, before=event.after, after=event.before), now)


def _none(kind: Deed) -> str:
    return translate("history", "nobody") if kind is Deed.ASSIGNED else translate("history", "none")


def _took_back() -> str:
    return translate("history", "Took a step back")
