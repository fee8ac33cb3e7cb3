"""What agents have begun to write."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, select

from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import AttachmentRow, DraftRow
from deskbell.store import plain
from deskbell.store.queries import attachments
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import draft

_OF_TICKET = (
    select(draft)
    .where(draft.c.agent_id == bindparam("agent"), draft.c.ticket_id == bindparam("ticket"))
    .order_by(draft.c.updated_at.desc(), draft.c.id.desc())
)


@one_statement
def of_ticket(session: Session, agent_id: int, ticket_id: int) -> tuple[DraftRow, ...]:
    """An agent's drafts on one ticket (0: of tickets not begun yet), the last one written first."""
    return ask_of_ticket(session, agent_id, ticket_id)()()


def ask_of_ticket(session: Session, agent_id: int, ticket_id: int) -> Callable[[], Callable[[], tuple[DraftRow, ...]]]:
    """What `of_ticket` finds. What comes back asks for the files; what that gives back gives the drafts."""
    answer = plain.ask_named(session.connection, _OF_TICKET, {"agent": agent_id, "ticket": ticket_id})

    def begun() -> Callable[[], tuple[DraftRow, ...]]:
        found = answer()
        files = attachments.ask_of_drafts(session, [row.id for row in found])
        return lambda: tuple(_draft(row, files().get(row.id, ())) for row in found)

    return begun


def _draft(row: Any, files: tuple[AttachmentRow, ...]) -> DraftRow:
    return DraftRow(
        id=row.id,
        ticket_id=row.ticket_id,
        agent_id=row.agent_id,
        kind=ReplyKind(row.kind),
        to=row.to,
        cc=row.cc,
        bcc=row.bcc,
        subject=row.subject,
        html=row.html,
        text=row.text,
        mailbox_id=row.mailbox_id,
        attachments=files,
        updated_at=row.updated_at,
        version=row.version,
        original_id=row.original_id,
        passed=tuple(row.passed),
        macro_id=row.macro_id,
    )
