"""A history: the list of its steps, and below it what the marked one is and the way back from it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from deskbell.model.history import Standing, Step
from deskbell.ui.history.step_delegate import StepDelegate
from deskbell.ui.history.step_words import done_words, prospect, through_words, who
from deskbell.ui.history.steps_model import STEP, StepsModel
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line


class StepsBox(QWidget):
    """Up and Down go from step to step, Backspace takes the marked one back, Enter shows what it is about.

    Signals:
        take_back(Step, bool): this step is to be taken back: of all its tickets, or (False) of its ticket alone.
        show_wanted(Step): what the step is about is to be seen.
        failed(Exception): the steps could not be read.
    """

    take_back = Signal(object, bool)
    show_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marked = ""
        self.model = StepsModel(runner, self)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.read.connect(self._come)
        self.model.failed.connect(self.failed)
        self.list = _List(self._take_back, self._show, self)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(StepDelegate(theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(name)
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.doubleClicked.connect(self._show)
        self._nothing = Label(self.tr("Nothing was done here yet."), ink="muted", parent=self.list)
        self._nothing.move(theme.px(10), theme.px(10))
        self._nothing.hide()
        self._what = Label(wrap=True, parent=self)
        self._prospect = Label(ink="muted", wrap=True, parent=self)
        self.back_button = GhostButton(self.tr("Take back"), self)
        self.back_button.setToolTip(self.tr("Take back  Backspace"))
        self.back_button.clicked.connect(self._take_back)
        self.all_button = GhostButton("", self)
        self.all_button.clicked.connect(self._take_back_all)
        self.show_button = LinkButton("", self)
        self.show_button.clicked.connect(self._show)
        self._lay()
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.list.setFocus(event.reason())

    @property
    def step(self) -> Step | None:
        """The marked step."""
        step = self.list.currentIndex().data(STEP)
        return step if isinstance(step, Step) else None

    def _lay(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.all_button)
        buttons.addWidget(self.show_button)
        buttons.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.setSpacing(4)
        foot.addWidget(self._what)
        foot.addWidget(self._prospect)
        foot.addSpacing(4)
        foot.addLayout(buttons)
        self._foot = QWidget(self)
        self._foot.setLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self._foot)

    def _remember(self) -> None:
        step = self.step
        if step is not None:
            self._marked = step.deed_id

    def _come(self) -> None:
        self._nothing.setVisible(self.model.rowCount() == 0)
        self._nothing.adjustSize()
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(max(0, self.model.row_of(self._marked))))
        self._tell()

    def _tell(self) -> None:
        """Say of the marked step what it was and what can be done."""
        step, now = self.step, utc_now()
        self._foot.setVisible(step is not None)
        if step is None:
            return
        words = self.tr("%1 · %2").replace("%2", done_words(step, now)).replace("%1", who(step))
        self._what.setText(f"{words}\n{through_words(step)} · {exact(step.at)}")
        self._prospect.setText(prospect(step, now))
        can = step.standing in (Standing.HOLDS, Standing.UNSURE)
        several = step.tickets > 1 and not step.whole
        self.back_button.setVisible(can)
        self.back_button.setText(self.tr("Take back here") if several else self.tr("Take back"))
        self.back_button.setAccessibleName(self.back_button.text())
        self.all_button.setVisible(can and several)
        self.all_button.setText(self.tr("Take back on all %n tickets", None, step.tickets))
        self.all_button.setAccessibleName(self.all_button.text())
        message = bool(step.message_id)
        self.show_button.setVisible(message or bool(step.ticket_id and step.subject))
        self.show_button.setText(self.tr("Show the message") if message else self.tr("Open the ticket"))
        self.show_button.setAccessibleName(self.show_button.text())

    def _take_back(self) -> None:
        step = self.step
        if step is not None and step.standing in (Standing.HOLDS, Standing.UNSURE):
            self.take_back.emit(step, step.whole)

    def _take_back_all(self) -> None:
        if self.step is not None:
            self.take_back.emit(self.step, True)

    def _show(self) -> None:
        step = self.step
        if step is not None and (step.message_id or (step.ticket_id and step.subject)):
            self.show_wanted.emit(step)


class _List(QListView):
    """Tells that Backspace or Enter is pressed, on every system."""

    def __init__(self, back: Callable[[], None], entered: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = {
            Qt.Key.Key_Backspace: back,
            Qt.Key.Key_Delete: back,
            Qt.Key.Key_Return: entered,
            Qt.Key.Key_Enter: entered,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do = self._keys.get(Qt.Key(event.key()))
        if do is not None:
            do()
        else:
            super().keyPressEvent(event)
