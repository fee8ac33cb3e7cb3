"""What is wrong with custom fields and what is filled in there, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_FIELDS: Final[Mapping[str, str]] = {
    "field.missing": QT_TRANSLATE_NOOP("sentences", "This field does not exist any more."),
    "field.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "field.exists": QT_TRANSLATE_NOOP("sentences", "There is a field {name} already."),
    "field.name_long": QT_TRANSLATE_NOOP("sentences", "A name may have {limit} characters at most."),
    "field.kind": QT_TRANSLATE_NOOP(
        "sentences", "What a field holds is said once and for all. Retire it and make another one."
    ),
    "field.owner": QT_TRANSLATE_NOOP("sentences", "A field stays one of tickets, of customers or of organisations."),
    "field.no_choices": QT_TRANSLATE_NOOP("sentences", "Write at least one choice that is offered."),
    "field.choice_empty": QT_TRANSLATE_NOOP("sentences", "Every choice needs a name."),
    "field.choice_twice": QT_TRANSLATE_NOOP("sentences", "{name} is there twice."),
    "field.nowhere": QT_TRANSLATE_NOOP("sentences", "Tick at least one mailbox or team whose tickets have this field."),
    "field.text_long": QT_TRANSLATE_NOOP("sentences", "{field} may have {limit} characters at most."),
    "field.number": QT_TRANSLATE_NOOP(
        "sentences", "{field} wants a number, with at most 12 digits and 6 more behind the point."
    ),
    "field.date": QT_TRANSLATE_NOOP("sentences", "{field} wants a date, such as 2026-11-26."),
    "field.choice": QT_TRANSLATE_NOOP("sentences", "{field} has no such choice."),
    "field.check": QT_TRANSLATE_NOOP("sentences", "{field} is ticked or not, and nothing else."),
    "field.lacking": QT_TRANSLATE_NOOP("sentences", "Before #{number} can be solved, fill in: {fields}."),
    "field.begun_lacking": QT_TRANSLATE_NOOP(
        "sentences", "Send this without solving it: before the new ticket can be solved, fill in: {fields}."
    ),
    "field.some_lacking": QT_TRANSLATE_NOOP(
        "sentences",
        "None of these tickets was solved. So many lack something that must be filled in: {count}. The first is #{number}: {fields}.",
    ),
}
