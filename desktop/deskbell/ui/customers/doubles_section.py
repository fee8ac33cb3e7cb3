"""The part of the screen of customers that finds those who are there twice."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.changes import Changes
from deskbell.model.commands import Command, UndoDeed
from deskbell.model.customers import MergeCustomers, SetApart
from deskbell.model.doubles import Compared, Double
from deskbell.model.kinds import Entity
from deskbell.store.queries import doubles
from deskbell.ui.customers.doubles_list import DoublesList
from deskbell.ui.customers.doubles_view import DoublesView
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

_CONCERNS = frozenset({Entity.CUSTOMER, Entity.TICKET})


class DoublesSection(QObject):
    """The list, and the two who are chosen; made when somebody first goes there.

    Signals:
        customer_wanted(int): this customer is to be shown among all of them.
        failed(Exception): what could not be done.
        left: the person goes back to all customers.
    """

    customer_wanted = Signal(int)
    failed = Signal(object)
    left = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._double: Double | None = None
        self.shown: Compared | None = None
        self.list = DoublesList(theme, runner, parent)
        self.view = DoublesView(theme, parent)
        self.list.opened.connect(self._open)
        self.list.entered.connect(self.view.focus_merge)
        self.list.left.connect(self.left)
        self.view.merge_wanted.connect(self._merge)
        self.view.apart_wanted.connect(self._set_apart)
        self.view.open_wanted.connect(self.customer_wanted)
        self.view.left.connect(self.list.focus_list)
        self.list.begin()

    def hear(self, changes: Changes) -> None:
        """Rows were written by somebody: read again what may be others now."""
        self.list.model.hear(changes)
        if changes.lost or any(row.entity in _CONCERNS for row in changes.rows):
            self._read()

    def _open(self, double: Double | None) -> None:
        if double is None or self._double is None or double.id != self._double.id:
            # Until they are before the person's eyes nobody decides about them.
            self.shown = None
        self._double = double
        self._read()

    def _read(self) -> None:
        double, topic = self._double, ("compared", id(self))
        if double is None:
            self._runner.forget(topic)
            self._show(None, None)
            return
        self._runner.ask(
            doubles.compared,
            double.one.id,
            double.other.id,
            done=partial(self._show, double),
            failed=self.failed.emit,
            owner=self,
            topic=topic,
        )

    def _show(self, double: Double | None, known: Compared | None) -> None:
        self.shown = known
        self.view.show_double(double, known)

    def _merge(self, into_first: bool) -> None:
        double = self._double
        if double is None or self.shown is None:
            return
        kept, gone = (double.one, double.other) if into_first else (double.other, double.one)
        me = self._desk.me.id
        command = MergeCustomers(agent_id=me, customer_id=gone.id, into_id=kept.id)
        said = self.tr("{gone} was merged into {kept}").format(
            gone=gone.name or gone.email, kept=kept.name or kept.email
        )
        self._decide(double, command, said, UndoDeed(agent_id=me, undo=command.deed))

    def _set_apart(self) -> None:
        double = self._double
        if double is None or self.shown is None:
            return
        one, other = double.id
        me = self._desk.me.id
        command = SetApart(agent_id=me, customer_id=one, other_id=other)
        back = SetApart(agent_id=me, customer_id=one, other_id=other, apart=False)
        said = self.tr("{one} and {other} are not the same person").format(
            one=double.one.name or double.one.email, other=double.other.name or double.other.email
        )
        self._decide(double, command, said, back)

    def _decide(self, double: Double, command: Command, said: str, back: Command) -> None:
        """Go on to the next two at once; these come back where that was refused."""

        def done(_answer: object) -> None:
            self._deeds.remember(said, back)

        def refused(error: Exception) -> None:
            self.list.model.put_back(double)
            self.failed.emit(error)

        self._runner.do(command, done=done, failed=refused, owner=self)
        self.list.focus_list()
        self.list.model.take_out(double)
