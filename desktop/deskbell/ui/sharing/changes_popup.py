"""Shows what was changed about an answer: any two of its versions, word by word."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from deskbell.model.sharing import DraftVersion
from deskbell.rules.changed_words import Change, changed_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import Label

_WIDTH, _HEIGHT = 480, 380
_SAID: Final = {Change.OUT: "danger", Change.IN: "good"}


class Shown(Struct, frozen=True):
    """A version with what it is called."""

    words: str
    version: DraftVersion


class ChangesPopup(Floating):
    """The later text, with what was taken out of the earlier one struck through and what was put in underlined. `versions` from the oldest on, the last being
    what it says now; `may_restore`: whoever looks writes it.

    Signals:
        restored(DraftVersion): it is to say this again.
    """

    restored = Signal(object)

    def __init__(
        self, theme: ThemeSource, versions: Sequence[Shown], *, may_restore: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._versions = versions
        self._may_restore = may_restore
        self.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        title = Label(self.tr("What was changed"), TextRole.title, parent=self)
        legend = Label(
            self.tr("Struck through: taken out. Underlined: put in."), TextRole.small, ink="muted", parent=self
        )
        self.earlier = self._box(self.tr("Earlier version"))
        self.later = self._box(self.tr("Later version"))
        self.text = QTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title.text())
        self.restore = LinkButton(self.tr("Go back to the earlier version"), self)
        self.restore.clicked.connect(self._restore)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.earlier, 1)
        row.addWidget(Label("→", ink="muted", parent=self))
        row.addWidget(self.later, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(row)
        layout.addWidget(legend)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.text)
        last = len(versions) - 1
        says = versions[last].version.text
        others = [place for place in range(last) if versions[place].version.text != says]
        self.earlier.setCurrentIndex(others[-1] if others else 0)
        self.later.setCurrentIndex(last)
        for box in (self.earlier, self.later):
            box.currentIndexChanged.connect(self._compare)
        self._compare()

    def _box(self, name: str) -> ChoiceBox:
        made = ChoiceBox(self)
        made.setAccessibleName(name)
        for shown in self._versions:
            made.addItem(shown.words)
        return made

    def _compare(self) -> None:
        earlier, later = (self._versions[box.currentIndex()].version for box in (self.earlier, self.later))
        self.text.clear()
        cursor = self.text.textCursor()
        for piece in changed_words(earlier.text, later.text):
            form = QTextCharFormat()
            if piece.change is not Change.KEPT:
                form.setForeground(QColor(getattr(self._theme.colours, _SAID[piece.change])))
                form.setFontStrikeOut(piece.change is Change.OUT)
                form.setFontUnderline(piece.change is Change.IN)
            cursor.insertText(piece.text, form)
        now = self._versions[-1].version
        self.restore.setVisible(self._may_restore)
        self.restore.setEnabled((earlier.text, earlier.html) != (now.text, now.html))

    def _restore(self) -> None:
        version = self._versions[self.earlier.currentIndex()].version
        self.close()
        self.restored.emit(version)
