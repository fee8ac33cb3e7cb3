"""Where an article is written: its Markdown, and beside it how it will be read."""

from functools import partial
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from deskbell.model.answering import ArticleDraft
from deskbell.model.articles import Article, WriteArticle
from deskbell.model.errors import Conflict
from deskbell.model.gaps import Gap
from deskbell.rules.articles import clean, kept_body
from deskbell.rules.markdown.written import Written
from deskbell.store.queries import articles
from deskbell.ui.composer.find_bar import FindBar
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_links import ArticleLinks
from deskbell.ui.knowledge.deed_words import told
from deskbell.ui.knowledge.editor_face import EditorFace
from deskbell.ui.knowledge.given_files import GivenFiles
from deskbell.ui.knowledge.given_html import GivenHtml
from deskbell.ui.knowledge.kept_drafts import KeptDraft, KeptDrafts
from deskbell.ui.knowledge.reading import laid
from deskbell.ui.knowledge.templates import text_of
from deskbell.ui.knowledge.words import callout_words
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8
from deskbell.ui.words import told_error

_REST_MS: Final = 200
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ArticleEditor(EditorFace):
    """One text of an article at a time. What is typed is kept until it is saved or thrown away. Ctrl+Enter saves; Escape leaves, and keeps.

    Where a colleague has saved meanwhile their text comes beside one's own, to put the two together; the next save is over theirs.

    Signals:
        saved(int, str): this article, in this language.
        failed(Exception): what was left meanwhile could not be saved; it is kept.
        done(str, str): a sentence, and the deed that did it: it can be taken back.
        left: the person goes back to reading; what they typed is kept, or was thrown away.
    """

    saved = Signal(int, str)
    failed = Signal(object)
    done = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        prompts: Prompts,
        drafts: KeptDrafts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, desk, parent)
        self._runner = runner
        self._prompts = prompts
        self._me = desk.me.id
        self._drafts = drafts
        self._article_id = 0
        self._language = ""
        self._category: int | None = None
        self._base = 0
        # What it answers: words that nobody found.
        self._gap_id = 0
        self._untouched = ("", "")
        self._is_open = False
        self._saving: WriteArticle | None = None
        self.links = ArticleLinks(theme, runner, desk, self.body, self)
        self._given = GivenFiles(runner, desk.me.id, self)
        self._rich = GivenHtml(runner, desk.me.id, self.body)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._catch_up)
        self.title.textChanged.connect(self._touched)
        self.body.textChanged.connect(self._touched)
        self.body.files_given.connect(lambda paths: self._given.take_files(self._article_id, paths))
        self.body.picture_given.connect(lambda image: self._given.take_picture(self._article_id, image))
        self.bar.article_wanted.connect(self.links.ask)
        self.links.failed.connect(lambda error: self.tell(told_error(error)))
        self.bar.find_wanted.connect(partial(self.begin_find, replacing=True))
        self.bar.files_wanted.connect(self._choose_files)
        self.bar.address_refused.connect(lambda: self.tell(self.tr("An article cannot link to that address.")))
        self.body.html_given.connect(lambda html, words: self._rich.take(self._article_id, html, words))
        self._rich.failed.connect(lambda error: self.tell(told_error(error)))
        self.templates.chosen.connect(self._ask_template)
        self._given.kept.connect(self._put_in)
        self._given.failed.connect(lambda error: self.tell(told_error(error)))
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)

    def begin(self, article: Article | None, language: str, category_id: int | None) -> None:
        """Write in an article, in its text of this language where it has one; or, with None, begin one in a category. What was kept of it is there again."""
        self._article_id = article.id if article is not None else 0
        self._language, self._category = language, category_id
        self.links.about(self._article_id, language)
        self._rich.forget()
        there = article.text if article is not None and article.text.language == language else None
        title, body = (there.title, there.body) if there is not None else ("", "")
        self._base = there.revision if there is not None else 0
        self._untouched = (title, body)
        draft = self._drafts.find(self._article_id, language)
        if draft is not None and (clean(draft.title), kept_body(draft.body)) == (title, body):
            # It was saved while the window closed.
            self._drafts.forget(self._article_id, language)
            draft = None
        self._is_open = False
        self._gap_id = draft.gap_id if draft is not None else 0
        self.title.setText(draft.title if draft is not None else title)
        self.body.show_text(draft.body if draft is not None else body, (self._article_id, language), language)
        self.note.clear()
        self.save_button.setEnabled(self._saving is None)
        self._is_open = True
        self.say_kind(self._language, is_new=article is None)
        self.show_mine()
        if draft is not None:
            self._base = draft.base
            self.tell(self.tr("This is what you had written before, and not saved."))
        else:
            self.tell("")
        self._lay_out()
        (self.body if self.title.text() else self.title).setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, draft: ArticleDraft) -> None:
        """Go on from what a ticket says; behind what somebody had begun to write, where there is any."""
        before = self.body.toPlainText().rstrip()
        self.body.setPlainText(f"{before}\n\n{draft.body}" if before else draft.body)
        if not self.title.text():
            self.title.setText(draft.title)
        if draft.blanks:
            self.tell(
                self.tr(
                    "Names, addresses and numbers are blanked out: ⟦…⟧, %n times. Read it once more.", "", draft.blanks
                )
            )
        else:
            self.tell(self.tr("Nothing was found that tells who wrote. Read it once more before others do."))

    def answer(self, gap: Gap) -> None:
        """Begin with these words, where nothing is begun already: once it is saved they have an answer."""
        if not self.title.text():
            self._gap_id = gap.id
            self.title.setText(gap.written[:1].upper() + gap.written[1:])

    def save(self) -> None:
        """Save it as the next revision. Until that is done it can be written on, and left, but not saved again."""
        if not self._is_open or self._saving is not None:
            return
        self._keep()
        self.save_button.setEnabled(False)
        command = self._saving = WriteArticle(
            agent_id=self._me,
            id=self._article_id,
            language=self._language,
            title=self.title.text(),
            body=self.body.toPlainText(),
            base=self._base,
            note=self.note.text(),
            category_id=self._category,
            gap_id=self._gap_id,
        )
        done, failed = partial(self._take_saved, command), partial(self._refuse, command)
        self._runner.do(command, done=done, failed=failed, owner=self)

    def discard(self) -> None:
        """Throw away what was written, after a question where there is any."""
        if self._is_written() and not self._prompts.sure(
            self.tr("Discard what you wrote?"),
            self.tr("What you have written since you began, and did not save, is gone then."),
            self.tr("Discard"),
        ):
            return
        self._drafts.forget(self._article_id, self._language)
        self._close()

    def leave(self) -> None:
        """Go back to reading; what was written is kept for the next time."""
        self._keep()
        self._close()

    def flush(self) -> None:
        """Keep what was typed a moment ago at once: the window closes."""
        self._keep()

    def begin_find(self, *, replacing: bool = False) -> None:
        """Look for words in the text: in a bar at its top."""
        bar = self.body.findChild(FindBar) or FindBar(self._theme, self.body, self.body.keep_clear, S8)
        bar.begin(replacing=replacing)

    def event(self, event: QEvent) -> bool:
        """The keys that find are those of the text here, and not of the screen that it stands in."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _finds(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        replacing = _finds(event)
        if replacing is not None:
            self.begin_find(replacing=replacing)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep()
        super().hideEvent(event)

    def _choose_files(self) -> None:
        # Asked first: nobody is to choose files in vain.
        paths = self._prompts.files_to_attach() if self._article_id else ()
        if paths or not self._article_id:
            self._given.take_files(self._article_id, paths)

    def _put_in(self, article_id: int, words: str) -> None:
        """A file is kept: name it where the caret is, as long as the same article is written."""
        if self._is_open and article_id == self._article_id:
            self.body.insertPlainText(words)

    def _is_written(self) -> bool:
        return self._is_open and (self.title.text(), self.body.toPlainText()) != self._untouched

    def _touched(self) -> None:
        if self._is_open:
            self._rest.start()
            self.offer_templates()

    def _ask_template(self, code: str) -> None:
        asked = (text_of, code, self._language)
        self._runner.ask(*asked, done=partial(self._put_template, self._article_id, self._language), owner=self)

    def _put_template(self, article_id: int, language: str, text: str) -> None:
        """Where nothing is written yet; the first words that are to be replaced are selected."""
        if (
            self._is_open
            and (article_id, language) == (self._article_id, self._language)
            and not self.body.toPlainText()
        ):
            begin = text.index("*")
            self.body.shape(lambda _now: Written(text, begin, text.index("*", begin + 1) + 1))
            self.body.setFocus()

    def _catch_up(self) -> None:
        self._keep()
        self._lay_out()

    def _keep(self) -> None:
        self._rest.stop()
        if self._is_written():
            draft = KeptDraft(self.title.text(), self.body.toPlainText(), self._base, self._gap_id)
            self._drafts.keep(self._article_id, self._language, draft)
        elif self._is_open and self._drafts.find(self._article_id, self._language) is not None:
            self._drafts.forget(self._article_id, self._language)

    def _close(self) -> None:
        self._rest.stop()
        self._is_open = False
        self.left.emit()

    def _is_of(self, command: WriteArticle) -> bool:
        """Whether what is written now is still what was to be saved, or that and more."""
        return self._is_open and (self._article_id, self._language) == (command.id, command.language)

    def _take_saved(self, command: WriteArticle, article_id: int) -> None:
        self._saving = None
        self.save_button.setEnabled(True)
        if words := told(command, None, None):
            self.done.emit(words, command.deed)
        if self._is_of(command):
            self._keep()
        draft = self._drafts.find(command.id, command.language)
        self._drafts.forget(command.id, command.language)
        if draft is not None and (draft.title, draft.body) != (command.title, command.body):
            # It was written on while it was saved.
            draft = replace(draft, base=command.base + 1, gap_id=0)
            self._drafts.keep(article_id, command.language, draft)
            if self._is_of(command):
                self._article_id, self._base, self._gap_id = article_id, draft.base, 0
                self._untouched = (command.title, command.body)
                self.say_kind(self._language, is_new=False)
                self.tell(self.tr("Saved, but for what you have written since."))
        elif self._is_of(command):
            self._rest.stop()
            self._is_open = False
            self.saved.emit(article_id, command.language)

    def _refuse(self, command: WriteArticle, error: Exception) -> None:
        self._saving = None
        self.save_button.setEnabled(True)
        if not self._is_of(command):
            self.failed.emit(error)
            return
        self.tell(told_error(error))
        if isinstance(error, Conflict):
            asked = (articles.read, self._me, command.id, command.language)
            done = partial(self._show_theirs, command)
            self._runner.ask(*asked, done=done, owner=self, topic=("theirs", id(self)))

    def _show_theirs(self, command: WriteArticle, article: Article | None) -> None:
        if article is None or article.text.language != command.language or not self._is_of(command):
            return
        self._base = article.text.revision
        self.show_theirs(f"{article.text.title}\n\n{article.text.body}")
        self._keep()

    def _lay_out(self) -> None:
        asked = (laid, self._me, self._article_id, self.body.toPlainText(), callout_words())
        self._runner.ask(*asked, done=self.show_preview, owner=self, topic=("preview", id(self)))


def _finds(event: QKeyEvent) -> bool | None:
    """Whether these keys find words (False), or replace them too (True)."""
    if event.matches(QKeySequence.StandardKey.Find):
        return False
    return True if event.matches(QKeySequence.StandardKey.Replace) else None
