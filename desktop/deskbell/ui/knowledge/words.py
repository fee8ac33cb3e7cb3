"""What states and marks of articles are called, and in which language articles are shown first."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from deskbell.model.articles import ArticleState, Trust
from deskbell.rules.languages import language_key
from deskbell.ui.widgets.chip import Tone

translate = QCoreApplication.translate

TRUST_TONES: Mapping[Trust, Tone] = {
    Trust.VERIFIED: Tone.GOOD,
    Trust.DUE: Tone.WARNING,
    Trust.CHANGED: Tone.WARNING,
    Trust.DOUBTED: Tone.DANGER,
    Trust.NEVER: Tone.PLAIN,
}


def trust_word(trust: Trust) -> str:
    """What a badge says."""
    return {
        Trust.VERIFIED: translate("knowledge", "Verified"),
        Trust.DUE: translate("knowledge", "Verification due"),
        Trust.CHANGED: translate("knowledge", "Changed since verified"),
        Trust.DOUBTED: translate("knowledge", "In doubt"),
        Trust.NEVER: translate("knowledge", "Not verified"),
    }[trust]


def state_word(state: ArticleState) -> str:
    """What a state is called."""
    return {
        ArticleState.DRAFT: translate("knowledge", "Draft"),
        ArticleState.REVIEW: translate("knowledge", "In review"),
        ArticleState.PUBLISHED: translate("knowledge", "Published"),
        ArticleState.ARCHIVED: translate("knowledge", "Archived"),
    }[state]


def callout_words() -> dict[str, str]:
    """What stands above call-outs, by their kind."""
    return {
        "note": translate("knowledge", "Note"),
        "tip": translate("knowledge", "Tip"),
        "important": translate("knowledge", "Important"),
        "warning": translate("knowledge", "Warning"),
        "caution": translate("knowledge", "Caution"),
    }


def my_language() -> str:
    """The code of the language that the window speaks, as articles have it."""
    code = language_key(QLocale().bcp47Name())
    return "zh-Hant" if code == "zh-hant" else code.partition("-")[0]
