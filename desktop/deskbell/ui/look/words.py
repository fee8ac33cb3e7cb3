"""Why a file cannot be looked at, in the person's language."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.marking import QT_TRANSLATE_NOOP

_T = QT_TRANSLATE_NOOP

_WORDS: Final = {
    "look.none": _T("look", "Files of this kind are not shown here. Another program may open it."),
    "look.harmful": _T(
        "look",
        "This file does something when it is opened, so it is not shown. Save it only if you know its sender and expected it.",
    ),
    "look.disguised": _T(
        "look",
        "This file is not what its name says: it does something when it is opened. Save it only if you know its sender and expected it.",
    ),
    "look.large": _T("look", "It has {size}; up to {limit} are shown here."),
    "look.no_picture": _T("look", "It is no picture of a kind that is shown here."),
    "look.broken": _T("look", "It is damaged, or not what its name says."),
    "look.password": _T("look", "It is locked with a password. Another program will ask for it."),
    "look.time": _T("look", "It takes longer than {seconds} seconds to show it. Another program may open it."),
    "look.memory": _T("look", "It takes too much memory to show it. Another program may open it."),
    "look.died": _T("look", "It broke what shows files here, and nothing else. Open it only if you know its sender."),
    "look.failed": _T("look", "It could not be shown ({reason})."),
    "look.page": _T("look", "Page {page} cannot be shown."),
}


def told(code: str, values: Mapping[str, str]) -> str:
    """The sentence of a code."""
    return QCoreApplication.translate("look", _WORDS[code]).format_map(values)
