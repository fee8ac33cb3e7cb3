"""What a person leaves everywhere in a desk, beside what others have, and a look at every text and content for what is left of them."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from sqlalchemy import MetaData, Table, insert, inspect, select, text, update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, SaveDraft, SendReply, SetSubject
from deskbell.model.customers import EraseCustomer, MergeCustomers
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import InboundAttachment, Mailbox, OutboundAttachment
from deskbell.rules.customers import saving
from deskbell.store import packing
from deskbell.store.desk import Desk
from deskbell.store.queries import customer as customers
from deskbell.store.session import Session
from deskbell.store.tables import (
    auto_reply,
    bounce,
    customer,
    listed_sender,
    message,
    outbox,
    picture_sender,
    saved_view,
)

HOME, WORK = "zofija@geheim.example", "z.kazlauskaite@arbeit.example"
NAME, PHONE, SECRET = "Zofija Kazlauskaitė", "+370 612 34567", "xylophonsecret"
SHE = Mailbox(NAME, HOME)
OTHER = Mailbox("Petras Jonaitis", "petras@other.example")
# Of the name both words would stand side by side; the index has it without accents.
TELLING = (HOME, WORK, "geheim", "arbeit.example", NAME.casefold(), "zofija kazlauskaite", PHONE, SECRET)


def everything(session: Session) -> Iterator[tuple[str, str]]:
    """Every text and every content of the database, with where it stands; those that are packed are unpacked."""
    there = inspect(session.connection)
    codings = {row.id: row.coding for row in session.connection.execute(text("SELECT id, coding FROM blob"))}
    for name in there.get_table_names():
        if (
            session.engine_name == "sqlite"
            and name.startswith(("message_search", "article_search"))
            and name.count("_") < 2
        ):
            # The rows of the index itself hold nothing; its own tables are looked at.
            continue
        rows = Table(name, MetaData(), autoload_with=session.connection)
        columns = [column.name for column in rows.columns]
        for row in session.connection.execute(text(f'SELECT * FROM "{name}"')):
            for column, value in zip(columns, row, strict=True):
                if name == "blob_chunk" and column == "data":
                    value = packing.unpack(codings[row.blob_id], [bytes(value)])
                if isinstance(value, memoryview | bytes):
                    yield f"{name}.{column}", bytes(value).decode("utf-8", "replace").casefold()
                elif isinstance(value, str):
                    yield f"{name}.{column}", value.casefold()


def left_of_her(desk: Desk) -> list[tuple[str, str]]:
    with desk.reading() as session:
        return [(place, word) for place, content in everything(session) for word in TELLING if word in content]


class Scene:
    """What Zofija has left everywhere, and what others have."""

    def __init__(self, small: SmallDesk) -> None:
        self.small = small
        self.file = OutboundAttachment("shared.txt", "text/plain", b"Everybody has this." * 50)
        shared = InboundAttachment("shared.txt", "text/plain", self.file.content)
        private = InboundAttachment(f"{SECRET}.txt", "text/plain", f"{SECRET} ".encode() * 200)
        first, at_work, others, joint, elsewhere = small.arrive(
            mail("1@x.example", f"My {SECRET} is lost.", sender=HOME, attachments=(private, shared)),
            mail("2@x.example", f"It is about the {SECRET}.", sender=WORK),
            mail("3@y.example", "Nothing of hers.", sender=OTHER.email, attachments=(shared,)),
            mail("4@x.example", f"We both want the {SECRET}.", sender=HOME, cc=(OTHER,), subject=f"Our {SECRET}"),
            mail("5@y.example", "About the fence", sender=OTHER.email, cc=(SHE,), subject="Fence"),
        )
        self.first, self.at_work, self.others, self.joint, self.elsewhere = (
            placed.ticket_id for placed in (first, at_work, others, joint, elsewhere)
        )
        small.arrive(
            mail(
                "6@y.example",
                f"I agree with {NAME}.\n> We both want the {SECRET}.",
                sender=OTHER.email,
                visible_reply=f"I agree with {NAME}.",
                subject=f"Re: Our {SECRET}",
                in_reply_to="4@x.example",
                references=("4@x.example",),
            ),
            mail(
                "7@x.example",
                f"The fence is a {SECRET}.",
                sender=HOME,
                subject="Re: Fence",
                in_reply_to="5@y.example",
                references=("5@y.example",),
            ),
        )
        self.she = self.customer_of(self.first)
        self.he = self.customer_of(self.others)
        self.save(self.she, name=NAME, phones=(PHONE,), note=f"Her {SECRET}", emails=(HOME, "old@geheim.example"))
        self.save(self.she, emails=(HOME,))
        at_work_as = self.customer_of(self.at_work)
        perform(small.desk, MergeCustomers(agent_id=small.ona, customer_id=at_work_as, into_id=self.she))
        self.say(self.first, f"{NAME} called from {PHONE}.")
        self.say(self.elsewhere, f"{NAME} has a fence, too.")
        perform(small.desk, SetSubject(agent_id=small.ona, ticket_id=self.joint, subject=f"{SECRET} of both"))
        self.leave_traces()

    def customer_of(self, number: int) -> int:
        return self.small.ticket(number).row.customer_id

    def save(self, customer_id: int, **facts: Any) -> None:
        panel = self.small.desk.read(customers.panel, customer_id, 0)
        assert panel is not None
        perform(self.small.desk, replace(saving(replace(panel.customer, **facts)), agent_id=self.small.ona))

    def say(self, number: int, words: str) -> None:
        perform(self.small.desk, AddNote(agent_id=self.small.ona, ticket_id=number, text=words))

    def answer(self, number: int, *to: Mailbox, state: str = "sent", words: str = "Here it is.") -> int:
        command = SendReply(
            agent_id=self.small.ona,
            ticket_id=number,
            kind=ReplyKind.REPLY,
            mailbox_id=self.small.support,
            to=to,
            subject="Re: Fence",
            html=f"<p>{words}</p>",
            text=words,
            attachments=(self.file,),
        )
        made = perform(self.small.desk, command)
        assert made is not None
        with self.small.desk.writing() as session:
            session.connection.execute(update(outbox).where(outbox.c.message_id == made).values(state=state))
        return made

    def leave_traces(self) -> None:
        small = self.small
        self.answer(self.first, Mailbox(NAME, HOME), words=f"Dear {NAME}, the {SECRET} is here.")
        self.answer(self.elsewhere, Mailbox(NAME, HOME), words=f"Only for you: {SECRET}")
        both = self.answer(self.elsewhere, OTHER, Mailbox(NAME, HOME), words=f"{NAME} and you, hello")
        for number, to in ((self.first, HOME), (0, HOME), (self.others, f"{OTHER.email}, {NAME} <{HOME}>")):
            command = SaveDraft(
                agent_id=small.tomas,
                ticket_id=number,
                kind=ReplyKind.REPLY if number else ReplyKind.NEW,
                mailbox_id=small.support,
                to=to,
                text=f"Begun for {NAME}",
            )
            perform(small.desk, command)
        with small.desk.writing() as session:
            run = session.connection.execute
            seen = {"agent_id": small.tomas, "address": HOME, "since": session.now}
            run(insert(picture_sender), seen)
            run(insert(auto_reply), {"mailbox_id": small.support, "email": WORK, "at": session.now})
            run(insert(listed_sender), {"pattern": HOME, "listed": "blocked", "at": session.now})
            report = session.connection.execute(select(message.c.id).where(message.c.ticket_id == self.others)).scalar()
            away = {"email": HOME, "message_id": both, "report_id": report + 0, "reason": f"<{HOME}> is full"}
            run(insert(bounce), away | {"at": session.now, "open": False})
            view = {"name": f"Of {NAME}", "query": f'customer:"{HOME}"', "sort": "latest", "created_at": session.now}
            run(insert(saved_view), view | {"owner_id": small.tomas})
            run(update(customer).where(customer.c.id == self.he).values(note=f"A friend of {NAME} ({HOME})"))

    def erase(self, **more: Any) -> int:
        made = perform(self.small.desk, EraseCustomer(agent_id=self.small.ona, customer_id=self.she), **more)
        assert made is not None
        return made
