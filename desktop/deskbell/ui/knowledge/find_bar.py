"""Finding words in the article that is read."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskbell.ui.knowledge.article_view import ArticleView
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, S4, S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Pane

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FindBar(Pane):
    """A field with the places before and after; Enter goes on, Shift+Enter back, Escape ends it.

    Signals:
        ended: the keyboard goes back to the article.
    """

    ended = Signal()

    def __init__(self, theme: ThemeSource, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__("background", parent)
        self._view = view
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this article"))
        self.field.setAccessibleName(self.tr("Find in this article"))
        self.field.setFixedHeight(theme.px(BUTTON) - 4)
        self.field.textChanged.connect(self._begin)
        self.field.installEventFilter(self)
        self._told = Label("", TextRole.small, ink="muted", parent=self)
        before = IconButton(theme, Icon.CHEVRON_UP, self.tr("Previous place"), parent=self)
        after = IconButton(theme, Icon.CHEVRON_DOWN, self.tr("Next place"), parent=self)
        close = IconButton(theme, Icon.CLOSE, self.tr("Close"), parent=self)
        before.clicked.connect(lambda: self.go(back=True))
        after.clicked.connect(self.go)
        close.clicked.connect(self.end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S12, S4, S8, S4)
        layout.setSpacing(S8)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._told)
        for button in (before, after, close):
            layout.addWidget(button)
        self.hide()

    def begin(self) -> None:
        """Ask for words; those that are marked are asked for."""
        self.show()
        marked = self._view.textCursor().selectedText()
        if marked:
            self.field.setText(marked)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go(self, *, back: bool = False) -> None:
        """To the next place, or the one before."""
        there = self._view.find_words(self.field.text(), back=back)
        self._told.setText("" if there or not self.field.text() else self.tr("Not found"))

    def end(self) -> None:
        """No longer ask."""
        self.hide()
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, with Shift or without, is a key of the window as well; here it is the field's."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in _ENTER:
            self.go(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        cursor = self._view.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._view.setTextCursor(cursor)
        self.go()
