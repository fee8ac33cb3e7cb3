"""The settings of what a computer's desktop shows of Deskbell; `model.settings` has them with the others."""

from typing import Final

from deskbell.model.declaration import Declaration, Scope
from deskbell.model.marking import QT_TRANSLATE_NOOP

_T = QT_TRANSLATE_NOOP

DESKTOP: Final[tuple[Declaration, ...]] = (
    Declaration(
        "desktop.notices",
        True,
        Scope.COMPUTER,
        _T("settings", "Show notices on the desktop"),
        _T("settings", "While you work in Deskbell they stand in its window."),
    ),
    Declaration(
        "desktop.hidden",
        False,
        Scope.COMPUTER,
        _T("settings", "Hide names and subjects in them"),
        _T("settings", "For a screen that others see: “2 tickets were answered.”"),
    ),
    Declaration("desktop.sound", False, Scope.COMPUTER, _T("settings", "Play a sound with them")),
    Declaration(
        "desktop.stay",
        False,
        Scope.COMPUTER,
        _T("settings", "Go on beside the clock when the window is closed"),
        _T("settings", "A click on the icon there brings it back; “Quit” in its menu ends Deskbell."),
    ),
)
