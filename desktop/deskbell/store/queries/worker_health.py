"""What a look at the worker finds in the database."""

from sqlalchemy import func, select, text

from deskbell.model.kinds import OutboxState
from deskbell.rules.worker_health import Facts
from deskbell.store.lease import SERVICE, WORKER
from deskbell.store.queries import desk_state, mailboxes
from deskbell.store.session import Session
from deskbell.store.tables import is_waiting, message, meta, outbox, raw_mail
from deskbell.store.webhook_notes import NOTED, troubles_of

# Written out, so that SQLite sees that the index on them will do. What waits for its first moment (undo, send later) is not late.
_DUE = (
    select(func.count().label("n"), func.min(message.c.at).label("since"))
    .select_from(outbox.join(message, message.c.id == outbox.c.message_id))
    .where(text("outbox.state IN ('waiting', 'sending')"))
)
_UNDECIDED = select(func.count()).select_from(outbox).where(text("outbox.state IN ('unknown', 'failed')"))
_UNFILED = select(func.count()).select_from(raw_mail).where(is_waiting)
_WEBHOOKS = select(meta.c.value).where(meta.c.key == NOTED)


def facts(session: Session) -> Facts:
    """All of it, at one moment."""
    late = (
        (outbox.c.not_before <= session.now) | (outbox.c.attempts > 0) | (outbox.c.state == OutboxState.SENDING.value)
    )
    due = session.connection.execute(_DUE.where(late)).one()
    return Facts(
        now=session.now,
        worker=desk_state.holder_of(session, WORKER),
        service=desk_state.holder_of(session, SERVICE),
        mailboxes=mailboxes.rows(session),
        due=due.n,
        due_since=due.since,
        unfiled=session.connection.execute(_UNFILED).scalar_one(),
        undecided=session.connection.execute(_UNDECIDED).scalar_one(),
        webhooks=troubles_of(session.connection.execute(_WEBHOOKS).scalar()),
    )
