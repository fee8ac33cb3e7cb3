"""A field for words that go out in mails: the composer's editor in a frame, its bar, and the placeholders that may stand in it."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.rules.placeholders import FIELDS
from deskbell.ui.canned.placeholder_marks import PlaceholderMarks
from deskbell.ui.composer.editor import Editor
from deskbell.ui.composer.editor_frame import EditorFrame
from deskbell.ui.composer.format_bar import FormatBar
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList


class LetterEdit(EditorFrame):
    """`placeholders` are those that its button offers. What `files` shows stands below the words; without, none go along.

    Signals:
        edited: a person changed the words.
    """

    edited = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        keys: MyKeys,
        placeholders: Iterable[str] = FIELDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._placeholders = tuple(placeholders)
        self._showing = False
        self.editor = Editor(theme, self)
        self.watch(self.editor)
        self.marks = PlaceholderMarks(theme, self.editor.document())
        self.bar = FormatBar(theme, keys, self.editor, self)
        self.bar.canned.hide()
        self.bar.attach.hide()
        self._button = GhostButton(self.tr("Placeholder…"), self)
        self._button.clicked.connect(self._offer)
        self.editor.document().contentsChanged.connect(self._typed)
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 0, 8, 8)
        tools.addWidget(self.bar)
        tools.addStretch(1)
        tools.addWidget(self._button)
        text = QVBoxLayout()
        text.setContentsMargins(12, 10, 4, 8)
        text.addWidget(self.editor)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(1, 1, 1, 1)
        self._inside.setSpacing(0)
        self._inside.addLayout(text)
        self._inside.addLayout(tools)

    def offer(self, placeholders: Iterable[str], own: frozenset[str]) -> None:
        """Offer these; `own` are the names of custom fields among them, as `rules.placeholders.field_name` gives them."""
        self._placeholders = tuple(placeholders)
        self.marks.know(own)

    def hold_files(self, row: QWidget) -> None:
        """Let files go along: `row` lists them below the words."""
        self._inside.insertWidget(1, row)
        self.bar.attach.show()

    def show_words(self, html: str, text: str) -> None:
        """Show these, without telling."""
        self._showing = True
        self.editor.show_html(html, text)
        self._showing = False

    def modified(self) -> bool:
        """Whether a person has changed them since."""
        return self.editor.document().isModified()

    def words(self) -> tuple[str, str]:
        """HTML and text; both empty where there are no words."""
        text = self.editor.text()
        return (self.editor.html(), text) if text.strip() else ("", "")

    def _typed(self) -> None:
        if not self._showing and self.modified():
            self.edited.emit()

    def _offer(self) -> None:
        choices = [Choice(name, f"{{{{{name}}}}}") for name in self._placeholders]
        dropped = ChoiceList(self._theme, choices, prompt=self.tr("Placeholder"), parent=self._button)
        dropped.chosen.connect(self._put)
        dropped.open_below(self._button)

    def _put(self, name: object) -> None:
        self.editor.insertPlainText(f"{{{{{name}}}}}")
        self.editor.setFocus()
