"""Qt's application."""

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from deskbell import __version__


class Application(QApplication):
    """Named, and quiet about its own files.

    Signals:
        asked(str): an address that was clicked somewhere else is to be opened; so says macOS, where other systems start the program once more.
        ending: it was told to end; its windows are closed next.
    """

    asked = Signal(str)
    ending = Signal()
    ends = False
    """Whether it was told to end, be it by its menu or by a signal, and no window has refused that."""

    def event(self, event: QEvent) -> bool:
        """Hear what the system asks of the program itself."""
        if event.type() is QEvent.Type.Quit:
            self.ends = True
            self.ending.emit()
            answer = super().event(event)
            self.ends = event.isAccepted()
            return answer
        if isinstance(event, QFileOpenEvent):
            from deskbell.rules.asked_addresses import is_asking

            address = event.url().toString(QUrl.ComponentFormattingOption.FullyEncoded)
            if is_asking(address):
                self.asked.emit(address)
                return True
        return super().event(event)

    def show_icon(self) -> None:
        """Give all windows the program's icon, for their frames and for lists of windows; not on macOS, where it is the bundle's to do."""
        from deskbell.model.resources import resource

        if sys.platform != "darwin":
            self.setWindowIcon(QIcon(str(resource("icons", "deskbell.svg"))))


def before_application_ends(do: Callable[[], object]) -> None:
    """Let this be done when the program is told to end, before its windows are closed."""
    application = QApplication.instance()
    if isinstance(application, Application):
        application.ending.connect(do)


def application_ends() -> bool:
    """Whether the program, or the session of the person, comes to its end."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return True
    return application.isSavingSession() or bool(getattr(application, "ends", False))


# Qt's plainest style, which the theme paints over. By name: `QApplication.setStyle` hands the style out, and PySide6 then makes all enums of `QStyle`.
STYLE: Final = ("-style", "Fusion")


def make_application() -> Application:
    """The one application of this process."""
    application = Application([*sys.argv[:1], *STYLE])
    application.setApplicationName("Deskbell")
    application.setApplicationDisplayName("Deskbell")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("deskbell")
    return application
