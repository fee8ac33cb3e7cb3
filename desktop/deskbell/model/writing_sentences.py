"""Sentences about what one writes with."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_WRITING: Final[Mapping[str, str]] = {
    "spelling.word": QT_TRANSLATE_NOOP(
        "sentences", "“{word}” is not one word of letters and digits, {most} of them at most."
    ),
    "spelling.full": QT_TRANSLATE_NOOP("sentences", "Your dictionary is full: it holds {most} words."),
}
