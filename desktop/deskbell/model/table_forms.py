"""How the dates, or the numbers, of a column in somebody's table are written."""

from enum import StrEnum


class DateForm(StrEnum):
    """SERIAL: as spreadsheets count days, 45992."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    SERIAL = "serial"


class NumberForm(StrEnum):
    """What stands before the decimals: 1,234.56 or 1.234,56."""

    POINT = "point"
    COMMA = "comma"


Form = DateForm | NumberForm
