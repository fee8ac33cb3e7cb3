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

CUSTOMER_SITE: Final = Declaration(
    "knowledge.site",
    "",
    Scope.DESK,
    _T("settings", "Address of the site for customers"),
    _T(
        "settings",
        "Where the pages that customers may see are published, such as https://help.example.com. With it, links to articles can be put into answers. After changes, "
        "export the pages again (“Export articles…”) and publish them there.",
    ),
    pattern=r"(?:https?://[^\s\\<>\"'`/?#@:]{1,253}(?::\d{1,5})?(?:/[^\s\\<>\"'`?#]{0,1000})?)?",
    wrong="article.no_site",
)
"""As `rules.article_files.lasting` reads it."""

NAMES: Final = Declaration(
    "knowledge.names",
    default=False,
    scope=Scope.DESK,
    title=_T("settings", "Keep by name who reads and searches"),
    explanation=_T(
        "settings",
        "Managers then see who read an article, and who asked last for what the knowledge base has no answer to. Else it is only counted; names that were kept are forgotten within the hour.",
    ),
)
