"""What a rule would have done, in words, and what of it nobody knows any more."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.automation import Event, Timer
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.rehearsal import Unsure, WouldHave
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.words import event_word, timer_words, would_words

translate = QCoreApplication.translate

_UNSURE: Final = {
    Unsure.CUSTOMER: QT_TRANSLATE_NOOP("rules", "The customer and their organisation are looked at as they are now."),
    Unsure.HOURS: QT_TRANSLATE_NOOP("rules", "The working hours are those of now."),
    Unsure.READ_AGAIN: QT_TRANSLATE_NOOP("rules", "A mail was read anew since: its text may have been another."),
    Unsure.THERE: QT_TRANSLATE_NOOP("rules", "Who was away then is not known."),
    Unsure.ANSWERS: QT_TRANSLATE_NOOP(
        "rules", "How many automatic answers had gone out by then is not known: it may have been too many for one more."
    ),
    Unsure.MACRO: QT_TRANSLATE_NOOP(
        "rules", "Who followed the ticket then, and what stood on its checklist, is not looked at."
    ),
    Unsure.LEVEL: QT_TRANSLATE_NOOP("rules", "For which level of its team the ticket was then is not looked at."),
}


def why_words(events: Iterable[Event], timer: Timer | None) -> str:
    """For what the rule was looked at."""
    said = [
        timer_words(timer) if one is Event.TIME and timer is not None else event_word(one)
        for one in Event
        if one in events
    ]
    words = translate("rules", " or ").join(said)
    return words[:1].upper() + words[1:]


def what_words(one: WouldHave, names: RuleNames) -> str:
    """What it would have done, as where a rule is tried on a ticket."""
    return would_words(one.does, names)


def unsure_words(unsure: Iterable[Unsure]) -> str:
    """What of it is not known any more; "" where all is."""
    return " ".join(translate("rules", _UNSURE[one]) for one in Unsure if one in unsure)
