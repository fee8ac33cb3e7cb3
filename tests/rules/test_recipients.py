"""Who an answer goes to, and addresses as people type them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind, ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MessageRow
from deskbell.rules.recipients import Recipients, read_addresses, recipients_of, write_addresses
from deskbell.rules.warnings import UNPROVEN

CUSTOMER = Mailbox("Li Na", "li@example.cn")
OURS = ("billing@desk.example",)
BILLING = Mailbox("Billing", "Billing@desk.example")
JONAS = Mailbox("Jonas", "jonas@example.lt")
ANNA = Mailbox("", "anna@example.ru")


def message(
    kind: MessageKind, author: Mailbox, to: tuple[Mailbox, ...], cc: tuple[Mailbox, ...] = (), *, bounce: bool = False
) -> MessageRow:
    return MessageRow(
        id=1, ticket_id=1, kind=kind, author=author.name, author_email=author.email, agent_id=None, to=to, cc=cc,
        at=datetime(2026, 11, 20, tzinfo=UTC), text="", visible="", html="", html_visible="", attachments=(), why="",
        is_auto=False, is_bounce=bounce, outbox=None, outbox_not_before=None, outbox_reason="", outbox_values={},
        problems=(), raw_id=None,
    )  # fmt: skip


INBOUND = message(MessageKind.IN, CUSTOMER, (BILLING, JONAS), (ANNA, CUSTOMER))
ANSWER = message(MessageKind.OUT, BILLING, (CUSTOMER,), (JONAS,))
NOTE = message(MessageKind.NOTE, JONAS, ())
FIRST_OURS = message(MessageKind.OUT, BILLING, (ANNA,), (JONAS,))
BOUNCE = message(MessageKind.IN, Mailbox("", "mailer-daemon@example.cn"), (BILLING,), bounce=True)


@pytest.mark.parametrize(
    ("kind", "thread", "expected"),
    [
        (ReplyKind.REPLY, [INBOUND], Recipients((CUSTOMER,))),
        (ReplyKind.REPLY_ALL, [INBOUND], Recipients((CUSTOMER,), (JONAS, ANNA))),
        (ReplyKind.REPLY, [INBOUND, ANSWER, NOTE], Recipients((CUSTOMER,))),
        (ReplyKind.REPLY_ALL, [INBOUND, ANSWER, NOTE], Recipients((CUSTOMER,), (JONAS, ANNA))),
        (ReplyKind.REPLY, [FIRST_OURS], Recipients((ANNA,))),
        (ReplyKind.REPLY_ALL, [FIRST_OURS, BOUNCE], Recipients((CUSTOMER,))),
        (ReplyKind.REPLY_ALL, [replace(FIRST_OURS, to=(BILLING, ANNA))], Recipients((ANNA,), (JONAS,))),
        (ReplyKind.REPLY, [replace(FIRST_OURS, to=(BILLING,))], Recipients((CUSTOMER,))),
        (ReplyKind.REPLY, [], Recipients((CUSTOMER,))),
        (ReplyKind.FORWARD, [INBOUND], Recipients()),
        (ReplyKind.NOTE, [INBOUND], Recipients()),
    ],
)
def test_who_gets_an_answer(kind: ReplyKind, thread: list[MessageRow], expected: Recipients) -> None:
    assert recipients_of(kind, thread, CUSTOMER, OURS) == expected


COPIED_ANSWERS = message(MessageKind.IN, JONAS, (BILLING,))
JOINED = message(MessageKind.IN, ANNA, (BILLING,), (JONAS,))
TAGGED = Mailbox("", "Billing+7-abc@desk.example")


@pytest.mark.parametrize(
    ("kind", "thread", "unasked", "expected"),
    [
        # Who had a copy and answers keeps it; a plain reply is to who wrote.
        (ReplyKind.REPLY_ALL, [ANSWER, COPIED_ANSWERS], (), Recipients((CUSTOMER,), (JONAS,))),
        (ReplyKind.REPLY, [ANSWER, COPIED_ANSWERS], (), Recipients((JONAS,))),
        # Who only came in by a mail gets nothing by itself.
        (ReplyKind.REPLY, [INBOUND, JOINED], (ANNA.email,), Recipients((CUSTOMER,))),
        (ReplyKind.REPLY_ALL, [INBOUND, JOINED], (ANNA.email,), Recipients((CUSTOMER,), (JONAS,))),
        (ReplyKind.REPLY_ALL, [INBOUND], (JONAS.email, ANNA.email), Recipients((CUSTOMER,))),
        (ReplyKind.REPLY, [JOINED], (ANNA.email,), Recipients((CUSTOMER,))),
        # Our own address, written to with a mark, or written from by somebody else.
        (ReplyKind.REPLY_ALL, [message(MessageKind.IN, CUSTOMER, (TAGGED, JONAS))], (), Recipients((CUSTOMER,), (JONAS,))),
        (ReplyKind.REPLY, [message(MessageKind.IN, BILLING, (BILLING,))], (), Recipients((CUSTOMER,))),
        (ReplyKind.REPLY, [replace(INBOUND, reply_to=(ANNA,))], (), Recipients((ANNA,))),
        (ReplyKind.REPLY, [replace(INBOUND, reply_to=(ANNA,))], (ANNA.email,), Recipients((CUSTOMER,))),
        (ReplyKind.REPLY, [replace(INBOUND, reply_to=(TAGGED,))], (), Recipients((CUSTOMER,))),
        # A warning of a mail server, and somebody who only claims to be an agent.
        (ReplyKind.REPLY, [INBOUND, replace(JOINED, why="delayed")], (), Recipients((CUSTOMER,))),
        (ReplyKind.REPLY, [INBOUND, replace(JOINED, problems=(UNPROVEN,))], (), Recipients((CUSTOMER,))),
        (ReplyKind.REPLY, [replace(JOINED, problems=(UNPROVEN,))], (), Recipients((CUSTOMER,))),
    ],
)  # fmt: skip
def test_no_mail_adds_who_gets_an_answer(
    kind: ReplyKind, thread: list[MessageRow], unasked: tuple[str, ...], expected: Recipients
) -> None:
    assert recipients_of(kind, thread, CUSTOMER, OURS, unasked) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a@b.lt", (Mailbox("", "a@b.lt"),)),
        ("Ona <ona@b.lt>, jonas@b.lt;", (Mailbox("Ona", "ona@b.lt"), Mailbox("", "jonas@b.lt"))),
        ('"Petrauskas, Jonas" <j@b.lt>', (Mailbox("Petrauskas, Jonas", "j@b.lt"),)),
        ('"a \\"b\\" c" <j@b.lt>', (Mailbox('a "b" c', "j@b.lt"),)),
        ("李娜 <li@b.cn>\uff0c王 <wang@b.cn>", (Mailbox("李娜", "li@b.cn"), Mailbox("王", "wang@b.cn"))),
        ("a@b.lt\nA@B.LT", (Mailbox("", "a@b.lt"),)),
        ("root@localhost", (Mailbox("", "root@localhost"),)),
        ("jonas@paštas.lt", (Mailbox("", "jonas@paštas.lt"),)),
        ("  ,; ", ()),
    ],
)
def test_addresses_are_read_as_people_type_them(line: str, expected: tuple[Mailbox, ...]) -> None:
    assert read_addresses(line) == expected


@pytest.mark.parametrize(
    "line", ["ona", "ona@", "@b.lt", "a@b.lt, ona", "a b@c.lt", "Ona <>", "a@b..lt", "a@@b.lt", "<a@b.lt", "a@b.lt>"]
)
def test_what_is_no_address_is_named(line: str) -> None:
    with pytest.raises(Mistake) as raised:
        read_addresses(line)
    assert raised.value.code == "address.bad"
    assert str(raised.value.values["address"]) in line


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20).map(
    lambda name: " ".join(name.split())
)


@given(
    st.lists(
        st.tuples(NAMES, st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.lt", fullmatch=True)),
        max_size=4,
        unique_by=lambda pair: pair[1],
    )
)
def test_what_is_written_is_read_back(pairs: list[tuple[str, str]]) -> None:
    mailboxes = tuple(Mailbox(name, email) for name, email in pairs)
    assert read_addresses(write_addresses(mailboxes)) == mailboxes


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        found = read_addresses(line)
    except Mistake:
        return
    assert all("@" in mailbox.email and " " not in mailbox.email for mailbox in found)
