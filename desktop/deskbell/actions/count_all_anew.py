"""Having the clocks of all open tickets counted anew, where policies or working hours are others now: the worker does it, bit by bit."""

from sqlalchemy import select

from deskbell.store.session import Session
from deskbell.store.tables import policy, sla_state
from deskbell.store.upsert import insert_into


def count_all_anew(session: Session) -> None:
    """Say that it is to be done; where it is being done it begins again. Where there never was a policy there is nothing to count."""
    if session.connection.execute(select(policy.c.id).limit(1)).first() is None:
        return
    first = insert_into(session, sla_state).values(id=1, version=1, changed_at=session.now)
    again = first.on_conflict_do_update(
        index_elements=[sla_state.c.id],
        set_={"version": sla_state.c.version + 1, "changed_at": first.excluded.changed_at},
    )
    session.connection.execute(again)
