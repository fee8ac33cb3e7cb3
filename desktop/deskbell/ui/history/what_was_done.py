"""What was done on the desk lately, by oneself and by all, and the way back from each of it: longer than a toast stands, and after a restart."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.changes import Changes
from deskbell.model.history import Step
from deskbell.rules.rights import sees_all
from deskbell.store.queries.history import lately
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.history.steps_box import StepsBox
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line
from deskbell.ui.widgets.segments import Segments

_SIZE = (640, 620)


class WhatWasDone(QDialog):
    """Lists steps, newest first; it stays as one goes on working, and follows what is done. Who manages sees those of all.

    Signals:
        open_ticket(int): this ticket is to be shown.
        failed(Exception): the steps could not be read.
    """

    open_ticket = Signal(int)
    failed = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, feed: Feed, desk: DeskNow, deeds: Deeds, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._deeds = deeds
        self.setWindowTitle(self.tr("What was done"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 16, 12)
        head.addWidget(Label(self.windowTitle(), TextRole.title, parent=self))
        head.addStretch(1)
        self.whose = Segments(theme, ((True, self.tr("By me")), (False, self.tr("By everybody"))), self)
        self.whose.setAccessibleName(self.tr("By whom"))
        self.whose.set_value(True)
        self.whose.chosen.connect(self._read)
        self.whose.setVisible(sees_all(desk.me.role))
        head.addWidget(self.whose)
        self.steps = StepsBox(theme, runner, self.windowTitle(), self)
        self.steps.take_back.connect(self._take_back)
        self.steps.show_wanted.connect(lambda step: self.open_ticket.emit(step.ticket_id))
        self.steps.failed.connect(self.failed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self.steps, 1)
        feed.changed.connect(self._hear)
        deeds.failed.connect(self._look_again)
        self._read()
        self.steps.setFocus()

    def _read(self) -> None:
        me = self._desk.me.id if self.whose.value() else None
        self.steps.model.show(partial(lately, agent_id=me, viewer_id=self._desk.me.id))

    def _hear(self, _changes: Changes) -> None:
        self.steps.model.read_again()

    def _look_again(self, _error: Exception) -> None:
        self.steps.model.read_again()

    def _take_back(self, step: Step, everywhere: bool) -> None:
        self._deeds.take_back(step, everywhere=everywhere)
