"""Cells of a CSV file that a spreadsheet opens: none of them may be a formula, and whoever reads them back gets what was written."""

from typing import Final

# What a spreadsheet takes for the beginning of a formula, also as it is written in the width of Chinese letters.
_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_GUARD: Final = "'"


def guarded(text: str) -> str:
    """The text as a cell that is text to every spreadsheet."""
    return _GUARD + text if text[:1] in _FORMULA or _is_guarded(text) else text


def unguarded(cell: str) -> str:
    """What was written into the cell."""
    return cell[1:] if _is_guarded(cell) else cell


def _is_guarded(cell: str) -> bool:
    return cell[:1] == _GUARD and (cell[1:2] in _FORMULA or cell[1:2] == _GUARD)
