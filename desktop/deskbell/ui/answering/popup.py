"""The list of articles over the text that is being written."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from deskbell.model.answering import ArticleChoice
from deskbell.ui.composer.caret_delegate import CaretDelegate
from deskbell.ui.composer.caret_list import EDGE, CaretList
from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.label import Label

_WIDTH, _ROW, _NOTHING = 460, 46, 40
_MARGIN: Final = 5
_SEEN: Final = 6
"""So many rows are seen without scrolling."""


class ArticlePopup(CaretList):
    """Articles by title, with the line that was found. Those that no customer may get have a lock in a mail."""

    def __init__(self, theme: ThemeSource, editor: Editor | QPlainTextEdit) -> None:
        super().__init__(theme, editor)
        self.list.setAccessibleName(self.tr("Articles"))
        self._delegate = _ArticleDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.currentItemChanged.connect(lambda *_: self._tell_current())
        self._none = Label(self.tr("No articles are published yet."), ink="muted", parent=self)
        self._none.setContentsMargins(10, 0, 10, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self.list)
        layout.addWidget(self._none)
        self.hide()

    def show_articles(self, found: Sequence[ArticleChoice], *, internal: bool) -> None:
        """Offer these; Enter takes the first, or the one that was gone to if it is still among them. `internal`: no customer reads what is written."""
        before = self.current() if self.isVisible() else None
        self._delegate.internal = internal
        self.list.blockSignals(True)
        self.fill((one.title, one) for one in found)
        self.list.blockSignals(False)
        self.list.setCurrentRow(found.index(before) if before in found else 0)
        self.list.setVisible(bool(found))
        self._none.setVisible(not found)
        width = min(self._theme.px(_WIDTH), self._host.width() - 2 * EDGE)
        rows = min(len(found), _SEEN)
        height = rows * self._theme.px(_ROW) if found else self._theme.px(_NOTHING)
        self.place(width, height + self.around(_MARGIN))
        self.show()
        self.raise_()

    def current(self) -> ArticleChoice | None:
        """Which one Enter would take."""
        one: ArticleChoice | None = super().current()
        return one

    def _tell_current(self) -> None:
        """The keyboard stays in the text, so that a screen reader would not come by."""
        if (one := self.current()) is not None:
            announce(self, self._delegate.sentence(one))


class _ArticleDelegate(CaretDelegate):
    """A title, and below it the line, or who may not get it."""

    def __init__(self, theme: ThemeSource, parent: QObject) -> None:
        super().__init__(theme, _ROW, parent)
        self.internal = False

    def sentence(self, one: ArticleChoice) -> str:
        """What a screen reader says of it."""
        return ", ".join(part for part in (one.title, self._below(one)) if part)

    def draw(self, painter: QPainter, area: QRectF, one: ArticleChoice, *, selected: bool) -> None:
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        sign = Icon.LOCK if self._locked(one) else Icon.KNOWLEDGE
        place = QRectF(area.left() + px(8), area.top(), px(16), area.height())
        theme.icons.paint(painter, sign, colours.accent if selected else colours.muted, place, px(16))
        inside = area.adjusted(px(34), px(5), -px(10), -px(5))
        below = self._below(one)
        lines = [(one.title, TextRole.body, colours.ink), (below, TextRole.small, colours.muted)]
        shown = [line for line in lines if line[0]]
        for place_of, (words, role, ink) in enumerate(shown):
            font = theme.now.font(role)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            height = inside.height() / len(shown)
            line = QRectF(inside.left(), inside.top() + place_of * height, inside.width(), height)
            fitting = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)

    def _locked(self, one: ArticleChoice) -> bool:
        return not (self.internal or one.sendable)

    def _below(self, one: ArticleChoice) -> str:
        return self.tr("For the desk alone") if self._locked(one) else one.line
