"""A popup in which one of many things is found by what is typed."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import Label

_WIDTH = 420
_ROWS = 7
_REST_MS = 150
_VALUE = Qt.ItemDataRole.UserRole


class FoundPopup(Floating):
    """A line for words, and what these find; Up and Down and Enter choose, Escape leaves.

    Signals:
        asked(str): what holds these words is wanted, or ("") what is likely.
    """

    asked = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = QLineEdit(self)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setFixedHeight(_ROWS * theme.px(30) + 2)
        self.list.itemClicked.connect(self._choose_item)
        self._nothing = Label("", ink="muted", parent=self.list)
        self._nothing.move(8, 8)
        self._nothing.hide()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(lambda: self.asked.emit(self.words()))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 12, 12, 8)
        self._layout.setSpacing(10)
        self._layout.addWidget(self.field)
        self._layout.addWidget(self.list)
        self.setFocusProxy(self.field)
        self.setFixedWidth(theme.px(_WIDTH))

    def call(self, prompt: str, name: str, what: str, nothing: str) -> None:
        """Say what can be typed (`name` at length), what is found, and what stands where nothing is."""
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(name)
        self.list.setAccessibleName(what)
        self._nothing.setText(nothing)

    def put_above(self, head: QWidget) -> None:
        """Lay this above the line; it is read whole, in every language."""
        self._layout.insertWidget(0, head)
        # The frame is known once it is polished.
        self.ensurePolished()
        self.setFixedWidth(max(self._theme.px(_WIDTH), self._layout.totalSizeHint().width()))

    def words(self) -> str:
        """What is typed."""
        return self.field.text().strip()

    def show_lines(self, words: str, lines: Sequence[tuple[object, str]]) -> None:
        """Offer these, each with what it stands for, which `words` have found; others may have been typed since."""
        if words != self.words():
            return
        self.list.clear()
        for value, text in lines:
            item = QListWidgetItem(text)
            item.setData(_VALUE, value)
            item.setSizeHint(QSize(0, self._theme.px(30)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(bool(words) and not lines)
        self._nothing.adjustSize()

    def fit(self, anchor: QWidget | None) -> None:
        # Not `adjustSize`, which asks for the height that lines take in another width.
        self.resize(self.width(), self._layout.totalHeightForWidth(self.width()))

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
                        self._choose_item(item)
                    return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._rest.start()

    def _choose_item(self, item: QListWidgetItem) -> None:
        self._choose(item.data(_VALUE))

    @abstractmethod
    def _choose(self, value: object) -> None:
        """This one was chosen."""
