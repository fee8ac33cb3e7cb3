"""What the window knows about the whole desk: people, mailboxes, views with counts, settings."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from building import BEGIN, Builder, plan, statements
from deskbell.model.kinds import MailboxState, MessageKind, Role, Status
from deskbell.model.views import View, ViewKind
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.lease import WORKER
from deskbell.store.queries import agents, mailboxes, settings, views
from deskbell.store.queries.desk_state import desk_state, drift, drifted
from deskbell.store.queries.identity import establish
from deskbell.store.tables import lease, mailbox, outbox, raw_mail, setting


def test_the_whole_desk_at_once(desk: Desk, build: Builder) -> None:
    zoe = build.agent("zoe", "zoe@desk.example", role="admin", signature="Z", active=False)
    adam = build.agent("Adam", "adam@desk.example")
    build.ticket(tags=["vip"])
    build.ticket(tags=["vip"], status=Status.SOLVED)
    build.tag("Unused")
    found = desk.read(desk_state, zoe)
    assert (found.me.id, found.me.role, found.me.signature, found.me.active) == (zoe, Role.ADMIN, "Z", False)
    assert [row.id for row in found.agents] == [adam, build.me, zoe]
    assert [row.name for row in found.mailboxes] == ["Support"]
    assert [row.name for row in found.tags] == ["Unused", "vip"]
    assert (found.sample, found.worker) == (False, None)
    with pytest.raises(LookupError):
        desk.read(desk_state, 999)


def test_mails_of_mine_that_wait_for_a_person(desk: Desk, build: Builder) -> None:
    other = build.agent("Adam", "adam@desk.example")
    (blob_id,) = desk.transact(lambda session: blobs.keep(session, [b"x"]))

    def mail(agent: int, state: str, **more: object) -> int:
        number = build.ticket()
        values = {"mailbox_id": build.support, "blob_id": blob_id, "sender": "a@b.lt", "recipients": [], "state": state}
        written = build.message(number, kind=MessageKind.OUT, agent_id=agent)
        build.insert(outbox, message_id=written, not_before=BEGIN, changed_at=BEGIN, **values, **more)
        return number

    failed, unknown = mail(build.me, "failed"), mail(build.me, "unknown")
    partly = mail(build.me, "sent", reason="mail.recipient", refused=[["li@mail.example", 550, "no"]])
    mail(build.me, "sent", reason="mail.recipient", refused=[["li@mail.example", 550, "no"]], settled=True)
    for agent, state in ((build.me, "sent"), (build.me, "waiting"), (other, "failed")):
        mail(agent, state)
    with statements(desk) as sent:
        assert desk.read(desk_state, build.me).unsent == (partly, unknown, failed)
    if desk.engine.dialect.name == "sqlite":
        (asked,) = [one for one in sent if "outbox" in one[0]]
        assert not any(step.startswith("SCAN message") for step in plan(desk, *asked)), "it begins with the few"


def test_a_mailbox_by_its_name_in_any_script_and_first_by_its_address(desk: Desk, build: Builder) -> None:
    news = build.mailbox("Žinios", "news@desk.example")
    build.mailbox("sales@desk.example", "old@desk.example")
    sales = build.mailbox("Sales", "sales@desk.example")
    found = [desk.read(mailboxes.named, name) for name in ("žinios", "ŽINIOS", "sales@desk.example")]
    assert [row and row.id for row in found] == [news, news, sales]


@pytest.mark.parametrize("sample", [True, False])
def test_a_sample_desk_is_known_as_one(desk: Desk, build: Builder, sample: bool) -> None:
    with desk.writing() as session:
        establish(session, sample=sample)
    assert desk.read(desk_state, build.me).sample is sample


def test_the_worker_lives_as_long_as_its_lease(desk: Desk, build: Builder) -> None:
    with desk.writing() as session:
        now = session.now
        session.connection.execute(
            insert(lease),
            [
                {"name": WORKER, "holder": "here/1", "token": 1, "expires_at": now + timedelta(seconds=60)},
                {"name": "mailbox/1", "holder": "other", "token": 1, "expires_at": now},
            ],
        )
    found = desk.read(desk_state, build.me).worker
    assert found is not None
    assert (found.holder, found.alive) == ("here/1", True)


def test_what_moves_by_itself_makes_the_desk_what_it_is_by_then(desk: Desk, build: Builder) -> None:
    """Nothing of it needs a change row; what has one is not asked for again."""
    before = desk.read(desk_state, build.me)
    assert drifted(before, desk.read(drift, build.me)) == before
    (blob_id,) = desk.transact(lambda session: blobs.keep(session, [b"x"]))
    values = {"mailbox_id": build.support, "blob_id": blob_id, "sender": "a@b.lt", "recipients": [], "state": "failed"}
    written = build.message(build.ticket(), kind=MessageKind.OUT, agent_id=build.me)
    build.insert(outbox, message_id=written, not_before=BEGIN, changed_at=BEGIN, **values)
    unread = build.message(build.ticket(), text="?")
    raw = {
        "mailbox_id": build.support,
        "folder": "INBOX",
        "uidvalidity": 1,
        "uid": 1,
        "sha256": b"x",
        "blob_id": blob_id,
    }
    build.insert(raw_mail, message_id=unread, received_at=BEGIN, kept_at=BEGIN, state="unreadable", **raw)
    with desk.writing() as session:
        session.connection.execute(update(mailbox).values(good_at=session.now))
        gone = {"name": WORKER, "holder": "here/1", "token": 1, "expires_at": session.now - timedelta(seconds=1)}
        session.connection.execute(insert(lease), gone)
    now = desk.read(desk_state, build.me)
    assert now.worker is not None
    assert not now.worker.alive
    assert (len(now.unsent), len(now.unreadable), now.mailboxes[0].good_at is None) == (1, 1, False)
    assert drifted(before, desk.read(drift, build.me)) == now


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"imap_host": "imap.example"}, MailboxState.NEW),
        ({"imap_host": "imap.example", "state": "good"}, MailboxState.GOOD),
        ({"imap_host": "imap.example", "state": "failing"}, MailboxState.FAILING),
        ({"imap_host": "imap.example", "state": "good", "active": False}, MailboxState.OFF),
        ({"state": "good"}, MailboxState.OFF),
    ],
)
def test_the_state_of_a_mailbox(desk: Desk, build: Builder, values: dict[str, object], state: MailboxState) -> None:
    made = build.mailbox("Billing", "Billing@desk.example", reason="mail.login", reason_values={"user": "x"}, **values)
    row = desk.read(mailboxes.named, " BILLING@desk.example ")
    assert row is not None
    assert (row.id, row.state, row.reason, row.reason_values) == (made, state, "mail.login", {"user": "x"})
    assert desk.read(mailboxes.named, "billing") == desk.read(mailboxes.by_id, made)
    assert desk.read(mailboxes.named, "bill") is None
    view = next(row for row in desk.read(views.view_rows, build.me) if row.view == View(ViewKind.MAILBOX, made))
    assert view.state is state


def test_an_agent_by_address(desk: Desk, build: Builder) -> None:
    row = desk.read(agents.with_email, " ONA@Desk.Example")
    assert row is not None
    assert row.id == build.me
    assert desk.read(agents.with_email, "nobody@desk.example") is None


def test_views_with_their_counts(desk: Desk, build: Builder) -> None:
    later = BEGIN + timedelta(days=1)
    petras = build.agent("Petras", "petras@desk.example")
    billing = build.mailbox("Billing", "billing@desk.example")
    mine = build.ticket(assignee_id=build.me, tags=["vip"])
    build.ticket(assignee_id=petras, mailbox_id=billing, tags=["vip", "beta"])
    unassigned = build.ticket()
    build.ticket(assignee_id=build.me, snoozed_until=later, tags=["vip"])
    build.ticket(assignee_id=build.me, status=Status.SOLVED)
    billed = build.ticket(status=Status.CLOSED, mailbox_id=billing)
    build.ticket(status=Status.SPAM)
    trashed = build.ticket(status=Status.TRASH)
    for ticket_id in (mine, mine, billed):
        build.mention(ticket_id)
    build.mention(mine, petras)
    build.mention(trashed)
    build.mention(unassigned, seen_at=BEGIN)
    build.draft(mine)
    build.draft(mine, kind="note")
    build.draft(0, kind="new")
    build.draft(999)
    rows = desk.read(views.view_rows, build.me)
    assert [(row.view.kind, row.name, row.count) for row in rows] == [
        (ViewKind.MINE, "", 1),
        (ViewKind.UNASSIGNED, "", 1),
        (ViewKind.MENTIONS, "", 2),
        (ViewKind.DRAFTS, "", 1),
        (ViewKind.SNOOZED, "", 1),
        (ViewKind.OPEN, "", 3),
        (ViewKind.DONE, "", 2),
        (ViewKind.SPAM, "", 1),
        (ViewKind.TRASH, "", 1),
        (ViewKind.MAILBOX, "Billing", 1),
        (ViewKind.MAILBOX, "Support", 2),
        (ViewKind.COLLEAGUE, "Petras", 1),
        (ViewKind.TAG, "beta", 1),
        (ViewKind.TAG, "vip", 2),
    ]
    for row in (row for row in rows if row.view.kind is not ViewKind.MENTIONS):
        assert desk.read(views.count, row.view, build.me) == row.count


def test_settings_of_the_desk_and_of_a_person(desk: Desk, build: Builder, caplog: pytest.LogCaptureFixture) -> None:
    petras = build.agent("Petras", "petras@desk.example")
    kept = [
        ("mail.poll_seconds", 0, 60),
        ("reply.undo_seconds", build.me, 30),
        ("reply.undo_seconds", petras, 0),
        ("reply.quote", build.me, False),
        # Not theirs to set, not of this version, and not as declared.
        ("ticket.reopen_days", build.me, 1),
        ("reply.quote", 0, False),
        ("of.a.newer.version", 0, {"x": [1]}),
        ("parse.seconds", 0, 4711),
    ]
    with desk.writing() as session:
        session.connection.execute(
            insert(setting), [{"key": key, "owner": owner, "value": value} for key, owner, value in kept]
        )
    caplog.set_level(logging.WARNING)
    mine, his = desk.read(settings.read, build.me), desk.read(settings.read, petras)
    assert (mine.number("reply.undo_seconds"), his.number("reply.undo_seconds")) == (30, 0)
    assert (mine.flag("reply.quote"), his.flag("reply.quote")) == (False, True)
    assert mine.number("mail.poll_seconds") == his.number("mail.poll_seconds") == 60
    assert (mine.number("ticket.reopen_days"), mine.number("parse.seconds")) == (30, 5)
    assert caplog.messages == ["setting parse.seconds is not as declared; its default serves"] * 2
