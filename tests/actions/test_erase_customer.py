"""One person erased: nothing of them is left anywhere in the database, and nothing of others is lost."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import LargeBinary, String, TypeDecorator, select, update

from actions.conftest import SmallDesk, mail
from actions.traces import HOME, NAME, OTHER, SECRET, Scene, left_of_her
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, MoveMessages, SaveDraft, UndoDeed
from deskbell.model.customers import EraseCustomer, MergeCustomers
from deskbell.model.erasing import Counts
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.model.sharing import AskToLook, TakeDraft
from deskbell.store import integrity
from deskbell.store.course import Course
from deskbell.store.queries import customer as customers
from deskbell.store.queries import erasure, erasures, shared_drafts
from deskbell.store.tables import (
    agent,
    customer,
    message,
    metadata,
    raw_mail,
    ticket,
)
from deskbell.store.tables.base import Moment


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


def test_nothing_of_her_is_left_in_what_a_shared_answer_said_before(scene: Scene) -> None:
    small, kind = scene.small, ReplyKind.REPLY
    who = {"ticket_id": scene.elsewhere, "kind": kind, "mailbox_id": small.support}
    draft_id = perform(small.desk, SaveDraft(agent_id=small.ona, text=f"{NAME} said so", **who))
    ask = AskToLook(agent_id=small.ona, ticket_id=scene.elsewhere, kind=kind, agents=(small.tomas,), text="Look")
    perform(small.desk, ask)
    perform(small.desk, TakeDraft(agent_id=small.tomas, draft_id=draft_id or 0))
    perform(small.desk, SaveDraft(agent_id=small.tomas, text="Somebody said so", **who))
    scene.erase()
    assert left_of_her(small.desk) == []
    assert [one.before for one in small.desk.read(shared_drafts.of_ticket, small.ona, scene.elsewhere)] == [
        "█████ said so"
    ]


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
    assert set(named) <= {*metadata.tables, "message_search", "article_search"}


@pytest.mark.parametrize("into_hers", [False, True])
def test_of_merged_tickets_what_is_the_other_one_s_stays(small: SmallDesk, into_hers: bool) -> None:
    hers, his = (
        placed.ticket_id
        for placed in small.arrive(
            mail("1@x.example", f"My {SECRET}", sender=HOME), mail("2@y.example", "Mine", sender=OTHER.email)
        )
    )
    she, he = (small.ticket(number).row.customer_id for number in (hers, his))
    gone, goal = (his, hers) if into_hers else (hers, his)
    perform(small.desk, MoveMessages(agent_id=small.ona, ticket_id=gone, to_ticket=goal))
    perform(small.desk, EraseCustomer(agent_id=small.ona, customer_id=she))
    left = small.ticket(goal)
    assert (left.row.customer_id, [one.text for one in left.messages]) == (he, ["Mine"])
    assert left_of_her(small.desk) == []
    assert small.desk.read(integrity.problems) == []
    with small.desk.reading() as session:
        there = set(session.connection.execute(select(ticket.c.id)).scalars())
    assert there == ({hers, his} if into_hers else {his})


def test_whoever_was_one_with_them_for_a_while_keeps_what_came_meanwhile(small: SmallDesk) -> None:
    hers, his = (
        placed.ticket_id
        for placed in small.arrive(mail("1@x.example", sender=HOME), mail("2@y.example", sender=OTHER.email))
    )
    she, he = (small.ticket(number).row.customer_id for number in (hers, his))
    merging = MergeCustomers(agent_id=small.ona, customer_id=he, into_id=she)
    perform(small.desk, merging)
    meanwhile = small.arrive(mail("3@y.example", "Came meanwhile", sender=OTHER.email))[0].ticket_id
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=merging.deed))
    perform(small.desk, EraseCustomer(agent_id=small.ona, customer_id=she))
    assert [one.text for one in small.ticket(meanwhile).messages] == ["Came meanwhile"]
    assert small.ticket(his).row.customer_id == he
    assert small.desk.read(integrity.problems) == []


def test_where_others_name_their_address_it_is_blacked_out(small: SmallDesk) -> None:
    hers, his = (
        placed.ticket_id
        for placed in small.arrive(
            mail("1@x.example", sender=HOME), replace(mail("2@y.example", "Write to me."), sender=OTHER)
        )
    )
    said = f"Ask {HOME}, not x{HOME} and not {HOME}.lt, nor {NAME}"
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=his, text=said))
    she = small.ticket(hers).row.customer_id
    with small.desk.writing() as session:
        session.connection.execute(update(customer).where(customer.c.id == she).values(name=NAME))
    perform(small.desk, EraseCustomer(agent_id=small.ona, customer_id=she))
    assert [one.text for one in small.ticket(his).messages] == [
        "Write to me.",
        f"Ask █████, not x{HOME} and not {HOME}.lt, nor █████",
    ]
    with small.desk.reading() as session:
        assert session.connection.execute(select(raw_mail).where(raw_mail.c.state == "filed")).all(), "his is his"
    assert small.desk.read(integrity.problems) == []
