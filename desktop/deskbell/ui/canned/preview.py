"""How a canned reply reads on a ticket: its values filled in."""

from collections.abc import Container, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.answering import ArticleChoice
from deskbell.model.canned import CannedFile, CannedText
from deskbell.rules.macros import Effect
from deskbell.rules.placeholders import unknown
from deskbell.ui.canned.effect_words import EffectWords
from deskbell.ui.canned.languages import language_name
from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.label import Label


class CannedPreview(QWidget):
    """A text to be read, its language above, its files below."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = Label("", TextRole.section, ink="faint", parent=self)
        self.body = Editor(theme, self)
        self.body.setReadOnly(True)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setAccessibleName(self.tr("Preview"))
        self._files = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self._words = EffectWords(self)
        self._article = Label("", TextRole.small, ink="accent", wrap=True, parent=self)
        self._effects = Label("", TextRole.small, ink="accent", wrap=True, parent=self)
        self._wrong = Label("", TextRole.small, ink="danger", wrap=True, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._language)
        layout.addWidget(self.body, 1)
        layout.addWidget(self._files)
        layout.addWidget(self._article)
        layout.addWidget(self._effects)
        layout.addWidget(self._wrong)

    def show_article(self, article_id: int | None, article: ArticleChoice | None) -> None:
        """The article that is put in below the text; None where it cannot be seen."""
        words = self._words.article(article_id, article)
        self._article.setText(words)
        self._article.set_ink("danger" if article is None else "accent")
        self._article.setVisible(bool(words))

    def show_text(
        self,
        text: CannedText,
        filled: CannedText,
        files: tuple[CannedFile, ...],
        pictures: dict[str, QImage],
        effects: Sequence[Effect] = (),
        fields: Container[str] | None = None,
    ) -> None:
        """A text, what it is once it is filled in, what goes along, and what it changes about the ticket; `fields` as of `slots`."""
        self._language.setText(language_name(filled.language).upper() if filled.language else "")
        self._language.setVisible(bool(filled.language))
        self.body.pictures.allow(dict.fromkeys(pictures))
        self.body.pictures.give(pictures)
        self.body.show_html(filled.html, filled.text)
        # What is read begins at its beginning, also once the list gets its size.
        self.body.moveCursor(QTextCursor.MoveOperation.Start)
        listed = [f"{file.name} ({size_word(file.size)})" for file in files if not file.content_id]
        self._files.setText(self.tr("With %1").replace("%1", ", ".join(listed)))
        self._files.setVisible(bool(listed))
        self._effects.setText(self._words.line(effects))
        self._effects.setVisible(bool(effects))
        strange = ", ".join(f"{{{{{name}}}}}" for name in unknown(text.text, fields))
        self._wrong.setText(self.tr("%1 is no placeholder: it goes out as it stands here.").replace("%1", strange))
        self._wrong.setVisible(bool(strange))
