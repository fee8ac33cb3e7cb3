"""Chores: ending snoozes, telling reminders, also of articles that are due, giving back the tickets of who is away, trimming the change log, keeping the planner's statistics, taking secrets out of the database."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from deskbell.actions import remind_to_verify as verifying
from deskbell.actions.article_figures import forget_readings
from deskbell.actions.gaps import forget_gaps
from deskbell.actions.presence import any_left, give_back_answered
from deskbell.actions.reminders import tell_reminders
from deskbell.actions.steps import warned
from deskbell.actions.take_out_secrets import take_out_secrets
from deskbell.actions.wake import wake
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.model.webhooks import CallState
from deskbell.rules.canned import KEPT
from deskbell.rules.loops import PER_DAY
from deskbell.store.change_log import trim
from deskbell.store.queries import reminders
from deskbell.store.queries.canned import day_of
from deskbell.store.session import Session
from deskbell.store.tables import auto_reply, automation_run, canned_use, ticket, webhook_call

# A window that was away for longer reads everything again.
CHANGES_KEPT = timedelta(days=2)
# A chain of events is over long before.
RUNS_KEPT = timedelta(days=30)
# Whoever looks for why something was not delivered does so within weeks.
CALLS_KEPT = timedelta(days=30)
LEASE = "upkeep"
# Seconds between two transactions, for whoever else wants to write.
BREATH = 0.02


def wake_snoozed(office: Office) -> int:
    """Bring back the tickets whose snooze is over; how many."""
    return _under_lease(office, wake) if office.desk.read(_any_snoozed) else 0


def remind(office: Office) -> int:
    """Tell of the reminders whose time has come; how many."""
    return _under_lease(office, tell_reminders) if office.desk.read(_any_reminder) else 0


def remind_to_verify(office: Office) -> int:
    """Tell of the articles that have become due for verification, after a long time without a worker of all at once; how many were looked at."""
    if not office.desk.read(verifying.any_due):
        return 0
    done = last = _under_lease(office, verifying.remind_to_verify)
    while last >= verifying.AT_ONCE and not office.stop.wait(BREATH):
        last = _under_lease(office, verifying.remind_to_verify)
        done += last
    return done


def give_back(office: Office) -> int:
    """Give back to their teams what customers answered while whose it is is away; how many tickets."""
    return _under_lease(office, give_back_answered) if office.desk.read(any_left) else 0


def tidy(office: Office) -> None:
    """Forget old change rows, automatic answers, what rules did, calls of webhooks, uses of canned replies, words that were not found, readings of articles and warnings, plan reminders of articles, let the engine look at its statistics, and leave no secret in the database."""
    hold = Hold.take(office, LEASE)
    if hold is None:
        return

    def work(session: Session) -> None:
        hold.check(session)
        trim(session, session.now - CHANGES_KEPT)
        session.connection.execute(delete(auto_reply).where(auto_reply.c.at <= session.now - PER_DAY))
        session.connection.execute(delete(automation_run).where(automation_run.c.at <= session.now - RUNS_KEPT))
        forget_calls(session)
        forget_uses(session, session.now)
        forget_gaps(session)
        forget_readings(session)
        warned.forget(session)
        verifying.plan_forgotten(session)
        if session.engine_name == "sqlite":
            session.connection.exec_driver_sql("PRAGMA optimize")

    office.desk.transact(work)
    take_out_secrets(office.desk, office.secrets)


def forget_calls(session: Session) -> None:
    """Forget the calls of webhooks that are old and not to be made any more."""
    old = (webhook_call.c.queued_at <= session.now - CALLS_KEPT, webhook_call.c.state != CallState.WAITING.value)
    session.connection.execute(delete(webhook_call).where(*old))


def forget_uses(session: Session, now: datetime) -> None:
    """Forget the uses of canned replies that no count needs any more at `now`."""
    session.connection.execute(delete(canned_use).where(canned_use.c.day < day_of(now - KEPT)))


def _under_lease(office: Office, verb: Callable[[Session], int]) -> int:
    hold = Hold.take(office, LEASE)
    if hold is None:
        return 0

    def work(session: Session) -> int:
        hold.check(session)
        return verb(session)

    return office.desk.transact(work)


def _any_reminder(session: Session) -> bool:
    return reminders.any_due(session, session.now)


def _any_snoozed(session: Session) -> bool:
    query = select(ticket.c.id).where(ticket.c.snoozed_until <= session.now).limit(1)
    return session.connection.execute(query).first() is not None
