"""From arrivals to plans: which ticket each mail goes to, and what it changes there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from deskbell.actions.intake.arrival import Arrival, Policy
from deskbell.actions.intake.memory import Memory, Seen
from deskbell.actions.intake.plan import MessagePlan, Person, TicketPlan
from deskbell.model.kinds import Deed, MessageKind, Priority, Status, Why
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules import token, unread
from deskbell.rules.shelf import status_after_answer
from deskbell.rules.threading import Known, place, pointers
from deskbell.store.tables.base import to_milliseconds

# A mail's own date is believed in imported history unless it lies this far in the future.
CLOCKS_DIFFER = timedelta(days=1)


class Planner:
    """Takes the arrivals of one batch in order. `people` and `tickets` hold what is new or changed, `messages` what is to be written."""

    def __init__(self, memory: Memory, policy: Policy, now: datetime) -> None:
        self._memory = memory
        self._policy = policy
        self._now = now
        self.people: list[Person] = []
        self.tickets: dict[int, TicketPlan] = {}
        self.messages: list[MessagePlan] = []

    def add(self, arrival: Arrival) -> MessagePlan:
        """Plan one arrival that is not a duplicate."""
        mail = arrival.mail or _unreadable(arrival)
        at = self._time(arrival, mail)
        own = self._policy.imported and mail.sender.email.casefold() in self._own()
        person = self._person(mail)
        pointed = self._known(mail)
        if arrival.mail is None:
            ticket, why, first = self._new_ticket(arrival, mail, person, at), Why.UNREADABLE, True
        else:
            verdict = place(
                pointed,
                is_bounce=mail.is_bounce,
                has_references=bool(mail.in_reply_to or mail.references),
                now=self._now,
                reopen_for=self._policy.reopen_for,
            )
            first = verdict.ticket_id is None
            if verdict.ticket_id is None:
                ticket = self._new_ticket(arrival, mail, self._requester(mail, person, own=own), at)
            else:
                ticket = self._memory.tickets[verdict.ticket_id]
            why = verdict.why
        plan = MessagePlan(
            arrival=arrival,
            mail=mail,
            ticket=ticket,
            kind=MessageKind.OUT if own else MessageKind.IN,
            author=None if own else person,
            agent_id=self._memory.agents.get(mail.sender.email.casefold()) if own else None,
            at=at,
            why=why.value,
            first=first,
        )
        self._take_in(plan)
        return plan

    def _own(self) -> frozenset[str]:
        return self._memory.own_addresses | frozenset(self._memory.agents)

    def _time(self, arrival: Arrival, mail: InboundMail) -> datetime:
        """When the mail was received; imported history keeps its own dates."""
        if self._policy.imported and mail.date is not None and mail.date < self._now + CLOCKS_DIFFER:
            return mail.date
        return arrival.received_at

    def _person(self, mail: InboundMail) -> Person:
        email = mail.sender.email.casefold()
        found = self._memory.people.get(email)
        if found is None:
            found = Person(0, mail.sender.name or mail.sender.email, email, mail.language)
            self._memory.people[email] = found
            self.people.append(found)
        return found

    def _requester(self, mail: InboundMail, person: Person, *, own: bool) -> Person:
        """Whose ticket it is: the sender's; where the desk itself began to write, the first person it wrote to."""
        if own and mail.to:
            other = mail.to[0]
            return self._person(InboundMail(subject="", sender=Mailbox(other.name, other.email)))
        return person

    def _known(self, mail: InboundMail) -> list[Known]:
        """The tickets that the mail points to, nearest first."""
        sender = mail.sender.email.casefold()
        found: list[Known] = []
        for pointer in (*pointers(mail.in_reply_to, mail.references), *mail.bounced_ids):
            signed = token.read(self._memory.identity.token_key, pointer)
            if signed is not None and signed in self._memory.tickets:
                found.append(self._describe(self._memory.tickets[signed], sender, by_token=True, ours=True))
            for seen in self._memory.messages.get(pointer, ()):
                ticket = seen.plan.ticket if seen.plan is not None else self._memory.tickets[seen.ticket_id]
                found.append(self._describe(ticket, sender, by_token=False, ours=seen.kind is MessageKind.OUT))
        return found

    def _describe(self, ticket: TicketPlan, sender: str, *, by_token: bool, ours: bool) -> Known:
        return Known(
            ticket_id=self._key(ticket),
            status=ticket.status,
            done_at=ticket.done_at,
            by_token=by_token,
            ours=ours,
            takes_part=sender in ticket.known_participants or (self._policy.imported and sender in self._own()),
        )

    def _key(self, ticket: TicketPlan) -> int:
        """A ticket that is not written yet goes by a negative number within its batch."""
        if ticket.id:
            return ticket.id
        key = -1 - id(ticket)
        self._memory.tickets[key] = ticket
        return key

    def _new_ticket(self, arrival: Arrival, mail: InboundMail, requester: Person, at: datetime) -> TicketPlan:
        done = self._policy.status in (Status.SOLVED, Status.CLOSED)
        return TicketPlan(
            id=0,
            mailbox_id=arrival.mailbox_id,
            customer=requester,
            subject=mail.subject,
            status=self._policy.status,
            priority=Priority.NORMAL,
            assignee_id=None,
            created_at=at,
            activity_at=at,
            done_at=at if done else None,
            snoozed_until=None,
            messages=0,
            attachments=0,
            awaiting=False,
        )

    def _take_in(self, plan: MessagePlan) -> None:
        """What the message changes on its ticket."""
        ticket, mail = plan.ticket, plan.mail
        self.tickets[id(ticket)] = ticket
        self.messages.append(plan)
        if mail.message_id:
            self._memory.messages.setdefault(mail.message_id, []).append(Seen(0, 0, plan.kind, plan))
        ticket.messages += 1
        ticket.attachments += plan.files
        ticket.activity_at = max(ticket.activity_at, plan.at)
        ticket.add_participant(mail.sender.email, mail.sender.name)
        if plan.kind is MessageKind.OUT:
            for person in (*mail.to, *mail.cc):
                ticket.add_participant(person.email, person.name)
            ticket.awaiting = False
            return
        ticket.awaiting = True
        if plan.first or self._policy.imported or mail.is_auto_reply:
            return
        after = status_after_answer(ticket.status)
        if after is not ticket.status:
            ticket.events.append((Deed.STATUS, str(int(ticket.status)), str(int(after))))
            ticket.status, ticket.done_at = after, None
        if ticket.snoozed_until is not None:
            ticket.events.append((Deed.WOKEN, str(to_milliseconds(ticket.snoozed_until)), ""))
            ticket.snoozed_until = None


def _unreadable(arrival: Arrival) -> InboundMail:
    """What stands for a mail that could not be read; the original, if we have it, is attached when it is written."""
    text = "" if arrival.fetched else arrival.reason
    problems = (unread.note(arrival.code, arrival.reason),)
    return InboundMail(subject="", sender=Mailbox("", ""), text=text, visible_reply=text, problems=problems)


def is_known(memory: Memory, arrival: Arrival, texts: dict[int, tuple[str, str]]) -> Seen | None:
    """The message that this arrival is once more: our own that came back, or the same mail through another of our mailboxes.

    A Message-ID alone proves nothing, senders reuse them: sender and text must be equal too. `texts` has (address, text) by message id.
    """
    mail = arrival.mail
    if mail is None or not mail.message_id:
        return None
    for seen in memory.messages.get(mail.message_id, ()):
        if seen.plan is not None:
            other = (seen.plan.mail.sender.email, seen.plan.mail.text)
        else:
            other = texts.get(seen.id, ("", ""))
        ours = seen.kind is MessageKind.OUT and mail.sender.email.casefold() in memory.own_addresses
        if ours or other == (mail.sender.email, mail.text):
            return seen
    return None


def doubtful(memory: Memory, arrivals: Sequence[Arrival]) -> set[int]:
    """The messages in the database whose Message-ID comes again in this batch: their texts must be compared."""
    return {
        seen.id
        for arrival in arrivals
        if arrival.mail is not None and arrival.mail.message_id
        for seen in memory.messages.get(arrival.mail.message_id, ())
        if seen.id
    }
