"""The settings of the knowledge base: part of `model.settings`."""

from typing import Final

from deskbell.model.declaration import Declaration, Scope
from deskbell.model.marking import QT_TRANSLATE_NOOP

_T = QT_TRANSLATE_NOOP

SYNONYMS: Final = Declaration(
    "knowledge.synonyms",
    "",
    Scope.DESK,
    _T("settings", "Words that mean the same"),
    _T(
        "settings",
        "One group a line, with commas between the words: refund, reimbursement, money back. Who searches the articles for one of them finds the others, too.",
    ),
)
"""As `rules.synonyms` reads it."""
