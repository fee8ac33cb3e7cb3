"""What this window has other processes of the program do: an import, a backup, looking words up."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskbell.model.places import Places
from deskbell.ui.own_program import own_program

if TYPE_CHECKING:
    from deskbell.ui.carrying.carrying import Carrying
    from deskbell.ui.importing.imports import Imports
    from deskbell.ui.spelling.speller import Speller


class OwnProcesses(QObject):
    """One of each kind, made when it is first asked for: most windows are closed before that.

    Signals:
        backup_made(Carrying): it was asked for; whoever asked may not stay to see its end.
    """

    backup_made = Signal(object)

    def __init__(self, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._imports: Imports | None = None
        self._backup: Carrying | None = None
        self._speller: Speller | None = None

    def imports(self) -> "Imports":
        """The import of mail from files."""
        if self._imports is None:
            from deskbell.ui.importing.imports import Imports
            from deskbell.ui.importing.process import ImportProcess

            self._imports = Imports(ImportProcess(partial(own_program, self._places), self), self)
        return self._imports

    def backup(self) -> "Carrying":
        """The backup by hand."""
        if self._backup is None:
            from deskbell.ui.carrying.carrying import Carrying

            self._backup = Carrying(partial(own_program, self._places), self)
            self.backup_made.emit(self._backup)
        return self._backup

    def speller(self) -> "Speller":
        """The dictionaries."""
        if self._speller is None:
            from deskbell.ui.spelling.speller import Speller

            self._speller = Speller(partial(own_program, self._places), self)
        return self._speller

    def stop(self) -> None:
        """End them with the desk, and wait for that."""
        if self._imports is not None:
            self._imports.stop()
        if self._backup is not None:
            self._backup.stop()
        if self._speller is not None:
            self._speller.stop()
