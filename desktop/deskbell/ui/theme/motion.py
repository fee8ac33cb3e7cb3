"""Whether this person has asked the system that things move as little as they can."""

import sys
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

_GET_CLIENT_AREA_ANIMATION = 0x1042
_GNOME = ("gsettings", "get", "org.gnome.desktop.interface", "enable-animations")


def follow(application: QGuiApplication, tell: Callable[[bool], None]) -> None:
    """Tell what the system says now, and again whenever the program comes to the front: people change it meanwhile."""
    asked = _ASKED.get(sys.platform)
    if asked is None:
        _ask_gnome(application, tell)
        return

    def look(state: Qt.ApplicationState = Qt.ApplicationState.ApplicationActive) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            tell(asked())

    look()
    application.applicationStateChanged.connect(look)


def _windows() -> bool:
    """“Animation effects” in the settings (SystemParametersInfo)."""
    if sys.platform == "win32":
        import ctypes

        moving = ctypes.c_int(1)
        asked = ctypes.windll.user32.SystemParametersInfoW(_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(moving), 0)
        return bool(asked) and not moving.value
    return False


def _mac() -> bool:
    """“Reduce motion” in the settings (NSWorkspace.accessibilityDisplayShouldReduceMotion)."""
    import ctypes
    from ctypes.util import find_library

    library = ctypes.CDLL(find_library("objc"))
    named = library.objc_getClass
    named.restype, named.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    selector = library.sel_registerName
    selector.restype, selector.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    to_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", library))
    to_truth = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", library))
    workspace = to_object(named(b"NSWorkspace"), selector(b"sharedWorkspace"))
    return bool(workspace) and bool(to_truth(workspace, selector(b"accessibilityDisplayShouldReduceMotion")))


_ASKED: Final[Mapping[str, Callable[[], bool]]] = {"win32": _windows, "darwin": _mac}


def _ask_gnome(owner: QObject, tell: Callable[[bool], None]) -> None:
    """GNOME's setting, which others follow too; where nobody answers things move. On a thread: it starts a program."""
    from deskbell.ui.errand import Errand

    errand = Errand(lambda _tell: read_gnome(), may_be_cut=True, parent=owner)
    errand.done.connect(tell)
    errand.start()


def read_gnome() -> bool:
    """Whether GNOME is set to move nothing."""
    import subprocess

    try:
        said = subprocess.run(_GNOME, capture_output=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    return said.strip() == b"false"
