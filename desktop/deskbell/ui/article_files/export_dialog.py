"""The window that writes articles out: into Markdown files, or as web pages that open from a disk; all of them, or what customers may see."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.ui.article_files.asking import Asking, DialogAsking
from deskbell.ui.article_files.pages import ReportPage, articles_done
from deskbell.ui.article_files.writing_out import Form, WritingOut, WritingState
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.course import CoursePage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.dialog_frame import lay_dialog
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.long_dialog import LongDialog
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import told_error

_WIDE: Final = 600
_HIGH: Final = 440


class ExportArticlesDialog(LongDialog):
    """Writes those that `me`, who works here, sees. Closing it while it writes gives it up, and nothing is left behind."""

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
        self.setWindowTitle(self.tr("Export articles"))
        self._asking = asking or DialogAsking(self)
        self._folder: Path | None = None
        self.writing = WritingOut(runner, me, self)
        self._title = Label("", TextRole.headline, parent=self)
        self._fault = Callout(theme, Tone.DANGER, self)
        forms = ((Form.FILES, self.tr("Markdown files")), (Form.PAGES, self.tr("Web pages")))
        self.form = Segments(theme, forms, self)
        self.form.set_value(Form.FILES)
        parts = ((False, self.tr("All that I see")), (True, self.tr("What customers may see")))
        self.part = Segments(theme, parts, self)
        self.part.set_value(False)
        self._promise = Label("", ink="muted", wrap=True, parent=self)
        self.folder_button = GhostButton(self.tr("Choose a folder…"), self)
        self._about = Label("", wrap=True, parent=self)
        self._pages = QStackedWidget(self)
        self._course = CoursePage(theme, self)
        self.report = ReportPage(theme, (self.tr("Articles written"),), self)
        for page in (self._choose_page(), self._course, self.report):
            self._pages.addWidget(page)
        self.close_button = GhostButton("", self)
        self.open_button = GhostButton(self.tr("Open"), self)
        self.main_button = PrimaryButton("", self)
        self.main_button.setDefault(True)
        for choice in (self.form, self.part):
            choice.chosen.connect(self._look)
        self.folder_button.clicked.connect(self._ask_folder)
        self.close_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self._open)
        self.main_button.clicked.connect(self._go_on)
        self.writing.changed.connect(self._look)
        self.writing.failed.connect(lambda error: self._fault.say(told_error(error)))
        right = (self.close_button, self.main_button)
        lay_dialog(self, self._title, self._pages, self._fault, left=self.open_button, right=right)
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self._look()

    def take_folder(self, folder: Path) -> None:
        """This folder was chosen."""
        self._fault.say("")
        self._folder = folder
        self._about.setText(str(folder))
        self._look()

    def is_under_way(self) -> bool:
        return self.writing.state is WritingState.WRITING

    def end_early(self) -> None:
        self.writing.stop()

    def if_ended(self) -> str:
        return self.tr("Cancelled, nothing is left behind.")

    def _choose_page(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for words, choice in ((self.tr("As"), self.form), (self.tr("Which"), self.part)):
            choice.setAccessibleName(words)
            layout.addWidget(Label(words, ink="muted", parent=page))
            layout.addWidget(choice)
        layout.addWidget(self._promise)
        folder = QHBoxLayout()
        folder.setSpacing(12)
        folder.addWidget(self.folder_button)
        folder.addWidget(self._about, 1)
        layout.addLayout(folder)
        layout.addStretch(1)
        return page

    def _look(self) -> None:
        writing = self.writing
        count = articles_done(writing.done, writing.total)
        match writing.state:
            case WritingState.IDLE:
                self._show(0, self.tr("Export articles"), self.tr("Close"), self.tr("Export"))
                self._promise.setText(self._promised())
                self._about.setVisible(self._folder is not None)
                self.main_button.setEnabled(self._folder is not None)
            case WritingState.WRITING:
                self._course.show_course(count, writing.done, writing.total, self.if_ended())
                self._show(1, self.tr("Exporting articles"), self.tr("Cancel"), "")
                self.close_button.setEnabled(not writing.is_stopping)
            case WritingState.OVER if writing.place is None:
                self.report.show_report((0,), (self.tr("Nothing was written."),))
                self._show(2, self.tr("Export cancelled"), self.tr("Close"), "")
            case WritingState.OVER:
                self.report.show_report((writing.count,), (self._went(),))
                self._show(2, self.tr("Export done"), self.tr("Close"), "")
        self.open_button.setVisible(writing.state is WritingState.OVER and writing.place is not None)

    def _promised(self) -> str:
        """What is written, and who it is for."""
        if self.form.value() is Form.FILES:
            words = self.tr(
                "A Markdown file for each article and language, in folders as the categories are, with pictures and files beside them. "
                "They can be imported again."
            )
        else:
            words = self.tr(
                "A page for each article and language, with a list of all and a search. They open from a disk in any browser, and need no server."
            )
        if self.part.value():
            return (
                f"{words} {self.tr('Only articles that are published, for everybody, and may be sent to customers.')}"
            )
        return words

    def _went(self) -> str:
        return self.tr("Written to {place}").format(place=self.writing.place)

    def _show(self, page: int, title: str, close: str, main: str) -> None:
        self._pages.setCurrentIndex(page)
        self._title.setText(title)
        for button, words in ((self.close_button, close), (self.main_button, main)):
            button.setText(words)
            button.setAccessibleName(words)
            button.setEnabled(True)
        self.main_button.setVisible(bool(main))

    def _go_on(self) -> None:
        if self._folder is None:
            return
        self._fault.say("")
        form = self.form.value()
        assert isinstance(form, Form)
        self.writing.start(self._folder, self.tr("Knowledge base"), form, for_customers=bool(self.part.value()))

    def _open(self) -> None:
        place = self.writing.place
        if place is not None:
            shown = place / "index.html" if self.writing.form is Form.PAGES else place
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))

    def _ask_folder(self) -> None:
        folder = self._asking.folder_out()
        if folder is not None:
            self.take_folder(folder)
