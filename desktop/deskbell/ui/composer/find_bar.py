"""Looks for words in the text that is being written, and puts others in their place."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from deskbell.ui.key_table import native
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, plain_tooltip

MOST: Final = 1000
"""So many places are counted and marked."""

_GAP: Final = 8
_CASE: Final = "Alt+C"
_ALL: Final = "Ctrl+Alt+Return"


class FindBar(QWidget):
    """Stands at the top of an editor, which leaves it the room with `keep_clear`, in pixels; `inset` are those between its edge and what stands in it. Enter and F3 go to the next place, with Shift to the one before;
    Alt+C tells capital letters from small ones; Enter replaces where it is said by what, with Ctrl+Alt everywhere; Escape closes it."""

    def __init__(
        self,
        theme: ThemeSource,
        editor: QTextEdit | QPlainTextEdit,
        keep_clear: Callable[[int], object],
        inset: int = 0,
    ) -> None:
        super().__init__(editor)
        self._theme = theme
        self._editor = editor
        self._keep_clear = keep_clear
        self._inset = inset
        self._high = 0
        self.field = self._line(self.tr("Find"))
        self.by = self._line(self.tr("Replace with"))
        self.count = Label("", TextRole.small, ink="muted", parent=self)
        self.one_button = GhostButton(self.tr("Replace"), self)
        self.all_button = GhostButton(self.tr("All"), self)
        self.all_button.setAccessibleName(self.tr("Replace all"))
        self.one_button.clicked.connect(self.replace)
        self.all_button.clicked.connect(self.replace_all)
        self.case = IconButton(theme, Icon.CASE, "", parent=self)
        self.case.set_name(self.tr("Match case"), native(_CASE))
        self.case.setCheckable(True)
        self.case.toggled.connect(self._typed)
        self.one_button.setToolTip(plain_tooltip(native("Return")))
        self.all_button.setToolTip(plain_tooltip(native(_ALL)))
        layout = QGridLayout(self)
        layout.setContentsMargins(inset, inset, max(inset, _GAP), _GAP)
        layout.setSpacing(4)
        layout.addWidget(self.field, 0, 0)
        layout.addLayout(self._moves(), 0, 1)
        layout.addWidget(self.by, 1, 0)
        more = QHBoxLayout()
        more.addWidget(self.one_button)
        more.addWidget(self.all_button)
        more.addStretch(1)
        layout.addLayout(more, 1, 1)
        layout.setColumnStretch(0, 1)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._mark)
        self.field.textEdited.connect(self._typed)
        for keys, deed in (
            (QKeySequence.StandardKey.FindNext, self.next),
            (QKeySequence.StandardKey.FindPrevious, self.previous),
        ):
            self._key(editor, keys, deed)
        self._key(self, QKeySequence.StandardKey.Find, self.begin)
        self._key(self, _CASE, self.case.toggle)
        self._key(self, _ALL, self._replace_all_shown)
        editor.document().contentsChanged.connect(self._later.start)
        editor.installEventFilter(self)
        theme.changed.connect(self._fit)
        theme.changed.connect(self._later.start)

    def begin(self, *, replacing: bool = False) -> None:
        """Show it with what is selected, where that is a piece of one line."""
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected and not self.field.hasFocus() and not self.by.hasFocus():
            self.field.setText(selected)
        replacing = replacing or (self.isVisible() and not self.by.isHidden())
        for one in (self.by, self.one_button, self.all_button):
            one.setVisible(replacing)
        self.show()
        self._fit()
        self.field.selectAll()
        self.field.setFocus()
        self._mark()

    def leave(self) -> None:
        """Close it; the caret is in the text again, where it was found."""
        self.hide()
        self._editor.setExtraSelections([])
        self._high = 0
        self._keep_clear(0)
        self._editor.setFocus()

    def next(self) -> None:
        """Go to the next place, from the end on from the beginning."""
        self._go(self._editor.textCursor().selectionEnd(), backwards=False)

    def previous(self) -> None:
        """Go to the place before, from the beginning on from the end."""
        self._go(self._editor.textCursor().selectionStart(), backwards=True)

    def replace(self) -> None:
        """Replace the place that is selected, and go to the next one; where none is selected, only go there."""
        cursor = self._editor.textCursor()
        if self._is_place(cursor):
            cursor.insertText(self.by.text())
            self._editor.setTextCursor(cursor)
        self.next()

    def replace_all(self) -> None:
        """Replace every place; one undo takes it back."""
        group = QTextCursor(self._editor.document())
        group.beginEditBlock()
        count = 0
        for place in self._places(most=None):
            place.insertText(self.by.text())
            count += 1
        group.endEditBlock()
        self._later.stop()
        self._mark()
        self.count.setText(self.tr("1 replaced") if count == 1 else self.tr("%n replaced", "", count))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self.isVisible():
            leaves = event.key() == Qt.Key.Key_Escape
            if leaves:
                self.leave()
            return leaves
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Nothing goes on from here: the editor, which it stands in, would write it.
        event.accept()
        if event.matches(QKeySequence.StandardKey.Find):
            self.begin()
        elif event.matches(QKeySequence.StandardKey.Replace):
            self.begin(replacing=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.previous()
            elif self.by.hasFocus():
                self.replace()
            else:
                self.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.colours.line))
        low = self.height() - 5
        painter.drawLine(0, low, self.width() - (0 if self._inset else _GAP), low)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setMinimumWidth(60)
        return line

    def _moves(self) -> QHBoxLayout:
        moves = QHBoxLayout()
        moves.setSpacing(0)
        moves.addWidget(self.count, 1)
        moves.addWidget(self.case)
        for icon, name, deed in (
            (Icon.CHEVRON_UP, self.tr("Previous place"), self.previous),
            (Icon.CHEVRON_DOWN, self.tr("Next place"), self.next),
            (Icon.CLOSE, self.tr("Close"), self.leave),
        ):
            button = IconButton(self._theme, icon, name, parent=self)
            button.clicked.connect(deed)
            moves.addWidget(button)
        return moves

    def _key(self, host: QWidget, keys: QKeySequence.StandardKey | str, deed: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), host)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)

    def _typed(self) -> None:
        """From where the caret is: what is found stays found while one types on."""
        self._go(self._editor.textCursor().selectionStart(), backwards=False)
        self._mark()

    def _go(self, start: int, *, backwards: bool) -> None:
        wanted = self.field.text()
        if not wanted:
            return
        document = self._editor.document()
        flags = self._flags() | (document.FindFlag.FindBackward if backwards else document.FindFlag(0))
        found = document.find(wanted, start, flags)
        if found.isNull():
            found = document.find(wanted, document.characterCount() - 1 if backwards else 0, flags)
        if not found.isNull():
            self._editor.setTextCursor(found)
            self._editor.ensureCursorVisible()
        self._later.start()

    def _places(self, most: int | None) -> Iterator[QTextCursor]:
        """A cursor over each place, from the beginning, `most` at most."""
        document, wanted = self._editor.document(), self.field.text()
        flags = self._flags()
        found = document.find(wanted, 0, flags) if wanted else QTextCursor()
        count = 0
        while not found.isNull() and (most is None or count < most):
            yield found
            count += 1
            found = document.find(wanted, found.selectionEnd(), flags)

    def _is_place(self, cursor: QTextCursor) -> bool:
        wanted, there = self.field.text(), cursor.selectedText()
        return bool(wanted) and (
            there == wanted or (not self.case.isChecked() and there.casefold() == wanted.casefold())
        )

    def _flags(self) -> QTextDocument.FindFlag:
        return QTextDocument.FindFlag.FindCaseSensitively if self.case.isChecked() else QTextDocument.FindFlag(0)

    def _replace_all_shown(self) -> None:
        """By key, where it is asked by what."""
        if not self.by.isHidden():
            self.replace_all()

    def _mark(self) -> None:
        """Mark all places, and say which one it is of how many."""
        if not self.isVisible():
            return
        self._fit()
        here = self._editor.textCursor()
        places = list(self._places(MOST))
        marks = []
        for place in places:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = place
            same = place.selectionStart() == here.selectionStart() and place.selectionEnd() == here.selectionEnd()
            mark.format.setBackground(QColor(self._theme.colours.note_line if same else self._theme.colours.note))
            marks.append(mark)
        self._editor.setExtraSelections(marks)
        self.count.setText(self._said(places, here))
        for one in (self.one_button, self.all_button):
            one.setEnabled(bool(places))

    def _said(self, places: list[QTextCursor], here: QTextCursor) -> str:
        if not self.field.text():
            return ""
        if not places:
            return self.tr("Not found")
        known = f"{MOST}+" if len(places) == MOST else str(len(places))
        place = next((n for n, one in enumerate(places, 1) if one.selectionStart() == here.selectionStart()), 0)
        return self.tr("{place} of {count}").format(place=place, count=known) if place else known

    def _fit(self) -> None:
        if not self.isHidden():
            high = self.sizeHint().height()
            if high != self._high:
                self._high = high
                self._keep_clear(high)
            # Beside the scroll bar.
            self.setGeometry(0, 0, self._editor.viewport().geometry().right() + 1, high)
