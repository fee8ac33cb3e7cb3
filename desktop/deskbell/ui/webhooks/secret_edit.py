"""A field for the secret of a webhook: what was made or typed is shown, to be given to the receiver, and copied by a click; what is kept never is."""

from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource


class SecretEdit(QLineEdit):
    """The keyboard finds Copy in the context menu, too."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._copy = QAction(self.tr("Copy the secret"), self)
        self._copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.addAction(self._copy, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._draw)
        theme.changed.connect(self._draw)
        self._draw()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        if self.text():
            menu.addSeparator()
            menu.addAction(self._copy)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _draw(self) -> None:
        self._copy.setIcon(self._theme.icon(Icon.COPY, "muted", 15))
        self._copy.setVisible(bool(self.text()))
