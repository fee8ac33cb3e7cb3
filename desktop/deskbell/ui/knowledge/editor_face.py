"""What an article's editor looks like: title, buttons, the text, and beside it how it will be read."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from deskbell.ui.canned.languages import language_name
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_view import ArticleView
from deskbell.ui.knowledge.markdown_bar import MarkdownBar
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.knowledge.reading import Laid
from deskbell.ui.knowledge.templates import Templates
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, LIST_HEADER, S8, S12, S16
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.body_document import fixed_family
from deskbell.ui.ticket.html_weight import LONGEST_TEXT
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane

_NARROWEST: Final = 140


class EditorFace(Pane):
    """Beside the text stands how it will be read, or what a colleague saved; beside an empty one, what it may begin with."""

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(self.tr("Title"))
        self.title.setAccessibleName(self.tr("Title"))
        self.body = MarkdownField(self)
        self.body.setPlaceholderText(self.tr("Write here. The buttons above shape the text; Markdown works too."))
        self.body.setAccessibleName(self.tr("Text in Markdown"))
        self.body.setTabChangesFocus(True)
        self.theirs = QPlainTextEdit(self)
        self.theirs.setReadOnly(True)
        self.theirs.setAccessibleName(self.tr("The text that a colleague saved"))
        self.preview = ArticleView(theme, self)
        self.preview.setAccessibleName(self.tr("How it will be read"))
        self.templates = Templates(theme, self)
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(self.tr("What did you change? (for the history)"))
        self.note.setAccessibleName(self.tr("What was changed"))
        self.bar = MarkdownBar(theme, desk.keys, self.body, self)
        self.save_button = PrimaryButton(self.tr("Save"), self)
        self.discard_button = GhostButton(self.tr("Discard"), self)
        self._kind = Label("", TextRole.small, ink="muted", parent=self)
        self._told = Label("", TextRole.small, wrap=True, parent=self)
        self._strip = Pane("warning_ground", self)
        self._beside = QStackedWidget(self)
        self._lay()
        self._wear_theme()
        theme.changed.connect(self._wear_theme)

    def offer_templates(self) -> None:
        """Beside an empty text, unless a colleague's stands there."""
        if self._beside.currentWidget() is not self.theirs:
            is_empty = not self.body.document().characterCount() > 1
            self._beside.setCurrentWidget(self.templates if is_empty else self.preview)

    def show_preview(self, found: Laid) -> None:
        """Show how it will be read, from where one looks at it."""
        at = self.preview.verticalScrollBar().value()
        if found.heavy:
            self.preview.show_source(self.body.toPlainText()[:LONGEST_TEXT])
        else:
            self.preview.show_page(found.page, found.pictures)
        self.preview.verticalScrollBar().setValue(at)

    def show_theirs(self, text: str) -> None:
        """Show what a colleague saved, in place of how one's own will be read."""
        self.theirs.setPlainText(text)
        self._beside.setCurrentWidget(self.theirs)
        # The style sheet has given it its own font, now that it is shown.
        self._wear_theme()

    def show_mine(self) -> None:
        """A colleague's text no longer."""
        self._beside.setCurrentWidget(self.preview)
        self.offer_templates()

    def tell(self, words: str) -> None:
        """Say this above the text, "" for nothing."""
        self._told.setText(words)
        self._strip.setVisible(bool(words))

    def say_kind(self, language: str, *, is_new: bool) -> None:
        """What is written here, and in which language."""
        words = self.tr("New article · {language}") if is_new else self.tr("Editing · {language}")
        self._kind.setText(words.format(language=language_name(language)))

    def _wear_theme(self) -> None:
        for field in (self.body, self.theirs):
            font = self._theme.now.font(TextRole.body)
            font.setFamilies([fixed_family(), *self._theme.now.families])
            field.setFont(font)
        self.title.setFixedHeight(self._theme.px(BUTTON))
        self.note.setFixedHeight(self._theme.px(BUTTON))

    def _lay(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(S16, 0, S16, 0)
        bar.setSpacing(S8)
        bar.addWidget(self.title, 1)
        bar.addWidget(self.discard_button)
        bar.addWidget(self.save_button)
        head = QWidget(self)
        head.setLayout(bar)
        head.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(S16, S8, S16, S8)
        strip.addWidget(self._told)
        for face in (self.preview, self.theirs, self.templates):
            self._beside.addWidget(face)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        for half in (self.body, self._beside):
            # Whatever the widest of what may stand beside the text needs.
            half.setMinimumWidth(self._theme.px(_NARROWEST))
            halves.addWidget(half)
        halves.setSizes([500, 500])
        below = QHBoxLayout()
        below.setContentsMargins(S16, S8, S16, S12)
        below.setSpacing(S12)
        below.addWidget(self._kind)
        below.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._strip)
        column.addWidget(Line(parent=self))
        column.addWidget(self.bar)
        column.addWidget(Line(parent=self))
        column.addWidget(halves, 1)
        column.addWidget(Line(parent=self))
        column.addLayout(below)
