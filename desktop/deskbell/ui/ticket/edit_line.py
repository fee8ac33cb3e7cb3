"""Fields that look like text until they are used: a fact at the right of its name, and a note of some lines."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from deskbell.rules.fields import one_line
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.label import Label, plain_tooltip

_MENU = Qt.FocusReason.PopupFocusReason


class EditLine(QWidget):
    """A name and a value that is written in place. Enter or leaving takes it, Escape brings back what is saved.

    `shown` makes of what was typed how it will be shown. Where the name stands elsewhere, it is not `labelled`.

    A text that the desk has not taken, or that somebody else has changed meanwhile, stays, can be changed, and is written by Enter or by leaving it
    once more.

    Signals:
        written(str): another value was entered, or the same once more after it had not been taken.
        unsaved(bool, object): the text is one that the desk has not taken, or is so no longer; what somebody else wrote meanwhile, None where nobody did.
    """

    written = Signal(str)
    unsaved = Signal(bool, object)

    def __init__(
        self,
        theme: ThemeSource,
        name: str,
        placeholder: str,
        parent: QWidget | None = None,
        *,
        shown: Callable[[str], str] = one_line,
        labelled: bool = True,
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._kept = _Kept(self.written.emit, self.unsaved.emit)
        self._short = ""
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        # Qt's field keeps two pixels and the caret free at its edge; the letters stand in line with the other values.
        self.field.setTextMargins(0, 0, -3, 0)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if labelled:
            layout.addWidget(Label(name, ink="muted", parent=self))
        layout.addWidget(self.field, 1)
        self.setFixedHeight(theme.px(26))

    def finish(self) -> None:
        """Write what is still being typed: something else is about to be shown."""
        if self.field.hasFocus():
            self._take()

    def show_other(self, text: str) -> None:
        """Show the value of something else."""
        self._kept.begin(text)
        if self.field.hasFocus():
            self.field.setText(text)
        else:
            self._say_short()

    def show_text(self, text: str) -> None:
        """Show what is saved now; what is being typed, or was written and is not saved, stays."""
        typing = self.field.hasFocus()
        if self._kept.learn(text, self._typed() if typing else None) and typing:
            self.field.setText(self._kept.text)
        elif not typing:
            self._say_short()

    def confirm(self, text: str) -> None:
        """This text was saved."""
        if self._kept.confirm(text) and not self.field.hasFocus():
            self._say_short()

    def write(self, text: str) -> None:
        """As if this were typed and Enter pressed."""
        self.field.setText(text)
        self._take()
        if not self.field.hasFocus():
            self._say_short()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        # Coming back from a menu, what was typed so far stays.
        if event.type() is QEvent.Type.FocusIn and self.field.text() == self._short:
            self.field.setText(self._kept.text)
        elif isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() is not _MENU:
            self._take()
            self._say_short()
        elif event.type() is QEvent.Type.Resize and not self.field.hasFocus():
            self._say_short()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._kept.begin(self._kept.saved)
            self.field.setText(self._kept.text)
            self.field.clearFocus()
            return True
        return super().eventFilter(self.field, event)

    def _take(self) -> None:
        self._kept.write(self._typed())

    def _typed(self) -> str:
        return self._shown(self.field.text())

    def _say_short(self) -> None:
        """While it is not written in, a value too long for its place ends in dots, and its tooltip has all of it."""
        text = self._kept.text
        room = self.field.width() - self.field.textMargins().right() - 6
        self._short = self.field.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
        self.field.setText(self._short)
        self.field.setCursorPosition(0)
        self.field.setToolTip(plain_tooltip(text) if self._short != text else "")


class EditText(QPlainTextEdit):
    """Some lines that are written in place, as high as they need to be. Leaving takes them, Escape brings back what is saved.

    A text that the desk has not taken, or that somebody else has changed meanwhile, stays, can be changed, and is written by leaving it once more.

    Signals:
        written(str): another text was entered, or the same once more after it had not been taken.
        unsaved(bool, object): the text is one that the desk has not taken, or is so no longer; what somebody else wrote meanwhile, None where nobody did.
    """

    written = Signal(str)
    unsaved = Signal(bool, object)

    def __init__(self, theme: ThemeSource, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept = _Kept(self.written.emit, self.unsaved.emit)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self._fit()

    def finish(self) -> None:
        """Write what is still being typed: something else is about to be shown."""
        if self.hasFocus():
            self._take()

    def show_other(self, text: str) -> None:
        """Show the text of something else."""
        self._kept.begin(text)
        self.setPlainText(text)

    def show_text(self, text: str) -> None:
        """Show what is saved now; what is being typed, or was written and is not saved, stays."""
        typing = self.hasFocus()
        if self._kept.learn(text, self._typed() if typing else None) or not typing:
            self.setPlainText(self._kept.text)

    def confirm(self, text: str) -> None:
        """This text was saved."""
        if self._kept.confirm(text) and not self.hasFocus():
            self.setPlainText(self._kept.text)

    def keep_both(self) -> None:
        """Write what somebody else wrote meanwhile, and this text below it."""
        self.setPlainText(f"{self._kept.saved}\n{self._kept.text}")
        self._take()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not _MENU:
            self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._kept.begin(self._kept.saved)
            self.setPlainText(self._kept.text)
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _take(self) -> None:
        self._kept.write(self._typed())

    def _typed(self) -> str:
        return self.toPlainText().strip()

    def _fit(self) -> None:
        # A plain text document measures itself in lines.
        lines = max(1, ceil(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + 2 * self._theme.px(6) + 10
        if height != self.height():
            self.setFixedHeight(height)


class _Kept:
    """What of a text is saved, and what was written and is under way or was refused: the desk says only what it has.

    Nobody writes over what they have not seen: where the text is another than the one that was begun with, writing it waits for a second time.
    """

    def __init__(self, written: Callable[[str], None], unsaved: Callable[[bool, str | None], None]) -> None:
        self.saved = ""
        self._begun = ""
        self._sent: str | None = None
        self._refused = False
        self._written = written
        self._unsaved = unsaved

    @property
    def text(self) -> str:
        """What stands in the field while nobody types."""
        return self.saved if self._sent is None else self._sent

    def begin(self, saved: str) -> None:
        """Begin with what is saved; what was written is forgotten."""
        self.saved = saved
        self._settle(None)

    def learn(self, saved: str, typed: str | None) -> bool:
        """This is what the desk has now; `typed` stands in the field while the caret is in it. Whether the field is to show it: nobody has changed anything."""
        before, self.saved = self.saved, saved
        if self._sent == saved:
            self._settle(None)
        elif self._sent is not None:
            if not self._refused or saved != before:
                self._refuse()
        elif typed is None or typed in (self._begun, saved):
            self._begun = saved
            return saved != before
        return False

    def confirm(self, text: str) -> bool:
        """This was saved; whether it is what was waited for. What is known to have come after it stays."""
        if self._sent != text:
            return False
        if not self._refused:
            self.saved = text
        self._settle(None)
        return True

    def write(self, text: str) -> None:
        """This was entered. What is under way is not written twice."""
        if text == self.saved and (self._refused or self._sent is None):
            self._settle(None)
        elif self._sent is None and self._begun != self.saved:
            self._sent = text
            self._refuse()
        elif text != self.text or self._refused:
            self._settle(text)
            self._written(text)

    def _refuse(self) -> None:
        """Say that it is not saved, and what is instead where that is news."""
        theirs = self.saved if self._begun != self.saved else None
        self._refused = True
        self._unsaved(True, theirs)

    def _settle(self, sent: str | None) -> None:
        self._sent = sent
        self._begun = self.saved
        if self._refused:
            self._refused = False
            self._unsaved(False, None)
