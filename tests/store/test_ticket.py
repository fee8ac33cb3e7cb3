"""An open ticket, its customer, its drafts: what the conversation shows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from building import BEGIN, Builder, statements
from deskbell.model.kinds import Deed, MessageKind, OutboxState, ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.queries import customer, drafts, ticket
from deskbell.store.queries.attachments import INLINE_BYTES
from deskbell.store.tables import agent, attachment, deed, journal, outbox, raw_mail


def attach(build: Builder, name: str, content: bytes, **values: Any) -> int:
    with build.desk.writing() as session:
        kept = blobs.keep(session, [content])[0]
    return build.insert(
        attachment,
        **{"blob_id": kept, "name": name, "content_type": "application/octet-stream", "size": len(content)} | values,
    )


def journalled(
    build: Builder,
    of: int,
    kind: Deed,
    before: object,
    after: object,
    at: datetime,
    undone_by: str | None = None,
    undoes: str | None = None,
) -> str:
    name = f"deed {of} {kind} {at}"
    with build.desk.writing() as session:
        session.connection.execute(
            insert(deed),
            {"id": name, "kind": kind.value, "agent_id": build.me, "at": at, "undone_by": undone_by, "undoes": undoes},
        )
    build.insert(
        journal,
        deed_id=name,
        ticket_id=of,
        kind=kind.value,
        agent_id=build.me,
        at=at,
        before=str(before),
        after=str(after),
    )
    return name


def test_a_ticket_that_is_not_there(desk: Desk, build: Builder) -> None:
    assert desk.read(ticket.detail, 1) is None
    assert desk.read(customer.panel, 1, 0) is None
    assert desk.read(drafts.of_ticket, build.me, 1) == ()
    for missing in (ticket.attachment, ticket.source):
        with pytest.raises(LookupError):
            desk.read(missing, 1)
    assert desk.read(ticket.inline_images, 1) == {}


def test_a_ticket_without_messages(desk: Desk, build: Builder) -> None:
    made = desk.read(ticket.detail, build.ticket("Quiet"))
    assert made is not None
    assert made.row.subject == "Quiet"
    assert (made.messages, made.events, made.participants, made.earlier_messages) == ((), (), (), 0)


def test_what_a_message_shows(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    first = build.message(
        of,
        "whole text",
        visible="text",
        html="<p>whole</p>",
        html_visible="",
        sender=("Jonas", "jonas@example.org"),
        to=[("Support", "support@desk.example"), ("", "x@example.org")],
        cc=[["Cc", "cc@example.org"]],
        why="new",
        problems=["charset:koi8-r"],
        raw_id=77,
        is_auto=True,
    )
    second = build.message(
        of, "an answer", kind=MessageKind.OUT, sender=("Desk", "support@desk.example"), agent_id=build.me
    )
    waits = BEGIN + timedelta(days=1)
    with desk.writing() as session:
        kept = blobs.keep(session, [b"mail"])[0]
    build.insert(
        outbox,
        message_id=second,
        mailbox_id=build.support,
        blob_id=kept,
        sender="s",
        recipients=[],
        state="failed",
        not_before=waits,
        reason="mail.rejected",
        reason_values={"host": "mx"},
        changed_at=waits,
    )
    build.participant(of, "Jonas", "jonas@example.org")
    build.participant(of, "", "anna@example.org")
    found = desk.read(ticket.detail, of)
    assert found is not None
    one, two = found.messages
    assert (one.id, one.kind, one.author, one.author_email) == (first, MessageKind.IN, "Jonas", "jonas@example.org")
    assert one.to == (Mailbox("Support", "support@desk.example"), Mailbox("", "x@example.org"))
    assert one.cc == (Mailbox("Cc", "cc@example.org"),)
    assert (one.text, one.visible, one.html, one.html_visible) == ("whole text", "text", "<p>whole</p>", "")
    assert (one.why, one.problems, one.raw_id) == ("new", ("charset:koi8-r",), 77)
    assert (one.is_auto, one.is_bounce, one.outbox) == (True, False, None)
    assert (two.id, two.author, two.agent_id, two.visible) == (second, "Ona", build.me, "an answer")
    assert (two.outbox, two.outbox_not_before) == (OutboxState.FAILED, waits)
    assert (two.outbox_reason, two.outbox_values) == ("mail.rejected", {"host": "mx"})
    assert found.participants == (Mailbox("", "anna@example.org"), Mailbox("Jonas", "jonas@example.org"))


def test_a_long_thread_shows_its_end_and_says_how_much_is_before(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    made = [build.message(of, str(number), at=BEGIN + timedelta(hours=number)) for number in range(12)]
    for hour in (1, 10):
        journalled(build, of, Deed.STATUS, 0, 1, BEGIN + timedelta(hours=hour, minutes=30))
    for newest, earlier, events in ((30, 0, 2), (12, 0, 2), (11, 1, 2), (5, 7, 1), (1, 11, 0)):
        found = desk.read(ticket.detail, of, newest=newest)
        assert found is not None
        assert [row.id for row in found.messages] == made[-newest:]
        assert found.earlier_messages == earlier
        assert len(found.events) == events


def test_events_are_told_in_words(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    petras = build.agent("Petras", "petras@desk.example")
    billing = build.mailbox("Billing", "billing@desk.example")
    at = [BEGIN + timedelta(minutes=number) for number in range(10)]
    journalled(build, of, Deed.RECEIVED, "", 5, at[0])
    journalled(build, of, Deed.STATUS, 0, 4, at[1])
    journalled(build, of, Deed.ASSIGNED, "", petras, at[2])
    undone = journalled(build, of, Deed.ASSIGNED, petras, build.me, at[3], undone_by="later")
    journalled(build, of, Deed.ASSIGNED, 4711, "", at[4])
    journalled(build, of, Deed.MOVED, build.support, billing, at[5])
    journalled(build, of, Deed.TAGGED, "a", "a\nb", at[6])
    journalled(build, of, Deed.SUBJECT, "1", str(petras), at[7])
    journalled(build, of, Deed.REPLIED, "", 6, at[8])
    journalled(build, build.ticket(), Deed.STATUS, 0, 4, at[9])
    found = desk.read(ticket.detail, of)
    assert found is not None
    assert [(row.kind, row.before, row.after) for row in found.events] == [
        (Deed.STATUS, "0", "4"),
        (Deed.ASSIGNED, "", "Petras"),
        (Deed.ASSIGNED, "Petras", "Ona"),
        (Deed.ASSIGNED, "4711", ""),
        (Deed.MOVED, "Support", "Billing"),
        (Deed.TAGGED, "a", "a\nb"),
        (Deed.SUBJECT, "1", str(petras)),
    ]
    assert [row.deed_id for row in found.events if row.undone] == [undone]
    assert {row.agent for row in found.events} == {"Ona"}
    assert [row.at for row in found.events] == at[1:8]


@pytest.mark.parametrize(("whole", "held"), [(True, []), (False, ["1 3", "3 1"])])
def test_what_takes_all_of_a_deed_back_is_gone_with_it(
    desk: Desk, build: Builder, whole: bool, held: list[str]
) -> None:
    of, other = build.ticket(), build.ticket()
    done = journalled(build, of, Deed.PRIORITY, 1, 3, BEGIN, undone_by="later" if whole else None)
    # One ticket first, and then the rest: each of them took a part of it back.
    for number, one in enumerate((other, of)):
        journalled(build, one, Deed.PRIORITY, 3, 1, BEGIN + timedelta(minutes=1 + number), undoes=done)
    found = desk.read(ticket.detail, of)
    assert found is not None
    assert [f"{row.before} {row.after}" for row in found.events if not row.undone] == held


def test_attachments(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    made = build.message(of, attachments=4)
    picture = {"content_type": "image/png", "inline": True, "message_id": made}
    ids = [
        attach(build, "invoice.pdf", b"pdf " * 900, message_id=made, position=2),
        attach(build, "logo.png", b"\x89PNG logo", content_id="logo@x", position=0, **picture),
        attach(build, "again.png", b"\x89PNG again", content_id="logo@x", position=1, **picture),
        attach(build, "run.exe", b"MZ", message_id=made, position=3),
    ]
    other = attach(build, "photo.png", b"\x89PNG other", content_id="photo@x", message_id=build.message(of))
    found = desk.read(ticket.detail, of)
    assert found is not None
    assert [row.id for row in found.messages[0].attachments] == [ids[1], ids[2], ids[0], ids[3]]
    assert [row.dangerous for row in found.messages[0].attachments] == [False, False, False, True]
    row, content = desk.read(ticket.attachment, ids[0])
    assert (row.name, row.size, row.message_id, content) == ("invoice.pdf", 3600, made, b"pdf " * 900)
    assert desk.read(ticket.inline_images, made) == {"logo@x": b"\x89PNG logo"}
    assert desk.read(ticket.attachment, other)[1] == b"\x89PNG other"


def test_pictures_beyond_all_measure_are_not_loaded(desk: Desk, build: Builder) -> None:
    made = build.message(build.ticket())
    picture = {"content_type": "image/png", "message_id": made}
    attach(build, "small", b"1", content_id="small", **picture)
    attach(build, "large", b"2", content_id="large", **picture | {"size": INLINE_BYTES})
    attach(build, "last", b"3", content_id="last", **picture)
    assert desk.read(ticket.inline_images, made) == {"small": b"1", "last": b"3"}


def test_the_source_of_a_mail(desk: Desk, build: Builder) -> None:
    with desk.writing() as session:
        kept = blobs.keep(session, [b"From: a\r\n\r\nb"])[0]
    raw = build.insert(
        raw_mail,
        mailbox_id=build.support,
        folder="INBOX",
        uidvalidity=1,
        uid=1,
        sha256=b"x" * 32,
        blob_id=kept,
        received_at=BEGIN,
        kept_at=BEGIN,
        state="new",
    )
    assert desk.read(ticket.source, raw) == b"From: a\r\n\r\nb"


def test_a_ticket_is_few_statements_however_long(desk: Desk, build: Builder) -> None:
    of = build.ticket(assignee_id=build.me)
    for number in range(20):
        attach(build, "a.txt", b"a", message_id=build.message(of, attachments=1))
        journalled(build, of, Deed.ASSIGNED, "", build.me, BEGIN + timedelta(minutes=number))
    with statements(desk) as sent:
        desk.read(ticket.detail, of)
    assert len(sent) <= 8


def test_the_customer_beside_a_ticket(desk: Desk, build: Builder) -> None:
    who = build.customer(
        "Jonas", "jonas@example.org", "zz@example.org", "aa@example.org", organisation="Acme", note="VIP"
    )
    made = [build.ticket(str(number), customer_id=who) for number in range(25)]
    build.ticket("somebody else's")
    found = desk.read(customer.panel, who, made[20])
    assert found is not None
    assert (found.customer.name, found.customer.organisation, found.customer.note) == ("Jonas", "Acme", "VIP")
    assert found.customer.emails == ("jonas@example.org", "zz@example.org", "aa@example.org")
    assert found.customer.tickets == 25
    assert [row.id for row in found.others] == [*made[:20:-1], *made[19:3:-1]]


def test_drafts_are_ones_own(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    note = build.draft(of, kind="note", text="a note")
    reply = build.draft(of, to="x@example.org", html="<p>hello</p>")
    build.draft(of, agent_id=build.agent("Petras", "petras@desk.example"))
    new = build.draft(0, kind="new")
    attach(build, "b.txt", b"b", draft_id=reply, position=1)
    attach(build, "a.txt", b"a", draft_id=reply, position=0)
    found = desk.read(drafts.of_ticket, build.me, of)
    assert [row.id for row in found] == [reply, note]
    assert (found[0].kind, found[0].to, found[0].html) == (ReplyKind.REPLY, "x@example.org", "<p>hello</p>")
    assert [row.name for row in found[0].attachments] == ["a.txt", "b.txt"]
    assert found[1].attachments == ()
    assert [row.id for row in desk.read(drafts.of_ticket, build.me, 0)] == [new]


def test_an_agent_who_left_still_has_written_it(desk: Desk, build: Builder) -> None:
    of = build.ticket(assignee_id=build.me)
    build.message(of, kind=MessageKind.NOTE, sender=("", ""), agent_id=build.me)
    with desk.writing() as session:
        session.connection.execute(update(agent).values(active=False))
    found = desk.read(ticket.detail, of)
    assert found is not None
    assert (found.row.assignee, found.messages[0].author) == ("Ona", "Ona")
