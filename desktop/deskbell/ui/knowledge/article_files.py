"""The files of an article below its text, as boxes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.articles import ArticleFile
from deskbell.model.rows import AttachmentRow
from deskbell.rules.attachments import dangerous
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8, S12, S16, S24
from deskbell.ui.ticket.attachment_box import AttachmentBox
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line

_MOST_ROWS: Final = 2
_BOX: Final = 32


def row_of(file: ArticleFile) -> AttachmentRow:
    """A file of an article, as what hangs on a mail is known."""
    return AttachmentRow(
        id=file.id,
        message_id=0,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        inline=False,
        content_id="",
        dangerous=dangerous(file.name),
    )


class ArticleFiles(QWidget):
    """Hidden where there is none; two rows of them at most are in sight at once.

    Signals:
        look_wanted(AttachmentRow, tuple): look at one of these.
        open_wanted(AttachmentRow), message_wanted(AttachmentRow), save_wanted(AttachmentRow), drag_wanted(AttachmentRow): as of `AttachmentBox`.
        all_wanted(tuple): save all of these.
    """

    look_wanted = Signal(object, object)
    open_wanted = Signal(object)
    message_wanted = Signal(object)
    save_wanted = Signal(object)
    drag_wanted = Signal(object)
    all_wanted = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._files: tuple[ArticleFile, ...] = ()
        self.boxes: list[AttachmentBox] = []
        self._inside = QWidget(self)
        self._flow = FlowLayout(S8, S8, self._inside)
        self._flow.setContentsMargins(S24, S12, S16, S12)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        OverlayScrollBar(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self._area)
        self.hide()

    def show_files(self, files: Sequence[ArticleFile]) -> None:
        """These and no others."""
        if self._files != tuple(files):
            self._files = tuple(files)
            self._make_boxes(tuple(map(row_of, files)))
        self.setVisible(bool(files))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _make_boxes(self, rows: tuple[AttachmentRow, ...]) -> None:
        for box in self.boxes:
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = [AttachmentBox(self._theme, row, self._inside, several=len(rows) > 1) for row in rows]
        for box in self.boxes:
            self._flow.addWidget(box)
            box.look_wanted.connect(lambda row: self.look_wanted.emit(row, rows))
            box.open_wanted.connect(self.open_wanted)
            box.message_wanted.connect(self.message_wanted)
            box.save_wanted.connect(self.save_wanted)
            box.all_wanted.connect(lambda: self.all_wanted.emit(rows))
            box.drag_wanted.connect(self.drag_wanted)
            box.show()

    def _fit(self) -> None:
        row = self._theme.px(_BOX) + S8
        most = _MOST_ROWS * row - S8 + 2 * S12
        wanted = min(most, self._flow.heightForWidth(self.width()))
        if self.boxes and self.height() != wanted + 1:
            self.setFixedHeight(wanted + 1)
