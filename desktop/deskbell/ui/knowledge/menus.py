"""What can be done with an article beside writing it, and with categories."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.articles import (
    ArchiveStarter,
    Article,
    ArticleState,
    MoveArticles,
    RemoveCategory,
    SaveCategory,
    VerifyArticle,
    WriteArticle,
)
from deskbell.model.commands import Command
from deskbell.model.kinds import Role
from deskbell.rules.articles import answers
from deskbell.store.queries.articles import EarlierText, last_texts
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.deed_words import told
from deskbell.ui.knowledge.lines import CategoryLine, inside
from deskbell.ui.knowledge.name_popup import NamePopup
from deskbell.ui.knowledge.settling import as_settled
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import literal


class KnowledgeMenus(QObject):
    """Only what the person may do is offered. `is_apart`: the article has a window of its own.

    Signals:
        settings_wanted: who answers for the article and who sees it is to be shown.
        window_wanted: the article is to have a window of its own.
        print_wanted, pdf_wanted: the article is to be printed, or kept as a PDF.
        import_wanted, export_wanted: articles are to come in from files, or to go out.
        translate_wanted(str): the article is to be written in this language.
        failed(Exception): it could not be done.
        done(str, str): a sentence, and the deed that did it: it can be taken back.
    """

    settings_wanted = Signal()
    window_wanted = Signal()
    print_wanted = Signal()
    pdf_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    translate_wanted = Signal(str)
    failed = Signal(object)
    done = Signal(str, str)

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget, *, is_apart: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_apart = is_apart
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._keys = desk.keys

    @property
    def may_order(self) -> bool:
        """Whether the person may change the categories."""
        return self._desk.me.role is not Role.AGENT

    def of_article(self, article: Article, categories: tuple[CategoryLine, ...], anchor: QWidget) -> QMenu:
        """What can be done with an article."""
        menu = self._menu(anchor)
        me = self._desk.me
        if answers(me.role, me.id, article.owner_id, article.verifier_id):
            self._add_states(menu, article)
            menu.addSeparator()
            verify = menu.addAction(self._theme.icon(Icon.CHECK), self.tr("It is right as it stands"))
            language, revision = article.text.language, article.text.revision
            right = VerifyArticle(agent_id=me.id, id=article.id, language=language, revision=revision)
            verify.triggered.connect(partial(self._do, right, article, None))
            doubt = menu.addAction(self.tr("It is in doubt…"))
            doubt.triggered.connect(partial(self._ask_doubt, article, anchor))
            self._add_places(menu, article, categories)
            menu.addSeparator()
        settings = menu.addAction(self._theme.icon(Icon.SETTINGS), self.tr("Settings…"))
        settings.triggered.connect(self.settings_wanted)
        versions = menu.addAction(self._theme.icon(Icon.HISTORY), self.tr("Earlier versions…"))
        versions.setEnabled(article.text.revision > 1)
        versions.triggered.connect(partial(self._ask_versions, article, anchor))
        others = [code for code in CODES if code not in article.languages]
        if others:
            below = menu.addMenu(self._theme.icon(Icon.LANGUAGES), self.tr("Translate into"))
            for code in others:
                below.addAction(language_name(code)).triggered.connect(partial(self.translate_wanted.emit, code))
        menu.addSeparator()
        if not self._is_apart:
            apart = menu.addAction(self._theme.icon(Icon.POP_OUT), self.tr("Open in a window of its own"))
            apart.triggered.connect(self.window_wanted)
            self._keys.hint(apart, "apart")
        paper = menu.addAction(self._theme.icon(Icon.PRINTER), self.tr("Print…"))
        paper.triggered.connect(self.print_wanted)
        self._keys.hint(paper, "print")
        pdf = menu.addAction(self._theme.icon(Icon.FILE), self.tr("Save as PDF…"))
        pdf.triggered.connect(self.pdf_wanted)
        return menu

    def of_categories(
        self, line: CategoryLine | None, lines: tuple[CategoryLine, ...], anchor: QWidget, starter: int = 0
    ) -> QMenu:
        """What can be done with categories, `line` being the one that is chosen of all `lines`; and how articles come in and go out. So many of the `starter`
        articles are as they came."""
        menu = self._menu(anchor)
        if self.may_order:
            self._add_order(menu, line, lines, anchor)
            menu.addSeparator()
        for icon, words, key, wanted in (
            (Icon.DOWNLOAD, self.tr("Import articles…"), "import_articles", self.import_wanted),
            (Icon.UPLOAD, self.tr("Export articles…"), "export_articles", self.export_wanted),
        ):
            action = menu.addAction(self._theme.icon(icon), words)
            action.triggered.connect(wanted)
            self._keys.hint(action, key)
        if self.may_order and starter:
            away = menu.addAction(self.tr("Archive the starter articles that nobody changed (%n)", "", starter))
            away.triggered.connect(self._archive_starter)
        return menu

    def _add_order(
        self, menu: QMenu, line: CategoryLine | None, lines: tuple[CategoryLine, ...], anchor: QWidget
    ) -> None:
        new = menu.addAction(self._theme.icon(Icon.PLUS), self.tr("New category…"))
        new.triggered.connect(partial(self._ask_category, None, anchor))
        if line is not None and len(lines) > 1:
            below = menu.addMenu(self._theme.icon(Icon.FOLDER), self.tr("Move all its articles to"))
            for other in lines:
                if other.id != line.id:
                    move = MoveArticles(agent_id=self._desk.me.id, from_id=line.id, to_id=other.id)
                    action = below.addAction(literal("    " * other.depth + other.name))
                    action.triggered.connect(partial(self._move, move))
        if line is not None and line.id is not None:
            within = menu.addAction(literal(self.tr("New category in “{name}”…").format(name=line.name)))
            within.triggered.connect(partial(self._ask_category, line, anchor))
            rename = menu.addAction(literal(self.tr("Rename “{name}”…").format(name=line.name)))
            rename.triggered.connect(partial(self._ask_name, line, anchor))
            self._add_parents(menu, line, line.id, lines)
            remove = menu.addAction(literal(self.tr("Remove “{name}”").format(name=line.name)))
            remove.triggered.connect(
                partial(
                    self._do, RemoveCategory(agent_id=self._desk.me.id, id=line.id, version=line.version), None, line
                )
            )

    def _add_parents(self, menu: QMenu, line: CategoryLine, number: int, lines: tuple[CategoryLine, ...]) -> None:
        below = menu.addMenu(literal(self.tr("Move “{name}” into").format(name=line.name)))
        outside = [one for one in lines if one.id is not None and one.id not in inside(lines, number)]
        names = [("    " * one.depth + one.name, one.id) for one in outside]
        moved = partial(SaveCategory, agent_id=self._desk.me.id, id=number, name=line.name, version=line.version)
        for words, parent_id in ((self.tr("None: among the uppermost"), None), *names):
            if parent_id != line.parent_id:
                action = below.addAction(literal(words))
                action.triggered.connect(partial(self._do, moved(parent_id=parent_id), None, line))
        below.setEnabled(not below.isEmpty())

    def open_below(self, menu: QMenu, anchor: QWidget) -> None:
        """Show a menu under a button."""
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def _add_states(self, menu: QMenu, article: Article) -> None:
        words = {
            ArticleState.PUBLISHED: self.tr("Publish"),
            ArticleState.REVIEW: self.tr("Ask for review"),
            ArticleState.DRAFT: self.tr("Back to draft"),
            ArticleState.ARCHIVED: self.tr("Archive"),
        }
        for state, word in words.items():
            if state is not article.state:
                settled = as_settled(article, self._desk.me.id, state=state)
                menu.addAction(word).triggered.connect(partial(self._do, settled, article, None))

    def _add_places(self, menu: QMenu, article: Article, categories: tuple[CategoryLine, ...]) -> None:
        below = menu.addMenu(self._theme.icon(Icon.FOLDER), self.tr("Move to"))
        for line in categories:
            if line.id != article.category_id:
                action = below.addAction(literal("    " * line.depth + line.name))
                action.triggered.connect(
                    partial(self._do, as_settled(article, self._desk.me.id, category_id=line.id), article, None)
                )

    def _ask_versions(self, article: Article, anchor: QWidget, *_: object) -> None:
        asked = (last_texts, self._desk.me.id, article.id, article.text.language)
        done = partial(self._show_versions, article, anchor)
        self._runner.ask(*asked, done=done, failed=self.failed.emit, owner=anchor)

    def _show_versions(self, article: Article, anchor: QWidget, found: tuple[EarlierText, ...]) -> None:
        from deskbell.ui.knowledge.versions import ask_versions

        popup = ask_versions(self._theme, self._desk, found, anchor)
        popup.restored.connect(lambda version: self._do(self._restored(article, found, version.text), article))

    def _restored(self, article: Article, found: tuple[EarlierText, ...], says: str) -> WriteArticle:
        """Say again what it said then, as another revision after the last that was shown."""
        then = next(one for one in found if one.whole == says)
        return WriteArticle(
            agent_id=self._desk.me.id,
            id=article.id,
            language=article.text.language,
            title=then.title,
            body=then.body,
            base=found[-1].number,
        )

    def _ask_doubt(self, article: Article, anchor: QWidget, *_: object) -> None:
        asked = (self.tr("Why it may be wrong"), self.tr("Say so"), article.doubt)
        self._ask(
            asked, anchor, lambda words: VerifyArticle(agent_id=self._desk.me.id, id=article.id, doubt=words), article
        )

    def _ask_category(self, parent: CategoryLine | None, anchor: QWidget, *_: object) -> None:
        parent_id = parent.id if parent is not None else None
        made = partial(SaveCategory, agent_id=self._desk.me.id, id=0, parent_id=parent_id)
        self._ask((self.tr("New category"), self.tr("Make"), ""), anchor, lambda words: made(name=words))

    def _ask_name(self, line: CategoryLine, anchor: QWidget, *_: object) -> None:
        assert line.id is not None
        made = partial(
            SaveCategory, agent_id=self._desk.me.id, id=line.id, parent_id=line.parent_id, version=line.version
        )
        self._ask((self.tr("Name"), self.tr("Rename"), line.name), anchor, lambda words: made(name=words), line=line)

    def _ask(
        self,
        asked: tuple[str, str, str],
        anchor: QWidget,
        command: Callable[[str], Command],
        article: Article | None = None,
        line: CategoryLine | None = None,
    ) -> None:
        popup = NamePopup(self._theme, *asked, parent=anchor)
        popup.given.connect(lambda words: self._do(command(words), article, line))
        popup.open_below(anchor)

    def _do(
        self, command: Command, article: Article | None = None, line: CategoryLine | None = None, *_: object
    ) -> None:
        words = told(command, article, line)
        done = partial(self._tell, words, command.deed)
        self._runner.do(command, done=done, failed=self.failed.emit, owner=self)

    def _move(self, command: MoveArticles, *_: object) -> None:
        self._runner.do(command, done=partial(self._tell_moved, command.deed), failed=self.failed.emit, owner=self)

    def _archive_starter(self) -> None:
        command = ArchiveStarter(agent_id=self._desk.me.id)
        done = partial(self._tell_archived, command.deed)
        self._runner.do(command, done=done, failed=self.failed.emit, owner=self)

    def _tell_archived(self, deed: str, many: object) -> None:
        """Nothing, where somebody was quicker."""
        if isinstance(many, int) and many:
            self.done.emit(self.tr("%n starter articles archived", "", many), deed)

    def _tell_moved(self, deed: str, many: object) -> None:
        """Nothing, where there was nothing to move."""
        if many == 1:
            self.done.emit(self.tr("An article moved"), deed)
        elif isinstance(many, int) and many:
            self.done.emit(self.tr("%n articles moved", "", many), deed)

    def _tell(self, words: str, deed: str, _answer: object) -> None:
        if words:
            self.done.emit(words, deed)

    def _menu(self, anchor: QWidget) -> QMenu:
        menu = QMenu(anchor)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu
