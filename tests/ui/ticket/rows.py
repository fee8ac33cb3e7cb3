"""Rows for the tests of an open ticket: a conversation in Chinese, and pieces to make others from."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from deskbell.model.kinds import (
    Deed,
    MailboxState,
    MessageKind,
    Presence,
    Priority,
    ReplyKind,
    Role,
    Shelf,
    Status,
)
from deskbell.model.mail import Mailbox
from deskbell.model.rows import (
    AgentRow,
    AttachmentRow,
    CustomerPanel,
    CustomerRow,
    DeskState,
    DraftRow,
    EventRow,
    MailboxRow,
    MessageRow,
    TagRow,
    TicketDetail,
    TicketRow,
    TicketTitle,
)

NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
LI = Mailbox("李娜", "li.na@example.cn")
BILLING_ADDRESS = Mailbox("Billing", "billing@example.com")


def agent(number: int = 1, name: str = "Ona Kazlauskienė", *, signature: str = "") -> AgentRow:
    return AgentRow(
        number, name, f"agent{number}@example.com", Role.ADMIN, Presence.AVAILABLE, signature, active=True, version=1
    )


ONA = agent()
TOMAS = agent(2, "Tomas Balsys")


def mailbox(
    number: int = 1, name: str = "Billing", address: str = BILLING_ADDRESS.email, signature: str = ""
) -> MailboxRow:
    return MailboxRow(
        id=number, name=name, address=address, state=MailboxState.GOOD, state_since=None, good_at=None, reason="",
        reason_values={}, signature=signature, imap_host="imap.example.com", imap_port=993, imap_security="tls",
        imap_user="u", smtp_host="smtp.example.com", smtp_port=465, smtp_security="tls", smtp_user="u",
        folders=("INBOX",), sent_folder="Sent", ca_file="", active=True, version=1, history_days=0,
    )  # fmt: skip


BILLING = mailbox()
SUPPORT = mailbox(2, "Support", "support@example.com")
STATE = DeskState(
    me=ONA, agents=(ONA, TOMAS), mailboxes=(BILLING, SUPPORT),
    tags=(TagRow(1, "refund"), TagRow(2, "vip"), TagRow(3, "hardware")), sample=True, worker=None,
)  # fmt: skip


def ticket(number: int = 1042, **changes: object) -> TicketRow:
    row = TicketRow(
        id=number, subject="订单 88213 的退款还没有到账", customer_id=7, customer=LI.name, customer_email=LI.email,
        status=Status.OPEN, priority=Priority.HIGH, shelf=Shelf.LIVE, assignee_id=1, assignee=ONA.name, mailbox_id=1,
        mailbox="Billing", tags=("refund",), activity_at=NOW, created_at=NOW - timedelta(days=1), snoozed_until=None,
        messages=3, attachments=1, awaiting=True, version=1,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def message(number: int, text: str, minutes_ago: float, **changes: object) -> MessageRow:
    """A message of the customer; `changes` make others of it."""
    row = MessageRow(
        id=number, ticket_id=1042, kind=MessageKind.IN, author=LI.name, author_email=LI.email, agent_id=None,
        to=(BILLING_ADDRESS,), cc=(), at=NOW - timedelta(minutes=minutes_ago), text=text, visible=text, html="",
        html_visible="", attachments=(), why="token", is_auto=False, is_bounce=False, outbox=None,
        outbox_not_before=None, outbox_reason="", outbox_values={}, problems=(), raw_id=number * 10,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def written(number: int, text: str, minutes_ago: float, **changes: object) -> MessageRow:
    """A message of Tomas to the customer."""
    sent = message(
        number,
        text,
        minutes_ago,
        kind=MessageKind.OUT,
        author=TOMAS.name,
        author_email=TOMAS.email,
        agent_id=2,
        to=(LI,),
        raw_id=None,
    )
    return replace(sent, **changes)  # type: ignore[arg-type]


def note(number: int, text: str, minutes_ago: float, **changes: object) -> MessageRow:
    """A note of Tomas."""
    made = message(
        number,
        text,
        minutes_ago,
        kind=MessageKind.NOTE,
        author=TOMAS.name,
        author_email=TOMAS.email,
        agent_id=2,
        to=(),
        raw_id=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def attachment(number: int = 1, name: str = "退货单.pdf", size: int = 84_000, **changes: object) -> AttachmentRow:
    row = AttachmentRow(number, 1, name, "application/pdf", size, inline=False, content_id="", dangerous=False)
    return replace(row, **changes)  # type: ignore[arg-type]


def event(number: int, kind: Deed, before: str, after: str, minutes_ago: float, agent: str = "Ona") -> EventRow:
    return EventRow(
        number, f"deed{number}", kind, agent, NOW - timedelta(minutes=minutes_ago), before, after, undone=False
    )


def draft(kind: ReplyKind = ReplyKind.REPLY, text: str = "你好", **changes: object) -> DraftRow:
    row = DraftRow(
        id=5, ticket_id=1042, agent_id=1, kind=kind, to="李娜 <li.na@example.cn>", cc="", bcc="", subject="",
        html=f"<p>{text}</p>", text=text, mailbox_id=1, attachments=(), updated_at=NOW, version=1,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


THREAD = (
    message(
        1, "你好\uff0c我上周退货的耳机\uff08订单 88213\uff09显示已签收\uff0c但退款还没有到账。请问什么时候能收到\uff1f", 1510,
        attachments=(attachment(),),
    ),
    note(2, "@Ona the bank batch of Thursday failed, see Refund batch errors. Re-sent this morning.", 1489),
    message(
        3, "已经三天了\uff0c请尽快处理\uff0c谢谢。\n\nOn Thu, Billing wrote:\n> 您好\n> 我们正在查询。", 4, visible="已经三天了\uff0c请尽快处理\uff0c谢谢。"
    ),
)  # fmt: skip
EVENTS = (event(1, Deed.ASSIGNED, "", "Ona", 1505, "Tomas"),)


def detail(**changes: object) -> TicketDetail:
    made = TicketDetail(ticket(), THREAD, EVENTS, (LI, Mailbox("Jonas Petrauskas", "jonas@example.lt")), 0)
    return replace(made, **changes)  # type: ignore[arg-type]


CUSTOMER = CustomerRow(
    id=7,
    name=LI.name,
    emails=(LI.email,),
    language="zh-CN",
    organisation="",
    note="",
    created_at=NOW,
    tickets=3,
    version=1,
)
PANEL = CustomerPanel(
    CUSTOMER,
    (
        TicketTitle(981, "Headphones crackle", Status.SOLVED, NOW),
        TicketTitle(702, "Invoice address", Status.SOLVED, NOW),
    ),
)
