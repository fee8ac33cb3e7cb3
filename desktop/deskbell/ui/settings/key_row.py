"""One action on the page of keys: its name and keys, and, once it is opened, what changes them."""

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.key_table import KeyAction, native
from deskbell.ui.settings.key_recorder import KeyRecorder
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.buttons import LinkButton, PaintedButton
from deskbell.ui.widgets.chip import Chip, Tone
from deskbell.ui.widgets.chip_button import ChipButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line

_RECORDER: Final = 168


class Say(Struct, frozen=True):
    """A sentence below the field; `take` is what a button beside it says that takes the keys from whoever has them."""

    sentence: str = ""
    take: str = ""


class KeyRow(QWidget):
    """Shows an action, below `line`. `at` is the number of the keys that the next strokes stand in the place of.

    Signals:
        opened: it is to be changed.
        left: no more of that.
        pressed(str): strokes so far, in Qt's portable words.
        recorded(str): all of them.
        taken: the keys that another action has are wanted all the same.
        removed(int): the keys with this number are wanted no more.
        reset: the table's keys are wanted.
    """

    opened = Signal()
    left = Signal()
    pressed = Signal(str)
    recorded = Signal(str)
    taken = Signal()
    removed = Signal(int)
    reset = Signal()

    def __init__(self, theme: ThemeSource, entry: KeyAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.entry = entry
        self.at = 0
        self._keys: tuple[str, ...] = ()
        self._chips: list[Chip] = []
        self.head = _Head(theme, self)
        self.head.setEnabled(not entry.fixed)
        self.head.clicked.connect(lambda: self.left.emit() if self.is_open else self.opened.emit())
        self._line = QHBoxLayout(self.head)
        self._line.setContentsMargins(16, 8, 16, 8)
        self._line.setSpacing(4)
        self._line.addWidget(Label(entry.words, ink="muted" if entry.fixed else "", wrap=True, parent=self.head), 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.line = Line(parent=self)
        self._layout.addWidget(self.line)
        self._layout.addWidget(self.head)
        self._made: _Editor | None = None
        self.editor: _Editor | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is being changed."""
        return self.editor is not None

    def show_keys(self, keys: Sequence[str], *, chosen: bool) -> None:
        """The action has these; `chosen` where they are others than the table's."""
        self._keys = tuple(keys)
        shown = [native(words) for words in keys] or [self.tr("none")]
        while len(self._chips) < len(shown):
            chip = Chip(self._theme, parent=self.head)
            chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._line.addWidget(chip)
            self._chips.append(chip)
        _say_on(self._chips, shown, Tone.ACCENT if chosen else Tone.PLAIN)
        self.head.setToolTip(self.tr("Always these keys") if self.entry.fixed else "")
        name = f"{self.entry.words}: {', '.join(shown)}"
        self.head.setAccessibleName(self.tr("%1, always these keys").replace("%1", name) if self.entry.fixed else name)
        if self.editor is not None:
            self.editor.show_keys(self._keys, self.at, chosen=chosen)

    def open(self) -> None:
        """Let the next strokes be its keys."""
        if self.editor is None:
            self.at = 0
            # Kept once it is made: taking it apart while the page goes on crashed within Qt's bindings (PySide6 6.11.3).
            if self._made is None:
                self._made = _Editor(self._theme, self)
                self._layout.addWidget(self._made)
            self.editor = self._made
            self.editor.recorder.forget()
            self.editor.say(Say())
            self.editor.show()
        self.editor.recorder.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_again(self) -> None:
        """Show the keys alone."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            had_keyboard = editor.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
            editor.hide()
            if had_keyboard:
                self.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def change(self, at: int) -> None:
        """Let the next strokes stand in the place of the keys with this number, or beside them where there is none yet."""
        self.at = at
        if self.editor is not None:
            self.editor.show_keys(self._keys, at, chosen=self.editor.back.isVisibleTo(self.editor))
            self.editor.recorder.forget()
            self.editor.say(Say())
            self.editor.recorder.setFocus(Qt.FocusReason.OtherFocusReason)

    def change_further(self) -> None:
        """Let the next strokes stand beside all keys."""
        self.change(len(self._keys))

    def say(self, say: Say) -> None:
        """What is to be said of what was pressed."""
        if self.editor is not None:
            self.editor.say(say)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_open and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Editor(QWidget):
    """Chips to change or remove, the field that records, a sentence, and the ways out."""

    def __init__(self, theme: ThemeSource, row: KeyRow) -> None:
        super().__init__(row)
        self._theme = theme
        self._row = row
        self._chips: list[ChipButton] = []
        self.recorder = KeyRecorder(self)
        self.recorder.setPlaceholderText(self.tr("Press the keys"))
        self.recorder.setAccessibleName(self.tr("New keys: %1").replace("%1", row.entry.words))
        self.recorder.setFixedWidth(theme.px(_RECORDER))
        self.recorder.pressed.connect(row.pressed)
        self.recorder.recorded.connect(row.recorded)
        self.recorder.left.connect(row.left)
        self.more = LinkButton(self.tr("Further keys"), self)
        self.more.clicked.connect(row.change_further)
        self.back = LinkButton("", self)
        self.back.clicked.connect(row.reset)
        self._sentence = Label("", ink="muted", wrap=True, parent=self)
        self.take = LinkButton("", self)
        self.take.clicked.connect(row.taken)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(6)
        self._keys.addWidget(self.recorder)
        self._keys.addWidget(self.more)
        self._keys.addStretch(1)
        self._keys.addWidget(self.back)
        said = QHBoxLayout()
        said.addWidget(self._sentence, 1)
        said.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 11, 12)
        layout.setSpacing(8)
        layout.addLayout(self._keys)
        layout.addLayout(said)
        self.say(Say())

    def show_keys(self, keys: Sequence[str], at: int, *, chosen: bool) -> None:
        while len(self._chips) < len(keys):
            number = len(self._chips)
            chip = ChipButton(self._theme, clickable=True, removable=True, parent=self)
            chip.setToolTip(self.tr("Change with a click, remove with Del"))
            chip.clicked.connect(partial(self._row.change, number))
            chip.removed.connect(partial(self._row.removed.emit, number))
            self._keys.insertWidget(number, chip)
            self._chips.append(chip)
        _say_on(self._chips, [native(words) for words in keys])
        if at < len(keys):
            self._chips[at].set_tone(Tone.ACCENT)
        self.more.setVisible(bool(keys) and at < len(keys))
        before = ", ".join(native(words) for words in self._row.entry.keys)
        self.back.setText(self.tr("Back to %1").replace("%1", before) if before else self.tr("Back to none"))
        self.back.setAccessibleName(self.back.text())
        self.back.setVisible(chosen)

    def say(self, say: Say) -> None:
        hint = self.tr("Several strokes, such as G and then I, are taken until you pause. Esc leaves it as it is.")
        self._sentence.setText(say.sentence or hint)
        self._sentence.set_ink("warning" if say.sentence else "muted")
        self.take.setText(say.take)
        self.take.setAccessibleName(say.take)
        self.take.setVisible(bool(say.take))
        if say.sentence:
            announce(self, say.sentence)


def _say_on(chips: Sequence[Chip | ChipButton], texts: Sequence[str], tone: Tone = Tone.PLAIN) -> None:
    for chip, text in zip_longest(chips, texts):
        chip.set_text(text or "", tone)
        chip.setVisible(text is not None)


class _Head(PaintedButton):
    """The whole line can be clicked."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
