"""How well each SLA policy was kept lately. The cost follows the clocks that were begun in that time, along an index of policies and beginnings."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from deskbell.model.compliance import DAYS, Compliance
from deskbell.model.sla import Metric
from deskbell.store.session import Session
from deskbell.store.tables import clock, policy

# A promise that was broken before the policy made it tells nothing of how that is kept.
_BREACHED = clock.c.breached_at >= policy.c.created_at
_MET = clock.c.stopped_at.is_not(None) & clock.c.breached_at.is_(None)
# Outer, so that SQLite begins with the few policies: else it goes through all clocks that ever were, in the order of the groups.
_ITS_LATEST = (clock.c.policy_id == policy.c.id) & (clock.c.started_at >= bindparam("since"))
_ASKED: Final = (
    select(
        policy.c.id.label("policy_id"),
        clock.c.metric,
        func.count().filter(_MET).label("met"),
        func.count().filter(_BREACHED).label("breached"),
    )
    .select_from(policy.outerjoin(clock, _ITS_LATEST))
    .where(~policy.c.removed)
    .group_by(policy.c.id, clock.c.metric)
)


def of_policies(session: Session) -> Mapping[int, Mapping[Metric, Compliance]]:
    """What became of the promises that were begun in the last `DAYS` days, by policy (id); nothing of a policy of which none is over."""
    found: dict[int, dict[Metric, Compliance]] = defaultdict(dict)
    known = frozenset(Metric)
    for row in session.connection.execute(_ASKED, {"since": session.now - timedelta(days=DAYS)}):
        kept = Compliance(row.met, row.breached)
        if kept.over and row.metric in known:
            found[row.policy_id][Metric(row.metric)] = kept
    return dict(found)
