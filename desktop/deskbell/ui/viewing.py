"""Who is at which ticket: this window tells it to the colleagues, and hears it of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import TellViewing, new_deed
from deskbell.model.kinds import Activity, ReplyKind
from deskbell.model.rows import AgentRow, ViewerRow
from deskbell.rules.viewing import BEAT_SECONDS, STILL_SECONDS, Company, company
from deskbell.ui.company_words import company_words
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.inbox.card_text import Badge
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.ui.ticket.pane import TicketPane

# Who only passes a ticket on the way down the list is not told, nor does the write hold up the opening.
_SOON_MS = 300


class Viewing(QObject):
    """Tells and hears only where a colleague could be there; the desk of one agent pays nothing.

    What is heard comes with each look of the feed. With a nudge every step of each of fifty agents would make fifty windows look.

    Signals:
        changed: `others` are different ones.
    """

    changed = Signal()

    def __init__(self, runner: Runner, feed: Feed, desk: DeskNow, window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._feed = feed
        self._desk = desk
        self._window = window
        self.others: tuple[ViewerRow, ...] = ()
        self._id = new_deed()
        self._ticket_id = 0
        self._activity = Activity.LOOKING
        self._told = (0, Activity.LOOKING)
        self._telling = False
        self._closed = False
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._tell)
        self._still = QTimer(self, interval=STILL_SECONDS * 1000, singleShot=True)
        self._still.timeout.connect(self.rest)
        self._beat = QTimer(self, interval=BEAT_SECONDS * 1000)
        self._beat.timeout.connect(self._tell_again)
        feed.met.connect(self._meet)
        feed.troubled.connect(self._know_nothing)
        desk.changed.connect(self._look_round)
        self._look_round()

    def attend(self, pane: "TicketPane") -> None:
        """Follow what is done in this pane, and show there who else is at its ticket."""

        def show() -> None:
            pane.conversation.company.say(self.at(self._ticket_id), self._person)

        pane.shown.connect(self.look_at)
        pane.shown.connect(show)
        self.changed.connect(show)
        pane.composer.touched.connect(self.write)
        pane.composer.sent.connect(self.rest)
        pane.composer.noted.connect(self.rest)

    def at(self, ticket_id: int) -> tuple[Company, ...]:
        """The colleagues at a ticket."""
        there = ((row, self._person(row.agent_id)) for row in self.others if row.ticket_id == ticket_id)
        return company((row.agent_id, agent.name, row.activity) for row, agent in there if agent is not None)

    def badges(self) -> dict[int, Badge]:
        """Who is at each ticket where somebody is."""
        found = {}
        for ticket_id in {row.ticket_id for row in self.others}:
            there = self.at(ticket_id)
            first = self._person(there[0].agents[0]) if there else None
            if first is not None:
                found[ticket_id] = Badge(first.name, first.email, company_words(there))
        return found

    def hear(self, others: tuple[ViewerRow, ...]) -> None:
        """These are there now, each at their ticket."""
        if others != self.others:
            self.others = others
            self.changed.emit()

    def look_at(self, ticket_id: int) -> None:
        """This ticket is open now; 0: none."""
        self._ticket_id = ticket_id
        self._still.stop()
        self._do(Activity.LOOKING)

    def write(self, kind: ReplyKind) -> None:
        """Something was typed into the composer."""
        self._still.start()
        self._do(Activity.NOTING if kind is ReplyKind.NOTE else Activity.ANSWERING)

    def rest(self) -> None:
        """Nothing has been typed for a while, or it was sent."""
        self._still.stop()
        self._do(Activity.LOOKING)

    def close(self) -> None:
        """The window goes: whoever was told of it is told so."""
        for timer in (self._soon, self._still, self._beat):
            timer.stop()
        if not self._closed and (self._told[0] or self._telling):
            self._runner.do(self._command(0, Activity.LOOKING), failed=self._not_told)
        self._closed = True

    def _do(self, activity: Activity) -> None:
        self._activity = activity
        if self._wanted() != self._told and not self._soon.isActive():
            self._soon.start()

    def _wanted(self) -> tuple[int, Activity]:
        """What is to be told: a window that was put away looks at nothing."""
        away = self._window.isMinimized() or not self._ticket_id
        return (0, Activity.LOOKING) if away else (self._ticket_id, self._activity)

    def _tell(self) -> None:
        if self._wanted() != self._told:
            self._tell_again()

    def _tell_again(self) -> None:
        wanted = self._wanted()
        if self._telling or self._closed or not self._beat.isActive() or not (wanted[0] or self._told[0]):
            return
        self._telling = True
        self._told = wanted
        self._runner.do(self._command(*wanted), done=self._was_told, failed=self._not_told)

    def _command(self, ticket_id: int, activity: Activity) -> TellViewing:
        return TellViewing(agent_id=self._desk.me.id, window=self._id, ticket_id=ticket_id, activity=activity)

    def _was_told(self, _answer: object) -> None:
        self._telling = False
        self._tell()

    def _not_told(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell; the next beat tries again, and until then we are gone by ourselves."""
        self._telling = False
        self._told = (0, Activity.LOOKING)

    def _look_round(self) -> None:
        """Begin to tell and to hear when there is a colleague, and end it with the last one."""
        could = not self._closed and any(agent.id != self._desk.me.id for agent in self._desk.agents)
        if could == self._beat.isActive():
            return
        self._feed.with_company = could
        if could:
            self._beat.start()
            self._tell()
        else:
            self._beat.stop()
            self.hear(())

    def _meet(self, company: tuple[ViewerRow, ...]) -> None:
        if self._beat.isActive():
            self.hear(tuple(row for row in company if row.agent_id != self._desk.me.id))

    def _know_nothing(self, _error: Exception) -> None:
        self.hear(())

    def _person(self, agent_id: int) -> AgentRow | None:
        return self._desk.agent(agent_id)
