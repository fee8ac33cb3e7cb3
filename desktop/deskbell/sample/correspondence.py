"""A story put into words: the messages of one ticket, each by its writer, with ids that thread as mail does."""

from random import Random

from deskbell.model.kinds import MessageKind
from deskbell.model.mail import Mailbox
from deskbell.sample.content import SampleAgent, SampleCustomer, SampleMailbox, SampleMessage
from deskbell.sample.letters import Letter, Quoted, from_agent, from_customer, plain
from deskbell.sample.library import Language, Library, Step, Thread
from deskbell.sample.story import Story, moment
from deskbell.sample.wording import Blanks

_DAEMON = Mailbox("Mail Delivery System", "mailer-daemon@mx.example.net")


class Correspondence:
    """Writes the messages of one ticket after the other; holds only what all of them share."""

    def __init__(self, library: Library, random: Random) -> None:
        self._library = library
        self._random = random
        self._domain = library.mailboxes[0].address.partition("@")[2]

    def messages(
        self,
        thread: Thread,
        story: Story,
        customer: SampleCustomer,
        assignee: int | None,
        blanks: Blanks,
        subject: str,
        mailbox: SampleMailbox,
    ) -> tuple[SampleMessage, ...]:
        """What was written on a ticket so far, oldest first."""
        language = self._library.languages[thread.language]
        made: list[SampleMessage] = []
        below: Quoted | None = None
        answered = ""
        for step, at in story.steps:
            kind, agent, sender, letter = self._written(
                step, thread, customer, assignee, blanks, language, mailbox, below
            )
            message_id = self._message_id(kind, customer)
            made.append(
                SampleMessage(
                    kind=kind,
                    agent=agent,
                    at=moment(at),
                    text=letter.text,
                    visible=letter.visible,
                    html=letter.html,
                    html_visible=letter.html_visible,
                    files=step.files,
                    message_id=message_id,
                    in_reply_to="" if kind is MessageKind.NOTE else answered,
                    is_auto=step.who == "away",
                    is_bounce=step.who == "bounce",
                    sender=sender,
                )
            )
            if step.who in ("customer", "agent"):
                inbound = kind is MessageKind.IN
                below = Quoted(
                    sender=customer.name if inbound else self._library.agents[agent or 0].name,
                    address=customer.email if inbound else mailbox.address,
                    to=mailbox.address if inbound else customer.email,
                    subject=subject,
                    at=at,
                    letter=letter,
                )
            if kind is not MessageKind.NOTE:
                answered = message_id
        return tuple(made)

    def _written(
        self,
        step: Step,
        thread: Thread,
        customer: SampleCustomer,
        assignee: int | None,
        blanks: Blanks,
        language: Language,
        mailbox: SampleMailbox,
        below: Quoted | None,
    ) -> tuple[MessageKind, int | None, Mailbox | None, Letter]:
        if step.who == "customer":
            if thread.sender is not None:
                return MessageKind.IN, None, None, plain(step.words.fill(blanks, self._random))
            return MessageKind.IN, None, None, from_customer(step, blanks, customer, language, below, self._random)
        if step.who == "agent":
            number = self._writer(step, assignee)
            agent = self._library.agents[number]
            blanks.feminine = agent.feminine
            names = (agent.signs_as.get(language.code, agent.name), mailbox.name)
            return MessageKind.OUT, number, None, from_agent(step, blanks, names, language, below, self._random)
        blanks.feminine = customer.feminine
        if step.who == "note":
            number = self._colleague(step, assignee)
            blanks.feminine = self._library.agents[number].feminine
            blanks["owner"] = self._first_name(assignee)
            return MessageKind.NOTE, number, None, plain(step.words.fill(blanks, self._random))
        sender = _DAEMON if step.who == "bounce" else None
        return MessageKind.IN, None, sender, plain(step.words.fill(blanks, self._random))

    def _writer(self, step: Step, assignee: int | None) -> int:
        if step.writer:
            return self._named(step.writer)
        return 0 if assignee is None else assignee

    def _colleague(self, step: Step, assignee: int | None) -> int:
        if step.writer:
            return self._named(step.writer)
        number = int(self._random.random() * (len(self._library.agents) - 1))
        return number + (assignee is not None and number >= assignee)

    def _named(self, name: str) -> int:
        return next(number for number, agent in enumerate(self._library.agents) if agent.name.startswith(name))

    def _first_name(self, assignee: int | None) -> str:
        return self._agent(assignee).name.partition(" ")[0]

    def _agent(self, number: int | None) -> SampleAgent:
        return self._library.agents[number or 0]

    def _message_id(self, kind: MessageKind, customer: SampleCustomer) -> str:
        host = customer.email.rpartition("@")[2] if kind is MessageKind.IN else self._domain
        return f"{self._random.getrandbits(96):024x}@{host}"
