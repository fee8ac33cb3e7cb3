"""Rules in words: when they are looked at, what they ask and do, and why one does nothing."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.automation import Check, Condition, Event, Group, Hand, How, RuleActions, Since, Timer, What
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.rules.automation import Unmet, Verdict
from deskbell.ui.rules.names import FLAGS, RuleNames
from deskbell.ui.words import priority_word, status_word, type_word

translate = QCoreApplication.translate

_EVENTS: Final = {
    Event.CREATED: QT_TRANSLATE_NOOP("rules", "A ticket is new"),
    Event.UPDATED: QT_TRANSLATE_NOOP("rules", "A ticket is changed"),
    Event.ANSWERED: QT_TRANSLATE_NOOP("rules", "The customer answers"),
    Event.REPLIED: QT_TRANSLATE_NOOP("rules", "An agent answers"),
    Event.NOTED: QT_TRANSLATE_NOOP("rules", "An agent writes a note"),
    Event.BOUNCED: QT_TRANSLATE_NOOP("rules", "A mail cannot be delivered"),
    Event.TIME: QT_TRANSLATE_NOOP("rules", "So many hours have passed"),
    Event.RATED: QT_TRANSLATE_NOOP("rules", "The customer rates it"),
}
# The same within a sentence.
_WHEN: Final = {
    Event.CREATED: QT_TRANSLATE_NOOP("rules", "a ticket is new"),
    Event.UPDATED: QT_TRANSLATE_NOOP("rules", "a ticket is changed"),
    Event.ANSWERED: QT_TRANSLATE_NOOP("rules", "the customer answers"),
    Event.REPLIED: QT_TRANSLATE_NOOP("rules", "an agent answers"),
    Event.NOTED: QT_TRANSLATE_NOOP("rules", "an agent writes a note"),
    Event.BOUNCED: QT_TRANSLATE_NOOP("rules", "a mail cannot be delivered"),
    Event.TIME: QT_TRANSLATE_NOOP("rules", "so many hours have passed"),
    Event.RATED: QT_TRANSLATE_NOOP("rules", "the customer rates it"),
}
_CHECKS: Final = {
    Check.IS: QT_TRANSLATE_NOOP("rules", "is"),
    Check.IS_NOT: QT_TRANSLATE_NOOP("rules", "is not"),
    Check.CONTAINS: QT_TRANSLATE_NOOP("rules", "contains"),
    Check.LACKS: QT_TRANSLATE_NOOP("rules", "does not contain"),
    Check.BEGINS: QT_TRANSLATE_NOOP("rules", "begins with"),
    Check.MATCHES: QT_TRANSLATE_NOOP("rules", "matches"),
    Check.EMPTY: QT_TRANSLATE_NOOP("rules", "is empty"),
    Check.FILLED: QT_TRANSLATE_NOOP("rules", "is filled in"),
    Check.MORE: QT_TRANSLATE_NOOP("rules", "is more than"),
    Check.LESS: QT_TRANSLATE_NOOP("rules", "is less than"),
    Check.CHANGED: QT_TRANSLATE_NOOP("rules", "was changed"),
    Check.WAS: QT_TRANSLATE_NOOP("rules", "was changed from"),
    Check.BECAME: QT_TRANSLATE_NOOP("rules", "was changed to"),
}
_SINCE: Final = {
    Since.CREATED: QT_TRANSLATE_NOOP("rules", "since the ticket was new"),
    Since.CUSTOMER: QT_TRANSLATE_NOOP("rules", "since the customer wrote last"),
    Since.AGENT: QT_TRANSLATE_NOOP("rules", "since an agent answered last"),
    Since.STATUS: QT_TRANSLATE_NOOP("rules", "since the status was changed last"),
}
# What is so or not: whole sentences.
_SO: Final = {
    What.VIP: (
        QT_TRANSLATE_NOOP("rules", "the customer is a VIP"),
        QT_TRANSLATE_NOOP("rules", "the customer is no VIP"),
    ),
    What.ATTACHMENT: (
        QT_TRANSLATE_NOOP("rules", "there is an attachment"),
        QT_TRANSLATE_NOOP("rules", "there is no attachment"),
    ),
    What.WORKING_HOURS: (
        QT_TRANSLATE_NOOP("rules", "it is within working hours"),
        QT_TRANSLATE_NOOP("rules", "it is outside working hours"),
    ),
}
_GROUPS: Final = {
    How.ALL: QT_TRANSLATE_NOOP("rules", "All of these hold"),
    How.ANY: QT_TRANSLATE_NOOP("rules", "One of these holds"),
    How.NONE: QT_TRANSLATE_NOOP("rules", "None of these holds"),
}


def event_word(event: Event) -> str:
    """When a rule is looked at."""
    return translate("rules", _EVENTS[event])


def since_word(since: Since) -> str:
    """What time is counted from."""
    return translate("rules", _SINCE[since])


def timer_words(timer: Timer) -> str:
    """How long a rule waits, and from when."""
    if timer.hours == 1:
        words = (
            translate("rules", "a working hour has passed {since}")
            if timer.working
            else translate("rules", "an hour has passed {since}")
        )
    elif timer.working:
        words = translate("rules", "{n} working hours have passed {since}")
    else:
        words = translate("rules", "{n} hours have passed {since}")
    return words.format(n=timer.hours, since=since_word(timer.since))


def check_word(what: What, check: Check) -> str:
    """How something is looked at; of what is so or not, the whole."""
    if what in FLAGS:
        return translate("rules", _SO[what][0 if check is Check.IS else 1])
    if check in (Check.WAS, Check.BECAME) and what is What.TAG:
        return translate("rules", "lost") if check is Check.WAS else translate("rules", "gained")
    return translate("rules", _CHECKS[check])


def group_word(how: How) -> str:
    """How many parts of a group must hold."""
    return translate("rules", _GROUPS[how])


def condition_words(part: Condition | Group, names: RuleNames) -> str:
    """A condition, or a group in brackets."""
    if isinstance(part, Group):
        inner = _joined(part, names)
        if part.how is How.NONE:
            return translate("rules", "none of ({parts})").format(parts=inner)
        return f"({inner})" if len(part.parts) > 1 else inner
    if part.what in FLAGS:
        return check_word(part.what, part.check)
    words = [names.what_word(part.what, part.field_id), check_word(part.what, part.check)]
    values = [names.value_word(part.what, part.field_id, value) for value in part.values]
    if values:
        words.append(listed(values))
    return " ".join(words)


def _joined(group: Group, names: RuleNames) -> str:
    between = translate("rules", " and ") if group.how is How.ALL else translate("rules", " or ")
    return between.join(condition_words(part, names) for part in group.parts)


def listed(values: Sequence[str]) -> str:
    """Several values, of which one is enough."""
    quoted = [f"“{value}”" for value in values]
    return translate("rules", " or ").join(quoted)


def rule_sentence(
    events: Iterable[Event], conditions: Group, actions: RuleActions, names: RuleNames, timer: Timer | None = None
) -> str:
    """A whole rule, read back."""
    when = translate("rules", " or ").join(
        timer_words(timer) if event is Event.TIME and timer is not None else translate("rules", _WHEN[event])
        for event in events
    )
    what = ", ".join(action_words(actions, names))
    if not when or not what:
        return ""
    if not conditions.parts:
        return translate("rules", "When: {when}. Then: {what}.").format(when=when, what=what)
    asked = _joined(conditions, names)
    if conditions.how is How.NONE:
        asked = translate("rules", "none of ({parts})").format(parts=asked)
    return translate("rules", "When: {when}. If: {asked}. Then: {what}.").format(when=when, asked=asked, what=what)


def action_words(actions: RuleActions, names: RuleNames) -> list[str]:
    """Each thing that a rule does."""
    said: list[str] = []

    def say(words: str, value: str) -> None:
        said.append(words.format(value=value))

    if actions.macro_id is not None:
        say(translate("rules", "use the macro “{value}”"), names.reply(actions.macro_id))
    if actions.status is not None:
        say(translate("rules", "set the status to “{value}”"), status_word(actions.status))
    if actions.priority is not None:
        say(translate("rules", "set the priority to “{value}”"), priority_word(actions.priority))
    if actions.type is not None:
        say(translate("rules", "set the type to “{value}”"), type_word(actions.type))
    if actions.team_id is not None:
        say(translate("rules", "give it to the team “{value}”"), names.team(actions.team_id))
    if actions.assign is not Hand.AS_IT_IS:
        said.append(_hand_words(actions, names))
    if actions.escalate:
        said.append(translate("rules", "hand it to the next level of its team"))
    if actions.add_tags:
        say(translate("rules", "put on {value}"), ", ".join(f"“{tag}”" for tag in actions.add_tags))
    if actions.remove_tags:
        say(translate("rules", "take off {value}"), ", ".join(f"“{tag}”" for tag in actions.remove_tags))
    for field_id, value in actions.fields:
        field = names.what_word(What.FIELD, field_id)
        if value:
            words = translate("rules", "fill in “{field}” with “{value}”")
            said.append(words.format(field=field, value=names.value_word(What.FIELD, field_id, value)))
        else:
            said.append(translate("rules", "empty “{field}”").format(field=field))
    if actions.snooze_hours:
        say(translate("rules", "snooze it {value}"), hours_words(actions.snooze_hours))
    if actions.reply_id is not None:
        say(translate("rules", "answer with “{value}”"), names.reply(actions.reply_id))
    if actions.note.strip():
        told = [names.agent(one) for one in actions.notify] + [names.team(one) for one in actions.notify_teams]
        said.append(translate("rules", "write a note"))
        if told:
            say(translate("rules", "tell {value}"), ", ".join(told))
    if actions.webhook_id is not None:
        say(translate("rules", "call the webhook “{value}”"), names.webhook(actions.webhook_id))
    return said


def hours_words(hours: int) -> str:
    """For how long a ticket is put away."""
    if hours % 24 == 0:
        days = hours // 24
        return translate("rules", "for a day") if days == 1 else translate("rules", "for {n} days").format(n=days)
    return translate("rules", "for an hour") if hours == 1 else translate("rules", "for {n} hours").format(n=hours)


def _hand_words(actions: RuleActions, names: RuleNames) -> str:
    match actions.assign:
        case Hand.NOBODY:
            return translate("rules", "assign it to nobody")
        case Hand.TURN:
            return translate("rules", "assign it to whoever’s turn it is in its team")
        case Hand.SKILL:
            return translate(
                "rules", "assign it to whoever of its team knows it best and speaks the customer’s language"
            )
        case Hand.LEAST:
            return translate("rules", "assign it to whoever of its team has the fewest open tickets")
        case _:
            return translate("rules", "assign it to {name}").format(name=names.agent(actions.assignee_id))


def would_words(actions: RuleActions, names: RuleNames) -> str:
    """What a rule would do."""
    return translate("rules", "Would {what}.").format(what=", ".join(action_words(actions, names)))


def verdict_words(verdict: Verdict, names: RuleNames) -> str:
    """What a rule would do, or why it would do nothing."""
    match verdict.unmet:
        case None:
            return would_words(verdict.rule.actions, names)
        case Unmet.OFF:
            return translate("rules", "Is switched off.")
        case Unmet.EVENT:
            return translate("rules", "Is not looked at when this happens.")
        case Unmet.STOPPED:
            return translate("rules", "“{name}” lets no rule behind it have its turn.").format(name=verdict.stopped_by)
        case Unmet.ONCE:
            return translate("rules", "Had its turn.")
        case Unmet.CONDITION:
            if verdict.failed is None:
                return translate("rules", "Its conditions do not hold.")
            words = condition_words(verdict.failed, names)
            denied = any(verdict.failed == part for part in _denied(verdict.rule.conditions))
            said = (
                translate("rules", "Holds, and must not: {words}.")
                if denied
                else translate("rules", "Does not hold: {words}.")
            )
            return said.format(words=words)


def _denied(group: Group) -> list[Condition | Group]:
    """The parts that must not hold."""
    found: list[Condition | Group] = list(group.parts) if group.how is How.NONE else []
    for part in group.parts:
        if isinstance(part, Group):
            found += _denied(part)
    return found
