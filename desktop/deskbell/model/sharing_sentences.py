"""What is wrong with drafts that colleagues look over, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_SHARING: Final[Mapping[str, str]] = {
    "look.nobody": QT_TRANSLATE_NOOP("sentences", "Who is to look over it? Choose at least one colleague."),
    "look.nothing": QT_TRANSLATE_NOOP("sentences", "There is no answer to look over yet: write something first."),
    "look.gone": QT_TRANSLATE_NOOP(
        "sentences", "This answer is not there to look over any more: it was sent, or taken back."
    ),
    "look.taken": QT_TRANSLATE_NOOP("sentences", "{name} is writing it. Wait until it comes back."),
    "look.begun": QT_TRANSLATE_NOOP(
        "sentences", "You have begun an answer of your own here. Send it or discard it first."
    ),
    "look.author_begun": QT_TRANSLATE_NOOP(
        "sentences", "{name} has begun another answer here meanwhile. Send this one, or ask {name} to discard theirs."
    ),
    "look.not_yours": QT_TRANSLATE_NOOP("sentences", "This answer is a colleague's: send it, or hand it back."),
}
"""By code."""
