"""The making of an office in this program: its window, which outlives that of the desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import delete

from deskbell.model.places import Places
from deskbell.model.rows import AgentRow
from deskbell.store.secrets import Secrets
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.office.set_up_window import SetUpWindow
from deskbell.ui.own_program import OwnProgram
from deskbell.ui.theme.source import ThemeSource


class SettingUp(QObject):
    """Closes the desk (`leave`, which says whether it could) once the server will do, and says which desk is to be opened in the end.

    Signals:
        over(str): open the desk at this address: the office, or the one that was closed for it.
    """

    over = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        program: OwnProgram,
        places: Places,
        me: AgentRow,
        leave: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._leave = leave
        self._here = places.database
        self._carrying = Carrying(program, self)
        self.window = SetUpWindow(theme, self._carrying, Secrets(places.data), places, me)
        self.window.leave_wanted.connect(self._begin)
        self.window.back_wanted.connect(self._go_back)
        self.window.made.connect(self.over)

    def open(self) -> None:
        """Show its window."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """End what is under way, wait for that, and take the window away."""
        self._carrying.stop()
        delete(self.window)
        delete(self._carrying)

    @Slot()
    def _begin(self) -> None:
        if self._leave():
            self.window.begin()
        else:
            self.window.stay()

    @Slot()
    def _go_back(self) -> None:
        self.over.emit(self._here)
