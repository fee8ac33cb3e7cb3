"""The window that takes articles in: choose a folder or files, see what would come of them, and take them in."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.article_files import LeftOut
from deskbell.ui.article_files.asking import Asking, DialogAsking
from deskbell.ui.article_files.pages import ReportPage, articles_done
from deskbell.ui.article_files.taking import ArticlesTaking, Source
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.course import CoursePage
from deskbell.ui.taking_in.state import TakingState
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.dialog_frame import lay_dialog
from deskbell.ui.widgets.file_drop import files_in
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.long_dialog import LongDialog
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.words import told, told_error

_WIDE: Final = 640
_HIGH: Final = 480


class ImportArticlesDialog(LongDialog):
    """Takes articles in; `me` is the agent who works here. Once it began, closing it ends it with the articles in hand, and what is in stays."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        me: int,
        *,
        asking: Asking | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import articles"))
        self.setAcceptDrops(True)
        self._runner = runner
        self._asking = asking or DialogAsking(self)
        self._folder: Path | None = None
        self._only: frozenset[str] = frozenset()
        self.taking = ArticlesTaking(runner, me, self)
        self._title = Label("", TextRole.headline, parent=self)
        self._fault = Callout(theme, Tone.DANGER, self)
        self._about = Label("", wrap=True, parent=self)
        self.folder_button = GhostButton(self.tr("Choose a folder…"), self)
        self.files_button = GhostButton(self.tr("Choose files…"), self)
        self.language = ChoiceBox(self)
        self._pages = QStackedWidget(self)
        self._course = CoursePage(theme, self)
        counted = (self.tr("New articles"), self.tr("Changed"), self.tr("As they are"), self.tr("Remarks"))
        self.report = ReportPage(theme, counted, self)
        for page in (self._choose_page(), self._course, self.report):
            self._pages.addWidget(page)
        self.close_button = GhostButton("", self)
        self.back_button = GhostButton(self.tr("Back"), self)
        self.main_button = PrimaryButton("", self)
        self.main_button.setDefault(True)
        self.folder_button.clicked.connect(self._ask_folder)
        self.files_button.clicked.connect(self._ask_files)
        self.close_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(self.taking.put_away)
        self.main_button.clicked.connect(self._go_on)
        self.taking.changed.connect(self._look)
        self.taking.failed.connect(self._fail)
        right = (self.close_button, self.main_button)
        lay_dialog(self, self._title, self._pages, self._fault, left=self.back_button, right=right)
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self._look()

    def take(self, paths: Sequence[Path]) -> None:
        """These were chosen, or dropped: a folder, or files of one folder."""
        self._fault.say("")
        first = paths[0]
        done = partial(self._take, tuple(paths))
        self._runner.aside(first.is_dir, done=done, failed=self._fail)

    def _take(self, paths: tuple[Path, ...], is_folder: bool) -> None:
        if is_folder:
            self.take_folder(paths[0])
            return
        self._folder = paths[0].parent
        self._only = frozenset(path.name for path in paths if path.parent == self._folder)
        self._about.setText(", ".join(sorted(self._only)))
        self._look()

    def take_folder(self, folder: Path) -> None:
        """This folder was chosen."""
        self._fault.say("")
        self._folder, self._only = folder, frozenset()
        self._about.setText(str(folder))
        self._look()

    def is_under_way(self) -> bool:
        return self.taking.running

    def end_early(self) -> None:
        self.taking.stop()
        self.close_button.setEnabled(False)

    def if_ended(self) -> str:
        if self.taking.state is not TakingState.TAKING:
            return ""
        return self.tr("Cancelled, what is in by then stays. The same files go on later: no article comes twice.")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.taking.state is TakingState.IDLE and files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(files_in(event.mimeData()))
        event.acceptProposedAction()

    def _choose_page(self) -> QWidget:
        page = QWidget(self)
        promise = self.tr(
            "Markdown (.md), web pages (.html) and Word files (.docx), with the pictures in them or beside them. The folders of a folder become categories."
        )
        self.language.setAccessibleName(self.tr("Language of files that do not say theirs"))
        for code in CODES:
            self.language.addItem(language_name(code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(my_language())))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.files_button)
        buttons.addStretch(1)
        language = QHBoxLayout()
        language.setSpacing(12)
        language.addWidget(Label(self.tr("Language of files that do not say theirs"), ink="muted", parent=page))
        language.addWidget(self.language)
        language.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(Label(promise, ink="muted", wrap=True, parent=page))
        layout.addLayout(buttons)
        layout.addWidget(self._about)
        layout.addLayout(language)
        layout.addStretch(1)
        return page

    def _look(self) -> None:
        taking = self.taking
        count = articles_done(taking.done, taking.total)
        match taking.state:
            case TakingState.IDLE:
                self._show(0, self.tr("Import articles"), self.tr("Close"), self.tr("See what comes of it"))
                self.main_button.setEnabled(self._folder is not None)
                self._about.setVisible(self._folder is not None)
            case TakingState.LOOKING:
                self._course.show_course(count, taking.done, taking.total, self.tr("Nothing is changed yet."))
                self._show(1, self.tr("Looking"), self.tr("Cancel"), "")
            case TakingState.TAKING:
                self._course.show_course(count, taking.done, taking.total, self.if_ended())
                self._show(1, self.tr("Importing articles"), self.tr("Cancel"), "")
            case TakingState.OVER if taking.only_looked:
                self._show_report()
                some = bool(taking.came.comes) and not taking.was_stopped
                self._show(2, self.tr("This would come of it"), self.tr("Close"), self.tr("Import") if some else "")
            case TakingState.OVER:
                self._show_report()
                title = self.tr("Import cancelled") if taking.was_stopped else self.tr("Import done")
                self._show(2, title, self.tr("Close"), "")
        self.back_button.setVisible(taking.state is TakingState.OVER)

    def _show(self, page: int, title: str, close: str, main: str) -> None:
        self._pages.setCurrentIndex(page)
        self._title.setText(title)
        for button, words in ((self.close_button, close), (self.main_button, main)):
            button.setText(words)
            button.setAccessibleName(words)
            button.setEnabled(True)
        self.close_button.setEnabled(not (self.taking.running and self.taking.was_stopped))
        self.main_button.setVisible(bool(main))

    def _show_report(self) -> None:
        came = self.taking.came
        told_of = [*(self._remark(one) for one in came.left_out)]
        new, changed = self.tr("New: {title} ({path})"), self.tr("Changed: {title} ({path})")
        told_of += [(new if one.is_new else changed).format(title=one.title, path=one.path) for one in came.comes]
        self.report.show_report((came.new, came.changed, came.same, len(came.left_out)), told_of)

    def _remark(self, one: LeftOut) -> str:
        return f"{one.path}: {told(one.code, one.values)}"

    def _go_on(self) -> None:
        """Look, or take them in."""
        if self._folder is not None:
            self._fault.say("")
            source = Source(self._folder, self.language.currentData(), self._only)
            self.taking.start(source, only_look=self.taking.state is TakingState.IDLE)

    def _ask_folder(self) -> None:
        folder = self._asking.folder_in()
        if folder is not None:
            self.take_folder(folder)

    def _ask_files(self) -> None:
        paths = self._asking.files_in()
        if paths:
            self.take(paths)

    def _fail(self, error: Exception) -> None:
        self._fault.say(told_error(error))
