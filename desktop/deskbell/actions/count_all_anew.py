"""Having the clocks of all open tickets counted anew, where policies or working hours are others now: the worker does it, bit by bit."""

import msgspec
from sqlalchemy import select, update

from deskbell.store.session import Session
from deskbell.store.tables import policy, sla_state
from deskbell.store.upsert import insert_into


def count_all_anew(session: Session, *, moves: bool = True) -> None:
    """Say that it is to be done; where it is being done it begins again. Where there never was a policy there is nothing to count.

    Unless nothing `moves` by it, open tickets may get another policy, or other times: steps that lie in their past then are not for them.
    """
    if session.connection.execute(select(policy.c.id).limit(1)).first() is None:
        return
    if moves:
        _steps_hold_from_now(session)
    first = insert_into(session, sla_state).values(id=1, version=1, changed_at=session.now)
    again = first.on_conflict_do_update(
        index_elements=[sla_state.c.id],
        set_={"version": sla_state.c.version + 1, "changed_at": first.excluded.changed_at},
    )
    session.connection.execute(again)


def _steps_hold_from_now(session: Session) -> None:
    # As the columns keep them: a newer program may have put more into a step than this one knows.
    now = msgspec.to_builtins(session.now)
    for row in session.connection.execute(select(policy.c.id, policy.c.steps).where(~policy.c.removed)).all():
        if row.steps:
            steps = [step | {"since": now} for step in row.steps]
            session.connection.execute(update(policy).where(policy.c.id == row.id).values(steps=steps))
