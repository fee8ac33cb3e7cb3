"""The search field: an icon, the words, a cross to clear them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource

# Less than between two letters of a quick typist: a search takes as long again, and a later one supersedes it.
_REST_MS = 40


class SearchBox(QLineEdit):
    """A field that searches once typing rests, or at once on Enter.

    Signals:
        searched(str): the trimmed words to look for, "" when the box was cleared.
        given_up: Escape took the words away.
        left: Escape in an empty box, Enter, or Down: the keyboard wants to go to the results.
    """

    searched = Signal(str)
    given_up = Signal()
    left = Signal()

    def __init__(self, theme: ThemeSource, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = ""
        self._drawn = False
        self._by_hand = self._telling = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self._glass = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._cross = QAction(self.tr("Clear"), self)
        self._cross.triggered.connect(self.clear_search)
        self._name_buttons()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._say)
        self.textEdited.connect(self._is_typed)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._go_to_results)
        theme.changed.connect(self._take_theme)

    def clear_search(self) -> None:
        """Empty the box and say so at once."""
        self._by_hand = False
        self.clear()
        self._say()

    def search_now(self) -> None:
        """Search for what is typed without waiting until typing rests."""
        self._say()

    def is_typed_in(self) -> bool:
        """Whether what comes now is of words that somebody types, who may type on: also one who has just deleted all of them, to write others."""
        return self._telling and self._by_hand and self.hasFocus()

    def showEvent(self, event: QShowEvent) -> None:
        # The box above the list is not seen before somebody searches; its icons are drawn then.
        if not self._drawn:
            self._drawn = True
            self._take_theme()
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear_search()
                self.given_up.emit()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self._go_to_results()
        else:
            super().keyPressEvent(event)

    def _is_typed(self, _text: str) -> None:
        self._by_hand = True

    def _typed(self, text: str) -> None:
        if text and self._cross not in self.actions():
            self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
            self._name_buttons()
        elif not text:
            self.removeAction(self._cross)
        self._rest.start()

    def _name_buttons(self) -> None:
        """Qt makes a button for each action, and names it for the eye alone."""
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(button.defaultAction().text() or self.placeholderText())

    def _say(self) -> None:
        self._rest.stop()
        words = self.text().strip()
        if words != self._said:
            self._said = words
            self._telling = True
            self.searched.emit(words)
            self._telling = False

    def _go_to_results(self) -> None:
        self._say()
        self.left.emit()

    def _take_theme(self) -> None:
        if not self._drawn:
            return
        self._glass.setIcon(self._theme.icon(Icon.SEARCH, "faint", 15))
        self._cross.setIcon(self._theme.icon(Icon.CLOSE, "muted", 14))
