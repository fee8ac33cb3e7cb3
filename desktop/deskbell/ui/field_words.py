"""What custom fields hold, as people read and type it in their language."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldKind
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.rules.fields import chosen, kept, one_line, plain_number
from deskbell.rules.table_dates import FIRST_SHORT
from deskbell.ui.widgets.ages import day, day_format

_KINDS: Final = {
    FieldKind.TEXT: QT_TRANSLATE_NOOP("fields", "Text"),
    FieldKind.NUMBER: QT_TRANSLATE_NOOP("fields", "Number"),
    FieldKind.DATE: QT_TRANSLATE_NOOP("fields", "Date"),
    FieldKind.CHOICE: QT_TRANSLATE_NOOP("fields", "One of several choices"),
    FieldKind.CHOICES: QT_TRANSLATE_NOOP("fields", "Any of several choices"),
    FieldKind.CHECK: QT_TRANSLATE_NOOP("fields", "Checkbox"),
}


def kind_word(kind: FieldKind) -> str:
    """ "Number", "One of several choices" …"""
    return QCoreApplication.translate("fields", _KINDS[kind])


def value_words(field: CustomField, value: str, locale: QLocale | None = None) -> str:
    """What a field holds, in words; "" where that is nothing."""
    if not value:
        return ""
    locale = locale or QLocale()
    match field.kind:
        case FieldKind.NUMBER:
            return value.replace(".", locale.decimalPoint())
        case FieldKind.DATE:
            return day(QDate.fromString(value, "yyyy-MM-dd"), locale)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return ", ".join(choice.name for choice in chosen(field, value))
        case FieldKind.CHECK:
            return QCoreApplication.translate("fields", "Yes")
        case FieldKind.TEXT:
            return value


def read_typed(field: CustomField, text: str, locale: QLocale | None = None) -> str:
    """What somebody typed into a field of text, number or date, as it is kept. Raises `Mistake` as `rules.fields.kept`."""
    locale = locale or QLocale()
    text = one_line(text)
    if field.kind is FieldKind.NUMBER:
        return kept(field, plain_number(text, locale.decimalPoint(), locale.groupSeparator()))
    if field.kind is FieldKind.DATE:
        return kept(field, _plain_date(text, locale))
    return kept(field, text)


def as_shown(field: CustomField, text: str) -> str:
    """What somebody typed as it will be shown; as it is where the field cannot hold it."""
    try:
        return value_words(field, read_typed(field, text))
    except Mistake:
        return one_line(text)


def _plain_date(text: str, locale: QLocale) -> str:
    """A date in one of the locale's forms, or in that of every locale, as 2026-11-26; `text` where it is none."""
    forms = (
        day_format(locale),
        locale.dateFormat(QLocale.FormatType.ShortFormat),
        locale.dateFormat(QLocale.FormatType.LongFormat),
        "yyyy-M-d",
    )
    dates = (locale.toDate(text, form, FIRST_SHORT) for form in forms)
    return next((date.toString("yyyy-MM-dd") for date in dates if date.isValid() and date.year() >= 1), text)
