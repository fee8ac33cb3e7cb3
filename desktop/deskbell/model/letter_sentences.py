"""The sentences about what is written once and goes out often: canned replies, and the layout of mails."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_LETTERS: Final[Mapping[str, str]] = {
    "canned.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "layout.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed the layout of {name} in the meantime. Look at it and try again."
    ),
    "layout.accent": QT_TRANSLATE_NOOP("sentences", "{colour} is no colour: write it as #1F5FD6."),
    "layout.logo": QT_TRANSLATE_NOOP(
        "sentences", "This picture cannot be a logo: take a PNG, JPEG or GIF of at most {limit} KB."
    ),
    "canned.missing": QT_TRANSLATE_NOOP("sentences", "This canned reply does not exist any more."),
    "canned.empty": QT_TRANSLATE_NOOP("sentences", "Write what the reply says."),
    "canned.shared": QT_TRANSLATE_NOOP(
        "sentences", "A shared canned reply stays shared: others use it. Duplicate it to have one of your own."
    ),
}
"""By code."""
