"""Spelling where an article is written: in the language of its text, without its code and without where its links lead."""

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextBlock

from deskbell.rules.markdown.prose import lines_of_none, none_of_line
from deskbell.rules.spelling import Found, words_of
from deskbell.ui.composer.text_shapes import blocks
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.spelling.editor_spelling import DraftSpelling, EditorSpelling
from deskbell.ui.spelling.own_words import OwnWords
from deskbell.ui.spelling.speller import Speller
from deskbell.ui.theme.source import ThemeSource


class ArticleSpelling(EditorSpelling):
    """Dictionaries of other languages than the article's are not asked, unless the person says so in the menu."""

    editor: MarkdownField

    def __init__(self, theme: ThemeSource, editor: MarkdownField, speller: Speller, words: OwnWords) -> None:
        self._read = -1
        self._none: frozenset[int] = frozenset()
        self._chosen: dict[object, tuple[str, ...]] = {}
        super().__init__(theme, editor, speller, words)

    @property
    def draft(self) -> DraftSpelling:
        draft = super().draft
        key, loaded = self.editor.draft_key(), self.speller.loaded
        if self._chosen.get(key) != loaded:
            self._chosen[key] = loaded
            draft.off = {one for one in loaded if not _is_of(one, self.editor.language)}
        return draft

    def prose(self, block: QTextBlock) -> Iterator[Found]:
        if block.blockNumber() in self._lines_of_none():
            return
        text = block.text()
        for start, end in none_of_line(text):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        for found in words_of(text):
            begin = _units(text[: found.start])
            yield Found(begin, begin + _units(text[found.start : found.end]), found.word)

    def _lines_of_none(self) -> frozenset[int]:
        document = self.editor.document()
        if self._read != document.revision():
            self._read = document.revision()
            before, self._none = self._none, lines_of_none([block.text() for block in blocks(document)])
            if before != self._none:
                QTimer.singleShot(0, self, self._look_at_all)
        return self._none


def _units(text: str) -> int:
    """The length of a text as Qt counts: a sign outside the first plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_of(dictionary: str, language: str) -> bool:
    """Whether a dictionary ("en_GB") is of the language of an article ("en", "zh-Hant")."""
    return dictionary.replace("_", "-").partition("-")[0].lower() == language.partition("-")[0].lower()
