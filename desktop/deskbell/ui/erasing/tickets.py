"""Erasing tickets from Spam and Trash: the question, the steps, and how far it is."""

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from deskbell.model.customers import EraseTickets
from deskbell.model.erasing import TicketsPlan
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Shelf
from deskbell.store.course import Course
from deskbell.store.queries import erasable
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.time_left import number

STEP: Final = 100
"""So many tickets go in one transaction: others write in between."""


class TicketErasing(QObject):
    """Asks, and erases step by step. What is gone when somebody cancels stays gone.

    Signals:
        told(str): what was done.
        failed(Exception): what could not be read or done.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, deeds: Deeds, prompts: Prompts, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._prompts = prompts

    def ask(self, tickets: tuple[int, ...]) -> None:
        """Erase these tickets, once the person has said that they mean it."""
        if tickets:
            self._runner.ask(erasable.of_tickets, tickets, done=self._ask, failed=self.failed.emit, owner=self)

    def ask_all(self, shelf: Shelf) -> None:
        """Erase all that lies in Spam, or in Trash."""
        self._runner.ask(erasable.of_shelf, shelf, done=self._ask, failed=self.failed.emit, owner=self)

    def _ask(self, plan: TicketsPlan) -> None:
        if not plan.tickets:
            if plan.waiting:
                self.failed.emit(Mistake("erase.unsent", number=plan.waiting[0]))
            else:
                self.failed.emit(Mistake("erase.not_away" if plan.elsewhere else "erase.nothing"))
            return
        many = len(plan.tickets)
        one, several = self.tr("Erase #%1 for good?"), self.tr("Erase %n tickets for good?", "", many)
        question = one.replace("%1", str(plan.tickets[0])) if many == 1 else several
        messages, files = self.tr("Messages that go with it: %1"), self.tr("files: %1")
        goes = (messages.replace("%1", number(plan.messages)), files.replace("%1", number(plan.files)))
        lines = [" · ".join(goes), self.tr("This cannot be undone.")]
        if plan.waiting:
            waiting = self.tr("Tickets that stay, as a mail in them has not left yet: %1")
            lines.append(waiting.replace("%1", number(len(plan.waiting))))
        if plan.elsewhere:
            elsewhere = self.tr("Tickets that stay, as they lie neither in Spam nor in Trash: %1")
            lines.append(elsewhere.replace("%1", number(plan.elsewhere)))
        if self._prompts.sure(question, "\n".join(lines), self.tr("Erase for good")):
            course = self._deeds.long.begin(many)
            _Run(self, plan.tickets, course).go_on()

    def erase(self, run: "_Run", command: EraseTickets) -> None:
        """Let one step be done."""
        self._runner.do(command, done=run.stepped, failed=run.refused, owner=self)

    def end(self, course: Course | None, gone: int, tickets: tuple[int, ...], error: Exception | None) -> None:
        """It is over: all of it, or as far as it came."""
        self._deeds.long.end(course)
        many = len(tickets)
        if gone == many:
            one, several = self.tr("#%1 erased for good"), self.tr("%n tickets erased for good", "", gone)
            self.told.emit(one.replace("%1", str(tickets[0])) if many == 1 else several)
        elif gone or error is None:
            said = self.tr("%1 of %2 tickets are erased for good, the others stay")
            self.told.emit(said.replace("%2", number(many)).replace("%1", number(gone)))
        if error is not None:
            self.failed.emit(error)

    @property
    def me(self) -> int:
        """Who erases."""
        return self._desk.me.id


class _Run:
    """One erasure of many tickets, under way."""

    def __init__(self, erasing: TicketErasing, tickets: tuple[int, ...], course: Course | None) -> None:
        self._erasing = erasing
        self._tickets = tickets
        self._course = course
        self._gone = 0
        self._asked = 0
        self._run = ""

    def go_on(self) -> None:
        """Ask for the next step, where there is one and nobody has cancelled."""
        step = self._tickets[self._gone : self._gone + STEP]
        if not step or (self._course is not None and self._course.is_stopped):
            self._erasing.end(self._course, self._gone, self._tickets, None)
            return
        self._asked = len(step)
        command = EraseTickets(agent_id=self._erasing.me, tickets=step, run=self._run)
        if not self._run:
            self._run = command.deed
            command = replace(command, run=self._run)
        self._erasing.erase(self, command)

    def stepped(self, _: object) -> None:
        """A step is done."""
        self._gone += self._asked
        if self._course is not None:
            self._course.done = self._gone
        self.go_on()

    def refused(self, error: Exception) -> None:
        """A step was not done: what is left stays."""
        self._erasing.end(self._course, self._gone, self._tickets, error)
