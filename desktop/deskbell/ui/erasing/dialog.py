"""The window in which a person is erased: what goes, what is typed to say that it is meant, how far it is, and the report."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbell.model.customers import EraseCustomer
from deskbell.model.erasing import Erasure, ErasurePlan
from deskbell.model.errors import Trouble
from deskbell.store.course import Course
from deskbell.store.queries import erasures
from deskbell.ui.erasing.words import ErasureWords
from deskbell.ui.long_deeds import was_stopped
from deskbell.ui.prompts import DialogPrompts, Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.buttons import DangerButton, GhostButton, LinkButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.dialog_frame import lay_dialog
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.long_dialog import LongDialog
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.words import told_error

_WIDE: Final = 560
_HIGH: Final = 680
_LOOK_MS: Final = 100


class EraseDialog(LongDialog):
    """Erases the customer of `plan`. `export` asks for a place, and saves there all that is kept of them; `me` is the id of the agent who works here.

    Signals:
        erased(str): they are gone; a sentence that says so.
    """

    erased = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        plan: ErasurePlan,
        me: int,
        export: Callable[[], None],
        *,
        prompts: Prompts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Erase a person"))
        self._runner = runner
        self._prompts = prompts or DialogPrompts(self)
        self._plan = plan
        self._me = me
        self._words = ErasureWords(self)
        self._course: Course | None = None
        self._report = ""
        self._title = Label(
            self.tr("Erase %1 for good").replace("%1", plan.name), TextRole.headline, wrap=True, parent=self
        )
        self.confirm = QLineEdit(self)
        self.confirm.textChanged.connect(self._look)
        self.export_button = LinkButton(self.tr("Save all that is kept of them first…"), self)
        self.export_button.clicked.connect(export)
        self._fault = Callout(theme, Tone.DANGER, self)
        self._far = Label("", TextRole.title, parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self.report = QPlainTextEdit(self)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report"))
        self.close_button = GhostButton(self.tr("Cancel"), self)
        self.erase_button = DangerButton(self.tr("Erase for good"), self)
        self.save_button = GhostButton(self.tr("Save the report…"), self)
        self.close_button.clicked.connect(self.reject)
        self.erase_button.clicked.connect(self._erase)
        self.save_button.clicked.connect(self._save)
        self._pages = QStackedWidget(self)
        for page in (self._ask_page(theme), self._course_page(theme), self._end_page(theme)):
            self._pages.addWidget(page)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._show_course)
        lay_dialog(self, self._title, self._pages, left=self.save_button, right=(self.close_button, self.erase_button))
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self._look()
        self.confirm.setFocus()

    def is_under_way(self) -> bool:
        return self._course is not None

    def end_early(self) -> None:
        if self._course is not None:
            self._course.stop()
        self.close_button.setEnabled(False)

    def if_ended(self) -> str:
        return self.tr("Cancelled, nothing is changed.")

    def _ask_page(self, theme: ThemeSource) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if self._plan.emails:
            layout.addWidget(Label(", ".join(self._plan.emails), ink="muted", wrap=True, parent=page))
        layout.addWidget(self._lists(), 1)
        layout.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._fault)
        never = Callout(theme, Tone.WARNING, page)
        never.say(self.tr("This cannot be undone."))
        layout.addWidget(never)
        asked = self.tr("Type %1 to say that you mean it").replace("%1", self._plan.confirm)
        layout.addWidget(Field(theme, asked, self.confirm, parent=page))
        return page

    def _lists(self) -> QWidget:
        """What goes and what stays; where it is more than fits, one scrolls."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        stays = self._words.stays(self._plan.counts, self._plan.mailboxes)
        for title, lines, ink in (
            (self.tr("This goes"), self._words.goes(self._plan.counts), "ink"),
            (self.tr("This stays, or is not reached"), stays, "muted"),
        ):
            grid.addWidget(Label(title, TextRole.title, parent=inner), grid.rowCount(), 0, 1, 2)
            for line in lines:
                row = grid.rowCount()
                grid.addWidget(Label("•", ink=ink, parent=inner), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(Label(line, ink=ink, wrap=True, parent=inner), row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea(self)
        area.setAccessibleName(self.tr("What goes and what stays"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        OverlayScrollBar(area)
        return area

    def _course_page(self, theme: ThemeSource) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._far)
        layout.addWidget(self._bar)
        layout.addStretch(1)
        note = Callout(theme, Tone.ACCENT, page)
        note.say(self.tr("Cancelled before its end, nothing is changed."))
        layout.addWidget(note)
        return page

    def _end_page(self, theme: ThemeSource) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        done = Callout(theme, Tone.GOOD, page)
        done.say(self.tr("All of it is erased. The report names nobody, so it may be kept."))
        layout.addWidget(done)
        layout.addWidget(self.report, 1)
        return page

    def _look(self) -> None:
        """Which buttons there are now."""
        meant = self.confirm.text().strip().casefold() == self._plan.confirm.casefold()
        asking, over = self._pages.currentIndex() == 0, bool(self._report)
        self.erase_button.setVisible(asking)
        self.erase_button.setEnabled(meant)
        self.save_button.setVisible(over)
        words = self.tr("Close") if over else self.tr("Cancel")
        self.close_button.setText(words)
        self.close_button.setAccessibleName(words)
        self.close_button.setEnabled(True)

    def _erase(self) -> None:
        course = Course()
        self.show_course(course)
        command = EraseCustomer(agent_id=self._me, customer_id=self._plan.customer_id)
        self._runner.do(command, done=self._gone, failed=self._refused, owner=self, course=course)

    def show_course(self, course: Course) -> None:
        """Say how far it is, from now on again and again."""
        self._course = course
        self._fault.say("")
        self._pages.setCurrentIndex(1)
        self._show_course()
        self._timer.start()
        self._look()

    def _show_course(self) -> None:
        if self._course is None:
            return
        many = self._plan.counts.tickets + self._plan.counts.shared
        self._far.setText(self._words.far(self._course.done, many))
        # What comes behind the tickets takes as long as it takes.
        self._bar.setRange(0, many if self._course.done < many else 0)
        self._bar.setValue(self._course.done)

    def _gone(self, erasure_id: int) -> None:
        self._ended()
        self.erased.emit(self.tr("A customer was erased with all that was theirs"))
        self._runner.ask(erasures.one, erasure_id, done=self.show_report, failed=self._fail, owner=self)

    def _refused(self, error: Exception) -> None:
        self._ended()
        self._pages.setCurrentIndex(0)
        self._fault.say(self.tr("Cancelled: nothing was changed.") if was_stopped(error) else told_error(error))
        self._look()

    def _ended(self) -> None:
        self._course = None
        self._timer.stop()

    def show_report(self, erasure: Erasure) -> None:
        """Say what is gone."""
        self._report = self._words.report(erasure, exact(erasure.at))
        self.report.setPlainText(self._report)
        # Their name is on the screen no more.
        self._title.setText(self.tr("Erased"))
        self._pages.setCurrentIndex(2)
        self._look()

    def _save(self) -> None:
        place = self._prompts.place_to_save(self.tr("Erasure report.txt"))
        if place is not None:
            self._runner.aside(lambda: _write(place, self._report), failed=self._fail)

    def _fail(self, error: Exception) -> None:
        self.report.setPlainText(f"{told_error(error)}\n\n{self._report}")


def _write(place: Path, report: str) -> None:
    try:
        place.write_text(report, encoding="utf-8")
    except OSError as error:
        raise Trouble("file.unwritable", path=str(place), reason=error.strerror or type(error).__name__) from error
