"""Files of this computer that are dropped on a part of the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX, S8


def files_in(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer that are carried. A program that carries only a promise of one (a mail out of Outlook's list) has none."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def take_files(event: QDropEvent) -> tuple[Path, ...]:
    """Accept the files that are carried, and give them; with none the event is left as it is."""
    files = files_in(event.mimeData())
    if files:
        # Copied, whatever the other program proposes: of a file that is moved it would take its own away.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    return files


class DropHint(QWidget):
    """Lies over the widget and says what becomes of what is let go there."""

    def __init__(self, theme: ThemeSource, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(words)
        self.hide()

    def cover(self) -> None:
        """Lie over all of it now."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.accent_ground))
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        area = QRectF(self.rect()).adjusted(S8, S8, -S8, -S8)
        painter.drawRoundedRect(area, CORNER_BOX, CORNER_BOX)
        painter.setPen(QColor(colours.accent))
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
        painter.drawText(area.adjusted(S8, S8, -S8, -S8), flags, self._words)
