"""The list of canned replies over the text that is being written, and how the chosen one would read."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from deskbell.model.canned import NO_ACTIONS, CannedReply
from deskbell.ui.canned.filling import Occasion
from deskbell.ui.canned.preview import CannedPreview
from deskbell.ui.composer.caret_delegate import CaretDelegate
from deskbell.ui.composer.caret_list import EDGE, ITEM, CaretList
from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line

_AT_MOST: Final = 40
_WIDTH, _HEIGHT = 680, 330
_LIST, _ROW = 280, 46
_NARROW: Final = 480
"""A window narrower than this has no room for the preview."""


class CannedPopup(CaretList):
    """While `searching` it has a field of its own, which has the keyboard. `wanted` from `begin` to `end`.

    Signals:
        chosen(CannedReply): one was clicked, or taken from the field with Enter.
        searched(str): something else stands in the field.
        left: Escape in the field, or it was left.
        keep_wanted: what is written shall become a canned reply.
    """

    searched = Signal(str)
    left = Signal()
    keep_wanted = Signal()

    def __init__(self, theme: ThemeSource, editor: Editor) -> None:
        super().__init__(theme, editor)
        self._occasion: Occasion | None = None
        self._words: str | None = None
        self.wanted = self.searching = self.templates = False
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Search canned replies"))
        self.field.setAccessibleName(self.tr("Search canned replies"))
        self.field.textChanged.connect(self.searched)
        self.field.installEventFilter(self)
        self.list.setAccessibleName(self.tr("Canned replies"))
        self.list.setItemDelegate(_ReplyDelegate(theme, self._beginning, self.list))
        self.list.currentItemChanged.connect(lambda *_: self._show_preview())
        self.preview = CannedPreview(theme, self)
        self._nothing = Label("", ink="muted", wrap=True, parent=self)
        self._hint = Label(self.tr("Enter puts it in · Esc closes"), TextRole.small, ink="faint", parent=self)
        self._keep = LinkButton(self.tr("Save this answer as one…"), self)
        self._keep.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keep.clicked.connect(self._ask_to_keep)
        self._lay()
        self.hide()

    def begin(self, *, searching: bool) -> None:
        """It is wanted; it is seen as soon as there is something to offer."""
        self.wanted, self.searching = True, searching
        self.field.setVisible(searching)
        self._keep.setVisible(searching)
        if searching:
            self.field.clear()

    def end(self) -> None:
        self.wanted = self.searching = self.templates = False
        super().end()

    def query(self) -> str:
        """What stands in the field."""
        return self.field.text()

    def show_replies(self, replies: Sequence[CannedReply], occasion: Occasion, *, sure: bool, known: bool) -> None:
        """Offer these for an occasion, the first of them chosen already where one is `sure` of it. `known`: they have been read."""
        before = self.current()
        self._occasion = occasion
        self.fill((reply.name, reply) for reply in replies[:_AT_MOST])
        kept = next((n for n, reply in enumerate(replies[:_AT_MOST]) if before and reply.id == before.id), None)
        if self.isVisible() and kept is not None and not self._typed_since():
            self.list.setCurrentRow(kept)
        else:
            self.list.setCurrentRow(0 if sure and replies else -1)
        self._nothing.setText(self._nothing_words(known=known))
        self._nothing.setVisible(not replies)
        self.list.setVisible(bool(replies))
        self._show_preview()
        self._place()
        self.show()
        self.raise_()
        if self.searching:
            self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def current(self) -> CannedReply | None:
        """The one that Enter would take."""
        reply: CannedReply | None = super().current()
        return reply

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and self.isVisible():
            if event.type() is QEvent.Type.FocusOut:
                self.end()
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        reply = self.current()
        match key:
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.step(-1 if key == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if reply is not None:
                self.chosen.emit(reply)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                pass
            case _:
                return False
        return True

    def _beginning(self, reply: CannedReply) -> str:
        """How it begins, as it would read."""
        if self._occasion is None:
            return ""
        return " ".join(self._occasion.fill(self._occasion.text_of(reply)).text[:300].split())

    def _typed_since(self) -> bool:
        """Whether the offer is for other words than the one before."""
        words = self.field.text() if self.searching else self._editor.toPlainText()
        other = words != self._words
        self._words = words
        return other

    def _ask_to_keep(self) -> None:
        self.left.emit()
        self.keep_wanted.emit()

    def _nothing_words(self, *, known: bool) -> str:
        if not known:
            return self.tr("Reading…")
        if self.field.text():
            return self.tr("No reply answers to this.")
        if self.templates:
            return self.tr(
                "No templates yet. A canned reply with a subject is one; write it in Settings, Canned replies."
            )
        return self.tr("No canned replies yet. Write them in Settings, or save this answer as one.")

    def _show_preview(self) -> None:
        reply = self.current() or (self.list.item(0).data(ITEM) if self.list.count() else None)
        if reply is not None and self._occasion is not None:
            text = self._occasion.text_of(reply)
            effects, fields = self._occasion.effects(reply.actions), self._occasion.field_names()
            self.preview.show_text(text, self._occasion.fill(text), reply.files, {}, effects, fields)
            self.preview.show_article(reply.actions.article_id, reply.article)
        self.preview.setVisible(reply is not None and self._right.isVisibleTo(self))

    def _place(self) -> None:
        width = min(self._theme.px(_WIDTH), self._host.width() - 2 * EDGE)
        self._right.setVisible(width >= self._theme.px(_NARROW))
        self.preview.setVisible(self._right.isVisibleTo(self) and self.list.count() > 0)
        self.list.setMinimumWidth(self._theme.px(_LIST) if width >= self._theme.px(_NARROW) else 0)
        self.place(width, self._theme.px(_HEIGHT))

    def _lay(self) -> None:
        self._right = QWidget(self)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(16, 12, 8, 8)
        right.addWidget(self.preview)
        left = QVBoxLayout()
        left.setContentsMargins(6, 6, 6, 6)
        left.setSpacing(6)
        left.addWidget(self.field)
        left.addWidget(self.list, 1)
        self._nothing.setContentsMargins(10, 10, 10, 10)
        left.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addLayout(left, 0)
        both.addWidget(Line(vertical=True, parent=self))
        both.addWidget(self._right, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 12, 8)
        foot.addWidget(self._hint)
        foot.addStretch(1)
        foot.addWidget(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(both, 1)
        layout.addWidget(Line(parent=self))
        layout.addLayout(foot)


class _ReplyDelegate(CaretDelegate):
    """A name with its shortcut, and below it the folder and how it begins."""

    def __init__(self, theme: ThemeSource, beginning: Callable[[CannedReply], str], parent: QObject) -> None:
        super().__init__(theme, _ROW, parent)
        self._beginning = beginning

    def draw(self, painter: QPainter, area: QRectF, reply: CannedReply, *, selected: bool) -> None:
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        icon = QRectF(area.left() + px(8), area.top(), px(16), area.height())
        kind = Icon.CANNED if reply.owner_id is None else Icon.LOCK
        kind = Icon.MACRO if reply.actions != NO_ACTIONS else kind
        theme.icons.paint(painter, kind, colours.accent if selected else colours.muted, icon, px(16))
        inside = area.adjusted(px(34), px(5), -px(10), -px(5))
        upper = QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2)
        lower = upper.translated(0, inside.height() / 2)
        small = theme.now.font(TextRole.small)
        metrics = QFontMetricsF(small)
        shortcut = f"/{reply.shortcut}" if reply.shortcut else ""
        taken = metrics.horizontalAdvance(shortcut)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shortcut)
        said = " · ".join(part for part in (reply.folder, self._beginning(reply)) if part)
        painter.drawText(
            lower,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(said, Qt.TextElideMode.ElideRight, lower.width()),
        )
        body = theme.now.font()
        painter.setFont(body)
        painter.setPen(QColor(colours.ink))
        room = upper.width() - taken - (px(8) if taken else 0)
        name = QFontMetricsF(body).elidedText(reply.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
