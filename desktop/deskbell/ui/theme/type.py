"""The type scale: which sizes and weights text comes in, and the families it is set in."""

import sys
from enum import Enum
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase


class TextRole(Enum):
    """What a text is for. `name` is what a label's `role` property holds, the value is its size in logical pixels at 100 %."""

    section = 11
    small = 12
    body = 13
    reading = 14
    title = 15
    headline = 17


class Weight(Enum):
    """The weights that are used; a system without a medium draws the nearest it has."""

    regular = QFont.Weight.Normal
    medium = QFont.Weight.Medium
    strong = QFont.Weight.DemiBold


_FALLBACKS: Final = {
    "win32": ("Segoe UI", "Microsoft YaHei UI", "Microsoft JhengHei UI", "Yu Gothic UI", "Malgun Gothic"),
    "darwin": (".AppleSystemUIFont", "PingFang SC", "PingFang TC", "Hiragino Sans"),
}
_FALLBACKS_ELSEWHERE: Final = (
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "DejaVu Sans",
)
_ALIASES: Final = frozenset({"", "Sans Serif", "Sans", "sans-serif", "MS Shell Dlg 2"})


# Without hinting FreeType spaces letters as they were drawn; Windows and macOS do so by themselves.
HINTING: Final = (
    QFont.HintingPreference.PreferDefaultHinting
    if sys.platform in _FALLBACKS
    else QFont.HintingPreference.PreferNoHinting
)


def families() -> tuple[str, ...]:
    """The system's own family first, then those that have Chinese and Japanese. A mere alias ("Sans Serif") is not a family."""
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    others = _FALLBACKS.get(sys.platform, _FALLBACKS_ELSEWHERE)
    return others if own in _ALIASES else (own, *(family for family in others if family != own))
