"""How long work still takes, and how many there are, in words."""

from typing import Final

from PySide6.QtCore import QCoreApplication

_MINUTE: Final = 60
_HOUR: Final = 3_600
# Nearer than this a rest is not told to the second.
_STEP: Final = 5


def time_left(seconds: float) -> str:
    """ "about 10 s left", "about 3 min left", "about 2 h 10 min left"."""
    tr = QCoreApplication.translate
    if seconds < _MINUTE:
        return tr("words", "about %1 s left").replace("%1", str(max(1, round(seconds / _STEP)) * _STEP))
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return tr("words", "about %1 min left").replace("%1", str(minutes))
    words = tr("words", "about %1 h %2 min left")
    return words.replace("%2", str(minutes % 60)).replace("%1", str(minutes // 60))


def number(count: int) -> str:
    """A count as it is written here, in groups of three."""
    return f"{count:,}".replace(",", "\u202f")
