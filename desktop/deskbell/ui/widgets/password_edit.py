"""A field for a password, with an eye to look at what was typed."""

from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource


class PasswordEdit(QLineEdit):
    """Dots, until the eye is clicked; the keyboard finds the eye in the context menu."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._look)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._draw()
        theme.changed.connect(self._draw)

    def hide_password(self) -> None:
        """Dots again."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._draw()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        menu.addAction(self._eye)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _look(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._draw()

    def _draw(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self._eye.setText(self.tr("Show the password") if hidden else self.tr("Hide the password"))
        self._eye.setIcon(self._theme.icon(Icon.EYE if hidden else Icon.EYE_OFF, "muted", 15))
