"""Articles and categories on their way to another category, by the mouse."""

from typing import Final

from PySide6.QtCore import QMimeData

from deskbell.model.articles import ArticleHit, ArticleRow
from deskbell.ui.knowledge.lines import CategoryLine

_ARTICLE: Final = "application/x-deskbell-article"
_CATEGORY: Final = "application/x-deskbell-category"


def carried(entry: object) -> QMimeData | None:
    """What a drag of this carries: its number for us, its title as text for anybody; None for what cannot be dragged."""
    data = QMimeData()
    match entry:
        case ArticleRow() | ArticleHit():
            data.setData(_ARTICLE, str(entry.id).encode())
            data.setText(entry.title)
        case CategoryLine() if entry.id is not None:
            data.setData(_CATEGORY, str(entry.id).encode())
            data.setText(entry.name)
        case _:
            return None
    return data


def article_of(data: QMimeData) -> int | None:
    """The article that a drag carries."""
    return _number(data, _ARTICLE)


def category_of(data: QMimeData) -> int | None:
    """The category that it carries."""
    return _number(data, _CATEGORY)


def _number(data: QMimeData, kind: str) -> int | None:
    words = bytes(data.data(kind).data())
    return int(words) if words.isdigit() else None
