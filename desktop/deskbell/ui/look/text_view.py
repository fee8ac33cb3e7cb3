"""A text: to be read, searched and copied."""

from typing import Final

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QColor, QFontDatabase, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.search_box import SearchBox

_MOST_MARKED: Final = 1_000
"""Places that are marked and counted."""


class TextView(Pane):
    """Ctrl+F finds words, Enter and Shift+Enter go from one to the next. Lines go on below, unless `set_wrapped(False)`."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setUndoRedoEnabled(False)
        self.text.installEventFilter(self)
        self.setFocusProxy(self.text)
        self.bar = Pane("panel", self)
        self.words = SearchBox(theme, self.tr("Find in the text"), self.bar)
        self.words.searched.connect(self._search)
        self.words.installEventFilter(self)
        self._count = Label("", TextRole.small, ink="muted", parent=self.bar)
        self.before = IconButton(theme, Icon.UP, self.tr("The one before"), parent=self.bar)
        self.before.clicked.connect(lambda: self.go_on(back=True))
        self.after = IconButton(theme, Icon.DOWN, self.tr("The next one"), parent=self.bar)
        self.after.clicked.connect(self.go_on)
        inside = QHBoxLayout(self.bar)
        inside.setContentsMargins(12, 6, 12, 6)
        inside.setSpacing(6)
        inside.addWidget(self.words, 1)
        inside.addWidget(self._count)
        inside.addWidget(self.before)
        inside.addWidget(self.after)
        self.bar.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.text, 1)
        theme.changed.connect(self._wear_theme)
        self._wear_theme()

    def show_text(self, words: str, name: str) -> None:
        """Show this; `name` is what it is called by ear."""
        self.text.setPlainText(words)
        self.text.setAccessibleName(name)
        self.words.clear_search()
        self.bar.hide()

    def forget(self) -> None:
        """Show nothing."""
        self.show_text("", "")

    @property
    def wrapped(self) -> bool:
        """Whether long lines go on below."""
        return self.text.lineWrapMode() is QPlainTextEdit.LineWrapMode.WidgetWidth

    def set_wrapped(self, wrapped: bool) -> None:
        """Let long lines go on below, or beyond the edge."""
        mode = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(mode.WidgetWidth if wrapped else mode.NoWrap)

    def ask_words(self) -> None:
        """Ask what is to be found."""
        self.bar.show()
        chosen = self.text.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.words.setText(chosen)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def go_on(self, *_: object, back: bool = False) -> None:
        """To the next place that has the words, from the end on from the beginning again."""
        words = self.words.text().strip()
        if not words:
            return
        self.words.search_now()
        self._seek(words, back=back)

    def _seek(self, words: str, *, back: bool) -> None:
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not self.text.find(words, flags):
            cursor = self.text.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
            self.text.setTextCursor(cursor)
            self.text.find(words, flags)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if watched is self.words and enter:
            self.go_on(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if watched is self.words and event.key() == Qt.Key.Key_Escape:
            self.words.clear_search()
            self.bar.hide()
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if watched is self.text and event.key() == Qt.Key.Key_Space:
            # Not the next page: the key that has shown the file closes it again.
            event.ignore()
            return True
        if watched is self.text and event.matches(QKeySequence.StandardKey.FindNext):
            self.go_on()
            return True
        return super().eventFilter(watched, event)

    def _search(self, words: str) -> None:
        """Mark where the words stand, and go to the first place from where one is."""
        marks: list[QTextEdit.ExtraSelection] = []
        if words:
            look = QTextCharFormat()
            look.setBackground(QColor(self._theme.colours.note_line))
            look.setForeground(QColor(self._theme.colours.ink))
            cursor = self.text.document().find(words, 0)
            while not cursor.isNull() and len(marks) < _MOST_MARKED:
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, look
                marks.append(mark)
                cursor = self.text.document().find(words, cursor)
        self.text.setExtraSelections(marks)
        self._count.setText(self._counted(len(marks)) if words else "")
        if marks:
            first = self.text.textCursor()
            first.setPosition(first.selectionStart())
            self.text.setTextCursor(first)
            self._seek(words, back=False)

    def _counted(self, count: int) -> str:
        if not count:
            return self.tr("Not found")
        if count == 1:
            return self.tr("Found once")
        if count >= _MOST_MARKED:
            return self.tr("Found more than {count} times").format(count=QLocale().toString(_MOST_MARKED - 1))
        return self.tr("Found {count} times").format(count=count)

    def _wear_theme(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._theme.px(TextRole.body.value))
        self.text.setFont(font)
