"""The sentences of toasts: what was just done to an article or a category."""

from PySide6.QtCore import QCoreApplication

from deskbell.model.articles import (
    Article,
    ArticleState,
    RemoveCategory,
    SaveCategory,
    SettleArticle,
    VerifyArticle,
    WriteArticle,
)
from deskbell.model.commands import Command
from deskbell.ui.knowledge.lines import CategoryLine

translate = QCoreApplication.translate


def told(command: Command, article: Article | None, line: CategoryLine | None) -> str:
    """What a command did to this article, or to this category (None: a new one); "" where it is not told."""
    match command:
        case SaveCategory():
            return _saved(command, line)
        case RemoveCategory():
            return _of(translate("knowledge", "Category {name} removed"), line.name if line is not None else "")
        case SettleArticle() if article is not None:
            return _of(_settled(command, article), article.text.title)
        case VerifyArticle() if article is not None:
            word = (
                translate("knowledge", "“{name}” is in doubt")
                if command.doubt
                else translate("knowledge", "“{name}” verified")
            )
            return _of(word, article.text.title)
        case WriteArticle() if command.base:
            return _of(translate("knowledge", "“{name}” saved"), command.title)
    return ""


def _saved(command: SaveCategory, line: CategoryLine | None) -> str:
    if not command.id:
        return _of(translate("knowledge", "Category {name} made"), command.name)
    if line is not None and line.name != command.name:
        return _of(translate("knowledge", "Category renamed to {name}"), command.name)
    return _of(translate("knowledge", "Category {name} moved"), command.name)


def _settled(command: SettleArticle, article: Article) -> str:
    if command.state is not article.state:
        return {
            ArticleState.PUBLISHED: translate("knowledge", "“{name}” published"),
            ArticleState.REVIEW: translate("knowledge", "“{name}” is to be reviewed"),
            ArticleState.DRAFT: translate("knowledge", "“{name}” is a draft again"),
            ArticleState.ARCHIVED: translate("knowledge", "“{name}” archived"),
        }[command.state]
    if command.category_id != article.category_id:
        return translate("knowledge", "“{name}” moved")
    return translate("knowledge", "Settings of “{name}” changed")


def _of(words: str, name: str) -> str:
    """In one pass: a title may hold braces of its own."""
    return words.replace("{name}", name)
