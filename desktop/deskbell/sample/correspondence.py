"""A story put into words: the messages of one ticket, each by its writer, with ids that thread as mail does."""

from random import Random

from deskbell.model.kinds import MessageKind
from deskbell.model.mail import Mailbox
from deskbell.rules.quoting import reply_subject
from deskbell.sample.content import SampleCustomer, SampleMailbox, SampleMessage
from deskbell.sample.letters import Letter, Quoted, from_agent, from_customer, plain
from deskbell.sample.library import Language, Library, Step, Thread
from deskbell.sample.story import Story, moment
from deskbell.sample.wording import Blanks

_BOUNCED = "Undelivered Mail Returned to Sender"
_DAEMON = Mailbox("Mail Delivery System", "mailer-daemon@mx.example.net")


class Correspondence:
    """Writes the messages of one ticket after the other; holds only what all of them share."""

    def __init__(self, library: Library, random: Random) -> None:
        self._library = library
        self._random = random
        self._speakers = {
            code: [number for number, agent in enumerate(library.agents) if code in agent.languages]
            for code in library.languages
        }
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
            blanks.at = at
            kind, agent, sender, letter = self._written(
                step, thread, customer, assignee, blanks, language, mailbox, below
            )
            message_id = self._message_id(kind, customer)
            made.append(
                SampleMessage(
                    kind=kind,
                    agent=agent,
                    at=moment(at),
                    subject=_subject(step, language, subject, first=not made),
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
            number = self._colleague(step, assignee, language)
            blanks.feminine = self._library.agents[number].feminine
            blanks["owner"] = self._first_name(assignee)
            return MessageKind.NOTE, number, None, plain(step.words.fill(blanks, self._random))
        sender = _DAEMON if step.who == "bounce" else None
        return MessageKind.IN, None, sender, plain(step.words.fill(blanks, self._random))

    def _writer(self, step: Step, assignee: int | None) -> int:
        if step.writer:
            return self._named(step.writer)
        return 0 if assignee is None else assignee

    def _colleague(self, step: Step, assignee: int | None, language: Language) -> int:
        """Who writes a note: another one who can read the mail."""
        if step.writer:
            return self._named(step.writer)
        others = [number for number in self._speakers[language.code] if number != assignee]
        return others[int(self._random.random() * len(others))]

    def _named(self, name: str) -> int:
        return next(number for number, agent in enumerate(self._library.agents) if agent.name.startswith(name))

    def _first_name(self, number: int | None) -> str:
        return self._library.agents[number or 0].name.partition(" ")[0]

    def _message_id(self, kind: MessageKind, customer: SampleCustomer) -> str:
        host = customer.email.rpartition("@")[2] if kind is MessageKind.IN else self._domain
        return f"{self._random.getrandbits(96):024x}@{host}"


def _subject(step: Step, language: Language, subject: str, *, first: bool) -> str:
    if step.who == "note":
        return ""
    if step.who == "away":
        return language.away + subject
    if step.who == "bounce":
        return _BOUNCED
    return subject if first else reply_subject(subject)
