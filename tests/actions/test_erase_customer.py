"""One person erased: nothing of them is left anywhere in the database, and nothing of others is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import LargeBinary, MetaData, String, Table, TypeDecorator, insert, inspect, select, text, update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, SaveDraft, SendReply, SetSubject, UndoDeed
from deskbell.model.customers import EraseCustomer, MergeCustomers
from deskbell.model.erasing import Counts
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import InboundAttachment, Mailbox, OutboundAttachment
from deskbell.rules.customers import saving
from deskbell.store import integrity, packing
from deskbell.store.course import Course
from deskbell.store.desk import Desk
from deskbell.store.queries import customer as customers
from deskbell.store.queries import erasure, erasures
from deskbell.store.session import Session
from deskbell.store.tables import (
    agent,
    auto_reply,
    bounce,
    customer,
    listed_sender,
    message,
    metadata,
    outbox,
    picture_sender,
    raw_mail,
    saved_view,
    ticket,
)
from deskbell.store.tables.base import Moment

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
        if session.engine_name == "sqlite" and name.startswith("message_search") and name.count("_") < 2:
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


@pytest.fixture
def scene(small: SmallDesk) -> Scene:
    return Scene(small)


def test_nothing_of_the_person_is_left_anywhere(scene: Scene) -> None:
    found = {place.partition(".")[0] for place, _ in left_of_her(scene.small.desk)}
    assert found > {
        "address",
        "attachment",
        "blob_chunk",
        "customer",
        "customer_journal",
        "draft",
        "journal",
        "message",
    }
    assert found > {
        "bounce",
        "listed_sender",
        "outbox",
        "participant",
        "phone",
        "picture_sender",
        "saved_view",
        "ticket",
    }
    scene.erase()
    assert left_of_her(scene.small.desk) == []
    assert scene.small.desk.read(integrity.problems) == []


def test_nothing_is_left_in_the_file_either(scene: Scene) -> None:
    desk = scene.small.desk
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("its files are the server's")
    scene.erase()
    with desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = Path(desk.url.database or "").read_bytes()
    assert [word for word in (HOME, NAME, SECRET, "xylophon") if word.encode() in content] == []


def test_others_keep_what_is_theirs(scene: Scene) -> None:
    scene.erase()
    small = scene.small
    (others,) = small.ticket(scene.others).messages
    assert (others.text, [one.name for one in others.attachments]) == ("Nothing of hers.", ["shared.txt"])
    with small.desk.reading() as session:
        (kept,) = session.connection.execute(select(raw_mail).where(raw_mail.c.message_id == others.id)).all()
    assert kept.state == "filed", "its original is nobody else's"
    joint = small.ticket(scene.joint)
    assert (joint.row.customer_id, joint.row.subject) == (scene.he, "")
    assert [(one.author_email, one.text) for one in joint.messages] == [(OTHER.email, "I agree with █████.")]
    elsewhere = small.ticket(scene.elsewhere)
    assert (elsewhere.row.customer_id, elsewhere.row.subject) == (scene.he, "Fence")
    assert [one.text for one in elsewhere.messages] == [
        "About the fence",
        "█████ has a fence, too.",
        "█████ and you, hello",
    ]
    assert [one.email for one in elsewhere.messages[-1].to] == [OTHER.email]
    panel = small.desk.read(customers.panel, scene.he, 0)
    assert panel is not None
    assert panel.customer.note == "A friend of █████ (█████)"


def test_what_is_kept_counts_and_names_nobody(scene: Scene) -> None:
    plan = scene.small.desk.read(erasure.plan, scene.she)
    assert (plan.name, plan.confirm, plan.mailboxes) == (NAME, HOME, ("Support",))
    assert plan.counts == Counts(tickets=2, shared=2, messages=7, files=4, addresses=3, phones=1, people=2)
    kept = scene.small.desk.read(erasures.one, scene.erase())
    assert (kept.agent, kept.counts, kept.mailboxes) == ("Ona", plan.counts, ("Support",))
    assert kept.contents > 0


def test_a_second_time_it_does_nothing(scene: Scene) -> None:
    command = EraseCustomer(agent_id=scene.small.ona, customer_id=scene.she)
    first = perform(scene.small.desk, command)
    assert perform(scene.small.desk, command) == first
    with pytest.raises(Mistake) as refused:
        scene.erase()
    assert refused.value.code == "customer.missing"


def test_it_cannot_be_undone(scene: Scene) -> None:
    command = EraseCustomer(agent_id=scene.small.ona, customer_id=scene.she)
    perform(scene.small.desk, command)
    with pytest.raises(Mistake) as refused:
        perform(scene.small.desk, UndoDeed(agent_id=scene.small.ona, undo=command.deed))
    assert refused.value.code == "undo.nothing"


def test_stopped_before_its_end_it_changes_nothing(scene: Scene) -> None:
    class Stopping(Course):
        def go_on(self) -> None:
            if self.done == 2:
                self.stop()
            super().go_on()

    before = left_of_her(scene.small.desk)
    with pytest.raises(Mistake) as stopped:
        scene.erase(course=Stopping())
    assert stopped.value.code == "deed.stopped"
    assert left_of_her(scene.small.desk) == before


def test_her_mails_do_not_come_in_again(scene: Scene) -> None:
    scene.erase()
    with scene.small.desk.reading() as session:
        gone = session.connection.execute(select(raw_mail).where(raw_mail.c.reason == "erased")).all()
    assert {row.state for row in gone} == {"ignored"}
    assert len({row.uid for row in gone}) == 6, (
        "five of hers, and one that quotes her: their numbers on the server stay known"
    )


def test_a_mail_that_nobody_could_read_goes_too(scene: Scene, small: SmallDesk) -> None:
    (placed,) = small.arrive(None)
    other = scene.small.arrive(None)[0]
    with small.desk.writing() as session:
        from deskbell.store import blobs

        (content,) = blobs.keep(session, [f"From: {NAME} <{HOME}>\r\n\r\n{SECRET}".encode()])
        row = session.connection.execute(
            select(raw_mail)
            .join(message, message.c.id == raw_mail.c.message_id)
            .where(message.c.ticket_id == placed.ticket_id)
        ).one()
        session.connection.execute(update(raw_mail).where(raw_mail.c.id == row.id).values(blob_id=content))
    scene.erase()
    assert left_of_her(small.desk) == []
    with small.desk.reading() as session:
        there = set(session.connection.execute(select(ticket.c.id)).scalars())
    assert placed.ticket_id not in there
    assert other.ticket_id in there


@pytest.mark.parametrize("state", ["sending", "waiting"])
def test_what_has_not_left_yet_is_waited_for(scene: Scene, state: str) -> None:
    number = scene.first if state == "sending" else scene.elsewhere
    scene.answer(number, OTHER, Mailbox(NAME, HOME), state=state)
    with pytest.raises(Mistake) as refused:
        scene.erase()
    assert (refused.value.code, refused.value.values) == ("erase.sending", {"number": number})


def test_who_was_merged_into_somebody_is_that_one(scene: Scene) -> None:
    perform(scene.small.desk, MergeCustomers(agent_id=scene.small.ona, customer_id=scene.she, into_id=scene.he))
    with pytest.raises(Mistake) as refused:
        scene.erase()
    assert refused.value.code == "customer.merged"


def test_an_agent_who_wrote_from_outside_stays_one(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@x.example", sender="ona@private.example"))
    other = small.arrive(mail("2@x.example", sender=OTHER.email, cc=(Mailbox("Ona", "ona@private.example"),)))[0]
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=other.ticket_id, text="Ona says hello"))
    she = small.ticket(placed.ticket_id).row.customer_id
    with small.desk.writing() as session:
        session.connection.execute(update(customer).where(customer.c.id == she).values(name="Ona Two"))
        session.connection.execute(update(agent).where(agent.c.id == small.ona).values(name="Ona Two"))
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=other.ticket_id, text="Ona Two says hello"))
    perform(small.desk, EraseCustomer(agent_id=small.ona, customer_id=she))
    assert [one.text for one in small.ticket(other.ticket_id).messages][-1] == "Ona Two says hello"


def test_each_table_with_texts_is_thought_of(small: SmallDesk) -> None:
    """Whoever makes a table says in docs/erasing.md what becomes of it."""
    texts = (String, LargeBinary, TypeDecorator)
    with_texts = {
        rows.name
        for rows in metadata.sorted_tables
        if any(isinstance(column.type, texts) and not isinstance(column.type, Moment) for column in rows.columns)
    }
    lines = (Path(__file__).parents[2] / "docs" / "erasing.md").read_text(encoding="utf-8").splitlines()
    named = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert named == sorted(named)
    assert with_texts <= set(named)
    assert set(named) <= {*metadata.tables, "message_search"}
