"""What a person does to tickets: shown at once, carried out behind, told in a toast, and undone."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from deskbell.model.canned import CannedReply
from deskbell.model.commands import (
    UNCHANGED,
    Assign,
    ChangeTags,
    Command,
    MoveToMailbox,
    SetDue,
    SetPriority,
    SetStatus,
    SetSubject,
    SetTeam,
    SetType,
    Snooze,
    UndoDeed,
)
from deskbell.model.following import Follow
from deskbell.model.kinds import Deed, Priority, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.rules.macros import asked, fresh
from deskbell.rules.tag_names import clean
from deskbell.ui.deed_words import DeedWords
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.long_deeds import LongDeeds, was_stopped
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.model.history import Step

_REMEMBERED = 50

RowChange = Callable[[TicketRow], TicketRow]


class Done(Struct, frozen=True):
    """Something that was done: its sentence, the command that takes it back, to how many tickets, and the one that is to be seen once it is taken back,
    0 for none.
    """

    sentence: str
    undo: Command
    many: int = 1
    ticket_id: int = 0


class Deeds(QObject):
    """Builds the commands of this person, sends them, and keeps what can be undone. What is done to many tickets is told once it is done; `long` says
    how far it is, and Undo cancels it.

    Signals:
        shown(tuple, object): these tickets (ids) look like this now (a `RowChange`), before the database has confirmed.
        refused(tuple): the database did not confirm, or these were like that already; read these tickets again.
        told(object): a `Done`, for the toast.
        failed(Exception): what could not be done.
        taken_back(object): this `Done` holds no longer, by whatever key or button; its toast has nothing left to undo.
        undone(str): the sentence of what was taken back.
        came_back(int): what was taken back is to be seen on this ticket.
        stopped(str): a sentence without a way back: somebody cancelled what was under way, took back what is not done again by a button, or did what changed nothing.
    """

    shown = Signal(object, object)
    refused = Signal(object)
    told = Signal(object)
    failed = Signal(object)
    taken_back = Signal(object)
    undone = Signal(str)
    came_back = Signal(int)
    stopped = Signal(str)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.desk = desk
        self._words = DeedWords()
        self._done: list[Done] = []
        self.long = LongDeeds(self)
        # Notes that were begun for tickets (ids) that are to be escalated.
        self.begun: dict[int, str] = {}

    def set_status(self, tickets: tuple[int, ...], status: Status) -> None:
        """Solve, close, re-open, put away as spam or trash."""
        command = SetStatus(agent_id=self._me, tickets=tickets, status=status)
        self._do(command, tickets, lambda row: replace(row, status=status), self._words.status(tickets, status))

    def assign(self, tickets: tuple[int, ...], agent_id: int | None) -> None:
        """Give tickets to an agent, or to nobody."""
        agent = self.desk.agent(agent_id)
        name = agent.name if agent is not None else ""
        away = agent is not None and self.desk.is_away(agent)
        command = Assign(agent_id=self._me, tickets=tickets, assignee_id=agent_id)
        self._do(
            command,
            tickets,
            lambda row: replace(row, assignee_id=agent_id, assignee=name),
            self._words.assigned(tickets, name, to_me=agent_id == self._me, away=away),
        )

    def set_team(self, tickets: tuple[int, ...], team_id: int | None) -> None:
        """Give tickets to a team, or to none."""
        team = self.desk.team(team_id)
        name = team.name if team is not None else ""
        command = SetTeam(agent_id=self._me, tickets=tickets, team_id=team_id)
        self._do(
            command,
            tickets,
            lambda row: replace(row, team_id=team_id, team=name),
            self._words.given_to_team(tickets, name),
        )

    def set_subject(self, ticket_id: int, subject: str) -> None:
        """Give a ticket another subject."""
        command = SetSubject(agent_id=self._me, ticket_id=ticket_id, subject=subject)
        self._do(command, (ticket_id,), lambda row: replace(row, subject=subject), self._words.subject(ticket_id))

    def set_priority(self, tickets: tuple[int, ...], priority: Priority) -> None:
        """Say how urgent tickets are."""
        command = SetPriority(agent_id=self._me, tickets=tickets, priority=priority)
        self._do(command, tickets, lambda row: replace(row, priority=priority), self._words.priority(tickets, priority))

    def set_type(self, tickets: tuple[int, ...], kind: TicketType | None) -> None:
        """Say what kind of tickets they are, or nothing of it."""
        command = SetType(agent_id=self._me, tickets=tickets, type=kind)
        self._do(command, tickets, lambda row: replace(row, type=kind), self._words.type_set(tickets, kind))

    def change_tags(self, tickets: tuple[int, ...], add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """Put tags on tickets, take tags off. A new word is shown as it will be kept."""
        add = tuple(name for name in map(clean, add) if name)
        if not add and not remove:
            return
        command = ChangeTags(agent_id=self._me, tickets=tickets, add=add, remove=remove)

        def tagged(row: TicketRow) -> TicketRow:
            kept = [tag for tag in row.tags if tag not in remove]
            return replace(row, tags=tuple(sorted({*kept, *add}, key=str.casefold)))

        self._do(command, tickets, tagged, self._words.tagged(tickets, add, remove))

    def carry_out(
        self, command: Command, tickets: tuple[int, ...], sentence: str, change: RowChange = lambda row: row
    ) -> None:
        """Do to tickets what makes this `change` of their cards, mostly none, and say this of it."""
        self._do(command, tickets, change, sentence)

    def move(self, tickets: tuple[int, ...], mailbox_id: int) -> None:
        """Move tickets to another mailbox."""
        mailbox = self.desk.mailbox(mailbox_id)
        name = mailbox.name if mailbox is not None else ""
        command = MoveToMailbox(agent_id=self._me, tickets=tickets, mailbox_id=mailbox_id)
        self._do(
            command,
            tickets,
            lambda row: replace(row, mailbox_id=mailbox_id, mailbox=name),
            self._words.moved(tickets, name),
        )

    def snooze(self, tickets: tuple[int, ...], until: datetime | None) -> None:
        """Put tickets away until a time (aware), or bring them back."""
        command = Snooze(agent_id=self._me, tickets=tickets, until=until)
        self._do(command, tickets, lambda row: replace(row, snoozed_until=until), self._words.snoozed(tickets, until))

    def set_due(self, tickets: tuple[int, ...], due_at: datetime | None) -> None:
        """Say until when tickets are to be done (aware), or that there is no such time."""
        command = SetDue(agent_id=self._me, tickets=tickets, due_at=due_at)
        self._do(command, tickets, lambda row: replace(row, due_at=due_at), self._words.due(tickets, due_at))

    def follow(self, tickets: tuple[int, ...], add: Collection[int] = (), remove: Collection[int] = ()) -> None:
        """Let agents (ids) follow tickets, and others no longer."""
        if not add and not remove:
            return
        command = Follow(agent_id=self._me, tickets=tickets, add=tuple(add), remove=tuple(remove))

        def followed(row: TicketRow) -> TicketRow:
            return replace(row, followers=tuple(sorted({*row.followers} - {*remove} | {*add})))

        mine = {*add, *remove} == {self._me}
        agents = (self.desk.agent(one) for one in (*add, *remove))
        names = "" if mine else ", ".join(agent.name for agent in agents if agent is not None)
        sentence = self._words.followed(tickets, names, added=bool(add), removed=bool(remove))
        self._do(command, tickets, followed, sentence)

    def set_followers(self, tickets: tuple[int, ...], before: Collection[int], after: Collection[int]) -> None:
        """Let those who were ticked `after` follow, and who was ticked `before` and is not any more no longer. Who has left the desk stays as they were."""
        offered = {agent.id for agent in self.desk.agents}
        self.follow(tickets, sorted({*after} - {*before}), sorted(({*before} & offered) - {*after}))

    def apply_macro(self, tickets: tuple[int, ...], macro: CannedReply) -> None:
        """Do all that a macro does to tickets."""
        actions = macro.actions
        there = {agent.id for agent in self.desk.agents}
        team = self.desk.team(actions.team_id)
        here = datetime.now(UTC).astimezone()
        command = asked(actions, tickets, self._me, there, here, name=macro.name)
        taker = self.desk.agent(command.assignee_id)

        def changed(row: TicketRow) -> TicketRow:
            if command.status is not None:
                row = replace(row, status=command.status, snoozed_until=None)
            if command.assigns:
                row = replace(row, assignee_id=command.assignee_id, assignee="" if taker is None else taker.name)
            kept = {*row.tags} - {*command.remove_tags}
            names = tuple(sorted(kept | {*command.add_tags}, key=str.casefold))
            missing = fresh(actions.checklist, row.checklist)
            return replace(
                row,
                tags=names,
                snoozed_until=command.until or row.snoozed_until,
                due_at=command.due_at or row.due_at,
                type=row.type if command.type is None else command.type,
                priority=row.priority if command.priority is None else command.priority,
                team_id=row.team_id if team is None else team.id,
                team=row.team if team is None else team.name,
                followers=tuple(sorted({*row.followers, *command.followers})),
                checklist=(*row.checklist, *(item for item in command.checklist if item.text in missing)),
            )

        self._do(command, tickets, changed, self._words.macro(tickets, macro.name))

    def escalate(self, ticket_id: int, text: str) -> None:
        """Hand a ticket to the next level of its team, with this note."""
        from deskbell.model.escalating import Escalate

        command = Escalate(agent_id=self._me, ticket_id=ticket_id, text=text)

        def done(_: object) -> None:
            # It is there again where it was refused.
            self.begun.pop(ticket_id, None)
            undo = UndoDeed(agent_id=self._me, undo=command.deed)
            self.remember(self._words.escalated(ticket_id), undo, ticket_id)

        self._runner.do(command, done=done, failed=self.failed.emit, owner=self)

    def deal_with(self, tickets: tuple[int, ...]) -> None:
        """Something is done elsewhere that tickets may leave the list by (an answer that solves): this person goes on to the next then."""
        self.shown.emit(tickets, lambda row: row)

    def remember(self, sentence: str, undo: Command, ticket_id: int = 0) -> None:
        """Something was done elsewhere (a reply was sent): tell it, and let `undo` take it back, and then this ticket be seen, 0 for none."""
        self._tell(Done(sentence, undo, ticket_id=ticket_id))

    def take_over(self, other: "Deeds", told: Collection[object]) -> None:
        """Go on with what could be undone in a window that is closed; tell again what its toasts still `told` (`Done`s)."""
        for done in other._done:
            if done in told:
                self._tell(done)
            else:
                self._done = [*self._done[-_REMEMBERED:], done]

    def undo_last(self) -> None:
        """Take the last deed back; one that is still under way is cancelled."""
        if not self.long.stop_last() and self._done:
            self.undo(self._done[-1])

    def undo(self, done: Done) -> None:
        """Take this deed back; a second time it does nothing."""
        if done not in self._done:
            return
        self._done.remove(done)
        self.taken_back.emit(done)
        course = self.long.begin(done.many, undoing=True)

        def undone(_: object) -> None:
            self.long.end(course)
            self.undone.emit(done.sentence)
            if done.ticket_id:
                self.came_back.emit(done.ticket_id)

        def refuse(error: Exception) -> None:
            self.long.end(course)
            if was_stopped(error):
                self._tell(done)
            else:
                self.failed.emit(error)

        self._runner.do(done.undo, done=undone, failed=refuse, owner=self, course=course)

    def take_back(self, step: "Step", *, everywhere: bool) -> None:
        """Take back what was done at some time, by whomever: of all its tickets, or of the one that it is told of."""
        from deskbell.rules.taking_back import can_be_taken_back

        for done in [done for done in self._done if isinstance(done.undo, UndoDeed) and done.undo.undo == step.deed_id]:
            # Its toast has nothing left to undo.
            self._done.remove(done)
            self.taken_back.emit(done)
        many = step.tickets if everywhere else 1
        command = UndoDeed(agent_id=self._me, undo=step.deed_id, ticket_id=0 if everywhere else step.ticket_id)
        sentence = self._words.taken_back(step.ticket_id if many <= 1 else 0, many)
        again = can_be_taken_back(Deed.UNDONE, (event.kind for event in step.events))
        course = self.long.begin(many)

        def succeed(_: object) -> None:
            self.long.end(course)
            if again:
                self._tell(Done(sentence, UndoDeed(agent_id=self._me, undo=command.deed), many))
            else:
                self.stopped.emit(sentence)

        def refuse(error: Exception) -> None:
            self.long.end(course)
            if was_stopped(error):
                self.stopped.emit(self._words.stopped())
            else:
                self.failed.emit(error)

        self._runner.do(command, done=succeed, failed=refuse, owner=self, course=course)

    @property
    def _me(self) -> int:
        return self.desk.me.id

    def _tell(self, done: Done) -> None:
        self._done = [*self._done[-_REMEMBERED:], done]
        self.told.emit(done)

    def _do(self, command: Command, tickets: tuple[int, ...], change: RowChange, sentence: str) -> None:
        if not tickets:
            return
        self.shown.emit(tickets, change)
        done = Done(sentence, UndoDeed(agent_id=self._me, undo=command.deed), len(tickets))
        course = self.long.begin(done.many)

        def take_down() -> None:
            if done in self._done:
                self._done.remove(done)
                self.taken_back.emit(done)

        def refuse(error: Exception) -> None:
            self.long.end(course)
            take_down()
            self.refused.emit(tickets)
            if was_stopped(error):
                self.stopped.emit(self._words.stopped())
            else:
                self.failed.emit(error)

        def succeed(answer: object) -> None:
            self.long.end(course)
            if answer == UNCHANGED:
                take_down()
                self.refused.emit(tickets)
                self.stopped.emit(self._words.unchanged(tickets))
            elif course is not None:
                self._tell(done)

        if course is None:
            self._tell(done)
        self._runner.do(command, done=succeed, failed=refuse, owner=self, course=course)
