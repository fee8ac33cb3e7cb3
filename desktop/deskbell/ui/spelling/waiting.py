"""Nothing of spelling is loaded before somebody writes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.own_processes import OwnProcesses
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    from deskbell.ui.composer.editor import Editor
    from deskbell.ui.knowledge.markdown_field import MarkdownField
    from deskbell.ui.spelling.own_words import OwnWords


class SpellingWaits(QObject):
    """Begins to check the spelling in each editor of the program when it first has the keyboard."""

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, processes: OwnProcesses, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._processes = processes
        self._words: OwnWords | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._look)

    def _look(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(now, (QTextEdit, QPlainTextEdit)) or not self._desk.settings.flag("spelling.check"):
            return
        # Made after the first paint, and so loaded then.
        from deskbell.ui.composer.editor import Editor
        from deskbell.ui.knowledge.markdown_field import MarkdownField

        if isinstance(now, (Editor, MarkdownField)):
            self._attend(now)

    def _attend(self, editor: "Editor | MarkdownField") -> None:
        from deskbell.ui.knowledge.markdown_field import MarkdownField
        from deskbell.ui.spelling.article_spelling import ArticleSpelling
        from deskbell.ui.spelling.editor_spelling import EditorSpelling
        from deskbell.ui.spelling.own_words import OwnWords

        if editor.findChild(EditorSpelling) is not None:
            return
        if self._words is None:
            self._words = OwnWords(self._runner, self._desk, self)
            self._words.changed.connect(self._use)
            self._use()
        if isinstance(editor, MarkdownField):
            ArticleSpelling(self._theme, editor, self._processes.speller(), self._words)
        else:
            EditorSpelling(self._theme, editor, self._processes.speller(), self._words)

    def _use(self) -> None:
        assert self._words is not None
        if self._words.checks:
            self._processes.speller().use(self._words.languages)
