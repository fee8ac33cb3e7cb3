"""Ratings in words."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.ratings import SIGNS, Rating

translate = QCoreApplication.translate

_WORDS: Final = {Rating.GOOD: QT_TRANSLATE_NOOP("ratings", "Good"), Rating.BAD: QT_TRANSLATE_NOOP("ratings", "Bad")}


def rating_word(rating: Rating) -> str:
    """What a customer thinks of how a ticket was answered."""
    return f"{SIGNS[rating]} {translate('ratings', _WORDS[rating])}"


def kept_word(kept: str) -> str:
    """The same of what a line of the journal has; "" for none, and for what only a newer program knows."""
    return rating_word(Rating(kept)) if kept in set(Rating) else ""


def step_words(before: str, after: str) -> str:
    """A line of the journal: what the customer thinks now, and thought."""
    if not before:
        return translate("ratings", "Rated by the customer: {after}").format(after=kept_word(after))
    words = translate("ratings", "Rated by the customer: {before} → {after}")
    return words.format(before=kept_word(before), after=kept_word(after))
