"""The clocks of tickets follow what happens, in the transaction in which it happens.

Whoever writes lines of the journal that say something of it (`rules.sla_history.TOLD`) comes here, by `actions.deeds` or from intake. What counts is loaded with the first
promise.
"""

from collections.abc import Callable, Sequence

from deskbell.model.kinds import Deed
from deskbell.model.sla import Policy
from deskbell.store.queries import policies
from deskbell.store.session import Session


def ask_policies(session: Session) -> None:
    """Ask which policies there are together with what is asked next: it will be wanted where the transaction tells of something."""
    session.along.setdefault("policies", policies.ask_rows(session))


def follow(session: Session, ids: Sequence[int]) -> Sequence[tuple[int, Deed, str, str]]:
    """Bring the clocks of tickets to what was written of them in this transaction. The journal lines that say what is promised otherwise, and what came too
    late, for whoever writes those of the deed. Nothing is asked where nothing is promised.
    """
    ask_policies(session)
    asked: Callable[[], tuple[Policy, ...]] = session.along["policies"]
    there = asked()
    if not any(policy.active for policy in there):
        return ()
    from deskbell.actions.count_clocks import count

    return count(session, ids, there).lines
