"""What is wrong with what is promised to customers, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_SLA: Final[Mapping[str, str]] = {
    "policy.missing": QT_TRANSLATE_NOOP("sentences", "This policy does not exist any more."),
    "policy.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "policy.exists": QT_TRANSLATE_NOOP("sentences", "There is a policy {name} already."),
    "policy.name_long": QT_TRANSLATE_NOOP("sentences", "A name may have {limit} characters at most."),
    "policy.empty": QT_TRANSLATE_NOOP("sentences", "It promises nothing yet: write a time for at least one priority."),
    "policy.short": QT_TRANSLATE_NOOP("sentences", "A minute is the least that can be promised."),
    "policy.long": QT_TRANSLATE_NOOP("sentences", "A year is the most that can be promised."),
    "duration.unreadable": QT_TRANSLATE_NOOP(
        "sentences", "“{text}” is no length of time. Write hours and minutes: 4 h, 1 h 30 min."
    ),
    "policy.pauses": QT_TRANSLATE_NOOP("sentences", "Clocks can pause while a ticket is pending or on hold alone."),
    "policy.steps_many": QT_TRANSLATE_NOOP("sentences", "A policy can have {limit} steps at most."),
    "policy.step_metric": QT_TRANSLATE_NOOP("sentences", "Choose of which time the step is to warn."),
    "policy.step_time": QT_TRANSLATE_NOOP(
        "sentences", "A step comes at 1 to 100 % of the time, or up to a year after it."
    ),
    "policy.step_nobody": QT_TRANSLATE_NOOP("sentences", "Choose whom the step is to give the ticket."),
    "policy.step_nothing": QT_TRANSLATE_NOOP("sentences", "Choose whom the step tells, or what it does to the ticket."),
}
