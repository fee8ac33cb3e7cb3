"""One desktop of an office: the window's own data layer (desk, feed, runner, the list's model) in a process of its own, and somebody who works at it.

What the window asks because something changed is asked here, too, at the same pace; only nothing is painted.
"""

import random
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer

from deskbell.actions.dispatch import perform
from deskbell.model.changes import Changes
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    Command,
    SaveDraft,
    SendReply,
    SetPriority,
    SetStatus,
    SetSubject,
    TellViewing,
    new_deed,
)
from deskbell.model.errors import Conflict
from deskbell.model.kinds import Activity, Priority, ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.viewing import BEAT_SECONDS
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.queries import views
from deskbell.store.watch import Watcher
from deskbell.ui.concerns.now import ConcernsNow
from deskbell.ui.desk_now import DeskNow, desk_and_settings
from deskbell.ui.feed import Feed
from deskbell.ui.inbox.ticket_model import TicketListModel
from deskbell.ui.inbox.views_list import _APART_MS, _CONCERNS, _READ_AGAIN_MS
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.reader import Reader
from deskbell.ui.ticket.reading import NEWEST, Opened, open_ticket
from serial_order import Acknowledged

PROBE = "Probe "
_TAGS = ("refund", "vip", "printer", "invoice", "waiting")
_PLACES = (ViewKind.OPEN, ViewKind.OPEN, ViewKind.OPEN, ViewKind.MINE, ViewKind.UNASSIGNED)


@dataclass(frozen=True)
class Task:
    """Who works, on which desk, from when (CLOCK_MONOTONIC) and for how many seconds, with how many seconds from one thing to the next on average."""

    address: str
    agent_id: int
    colleagues: tuple[int, ...]
    begin: float
    seconds: float
    think: float


@dataclass
class Report:
    """What somebody has seen: milliseconds of each action by its name, and when (CLOCK_MONOTONIC) a subject was committed, or was in the list."""

    took: dict[str, list[float]] = field(default_factory=dict)
    said: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    told: Acknowledged = field(default_factory=Acknowledged)
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    processor_seconds: float = 0.0


def work(task: Task) -> Report:
    """Sit down, work until the time is over, and report."""
    application = QCoreApplication([])
    desk = Desk.open(task.address, small=True)
    desk.heed_schema(migrations.steps()[-1].number)
    clerk = Clerk(desk, task)
    wait = max(0.0, task.begin - time.monotonic())
    QTimer.singleShot(int(wait * 1000), clerk.begin)
    QTimer.singleShot(int((wait + task.seconds) * 1000), clerk.stop)
    clerk.finished = application.quit
    application.exec()
    clerk.report.processor_seconds = time.process_time() - clerk.used
    clerk.close()
    desk.close()
    clerk.report.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return clerk.report


class Clerk(QObject):
    """Does one thing after another, with time to think before each."""

    def __init__(self, desk: Desk, task: Task) -> None:
        super().__init__()
        self.report = Report()
        self.finished: Callable[[], None] = lambda: None
        self.used = 0.0
        self._task = task
        self._me = task.agent_id
        self._chance = random.Random(task.agent_id)
        self._window = new_deed()
        self._opened: Opened | None = None
        self._going = True
        self._watcher = Watcher(desk)
        seen = self._watcher.begin()
        state, settings = desk.read(desk_and_settings, self._me)
        self._runner = Runner(desk.read, partial(self._perform, desk))
        self._runner.troubled.connect(self._fail)
        self._feed = Feed(self._watcher.next, self._watcher.begin)
        self._feed.troubled.connect(self._fail)
        self._desk = DeskNow(self._runner, self._feed, state, settings)
        self._list = TicketListModel(self._runner, self._me)
        self._reader = Reader(self._runner, self._me, self._show_again, lambda _ticket, _drafts: None, self._fail, self)
        self._subjects: dict[int, str] = {}
        self._list.shown.connect(self._show)
        self._list.settled.connect(self._look)
        self._feed.changed.connect(self._hear)
        self._counted = QElapsedTimer()
        self._counts = QTimer(self, singleShot=True)
        self._counts.timeout.connect(self._count)
        self._feed.with_company = True
        self._beat = QTimer(self, interval=BEAT_SECONDS * 1000)
        self._beat.timeout.connect(self._tell)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._act)
        self._feed.start(seen)
        self._concerns = ConcernsNow(self._runner, self._desk, self)
        self._concerns.begin()
        self._beat.start()
        self._visit(ViewKind.OPEN)
        self._count()

    def begin(self) -> None:
        """Begin to work; what came before was the start of the program, and is forgotten."""
        self.report.took.clear()
        self.used = time.process_time()
        self._think()

    def stop(self) -> None:
        """Begin nothing more, and leave when what is under way is done."""
        self._going = False
        for timer in (self._next, self._beat, self._counts):
            timer.stop()
        idle = QTimer(self, interval=20)
        idle.timeout.connect(lambda: None if self._runner.is_busy else self.finished())
        idle.start()

    def close(self) -> None:
        """End the threads, as the window does."""
        self._runner.close()
        self._watcher.close()
        self._feed.close()

    # What the window does by itself.

    def _perform(self, desk: Desk, command: Command) -> object:
        answer = perform(desk, command)
        if isinstance(command, SetSubject):
            self.report.said[command.subject] = time.monotonic()
        return answer

    def _hear(self, changes: Changes) -> None:
        if not self._going:
            return
        self._list.hear(changes)
        if (changes.lost or any(row.entity in _CONCERNS for row in changes.rows)) and not self._counts.isActive():
            self._counts.start(max(_READ_AGAIN_MS, _APART_MS - self._counted.elapsed()))
        if self._opened is not None:
            self._reader.hear(changes, self._opened.detail.row.id, NEWEST, self._opened)

    def _count(self) -> None:
        self._counted.start()
        self._runner.ask(views.view_rows, self._me, done=lambda rows: None, topic="views")

    def _tell(self, activity: Activity = Activity.LOOKING) -> None:
        if self._opened is not None:
            number = self._opened.detail.row.id
            self._do(TellViewing(agent_id=self._me, window=self._window, ticket_id=number, activity=activity))

    def _show(self) -> None:
        self._subjects = self._rows()

    def _look(self) -> None:
        """Another subject on a card that was there before: somebody else's change has come round."""
        now, before = self._rows(), self._subjects
        for number, subject in now.items():
            if subject.startswith(PROBE) and before.get(number, subject) != subject:
                self.report.seen.setdefault(subject, time.monotonic())
        self._subjects = now

    def _rows(self) -> dict[int, str]:
        found = (self._list.ticket(number) for number in range(min(50, self._list.rowCount())))
        return {row.id: row.subject for row in found if row is not None}

    # What the agent does.

    def _think(self) -> None:
        if self._going:
            self._next.start(int(1000 * self._chance.expovariate(1 / self._task.think)))

    def _act(self) -> None:
        steps: dict[Callable[[], None], int] = {
            self._open: 36,
            self._look_elsewhere: 10,
            self._draft: 12,
            self._reply: 8,
            self._note: 6,
            self._set_status: 8,
            self._assign: 7,
            self._tag: 5,
            self._prioritise: 3,
            self._rename: 5,
        }
        (step,) = self._chance.choices(list(steps), list(steps.values()))
        if self._opened is None:
            step = self._open
        step()
        self._think()

    def _open(self) -> None:
        if self._subjects:
            number = self._chance.choice(list(self._subjects))
            self._read(number, lambda opened: self._tell(), self._timed("open a ticket"))

    def _look_elsewhere(self) -> None:
        self._visit(self._chance.choice(_PLACES))

    def _visit(self, kind: ViewKind) -> None:
        done = self._timed("open a view")

        def shown() -> None:
            self._list.shown.disconnect(shown)
            done()

        self._list.shown.connect(shown)
        self._list.show_view(View(kind), Sort.LATEST)

    def _read(self, number: int, then: Callable[[Opened], None], done: Callable[[], None] = lambda: None) -> None:
        def take(opened: Opened | None) -> None:
            done()
            if opened is not None:
                self._opened = opened
                then(opened)

        self._runner.ask(open_ticket, number, self._me, done=take, topic="ticket")

    def _show_again(self, opened: Opened | None) -> None:
        if opened is not None and opened.detail.row.id == self._number():
            self._opened = opened

    def _draft(self) -> None:
        number = self._number()
        text = f"Draft {new_deed()}"
        command = SaveDraft(
            agent_id=self._me, ticket_id=number, kind=ReplyKind.REPLY, mailbox_id=self._box(), text=text
        )
        self._tell(Activity.ANSWERING)
        self._do(command, lambda _: self.report.told.drafts.__setitem__((self._me, number), text), "save a draft")

    def _reply(self) -> None:
        opened, number = self._opened, self._number()
        assert opened is not None
        to = (Mailbox(opened.detail.row.customer, opened.detail.row.customer_email or "somebody@mail.example"),)
        newest = opened.detail.messages[-1].id if opened.detail.messages else 0
        command = SendReply(agent_id=self._me, ticket_id=number, kind=ReplyKind.REPLY, mailbox_id=self._box(), to=to,
                            text="It leaves on Monday.", seen_message=newest)  # fmt: skip

        def done(made: Any) -> None:
            self.report.told.messages.append(made)
            self.report.told.drafts.pop((self._me, number), None)

        self._deed(command, "reply", done)

    def _note(self) -> None:
        command = AddNote(agent_id=self._me, ticket_id=self._number(), text="She has called twice.")
        self._deed(command, "note", self.report.told.messages.append)

    def _set_status(self) -> None:
        status = self._chance.choice((Status.OPEN, Status.OPEN, Status.PENDING, Status.SOLVED))
        self._deed(SetStatus(agent_id=self._me, tickets=(self._number(),), status=status), "set the status")

    def _assign(self) -> None:
        to = self._chance.choice((None, self._me, self._chance.choice(self._task.colleagues)))
        self._deed(Assign(agent_id=self._me, tickets=(self._number(),), assignee_id=to), "assign")

    def _tag(self) -> None:
        add, remove = self._chance.sample(_TAGS, 2)
        self._deed(ChangeTags(agent_id=self._me, tickets=(self._number(),), add=(add,), remove=(remove,)), "tag")

    def _prioritise(self) -> None:
        priority = self._chance.choice(list(Priority))
        self._deed(SetPriority(agent_id=self._me, tickets=(self._number(),), priority=priority), "set the priority")

    def _rename(self) -> None:
        subject = f"{PROBE}{new_deed()}"
        self._deed(SetSubject(agent_id=self._me, ticket_id=self._number(), subject=subject), "change the subject")

    def _number(self) -> int:
        assert self._opened is not None
        return self._opened.detail.row.id

    def _box(self) -> int:
        assert self._opened is not None
        return self._opened.detail.row.mailbox_id

    def _deed(self, command: Command, name: str, done: Callable[[Any], None] = lambda answer: None) -> None:
        def kept(answer: Any) -> None:
            self.report.told.deeds.add(command.deed)
            done(answer)

        self._do(command, kept, name)

    def _do(
        self, command: Command, done: Callable[[Any], None] = lambda answer: None, name: str = "tell who looks"
    ) -> None:
        ended = self._timed(name)

        def kept(answer: Any) -> None:
            ended()
            done(answer)

        self._runner.do(command, kept, self._fail)

    def _timed(self, name: str) -> Callable[[], None]:
        began = time.monotonic()
        return lambda: self.report.took.setdefault(name, []).append(1000 * (time.monotonic() - began))

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Conflict):
            self.report.conflicts += 1
        else:
            self.report.errors.append(f"{type(error).__name__}: {error}")
