"""Webhooks and their calls in words: how one is doing, what became of a call, and when it is tried again."""

import json
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.automation import Event
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.webhooks import TEST, WARNED, Call, CallState, Webhook
from deskbell.ui.rules.words import event_word
from deskbell.ui.ticket.moments import moment
from deskbell.ui.widgets.ages import until
from deskbell.ui.words import told

translate = QCoreApplication.translate

_STATES: Final = {
    CallState.WAITING: QT_TRANSLATE_NOOP("webhooks", "Waits"),
    CallState.DELIVERED: QT_TRANSLATE_NOOP("webhooks", "Delivered"),
    CallState.GIVEN_UP: QT_TRANSLATE_NOOP("webhooks", "Given up"),
    CallState.LEFT: QT_TRANSLATE_NOOP("webhooks", "Given up, and let be"),
}
_OF_TICKET: Final = "ticket."


def call_title(call: Call) -> str:
    """What a call tells of, and of which ticket."""
    words = call.type
    if call.type == TEST:
        words = translate("webhooks", "Test")
    elif call.type == WARNED:
        words = translate("webhooks", "SLA warning")
    elif call.type.startswith(_OF_TICKET) and call.type.removeprefix(_OF_TICKET) in set(Event):
        words = event_word(Event(call.type.removeprefix(_OF_TICKET)))
    return words if call.ticket_id is None else f"{words} · #{call.ticket_id}"


def call_line(call: Call, now: datetime) -> str:
    """What became of it so far."""
    words = [translate("webhooks", _STATES[call.state])]
    if call.status:
        words.append(f"HTTP {call.status}")
    if call.tried_at is not None:
        words.append(translate("webhooks", "{n} ms").format(n=call.milliseconds))
    if call.tries > 1:
        words.append(translate("webhooks", "{n} tries").format(n=call.tries))
    if call.state is CallState.WAITING and call.tried_at is not None and call.due > now:
        words.append(translate("webhooks", "again {when}").format(when=until(call.due, now)))
    return " · ".join(words)


def call_dot(call: Call) -> tuple[str, str]:
    """The colour of its dot, and of its line."""
    match call.state:
        case CallState.DELIVERED:
            return "good", "muted"
        case CallState.GIVEN_UP:
            return "danger", "danger"
        case CallState.WAITING if call.reason:
            return "warning", "warning"
    return "faint", "muted"


def call_reason(call: Call) -> str:
    """What was wrong the last time; "" where nothing was."""
    return told(call.reason, call.reason_values) if call.reason else ""


def webhook_line(row: Webhook, now: datetime) -> tuple[str, str, str]:
    """How a webhook is doing: the words, the colour of its dot, and of the words."""
    if row.gone:
        return told("webhook.told_gone", {}), "danger", "danger"
    if not row.active:
        return translate("webhooks", "Switched off"), "faint", "muted"
    if row.given_up:
        words = (
            translate("webhooks", "A call was given up")
            if row.given_up == 1
            else translate("webhooks", "{n} calls were given up").format(n=row.given_up)
        )
        return words, "danger", "danger"
    if row.failing_since is not None:
        said = told(row.reason, row.reason_values) if row.reason else ""
        return f"{said} {waiting_words(row)}".strip(), "warning", "warning"
    if row.called_at is None:
        return translate("webhooks", "Not called yet"), "faint", "muted"
    when = moment(row.called_at, now)
    return translate("webhooks", "Called last: {when}").format(when=when), "good", "muted"


def waiting_words(row: Webhook) -> str:
    """How many calls wait."""
    if row.waiting == 1:
        return translate("webhooks", "A call waits.")
    return translate("webhooks", "{n} calls wait.").format(n=row.waiting) if row.waiting else ""


def trouble_words(row: Webhook, now: datetime) -> str:
    """What is wrong with a webhook, in full, and when it is called again; "" where nothing is."""
    if row.gone:
        return told("webhook.gone", row.reason_values)
    if not row.active or row.failing_since is None or not row.reason:
        return ""
    words = [told(row.reason, row.reason_values), waiting_words(row)]
    if row.rests_until is not None and row.rests_until > now:
        words.append(translate("webhooks", "Next call: {when}.").format(when=until(row.rests_until, now)))
    return " ".join(word for word in words if word)


def sent_words(call: Call) -> str:
    """What was sent, laid out to be read."""
    return json.dumps(json.loads(call.body), ensure_ascii=False, indent=2)
