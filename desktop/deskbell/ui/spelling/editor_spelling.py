"""Spelling in one editor: which words are marked, what is offered for them, and what a person does about them."""

from collections.abc import Hashable, Iterator
from typing import Final

from msgspec import Struct, field
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from deskbell.rules.spelling import Found, Known, known
from deskbell.ui.composer.editor import Editor
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.spelling.marks import Marks, prose
from deskbell.ui.spelling.menu import fill_menu
from deskbell.ui.spelling.own_words import OwnWords
from deskbell.ui.spelling.speller import Speller
from deskbell.ui.theme.source import ThemeSource

NEXT_KEY: Final = "F7"


class DraftSpelling(Struct):
    """How one draft is checked: not in the languages that are `off`; `ignored` are words that are right in it."""

    off: set[str] = field(default_factory=set)
    ignored: set[str] = field(default_factory=set)
    checked: bool = True


class EditorSpelling(QObject):
    """Checks what is written in an editor from now on. `words` are the person's own."""

    def __init__(self, theme: ThemeSource, editor: Editor | MarkdownField, speller: Speller, words: OwnWords) -> None:
        super().__init__(editor)
        self._theme = theme
        self.editor: Editor | MarkdownField = editor
        self.speller = speller
        self.words = words
        self._drafts: dict[Hashable, DraftSpelling] = {}
        self._names = Known()
        self._shown = -1
        self._judged: dict[str, bool] = {}
        document = editor.document()
        # Before the marks hear of it.
        document.contentsChange.connect(self._changed)
        self.marks = Marks(document, self._is_wrong, self.prose)
        self._wear_theme()
        theme.changed.connect(self._wear_theme)
        speller.ready.connect(self._look_at_all)
        speller.judged.connect(self.marks.look_again)
        words.changed.connect(self._look_at_all)
        editor.cursorPositionChanged.connect(self._moved)
        editor.menu_opened.connect(self._fill_menu)
        next_one = QShortcut(QKeySequence(NEXT_KEY), editor)
        next_one.setContext(Qt.ShortcutContext.WidgetShortcut)
        next_one.activated.connect(self.to_next)

    @property
    def draft(self) -> DraftSpelling:
        """That of the draft that is shown."""
        return self._drafts.setdefault(self.editor.draft_key(), DraftSpelling())

    def prose(self, block: QTextBlock) -> Iterator[Found]:
        """The words of a paragraph that are looked up."""
        return prose(block)

    def switch(self, language: str, *, on: bool) -> None:
        """Look the words of this draft up in a language, or don't."""
        (self.draft.off.discard if on else self.draft.off.add)(language)
        self._look_at_all()

    def check(self, *, on: bool) -> None:
        """Check this draft, or don't."""
        self.draft.checked = on
        self._look_at_all()

    def ignore(self, word: str) -> None:
        """The word is right in this draft."""
        self.draft.ignored.add(word)
        self._look_at_all()

    def languages(self, block: QTextBlock) -> list[str]:
        """Those that this draft is checked in, first the one that knows most words of a paragraph."""
        verdicts = [self.speller.verdict(found.word) for found in self.prose(block)]
        counts = {
            language: sum(one.knows >> place & 1 for one in verdicts if one is not None)
            for place, language in enumerate(self.speller.loaded)
            if language not in self.draft.off
        }
        return sorted(counts, key=lambda language: -counts[language])

    def wrong_at(self, cursor: QTextCursor) -> QTextCursor | None:
        """A cursor over the wrong word that this one stands in, before or behind."""
        block = cursor.block()
        place = cursor.selectionStart() - block.position()
        for found in self.prose(block):
            if found.start <= place <= found.end and self._is_wrong(found.word):
                return _over(block, found)
        return None

    def to_next(self) -> None:
        """Go to the next wrong word, from the end on from the beginning, and offer what may be meant."""
        self.marks.typed_at(-1)
        cursor = self.editor.textCursor()
        block, place = cursor.block(), cursor.selectionEnd() - cursor.block().position()
        for _ in range(self.editor.document().blockCount() + 1):
            for found in self.prose(block):
                if found.start >= place and self._is_wrong(found.word):
                    self.editor.setTextCursor(_over(block, found))
                    self.editor.ensureCursorVisible()
                    self._offer()
                    return
            block, place = block.next(), 0
            if not block.isValid():
                block = self.editor.document().begin()

    def _offer(self) -> None:
        menu = QMenu(self.editor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rect = self.editor.cursorRect()
        fill_menu(self, menu, self.editor.textCursor())
        menu.popup(self.editor.viewport().mapToGlobal(rect.bottomLeft()))

    def _fill_menu(self, menu: QMenu, point: QPoint) -> None:
        cursor = self.wrong_at(self.editor.cursorForPosition(point))
        fill_menu(self, menu, cursor)

    def _is_wrong(self, word: str) -> bool | None:
        if self._shown != self.editor.shown:
            self._shown = self.editor.shown
            self._names = known(*self.editor.names())
            self._judged.clear()
        judged = self._judged.get(word)
        if judged is None:
            judged = self._judge(word)
            if judged is not None:
                self._judged[word] = judged
        return judged

    def _judge(self, word: str) -> bool | None:
        draft = self.draft
        if not self.words.checks or not draft.checked or word in draft.ignored:
            return False
        if self.words.known.has(word) or self._names.has(word):
            return False
        verdict = self.speller.verdict(word)
        if verdict is None:
            return None
        asked = sum(1 << place for place, one in enumerate(self.speller.loaded) if one not in draft.off)
        return bool(verdict.writes & asked) and not verdict.knows & asked

    def _look_at_all(self) -> None:
        """Other words may be wrong now."""
        self._judged.clear()
        self.marks.look_at_all()

    def _changed(self, place: int, removed: int, added: int) -> None:
        typed = self.editor.hasFocus() and abs(added - removed) == 1
        self.marks.typed = self.editor.textCursor().position() if typed else -1

    def _moved(self) -> None:
        if self.marks.typed >= 0 and self.editor.textCursor().position() != self.marks.typed:
            self.marks.typed_at(-1)

    def _wear_theme(self) -> None:
        self.marks.set_colour(self._theme.now.colour("danger"))


def _over(block: QTextBlock, found: Found) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + found.start)
    cursor.setPosition(block.position() + found.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor
