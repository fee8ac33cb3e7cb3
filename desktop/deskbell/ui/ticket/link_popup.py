"""Asks which ticket another one is to be linked to, and as what."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskbell.model.kinds import LinkKind
from deskbell.model.rows import TicketRow, TicketTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import status_word

_WIDTH = 420
_ROWS = 7
_REST_MS = 150
_NUMBER = Qt.ItemDataRole.UserRole


class LinkPopup(QFrame):
    """What the ticket is to the other one, a line for a number or words, and the tickets that these find; Up and Down and Enter choose, Escape leaves.

    Signals:
        asked(str): tickets that hold these words are wanted, or ("") those that are likely.
        chosen(int, LinkKind): the ticket is to be this to the one of that number.
    """

    asked = Signal(str)
    chosen = Signal(int, object)

    def __init__(self, theme: ThemeSource, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        kinds = [
            (LinkKind.RELATED, self.tr("Related to")),
            (LinkKind.CHILD, self.tr("Child of")),
            (LinkKind.PARENT, self.tr("Parent of")),
            (LinkKind.DUPLICATE, self.tr("Duplicate of")),
        ]
        self.kind = Segments(theme, kinds, self)
        self.kind.set_value(LinkKind.RELATED)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Number or words"))
        self.field.setAccessibleName(self.tr("Number or words of the other ticket"))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setFixedHeight(_ROWS * theme.px(30) + 2)
        self.list.setAccessibleName(self.tr("Tickets"))
        self.list.itemClicked.connect(self._choose)
        self._nothing = Label(self.tr("No ticket found."), ink="muted", parent=self.list)
        self._nothing.move(8, 8)
        self._nothing.hide()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(lambda: self.asked.emit(self.words()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(10)
        layout.addWidget(Field(theme, self.tr("#%1 is").replace("%1", str(number)), self.kind, parent=self))
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFocusProxy(self.field)
        # What the ticket is to the other one must be read whole, in every language; the frame is known once it is polished.
        self.ensurePolished()
        self.setFixedWidth(max(theme.px(_WIDTH), layout.totalSizeHint().width()))

    def words(self) -> str:
        """What is typed."""
        return self.field.text().strip()

    def show_found(self, words: str, rows: Sequence[TicketTitle | TicketRow]) -> None:
        """Offer these, which `words` have found; others may have been typed since."""
        if words != self.words():
            return
        self.list.clear()
        for row in rows:
            subject = " ".join(row.subject.split())
            item = QListWidgetItem(f"#{row.id} {subject} · {status_word(row.status)}")
            item.setData(_NUMBER, row.id)
            item.setSizeHint(QSize(0, self._theme.px(30)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(not rows)
        self._nothing.adjustSize()

    def open_below(self, anchor: QWidget) -> None:
        """Show it under `anchor`, or over it where there is no room below."""
        self.adjustSize()
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        room = anchor.screen().availableGeometry()
        if at.y() + self.height() > room.bottom():
            at.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        self.move(max(room.left(), min(at.x(), room.right() - self.width())), max(room.top(), at.y()))
        self.show()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Up | Qt.Key.Key_Down:
                    step = -1 if event.key() == Qt.Key.Key_Up else 1
                    self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    # What was found by other words than those that stand there is not meant.
                    item: QListWidgetItem | None = None if self._rest.isActive() else self.list.currentItem()
                    if item is not None:
                        self._choose(item)
                    return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._rest.start()

    def _choose(self, item: QListWidgetItem) -> None:
        kind = self.kind.value()
        self.close()
        self.chosen.emit(item.data(_NUMBER), kind)
