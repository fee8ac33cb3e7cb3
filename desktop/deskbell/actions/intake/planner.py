"""From arrivals to plans: which ticket each mail goes to, and what it changes there."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from deskbell.actions.intake.arrival import Arrival, Policy
from deskbell.actions.intake.known import Sender, known_tickets
from deskbell.actions.intake.memory import Memory, Seen
from deskbell.actions.intake.plan import MessagePlan, Person, TicketPlan
from deskbell.actions.intake.sender import Origin, answer_to, origin_of
from deskbell.model.kinds import Deed, LinkKind, MessageKind, Priority, Standing, Status, Why
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.ratings import Rating
from deskbell.rules import unread, warnings, why
from deskbell.rules.agent_answers import is_written, kind_of, outsiders, written_to
from deskbell.rules.own import is_own
from deskbell.rules.rating import read
from deskbell.rules.shelf import status_after_answer, status_after_reply
from deskbell.rules.spam import Spam, judge
from deskbell.rules.threading import Report, Verdict, is_ticket_number, number_in, place
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
        if arrival.mail is None:
            mail, given = _unreadable(arrival), self._added_to()
            asking = self._person(mail.sender, mail.language)
            ticket = given or self._new_ticket(arrival, mail, asking, arrival.received_at)
            plan = self._plan(arrival, mail, ticket, Why.UNREADABLE.value, first=given is None)
        elif self._policy.imported:
            plan = self._history(arrival, arrival.mail)
        else:
            plan = self._news(arrival, origin_of(self._memory, arrival.mail, arrival.mailbox_id, arrival.special))
        self._take_in(plan)
        return plan

    def _history(self, arrival: Arrival, mail: InboundMail) -> MessagePlan:
        """An imported mail: its date and its sender are believed."""
        at = self._time(arrival, mail)
        own = mail.sender.email.casefold() in self._memory.own_addresses | self._memory.agents.keys()
        verdict = self._place(mail, Sender.OURS if own else Sender.NAMED)
        if (given := self._added_to()) is not None:
            verdict, ticket = Verdict(given.id, Why.ADDED), given
        elif verdict.ticket_id is None:
            # Where the desk itself began to write, it is the ticket of the first person it wrote to.
            asking = (self._written_to(mail) if own else None) or mail.sender
            ticket = self._new_ticket(arrival, mail, self._person(asking, "" if own else mail.language), at)
        else:
            ticket = self._memory.tickets[verdict.ticket_id]
        return MessagePlan(
            arrival=arrival,
            mail=mail,
            ticket=ticket,
            kind=MessageKind.OUT if own else MessageKind.IN,
            author=None if own else self._person(mail.sender, mail.language),
            agent_id=self._memory.agents.get(mail.sender.email.casefold()) if own else None,
            at=at,
            why=verdict.why.value,
            first=verdict.ticket_id is None,
        )

    def _added_to(self) -> TicketPlan | None:
        """The ticket that somebody has added the mails to; None where nobody has, or it is gone."""
        ticket = self._memory.tickets.get(self._policy.ticket_id)
        return self._memory.survivor(ticket) if ticket is not None else None

    def _news(self, arrival: Arrival, origin: Origin) -> MessagePlan:
        mail = origin.mail
        ours = origin.from_us and is_written(mail)
        sender = Sender.DOUBTED if origin.claims_us else Sender.NAMED
        # Our own answer belongs to its ticket however long ago that was closed: it is not work again.
        verdict = self._place(mail, Sender.OURS, timedelta.max) if ours else self._place(mail, sender)
        spam = self._spam(arrival, origin, verdict)
        if spam is None and (rated := self._rated(mail, origin)) is not None:
            ticket, rating = rated
            # No answer is waited for: nothing is opened, and no clock begins.
            plan = self._plan(arrival, replace(mail, is_auto_reply=True), ticket, why.noted(Why.RATED))
            plan.rating = rating
            return plan
        doubts = (warnings.UNPROVEN,) if origin.claims_us else (warnings.FAILED,) if origin.failed else ()
        if verdict.ticket_id is not None and spam is None:
            ticket = self._memory.tickets[verdict.ticket_id]
            if ours and not self._asked(ticket, mail.sender):
                return self._by_us(arrival, mail, ticket, origin.agent_id)
            reason = why.noted(verdict.why)
            if origin.forwarded_by:
                reason = why.noted(Why.FORWARDED, origin.forwarded_by)
            return self._plan(arrival, mail, ticket, reason, doubts)
        # An agent's mail that begins a ticket is their question; one from the desk's own address is no question of the desk's.
        begun = self._written_to(mail) if ours and origin.agent_id is None and spam is None else None
        asking = self._person(begun, "") if begun is not None else self._person(origin.asking, mail.language)
        ticket = self._new_ticket(arrival, mail, asking, arrival.received_at)
        if spam is not None:
            ticket.status = Status.SPAM
            return self._plan(arrival, mail, ticket, why.noted(spam.why, spam.value), doubts, first=True)
        if verdict.link is not None and verdict.related in self._memory.tickets:
            related = self._memory.tickets[verdict.related]
            ticket.links.append((related, verdict.link))
            if verdict.link is LinkKind.FOLLOW_UP and related.team_id is not None:
                ticket.team_id = related.team_id
        if begun is not None:
            return self._by_us(arrival, mail, ticket, None, first=True)
        forwarded = why.noted(Why.FORWARDED, origin.forwarded_by) if origin.forwarded_by else ""
        return self._plan(arrival, mail, ticket, forwarded or verdict.why.value, doubts, first=True)

    def _plan(
        self,
        arrival: Arrival,
        mail: InboundMail,
        ticket: TicketPlan,
        reason: str,
        doubts: tuple[str, ...] = (),
        *,
        first: bool = False,
    ) -> MessagePlan:
        """A message from outside. A report of a server that joins a ticket makes nobody a customer."""
        report = not first and (mail.is_bounce or mail.is_delayed)
        author = None if report else self._person(mail.sender, mail.language)
        at = arrival.received_at
        return MessagePlan(arrival, mail, ticket, MessageKind.IN, author, None, at, reason, first, doubts)

    def _by_us(
        self, arrival: Arrival, mail: InboundMail, ticket: TicketPlan, agent_id: int | None, *, first: bool = False
    ) -> MessagePlan:
        """What was written in another mail program: by an agent from their own address, or by somebody (`agent_id` None) from the desk's."""
        kind = MessageKind.OUT if first else kind_of(self._outsiders(mail), ticket.participants)
        if agent_id is None:
            reason = why.noted(Why.OWN_ADDRESS, mail.sender.email)
        else:
            reason = why.noted(Why.OWN_PROGRAM, self._memory.agent_names[agent_id])
        return MessagePlan(
            arrival=arrival,
            mail=mail,
            ticket=ticket,
            kind=kind,
            author=None,
            agent_id=agent_id,
            at=arrival.received_at,
            why=reason,
            first=first,
            warnings=() if kind is MessageKind.OUT else (warnings.NOT_SENT,),
            by_us=True,
        )

    def _rated(self, mail: InboundMail, origin: Origin) -> tuple[TicketPlan, Rating] | None:
        """The ticket that a mail rates, and how; None where it is an ordinary one: of a machine, or of somebody else than those who were answered there."""
        found = read(self._memory.identity.token_key, mail.subject)
        ticket = self._memory.tickets.get(found.ticket_id) if found is not None else None
        machine = mail.is_auto_reply or mail.is_bounce or mail.is_delayed
        if found is None or ticket is None or machine or origin.from_us or origin.claims_us or origin.failed:
            return None
        ticket = self._memory.survivor(ticket)
        standing = ticket.participants.get(mail.sender.email.casefold(), Standing.SHOWN)
        if standing is Standing.SHOWN and not self._asked(ticket, mail.sender):
            return None
        return ticket, found.rating

    def _asked(self, ticket: TicketPlan, one: Mailbox) -> bool:
        """Whether a ticket is this person's own: an agent may ask the desk something too."""
        person = self._memory.people.get(one.email.casefold())
        return person is not None and (person is ticket.customer or 0 != person.id == ticket.customer.id)

    def _outsiders(self, mail: InboundMail) -> list[Mailbox]:
        return outsiders(mail, self._memory.own_addresses, self._memory.agents)

    def _written_to(self, mail: InboundMail) -> Mailbox | None:
        return written_to(mail, self._memory.own_addresses, self._memory.agents)

    def _place(self, mail: InboundMail, sender: Sender, reopen_for: timedelta | None = None) -> Verdict:
        return place(
            known_tickets(self._memory, mail, sender),
            report=Report(mail.is_bounce) if mail.is_bounce or mail.is_delayed else None,
            has_references=bool(mail.in_reply_to or mail.references),
            now=self._now,
            reopen_for=self._policy.reopen_for if reopen_for is None else reopen_for,
            named=self._named(mail),
        )

    def _named(self, mail: InboundMail) -> int:
        """The ticket whose number the subject gives, 0 for none. A number without brackets counts for who takes part in that ticket."""
        ticket = self._memory.tickets.get(number_in(mail.subject))
        if ticket is None or not (
            is_ticket_number(mail.subject) or mail.sender.email.casefold() in ticket.participants
        ):
            return 0
        return self._memory.survivor(ticket).id

    def _spam(self, arrival: Arrival, origin: Origin, verdict: Verdict) -> Spam | None:
        """Why this mail is spam. What a provider suspects is no reason to hide an answer; whom the desk has blocked joins nothing but spam."""
        if origin.forwarded_by or verdict.why in (Why.BOUNCE, Why.DELAYED):
            return None
        spam = judge(
            origin.mail.sender.email,
            self._memory.listed,
            folder=arrival.folder,
            special=arrival.special,
            header=origin.mail.spam,
            respected=self._policy.respected,
        )
        if spam is None or verdict.ticket_id is None:
            return spam
        is_spam = self._memory.tickets[verdict.ticket_id].status is Status.SPAM
        return spam if spam.why is Why.BLOCKED and not is_spam else None

    def _time(self, arrival: Arrival, mail: InboundMail) -> datetime:
        """When an imported mail was received: its own date, unless it lies."""
        if mail.date is not None and mail.date < self._now + CLOCKS_DIFFER:
            return mail.date
        return arrival.received_at

    def _person(self, one: Mailbox, language: str) -> Person:
        email = one.email.casefold()
        found = self._memory.people.get(email)
        if found is None:
            found = Person(0, one.name or one.email, email, language)
            self._memory.people[email] = found
            self.people.append(found)
        return found

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
            team_id=self._memory.boxes[arrival.mailbox_id].team_id,
            sla_since=self._now if self._policy.imported else None,
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
        if self._policy.imported:
            self._take_in_history(plan)
            return
        if plan.by_us:
            self._take_in_answer(plan)
            return
        if plan.rating is not None:
            return
        self._take_in_people(plan)
        if plan.first or mail.is_bounce or not mail.is_auto_reply:
            ticket.awaiting = True
        if plan.first or (mail.is_auto_reply and not mail.is_bounce):
            return
        # A mail of ours that did not arrive is work again, like an answer.
        after = status_after_answer(ticket.status)
        if after is not ticket.status:
            ticket.events.append((Deed.STATUS, str(int(ticket.status)), str(int(after))))
            ticket.status, ticket.done_at = after, None
        if ticket.snoozed_until is not None:
            ticket.events.append((Deed.WOKEN, str(to_milliseconds(ticket.snoozed_until)), ""))
            ticket.snoozed_until = None

    def _take_in_history(self, plan: MessagePlan) -> None:
        # Who is added to a ticket that is there does not get its answers by that.
        standing = Standing.WROTE if self._added_to() is not None else Standing.IN
        plan.ticket.add_participant(plan.mail.sender.email, plan.mail.sender.name, standing)
        plan.ticket.awaiting = plan.kind is not MessageKind.OUT
        if plan.kind is MessageKind.OUT:
            for person in (*plan.mail.to, *plan.mail.cc):
                plan.ticket.add_participant(person.email, person.name, standing)

    def _take_in_answer(self, plan: MessagePlan) -> None:
        """What our mail from another program changes: as a reply from here would, and nothing where it is only a note. Whom it went to may answer there."""
        ticket, answered = plan.ticket, plan.kind is MessageKind.OUT
        for person in self._outsiders(plan.mail):
            ticket.let_in(person.email, person.name, Standing.IN if answered else Standing.WROTE)
        if not answered:
            return
        ticket.awaiting = False
        after = status_after_reply(ticket.status)
        if after is not ticket.status:
            ticket.events.append((Deed.STATUS, str(int(ticket.status)), str(int(after))))
            ticket.status = after
        if ticket.assignee_id is None and plan.agent_id in self._memory.works_here:
            ticket.events.append((Deed.ASSIGNED, "", str(plan.agent_id)))
            ticket.assignee_id = plan.agent_id

    def _take_in_people(self, plan: MessagePlan) -> None:
        """Who takes part now. Who begins a ticket brings the copies along, for there is nothing in it but their own mail; on a ticket that is there no mail
        adds anybody who would get the answers."""
        ticket, mail = plan.ticket, plan.mail
        if mail.is_bounce or mail.is_delayed or plan.arrival.mail is None:
            return
        claims_us = warnings.UNPROVEN in plan.warnings
        standing = Standing.IN if plan.first else Standing.WROTE
        joined = (
            not claims_us and ticket.add_participant(mail.sender.email, mail.sender.name, standing) and not plan.first
        )
        wanted = answer_to(self._memory, mail)
        trusted = plan.first and not claims_us
        standing = Standing.IN if trusted else Standing.SHOWN
        if wanted is not None:
            plan.reply_to = wanted
            ticket.add_participant(wanted.email, wanted.name, Standing.IN if plan.first else Standing.SHOWN)
        copied = [
            person.email
            for person in (*mail.to, *mail.cc)
            if not is_own(person.email, self._memory.own_addresses)
            and ticket.add_participant(person.email, person.name, standing)
        ]
        if joined:
            plan.warnings += (warnings.JOINED,)
        if copied and not trusted:
            plan.warnings += (warnings.copied(copied),)


def _unreadable(arrival: Arrival) -> InboundMail:
    """What stands for a mail that could not be read; the original, if we have it, is attached when it is written."""
    text = "" if arrival.fetched else arrival.reason
    problems = (unread.note(arrival.code, arrival.reason),)
    return InboundMail(subject="", sender=Mailbox("", ""), text=text, visible_reply=text, problems=problems)
