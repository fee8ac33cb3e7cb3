"""What the columns of a table of customers are called."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.customer_file import FIELD, Column
from deskbell.model.marking import QT_TRANSLATE_NOOP

_WORDS: Final = {
    Column.NOTHING: QT_TRANSLATE_NOOP("columns", "Leave out"),
    Column.NAME: QT_TRANSLATE_NOOP("columns", "Name"),
    Column.FIRST_NAME: QT_TRANSLATE_NOOP("columns", "First name"),
    Column.LAST_NAME: QT_TRANSLATE_NOOP("columns", "Last name"),
    Column.EMAIL: QT_TRANSLATE_NOOP("columns", "Mail address"),
    Column.PHONE: QT_TRANSLATE_NOOP("columns", "Phone"),
    Column.ORGANISATION: QT_TRANSLATE_NOOP("columns", "Organisation"),
    Column.LANGUAGE: QT_TRANSLATE_NOOP("columns", "Language"),
    Column.TIME_ZONE: QT_TRANSLATE_NOOP("columns", "Time zone"),
    Column.NOTE: QT_TRANSLATE_NOOP("columns", "Note"),
    Column.VIP: QT_TRANSLATE_NOOP("columns", "VIP"),
    Column.TAGS: QT_TRANSLATE_NOOP("columns", "Tags"),
}


def known_columns() -> dict[str, str]:
    """All that a column can be, but for custom fields, with its words."""
    return {column: column_words(column) for column in _WORDS}


def column_words(column: str) -> str:
    """What a column is called: a `Column`, or that of a custom field."""
    if column.startswith(FIELD):
        return column[len(FIELD) :]
    return QCoreApplication.translate("columns", _WORDS[Column(column)])
