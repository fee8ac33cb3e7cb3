"""What the columns of a table of organisations are called."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.customer_file import FIELD
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.marking import QT_TRANSLATE_NOOP

_WORDS: Final = {
    Column.NOTHING: QT_TRANSLATE_NOOP("columns", "Leave out"),
    Column.NAME: QT_TRANSLATE_NOOP("columns", "Name"),
    Column.DOMAIN: QT_TRANSLATE_NOOP("columns", "Domain"),
    Column.NOTE: QT_TRANSLATE_NOOP("columns", "Note"),
    Column.VIP: QT_TRANSLATE_NOOP("columns", "VIP"),
    Column.TAGS: QT_TRANSLATE_NOOP("columns", "Tags"),
}
_COUNTED: Final = QT_TRANSLATE_NOOP("columns", "Number of customers")


def known_columns() -> dict[str, str]:
    """All that a column of a file can be that is taken in, but for custom fields, with its words."""
    return {column: QCoreApplication.translate("columns", words) for column, words in _WORDS.items()}


def column_words(column: str) -> str:
    """What a column that is written is called; one that says nothing to whoever takes it in has the number of customers."""
    if column.startswith(FIELD):
        return column[len(FIELD) :]
    words = _WORDS[Column(column)] if column else _COUNTED
    return QCoreApplication.translate("columns", words)
