"""A field for the path of a file: typed, or chosen from the system's dialog."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource


class FileEdit(QLineEdit):
    """A path; the folder at its right end opens the dialog, the keyboard finds it in the context menu.

    Signals:
        picked: a file was chosen in the dialog; what is typed comes as `textEdited`.
    """

    picked = Signal()

    def __init__(self, theme: ThemeSource, title: str, kinds: str, parent: QWidget | None = None) -> None:
        """`title` is the dialog's, `kinds` its filter in Qt's form."""
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._kinds = kinds
        self._folder = QAction(self.tr("Choose a file…"), self)
        self._folder.triggered.connect(self._choose)
        self.addAction(self._folder, QLineEdit.ActionPosition.TrailingPosition)
        self._draw()
        theme.changed.connect(self._draw)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        menu.addAction(self._folder)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _choose(self) -> None:
        folder = str(Path(self.text()).parent) if self.text() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, self._title, folder, self._kinds)
        if chosen:
            self.setText(chosen)
            self.picked.emit()

    def _draw(self) -> None:
        self._folder.setIcon(self._theme.icon(Icon.FOLDER, "muted", 15))
