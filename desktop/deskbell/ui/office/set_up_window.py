"""Making an office of this desk: the server, how far the move is, where there is one, and what to do next. It stands alone, because the desk is closed
meanwhile."""

import time
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.errors import DeskError
from deskbell.model.places import Places
from deskbell.model.rows import AgentRow
from deskbell.store.rights.set_up import Made, look_at_desk, prepare_server, set_up_office
from deskbell.store.secrets import Secrets
from deskbell.store.whereabouts import whereabouts
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.carrying.progress import CarryProgress
from deskbell.ui.errand import Errand
from deskbell.ui.office.set_up_end import SetUpEnd
from deskbell.ui.office.set_up_form import OfficeAsked, SetUpForm
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import error_detail, told_error

_WIDE, _HIGH = 620, 700
# The worker beside the window has ended with it. Had it to be killed, its leases last so much longer.
PATIENCE_SECONDS = 40.0
_AGAIN_MS = 2_000


class SetUpState(Enum):
    """FORM: it is being filled in. LOOKING: whether the server will do. MOVING: the desk is carried there. MAKING: rights and logins are made. STOPPED: it
    was cancelled or could not go on. DONE: the office is made."""

    FORM = auto()
    LOOKING = auto()
    MOVING = auto()
    MAKING = auto()
    STOPPED = auto()
    DONE = auto()


class SetUpWindow(Pane):
    """Whoever owns it closes the desk when it is asked to (`leave_wanted`), and then calls `begin`.

    Signals:
        leave_wanted: the server will do; the desk here must be closed before anything is carried.
        back_wanted: nothing came of it: the desk here is to be opened again, and this window to go.
        made(str): this computer belongs to the office at this address from now on: it is to be opened, and this window to go.
    """

    leave_wanted = Signal()
    back_wanted = Signal()
    made = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        carrying: Carrying,
        secrets: Secrets,
        places: Places,
        me: AgentRow,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self.setWindowTitle(self.tr("Set up an office"))
        self._carrying = carrying
        self._secrets = secrets
        self._source = places.database
        # A desk that lies on a server already is not carried anywhere.
        self._there = whereabouts(places.database).on_server
        self._asked: OfficeAsked | None = None
        self._moved = False
        self._looking: Errand | None = None
        self._address = ""
        self.state = SetUpState.FORM
        self._banners = Banners(theme, self)
        self._title = Label("", TextRole.headline, wrap=True, parent=self)
        self.form = SetUpForm(theme, me, places.database, self)
        self.end = SetUpEnd(theme, self)
        self._words = Label("", ink="muted", wrap=True, parent=self)
        self._progress = CarryProgress(carrying, self)
        self._pages = QStackedWidget(self)
        for page in (self.form, self._lay_course(), self.end):
            self._pages.addWidget(_scrolled(page))
        self.back_button = GhostButton("", self)
        self.go_button = PrimaryButton("", self)
        self.back_button.clicked.connect(self._back)
        self.go_button.clicked.connect(self._go)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._carry)
        self._until = 0.0
        self._cancelled = False
        carrying.over.connect(self._moved_or_not)
        self._lay()
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self.show_state(SetUpState.FORM)
        self.form.begin()

    def begin(self) -> None:
        """The desk here is closed: carry it, and make the office."""
        assert self._asked is not None
        self._banners.drop("error")
        if self._moved or self._there:
            self._make()
            return
        self._until = time.monotonic() + PATIENCE_SECONDS
        self._cancelled = False
        self.show_state(SetUpState.MOVING)
        self._carry()

    def stay(self) -> None:
        """The desk here cannot be closed now; its window says why."""
        self.show_state(SetUpState.FORM)

    def closeEvent(self, event: QCloseEvent) -> None:
        match self.state:
            case SetUpState.MOVING:
                self._cut_off()
                event.ignore()
            case SetUpState.MAKING:
                event.ignore()
            case SetUpState.DONE:
                event.ignore()
                self.made.emit(self._address)
            case SetUpState.STOPPED:
                event.ignore()
                self.back_wanted.emit()
            case SetUpState.LOOKING | SetUpState.FORM:
                self._look_no_more()
                super().closeEvent(event)

    def _go(self) -> None:
        match self.state:
            case SetUpState.FORM:
                self._asked = self.form.asked()
                if self._asked is not None:
                    self._look_at(self._asked)
            case SetUpState.STOPPED:
                self.begin()
            case SetUpState.DONE:
                self.made.emit(self._address)

    def _back(self) -> None:
        if self.state is SetUpState.MOVING:
            self._cut_off()
        else:
            self.close()

    @Slot()
    def _carry(self) -> None:
        assert self._asked is not None
        self._carrying.start(["db", "move", "-", "-"], [self._source, self._asked.server.address()])

    def _cut_off(self) -> None:
        self._cancelled = True
        if self._again.isActive():
            self._again.stop()
            self._stop(None)
        else:
            self._carrying.cut_off()
            self.back_button.setEnabled(False)

    def _look_at(self, asked: OfficeAsked) -> None:
        self._banners.drop("error")
        self.show_state(SetUpState.LOOKING)
        there = self._there

        def look(_: object) -> None:
            (look_at_desk if there else prepare_server)(asked.server, asked.admin, asked.worker)

        self._looking = Errand(look, may_be_cut=True, parent=self)
        self._looking.done.connect(self.leave_wanted)
        self._looking.failed.connect(self._refuse)
        self._looking.start()

    def _look_no_more(self) -> None:
        """What comes of a look that nobody waits for is not heard."""
        if self.state is SetUpState.LOOKING and self._looking is not None:
            self._looking.cancel()
            self.show_state(SetUpState.FORM)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self.show_state(SetUpState.FORM)
        self._tell(error)

    @Slot()
    def _moved_or_not(self) -> None:
        if self.state is not SetUpState.MOVING:
            return
        error = self._carrying.error
        in_use = isinstance(error, DeskError) and error.code == "db.in_use"
        if self._carrying.end is not None:
            self._moved = True
            self.end.show_moved(self._carrying.end.rows)
            self._make()
        elif self._cancelled:
            self._stop(None)
        elif in_use and time.monotonic() < self._until:
            self._again.start()
        else:
            self._stop(error)

    def _make(self) -> None:
        self.show_state(SetUpState.MAKING)
        asked, secrets = self._asked, self._secrets
        assert asked is not None
        # Not to be cut: its logins have passwords that are told once.
        errand = Errand(
            lambda _: set_up_office(asked.server, asked.admin, asked.worker, secrets), may_be_cut=False, parent=self
        )
        errand.done.connect(self._take)
        errand.failed.connect(self._stop)
        errand.start()

    @Slot(object)
    def _take(self, made: Made) -> None:
        assert self._asked is not None
        self._address = made.address
        self.end.show_made(self._asked, made, "" if self._there else whereabouts(self._source).place)
        self.show_state(SetUpState.DONE)

    @Slot(object)
    def _stop(self, error: Exception | None) -> None:
        self.show_state(SetUpState.STOPPED)
        if error is not None:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        self._banners.tell("error", told_error(error), Tone.DANGER, detail=error_detail(error))

    def show_state(self, state: SetUpState) -> None:
        """Show what belongs to this state."""
        self.state = state
        forming = state in {SetUpState.FORM, SetUpState.LOOKING}
        self.form.setEnabled(state is SetUpState.FORM)
        self._pages.setCurrentIndex(0 if forming else 2 if state is SetUpState.DONE else 1)
        self._progress.setVisible(state is SetUpState.MOVING)
        titles = {
            SetUpState.MOVING: self.tr("The desk is being carried to the server"),
            SetUpState.MAKING: self.tr("The office is being made"),
            SetUpState.STOPPED: self.tr("There is no office yet"),
            SetUpState.DONE: self.tr("The office is made"),
        }
        self._title.setText(titles.get(state, self.tr("Set up an office")))
        self.setAccessibleName(self._title.text())
        self._words.setText(self._explained(state))
        back = {SetUpState.STOPPED: self.tr("Back to this desk"), SetUpState.DONE: ""}
        go = {
            SetUpState.FORM: self.tr("Set it up"),
            SetUpState.LOOKING: self.tr("Looking…"),
            SetUpState.STOPPED: self.tr("Try again"),
            SetUpState.DONE: self.tr("Open the office"),
        }
        for button, word in (
            (self.back_button, back.get(state, self.tr("Cancel"))),
            (self.go_button, go.get(state, "")),
        ):
            button.setText(word)
            button.setAccessibleName(word)
            button.setVisible(bool(word))
        self.back_button.setVisible(state not in {SetUpState.MAKING, SetUpState.DONE})
        self.back_button.setEnabled(True)
        self.go_button.setEnabled(state is not SetUpState.LOOKING)

    def _explained(self, state: SetUpState) -> str:
        if state is SetUpState.MOVING:
            return self.tr("Nothing is changed in the desk here. Cancel at any time: the same move goes on later.")
        if state is SetUpState.MAKING:
            return self.tr("Groups, rights, and your login. This takes some seconds.")
        if state is SetUpState.STOPPED and self._there:
            return self.tr("Nothing is changed in the desk.")
        if state is SetUpState.STOPPED and self._moved:
            return self.tr("The desk is on the server, but is no office yet. Nothing is changed in the desk here.")
        if state is SetUpState.STOPPED:
            return self.tr("Nothing is changed in the desk here. What is on the server by now is gone on with.")
        return ""

    def _lay_course(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._words)
        layout.addWidget(self._progress)
        layout.addStretch(1)
        return page

    def _lay(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(32, 24, 32, 12)
        head.addWidget(self._title)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 12, 24, 12)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.go_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banners)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        layout.addWidget(Line(parent=self))
        layout.addLayout(buttons)
        tab_as_one_reads(self)


def _scrolled(page: QWidget) -> QScrollArea:
    content = QWidget()
    content.setObjectName("content")
    column = QVBoxLayout(content)
    column.setContentsMargins(32, 4, 32, 24)
    column.addWidget(page)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
