"""Numbers as spreadsheets write them into tables: with a point before the decimals and commas between the thousands, or the other way round."""

import re
from typing import Final

from deskbell.model.table_forms import NumberForm
from deskbell.rules.fields import number_kept, plain_number

FORMS: Final = (NumberForm.POINT, NumberForm.COMMA)
"""In the order of what `numbers` has."""

_SIGNS: Final = ((".", ","), (",", "."))
_LONGEST: Final = 60
_SEEN: Final = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "’": "'"})
# As accountants, and some programs, write what is below nothing: (5) and 5-.
_BELOW: Final = re.compile(r"\(([^-+()]+)\)|([^-+()]+)-")
# In digits, or in threes of them with the same between them; 0,123 is no thousand, and 1 2 no number.
_SHAPES: Final = tuple(
    re.compile(
        rf"(?=.*[0-9])(?:[+-] ?)?(?:[0-9]*|[1-9][0-9]{{0,2}}([{group} '])[0-9]{{3}}(?:\1[0-9]{{3}})*)(?:[{point}][0-9]*)?"
    )
    for point, group in _SIGNS
)


def numbers(text: str) -> tuple[str | None, str | None]:
    """What a cell without spaces around it is in each of the forms, as a field keeps it; None where it is no number in that."""
    if len(text) > _LONGEST:
        return (None, None)
    bare = text.translate(_SEEN)
    if (below := _BELOW.fullmatch(bare)) is not None:
        bare = f"-{(below[1] or below[2]).strip()}"
    by_point, by_comma = (
        number_kept(plain_number(bare, point, group)) if shape.fullmatch(bare) is not None else None
        for shape, (point, group) in zip(_SHAPES, _SIGNS, strict=True)
    )
    return (by_point, by_comma)


def read_number(text: str, form: NumberForm) -> str | None:
    """The number of a cell, as a field keeps it. What can be read in one way only is read so, whatever the form."""
    by_point, by_comma = numbers(text)
    first, second = (by_point, by_comma) if form is NumberForm.POINT else (by_comma, by_point)
    return first if first is not None else second
