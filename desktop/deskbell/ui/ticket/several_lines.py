"""Several short texts of one kind, each written in place: a customer's addresses, or phone numbers."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from deskbell.model.customers import LONGEST
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.edit_line import EditLine
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.icon_button import IconButton

_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class SeveralWords:
    """What the lines are called: one of them, what the empty line says, and what the menu says that makes one the first."""

    def __init__(self, one: str, add: str, first: str) -> None:
        self.one, self.add, self.first = one, add, first


class SeveralLines(QWidget):
    """A line for each text and one for another. Enter or leaving takes what is written; a line that is left empty is taken off. Alt+Up makes one the first.

    Signals:
        changed(tuple): these are to be the texts.
        relaid: there are other lines now.
    """

    changed = Signal(object)
    relaid = Signal()

    def __init__(self, theme: ThemeSource, words: SeveralWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._texts: tuple[str, ...] = ()
        self._tried = ""
        self.lines: list[_Line] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(words.add)
        self.field.setFixedHeight(theme.px(26))
        self.field.returnPressed.connect(self._add)
        self.field.installEventFilter(self)
        self._place = Field(theme, "", self.field, parent=self)
        self.field.setAccessibleName(words.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._rows)
        layout.addWidget(self._place)

    def show_texts(self, texts: Sequence[str], *, other: bool) -> None:
        """Show these; `other`: they are somebody else's, and what was being written is forgotten."""
        if other:
            self.field.clear()
            self.mend()
        if other or tuple(texts) != self._texts:
            self._texts = tuple(texts)
            self._make_lines()

    def finish(self) -> None:
        """Take what is still being written: something else is about to be shown."""
        for line in self.lines:
            line.edit.finish()
        if self.field.hasFocus():
            self._add()

    def refuse(self, sentence: str) -> None:
        """What was written last could not be: it can be mended where another one is written."""
        if self._tried and not self.field.text():
            self.field.setText(self._tried)
        self._place.set_fault(sentence, at=self.field)
        self.field.setAccessibleDescription(self._place.fault())

    def mend(self) -> None:
        """Nothing is wrong any more."""
        self._tried = ""
        self._place.set_fault("", at=self.field)
        self.field.setAccessibleDescription("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _COMES_BACK:
            # What was refused waits for Enter: going elsewhere is no second try.
            if not self._place.fault():
                self._add()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.field.clear()
            self.mend()
            self.field.clearFocus()
            return True
        return super().eventFilter(watched, event)

    def _add(self) -> None:
        text = " ".join(self.field.text().split())
        if text:
            self.field.clear()
            self.mend()
            self._say((*self._texts, text), text)

    def _write(self, number: int, text: str) -> None:
        texts = [*self._texts]
        texts[number : number + 1] = [text] if text else []
        self._say(tuple(texts), text)

    def _first(self, number: int) -> None:
        texts = [*self._texts]
        self._say((texts.pop(number), *texts), "")

    def _say(self, texts: tuple[str, ...], tried: str) -> None:
        if texts != self._texts:
            self._tried = tried
            self.changed.emit(texts)

    def _make_lines(self) -> None:
        for line in self.lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [
            _Line(self._theme, self._words, text, first=not at, parent=self) for at, text in enumerate(self._texts)
        ]
        for number, line in enumerate(self.lines):
            line.edit.written.connect(partial(self._write, number))
            line.first_wanted.connect(partial(self._first, number))
            self._rows.addWidget(line)
        self.relaid.emit()


class _Line(QWidget):
    first_wanted = Signal()

    def __init__(self, theme: ThemeSource, words: SeveralWords, text: str, *, first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._is_first = first
        self.edit = EditLine(theme, words.one, self.tr("Taken off when left empty"), self, labelled=False)
        self.edit.field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.edit.field.setMaxLength(LONGEST)
        self.edit.show_other(text)
        self.menu_button = IconButton(
            theme, Icon.MORE, self.tr("More about “%1”").replace("%1", text), side=20, icon_size=14, parent=self
        )
        self.menu_button.clicked.connect(self._open_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.menu_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and event.modifiers() & Qt.KeyboardModifier.AltModifier and not self._is_first:
            self.first_wanted.emit()
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """What can be done with it besides writing."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not self._is_first:
            menu.addAction(self._theme.icon(Icon.UP), self._words.first).triggered.connect(self.first_wanted)
        off = menu.addAction(self._theme.icon(Icon.TRASH), self.tr("Take off"))
        off.triggered.connect(lambda: self.edit.write(""))
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))
