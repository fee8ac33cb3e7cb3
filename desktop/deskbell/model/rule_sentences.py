"""What is wrong with rules, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_RULES: Final[Mapping[str, str]] = {
    "rule.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "rule.exists": QT_TRANSLATE_NOOP("sentences", "There is a rule {name} already."),
    "rule.missing": QT_TRANSLATE_NOOP("sentences", "This rule does not exist any more."),
    "rule.name_long": QT_TRANSLATE_NOOP("sentences", "A name may have {limit} characters at most."),
    "rule.no_event": QT_TRANSLATE_NOOP("sentences", "Choose at what the rule is to be looked at."),
    "rule.hours": QT_TRANSLATE_NOOP("sentences", "Say how many hours are to pass, a year of them at most."),
    "rule.no_action": QT_TRANSLATE_NOOP("sentences", "Choose what the rule is to do."),
    "rule.nobody": QT_TRANSLATE_NOOP("sentences", "Choose whom the rule is to give the ticket."),
    "rule.notify_note": QT_TRANSLATE_NOOP("sentences", "Write the note that tells them what it is about."),
    "rule.note_long": QT_TRANSLATE_NOOP("sentences", "A note may have {limit} characters at most."),
    "rule.snooze": QT_TRANSLATE_NOOP("sentences", "A ticket can be put away for a year at most."),
    "rule.too_deep": QT_TRANSLATE_NOOP("sentences", "Groups can lie {limit} deep at most."),
    "rule.too_many": QT_TRANSLATE_NOOP("sentences", "A rule can have {limit} conditions at most."),
    "try.header": QT_TRANSLATE_NOOP(
        "sentences",
        "“{line}” cannot stand in the head of a mail: write a name, a colon and a value, and nothing that stands above already.",
    ),
    "try.half": QT_TRANSLATE_NOOP(
        "sentences", "There is half a character in it (of an emoji, say), which no mail can hold: delete it."
    ),
    "rule.value": QT_TRANSLATE_NOOP("sentences", "A condition says nothing yet: fill it in, or remove it."),
    "rule.value_long": QT_TRANSLATE_NOOP("sentences", "A condition may have {limit} characters at most."),
    "rule.number": QT_TRANSLATE_NOOP("sentences", "“{value}” is no number."),
    "rule.expression": QT_TRANSLATE_NOOP(
        "sentences", "“{expression}” cannot be read as a regular expression: {reason}."
    ),
}
