"""How dates and numbers in a table are written, in words, and what this computer would guess."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.table_forms import DateForm, Form, NumberForm

_WORDS: Final[Mapping[Form, str]] = {
    DateForm.DAY_FIRST: QT_TRANSLATE_NOOP("forms", "Day, month, year"),
    DateForm.MONTH_FIRST: QT_TRANSLATE_NOOP("forms", "Month, day, year"),
    DateForm.YEAR_FIRST: QT_TRANSLATE_NOOP("forms", "Year, month, day"),
    DateForm.SERIAL: QT_TRANSLATE_NOOP("forms", "Days counted by a spreadsheet"),
    NumberForm.POINT: QT_TRANSLATE_NOOP("forms", "Decimal point (1,234.56)"),
    NumberForm.COMMA: QT_TRANSLATE_NOOP("forms", "Decimal comma (1.234,56)"),
}
_BY_LETTER: Final = {"d": DateForm.DAY_FIRST, "m": DateForm.MONTH_FIRST, "y": DateForm.YEAR_FIRST}
# A table whose cells are parted by these was written where this stands before the decimals.
_BY_DELIMITER: Final = {";": NumberForm.COMMA, ",": NumberForm.POINT}


def form_word(form: Form) -> str:
    """ "Day, month, year" …"""
    return QCoreApplication.translate("forms", _WORDS[form])


def date_order(locale: QLocale) -> DateForm:
    """What comes first where one writes dates in digits."""
    short = locale.dateFormat(QLocale.FormatType.ShortFormat).casefold()
    return next((_BY_LETTER[letter] for letter in short if letter in _BY_LETTER), DateForm.DAY_FIRST)


def decimal_sign(locale: QLocale, delimiter: str) -> NumberForm:
    """What stands before the decimals in a table with this between its cells."""
    here = NumberForm.COMMA if locale.decimalPoint() == "," else NumberForm.POINT
    return _BY_DELIMITER.get(delimiter, here)
