"""Where the articles of the list lie."""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from deskbell.model.articles import ArticleState

translate = QCoreApplication.translate


class Kind(StrEnum):
    """What the list shows."""

    CATEGORY = "category"
    TO_VERIFY = "to_verify"
    DRAFTS = "drafts"
    IN_REVIEW = "in_review"
    ARCHIVED = "archived"
    MOST_USED = "most_used"
    NEVER_USED = "never_used"
    STALE = "stale"
    GAPS = "gaps"


STATES: Final = {
    Kind.DRAFTS: ArticleState.DRAFT,
    Kind.IN_REVIEW: ArticleState.REVIEW,
    Kind.ARCHIVED: ArticleState.ARCHIVED,
}
"""The kinds that are the articles of one state, whichever category they lie in."""

INSIGHTS: Final = (Kind.MOST_USED, Kind.NEVER_USED, Kind.STALE, Kind.GAPS)
"""The kinds that say how articles are used, and what is lacking: words that nobody found."""


class Place(Struct, frozen=True):
    """The articles of a category (None: of none), or those of another kind; the category is then the one that was shown before."""

    kind: Kind
    category_id: int | None = None


def kind_word(kind: Kind) -> str:
    """What a place that is no category is called; "" for categories, which have names."""
    return {
        Kind.CATEGORY: "",
        Kind.TO_VERIFY: translate("knowledge", "To verify"),
        Kind.DRAFTS: translate("knowledge", "Drafts"),
        Kind.IN_REVIEW: translate("knowledge", "In review"),
        Kind.ARCHIVED: translate("knowledge", "Archived"),
        Kind.MOST_USED: translate("knowledge", "Most used"),
        Kind.NEVER_USED: translate("knowledge", "Never used"),
        Kind.STALE: translate("knowledge", "Untouched for long"),
        Kind.GAPS: translate("knowledge", "Nobody found"),
    }[kind]
