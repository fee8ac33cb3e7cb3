"""The wavy lines: drawn over the text by its layout, so that neither what is sent nor undo knows of them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from PySide6.QtCore import QElapsedTimer, QSignalBlocker, QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from deskbell.rules.quoting import SIGNATURE_LINE
from deskbell.rules.spelling import Found, words_of
from deskbell.ui.composer.code_shapes import is_code, is_code_block
from deskbell.ui.ticket.quote_bars import QUOTED

_WAITING: Final = 1
_SIGNATURE: Final = 2
# So many letters at once are not typed: they are looked at bit by bit.
_MUCH: Final = 60
_BIT_MS: Final = 5
Judge = Callable[[str], bool | None]
Words = Callable[[QTextBlock], Iterable[Found]]


class Marks(QSyntaxHighlighter):
    """Marks the wrong words of a document: those for which `is_wrong` says True. None says that it is not known yet; look again with `look_again`.

    `words` finds those of a paragraph that are looked up, `prose` where it is not said. `typed` is where somebody is typing, -1 for nowhere: the word that ends there is not marked yet.
    """

    def __init__(self, document: QTextDocument, is_wrong: Judge, words: Words | None = None) -> None:
        # Before the highlighter hears of it.
        document.contentsChange.connect(self._changed)
        super().__init__(document)
        self._is_wrong = is_wrong
        self._words = words or prose
        self.typed = -1
        self._much = False
        self._all = False
        self._next = 0
        self._wave = QTextCharFormat()
        self._wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        self._bits = QTimer(self, interval=0)
        self._bits.timeout.connect(self._look_at_some)

    def set_colour(self, colour: QColor) -> None:
        """What the lines are drawn in."""
        self._wave.setUnderlineColor(colour)
        self.look_at_all()

    def look_at_all(self) -> None:
        """Other words may be wrong now."""
        self._all = True
        self.look_again()

    def look_again(self) -> None:
        """More is known by now."""
        self._next = 0
        self._bits.start()

    def typed_at(self, place: int) -> None:
        """Somebody types here now, or (-1) nowhere any more."""
        before, self.typed = self.typed, place
        block = self.document().findBlock(before)
        if before >= 0 and block.isValid():
            with self._silent():
                self.rehighlightBlock(block)

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        state = max(0, self.previousBlockState()) & _SIGNATURE
        if text.rstrip("\u00a0 ") == SIGNATURE_LINE.rstrip():
            state = _SIGNATURE
        if not state and self._much:
            state = _WAITING
        elif not state:
            for found in self._words(block):
                if block.position() + found.end == self.typed:
                    continue
                wrong = self._is_wrong(found.word)
                if wrong:
                    self.setFormat(found.start, found.end - found.start, self._wave)
                elif wrong is None:
                    state = _WAITING
        self.setCurrentBlockState(state)

    def _changed(self, _place: int, _removed: int, added: int) -> None:
        self._much = added > _MUCH
        if self._much:
            self.look_again()

    def _look_at_some(self) -> None:
        self._much = False
        clock = QElapsedTimer()
        clock.start()
        block = self.document().findBlockByNumber(self._next)
        with self._silent():
            while block.isValid() and clock.elapsed() < _BIT_MS:
                if self._all or block.userState() == _WAITING:
                    self.rehighlightBlock(block)
                block = block.next()
        self._next = block.blockNumber()
        if not block.isValid():
            self._all = False
            self._bits.stop()

    def _silent(self) -> QSignalBlocker:
        # Else the document says that it was changed, and a draft of the same words is kept once more.
        return QSignalBlocker(self.document())


def prose(block: QTextBlock) -> Iterator[Found]:
    """The words of a paragraph that are prose, with their places as Qt counts: none of a quote, of code, of a link."""
    if block.blockFormat().property(QUOTED) or is_code_block(block):
        return
    text = block.text()
    closed = list(_closed(block))
    plain = _units(text) == len(text)
    for found in words_of(text):
        if not plain:
            start = _units(text[: found.start])
            found = Found(start, start + _units(text[found.start : found.end]), found.word)
        if not any(start < found.end and found.start < end for start, end in closed):
            yield found


def _closed(block: QTextBlock) -> Iterator[tuple[int, int]]:
    """From where to where there is code or a link."""
    step = block.begin()
    while not step.atEnd():
        fragment = step.fragment()
        look = fragment.charFormat()
        if look.isAnchor() or is_code(look) or look.isImageFormat():
            start = fragment.position() - block.position()
            yield start, start + fragment.length()
        step += 1


def _units(text: str) -> int:
    """The length of a text as Qt counts: a sign outside the first plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
