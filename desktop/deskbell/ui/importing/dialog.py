"""The window of an import: choose, see how far it is, see what came of it. It may be closed at any time; the import goes on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.importing.choose_page import ChoosePage
from deskbell.ui.importing.course_page import CoursePage
from deskbell.ui.importing.end_page import EndPage
from deskbell.ui.importing.imports import Imports, ImportState
from deskbell.ui.prompts import DialogPrompts, Prompts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.dialog_frame import lay_dialog
from deskbell.ui.widgets.file_drop import files_in
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.room import within_screen

_WIDE, _HIGH = 560, 500


class ImportDialog(QDialog):
    """Shows `imports` as they stand.

    Signals:
        show_wanted: the person wants to see the tickets that came of it.
    """

    show_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        imports: Imports,
        desk: DeskNow,
        *,
        prompts: Prompts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import mail"))
        self.setAcceptDrops(True)
        self._imports = imports
        self._title = Label("", TextRole.headline, parent=self)
        self.choose = ChoosePage(theme, prompts or DialogPrompts(self), desk.mailboxes, self)
        self._course = CoursePage(theme, imports, self)
        self.end = EndPage(theme, imports, self)
        self._pages = QStackedWidget(self)
        for page in (self.choose, self._course, self.end):
            self._pages.addWidget(page)
        self.cancel_button = GhostButton(self.tr("Cancel the import"), self)
        self.close_button = GhostButton("", self)
        self.main_button = PrimaryButton("", self)
        self.main_button.setDefault(True)
        self.close_button.clicked.connect(self.close)
        self.cancel_button.clicked.connect(imports.cut_off)
        self.main_button.clicked.connect(self._go_on)
        self.choose.changed.connect(self._look)
        imports.changed.connect(self._look)
        lay_dialog(self, self._title, self._pages, left=self.cancel_button, right=(self.close_button, self.main_button))
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self._look()

    def done(self, result: int) -> None:
        """Leave. What came of an import has been seen then."""
        self._imports.put_away()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._imports.state is ImportState.IDLE and files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.choose.take(files_in(event.mimeData()))
        event.acceptProposedAction()

    def _look(self) -> None:
        match self._imports.state:
            case ImportState.IDLE:
                self._show(self.choose, self.tr("Import mail"), self.tr("Close"), self.tr("Import"))
                self.main_button.setEnabled(self.choose.asked() is not None)
            case ImportState.RUNNING | ImportState.ENDING:
                self._course.look()
                self._show(self._course, self.tr("Importing mail"), self.tr("Close and go on working"), "")
            case ImportState.OVER:
                self.end.look()
                self._show(self.end, self._end_title(), self.tr("Close"), self._end_deed())
                self.main_button.setEnabled(True)

    def _show(self, page: QWidget, title: str, close: str, main: str) -> None:
        self._pages.setCurrentWidget(page)
        self._title.setText(title)
        self.cancel_button.setVisible(self._imports.state is ImportState.RUNNING)
        for button, words in ((self.close_button, close), (self.main_button, main)):
            button.setText(words)
            button.setAccessibleName(words)
        self.main_button.setVisible(bool(main))

    def _end_title(self) -> str:
        end = self._imports.end
        if end is None:
            return self.tr("The import could not go on")
        return self.tr("Import cancelled") if end.cut_off else self.tr("Import done")

    def _cut_short(self) -> bool:
        end = self._imports.end
        return end is None or end.cut_off

    def _end_deed(self) -> str:
        if self._cut_short():
            return self.tr("Go on with it")
        end = self._imports.end
        return self.tr("Show the tickets") if end is not None and end.new else ""

    def _go_on(self) -> None:
        asked = self.choose.asked() if self._imports.state is ImportState.IDLE else self._imports.asked
        if self._imports.state is ImportState.OVER and not self._cut_short():
            self.show_wanted.emit()
            self.close()
        elif asked is not None:
            self._imports.start(asked)
