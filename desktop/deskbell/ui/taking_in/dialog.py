"""The window that takes what a file holds in: choose it, say what its columns hold, see what would come of it, and take it in."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.actions.table_files import Sheet
from deskbell.model.fields import CustomField
from deskbell.store.queries.fields import definitions
from deskbell.ui.prompts import DialogPrompts, Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.columns import Columns
from deskbell.ui.taking_in.course import CoursePage
from deskbell.ui.taking_in.kind import Kind
from deskbell.ui.taking_in.result import ResultPage
from deskbell.ui.taking_in.state import TakingState
from deskbell.ui.taking_in.survey import Survey
from deskbell.ui.taking_in.taking import Taking
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.dialog_frame import lay_dialog
from deskbell.ui.widgets.file_drop import files_in
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.long_dialog import LongDialog
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import told_error

_WIDE: Final = 600
_HIGH: Final = 560


class TakeInDialog(LongDialog):
    """Takes in what is of a `Kind`; `me` is the id of the agent who works here. Once it began, closing it ends it with those in hand, and what is in stays."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        me: int,
        kind: Kind,
        *,
        prompts: Prompts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(kind.words.title)
        self.setAcceptDrops(True)
        self._runner = runner
        self._kind = kind
        self._words = kind.words
        self._prompts = prompts or DialogPrompts(self)
        self._sheet: Sheet | None = None
        self._opening = False
        self._fields: tuple[CustomField, ...] = ()
        self.taking = Taking(runner, me, kind, self)
        self.survey = Survey(runner, self)
        self._title = Label("", TextRole.headline, parent=self)
        self._fault = Callout(theme, Tone.DANGER, self)
        self._about = Label("", ink="muted", wrap=True, parent=self)
        self.choose_button = GhostButton(self.tr("Choose a file…"), self)
        self.headings = QCheckBox(self.tr("The first line has headings"), self)
        self.overwrite = QCheckBox(kind.words.overwrite, self)
        self.columns = Columns(kind.columns, self)
        self._pages = QStackedWidget(self)
        self._course = CoursePage(theme, self)
        self.outcome = ResultPage(theme, self.taking, kind.words.new, self._prompts, self)
        for page in (self._choose_page(), self._course, self.outcome):
            self._pages.addWidget(page)
        self.close_button = GhostButton("", self)
        self.back_button = GhostButton(self.tr("Back"), self)
        self.main_button = PrimaryButton("", self)
        self.main_button.setDefault(True)
        self.choose_button.clicked.connect(self._ask_file)
        self.headings.clicked.connect(self._guess_anew)
        self.columns.changed.connect(self._look)
        self.close_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(self._go_back)
        self.main_button.clicked.connect(self._go_on)
        self.survey.changed.connect(self._look)
        self.survey.failed.connect(self._lose)
        self.taking.changed.connect(self._look)
        self.taking.failed.connect(self._fail)
        self.outcome.failed.connect(self._fail)
        lay_dialog(
            self,
            self._title,
            self._pages,
            self._fault,
            left=self.back_button,
            right=(self.close_button, self.main_button),
        )
        self._runner.ask(
            definitions,
            kind.owner,
            done=self.show_fields,
            failed=self._fail,
            topic=("fields", id(self)),
            owner=self,
        )
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self._look()

    def take(self, path: Path) -> None:
        """This file was chosen, or dropped."""
        # Until it is there nothing is begun with the one before: it would come behind what that is looked at for.
        self._opening = True
        self._look()
        self._fault.say("")
        self._runner.aside(lambda: self._kind.look(path), done=self.show_sheet, failed=self._leave)

    def show_sheet(self, sheet: Sheet) -> None:
        """This is what the file is."""
        self._opening = False
        self._sheet = sheet
        self.survey.forget()
        self.headings.setChecked(sheet.headings)
        self._guess(sheet)

    def show_fields(self, found: tuple[CustomField, ...]) -> None:
        """These are the custom fields that there are."""
        self._fields = tuple(field for field in found if not field.retired)
        if self._fields:
            self._guess_anew()

    def is_under_way(self) -> bool:
        return self.taking.running

    def end_early(self) -> None:
        self.taking.stop()
        self.close_button.setEnabled(False)

    def if_ended(self) -> str:
        return self._words.cancelled if self.taking.state is TakingState.TAKING else ""

    def done(self, result: int) -> None:
        """Leave for good."""
        self.taking.refusals.clear()
        self.survey.stop()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.taking.state is TakingState.IDLE and len(files_in(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(files_in(event.mimeData())[0])
        event.acceptProposedAction()

    def _choose_page(self) -> QWidget:
        page = QWidget(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self._about, 1)
        buttons.setSpacing(12)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(Label(self._words.promise, ink="muted", wrap=True, parent=page))
        layout.addLayout(buttons)
        layout.addWidget(self.headings)
        layout.addWidget(self.columns, 1)
        layout.addWidget(self.overwrite)
        # Takes the room only where there are no columns.
        layout.addStretch(0)
        return page

    def _look(self) -> None:
        taking = self.taking
        match taking.state:
            case TakingState.IDLE:
                self._show(0, self._words.title, self.tr("Close"), self.tr("See what comes of it"))
                self._show_sheet()
            case TakingState.LOOKING:
                self._show_course(0, self.tr("Nothing is changed yet."))
                self._show(1, self.tr("Looking"), self.tr("Cancel"), "")
            case TakingState.TAKING:
                self._show_course(max(taking.total, taking.done), self._words.cancelled)
                self._show(1, self._words.taking, self.tr("Cancel"), "")
            case TakingState.OVER if taking.only_looked:
                self.outcome.look(self.columns.taken())
                some = bool(taking.counts.new or taking.counts.changed) and not taking.was_stopped
                words = self.tr("Import")
                self._show(2, self.tr("This would come of it"), self.tr("Close"), words if some else "")
            case TakingState.OVER:
                self.outcome.look()
                title = self.tr("Import cancelled") if taking.was_stopped else self.tr("Import done")
                self._show(2, title, self.tr("Close"), "")
        self.back_button.setVisible(taking.state is TakingState.OVER and taking.only_looked)

    def _show(self, page: int, title: str, close: str, main: str) -> None:
        self._pages.setCurrentIndex(page)
        self._title.setText(title)
        for button, words in ((self.close_button, close), (self.main_button, main)):
            button.setText(words)
            button.setAccessibleName(words)
            button.setEnabled(True)
        self.close_button.setEnabled(not (self.taking.running and self.taking.was_stopped))
        self.main_button.setVisible(bool(main))

    def _show_course(self, total: int, note: str) -> None:
        done, words = self.taking.done, self._words.so_many_of if total else self._words.so_many
        count = words.replace("%2", number(total)).replace("%1", number(done))
        self._course.show_course(count, done, total, note, self.taking.pace)

    def _show_sheet(self) -> None:
        sheet = self._sheet
        table = sheet is not None and bool(sheet.delimiter)
        for part in (self.headings, self.columns):
            part.setVisible(table)
        self.overwrite.setVisible(sheet is not None)
        if sheet is not None:
            charset = sheet.charset.upper().removesuffix("-SIG")
            kind = self.tr("table, %1").replace("%1", charset) if table else self.tr("vCards")
            self._about.setText(f"{sheet.path.name} ({kind})")
        if table and sheet is not None:
            self._show_forms(sheet)
        lacking = table and self._kind.needed not in self.columns.columns()
        self._fault.say(self._words.lacking if lacking else "")
        ready = not self._opening and not lacking and not self.survey.running
        self.main_button.setEnabled(sheet is not None and ready)

    def _show_forms(self, sheet: Sheet) -> None:
        kinds = {place: field.kind for place, field in self.columns.measured().items()}
        self.survey.look(sheet, kinds, headings=self.headings.isChecked())
        self.columns.show_forms(self.survey.tallies, sheet.delimiter)

    def _guess_anew(self) -> None:
        if self._sheet is not None and self._sheet.rows:
            self._guess(self._sheet)

    def _guess(self, sheet: Sheet) -> None:
        headings = self.headings.isChecked()
        names = tuple(field.name for field in self._fields)
        guessed = self._kind.guessed(sheet, headings=headings, fields=names)
        self.columns.show_sheet(sheet, headings=headings, guessed=guessed, fields=self._fields)
        tab_as_one_reads(self)
        self._look()

    def _go_on(self) -> None:
        """Look, or take them in."""
        if self._sheet is not None:
            self._fault.say("")
            self.taking.start(
                self._sheet,
                self.columns.columns(),
                self.columns.forms(),
                headings=self.headings.isChecked(),
                overwrite=self.overwrite.isChecked(),
                only_look=self.taking.state is TakingState.IDLE,
            )

    def _go_back(self) -> None:
        """To the columns. They are gone through anew: whoever saw what is not taken in may have mended the file."""
        self.survey.forget()
        self.taking.put_away()

    def _ask_file(self) -> None:
        path = self._kind.ask(self._prompts)
        if path is not None:
            self.take(path)

    def _leave(self, error: Exception) -> None:
        """The file cannot be opened; the one before is still there."""
        self._opening = False
        self._look()
        self._fail(error)

    def _lose(self, error: Exception) -> None:
        """The file cannot be read any more."""
        self._sheet = None
        self._about.setText("")
        self._look()
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._fault.say(told_error(error))
