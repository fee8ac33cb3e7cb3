"""Webhooks: calls that are due are made, and what became of them is written down.

The calls of one webhook are made one at a time, in the order in which things happened: who receives them need not put them in order, and is not overrun after
it was away. Webhooks do not wait for each other. A call that is not taken for its own sake keeps back only what comes later of the same ticket; where
nobody answers, all of them wait, but not for one that is not answered in time again and again. Nothing is noted before it is made: a worker that is killed in between makes it again, with the same webhook-id.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy import select, update

from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.mail.web_post import Posted, post
from deskbell.model.errors import Conflict, DeskError
from deskbell.model.kinds import Entity
from deskbell.model.webhooks import Call, CallState, Webhook
from deskbell.rules.webhooks import Fate, asked_pause, fate, headers, pause_after, said
from deskbell.store import webhook_notes
from deskbell.store.queries import webhooks
from deskbell.store.session import Session
from deskbell.store.tables import webhook, webhook_call
from deskbell.store.webhook_secrets import kept_secret

log = logging.getLogger("deskbell.jobs.webhooks")

LEASE: Final = "webhooks"
AT_ONCE: Final = 4
"""Webhooks that are called at the same time."""
A_TURN: Final = 30.0
"""Seconds after which one that has much to be told makes way for those that wait."""
LOOK_SECONDS: Final = 15.0
"""How often it is looked whether somebody is to be told of trouble."""
UNTIL_ASIDE: Final = 3
"""Tries without an answer in time after which a call is tried behind the others: it may be the only one that is not answered."""
# What this computer has no secret for is looked at again after so many seconds, and is told once the others have had their turn.
LOOK_AGAIN: Final = 15.0
OTHERS_TURN: Final = timedelta(seconds=30)
# Who calls; compressed, nobody could read an answer in the log.
_HEADERS: Final = {"User-Agent": "Deskbell", "Accept-Encoding": "identity"}

Post = Callable[[str, bytes, dict[str, str]], Posted]


class Outcome(Struct, frozen=True):
    """What became of one try: what was answered, or what went wrong; and how long it took."""

    posted: Posted | None
    trouble: DeskError | None
    milliseconds: int


class WebhookCaller:
    """Makes the calls that are due. `run` only begins: each webhook has a thread of its own while there is something to tell it."""

    def __init__(self, office: Office, send: Post = post) -> None:
        self._office = office
        self._send = send
        self._threads = ThreadPoolExecutor(AT_ONCE, "webhook")
        self._lock = threading.Lock()
        self._busy: set[int] = set()
        self._idle = threading.Condition(self._lock)
        # Webhooks that this computer has no secret for, and until when it does not look again.
        self._not_here: dict[int, float] = {}
        self._look_at = 0.0

    def run(self) -> None:
        """Begin with what is due, and see whether somebody is to be told of trouble."""
        if self._look_at <= time.monotonic():
            self._look_at = time.monotonic() + LOOK_SECONDS
            self.look()
        for webhook_id in self._office.desk.read(webhooks.due):
            if self._not_here.get(webhook_id, 0.0) > time.monotonic():
                continue
            with self._lock:
                if webhook_id in self._busy:
                    continue
                self._busy.add(webhook_id)
            self._threads.submit(self._serve, webhook_id)

    def wait(self) -> None:
        """Until all that was begun has ended."""
        with self._idle:
            self._idle.wait_for(lambda: not self._busy)

    def rest(self) -> None:
        """Begin nothing more, and wait for the call that is being made."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def look(self) -> None:
        """Give up what was tried for too long, and note which webhooks are in trouble."""
        if not self._office.desk.read(lambda session: webhooks.over(session) or webhook_notes.is_other(session)):
            return
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return

        def work(session: Session) -> None:
            hold.check(session)
            give_up_old(session)
            webhook_notes.note(session)

        self._office.desk.transact(work)

    def _serve(self, webhook_id: int) -> None:
        try:
            self._call_all(webhook_id)
        except Conflict:
            log.info("webhook %d is another worker's from now on", webhook_id)
        except DeskError as error:
            # Nothing was noted: it is called again, with the same webhook-id.
            log.warning("webhook %d: %s", webhook_id, error.code)
        except Exception:
            log.exception("webhook %d could not be served", webhook_id)
        finally:
            with self._idle:
                self._busy.discard(webhook_id)
                self._idle.notify_all()

    def _call_all(self, webhook_id: int) -> None:
        hold = Hold.take(self._office, f"webhook/{webhook_id}")
        if hold is None:
            return
        until = time.monotonic() + A_TURN
        with held_lease(hold):
            while not self._office.stop.is_set():
                found = self._office.desk.read(webhooks.next_call, webhook_id)
                if found is None:
                    return
                hold.renew()
                of, call, now = found
                secret = kept_secret(self._office.secrets, webhook_id)
                if secret is None:
                    self._leave(of, call, hold)
                    break
                outcome = self._try(of, call, secret, now)
                self._office.desk.transact(partial(_report, hold=hold, of=of, call=call, outcome=outcome))
                if time.monotonic() >= until:
                    break
        hold.release()

    def _try(self, of: Webhook, call: Call, secret: str, now: datetime) -> Outcome:
        """One call; never raises for what the other side does."""
        content = call.body.encode()
        began = time.monotonic()
        posted, trouble = None, None
        try:
            posted = self._send(of.address, content, {**_HEADERS, **headers(secret, call.key, now, content)})
        except DeskError as error:
            trouble = error
        took = round((time.monotonic() - began) * 1000)
        # Never its address, which may hold a secret of its own, nor what is told.
        log.info("webhook %d: call %s: %s", of.id, call.key, posted.status if posted is not None else trouble)
        return Outcome(posted, trouble, took)

    def _leave(self, of: Webhook, call: Call, hold: Hold) -> None:
        """Only this computer cannot sign: its calls stay due for others. Where nobody has made them for a while, why is told."""
        self._not_here[of.id] = time.monotonic() + LOOK_AGAIN
        log.info("webhook %d is for others to call: there is no secret here", of.id)

        def work(session: Session) -> None:
            hold.check(session)
            could_be = max(call.due, of.rests_until or call.due)
            if session.now - could_be >= OTHERS_TURN and of.reason != "webhook.no_secret":
                values = {"failing_since": of.failing_since or session.now, "reason": "webhook.no_secret"}
                _change(session, of, **values, reason_values={"name": of.name})

        self._office.desk.transact(work)


def give_up_old(session: Session) -> int:
    """Give up the calls whose time is over; how many."""
    waits_too_long = (webhooks.WAITING, webhook_call.c.until <= session.now)
    over = update(webhook_call).where(*waits_too_long).values(state=CallState.GIVEN_UP.value)
    found = set(session.connection.execute(over.returning(webhook_call.c.webhook_id)).scalars())
    for webhook_id in found:
        session.changed(Entity.WEBHOOK, webhook_id)
    return len(found)


def _report(session: Session, hold: Hold, of: Webhook, call: Call, outcome: Outcome) -> None:
    """Write down what a try has brought, and when there is another."""
    hold.check(session)
    # Held before its calls are, as by whoever decides about these.
    kept = select(webhook.c.failures, webhook.c.version).where(webhook.c.id == of.id).with_for_update(key_share=True)
    there = session.connection.execute(kept).first()
    if there is None:
        # It was thrown away meanwhile, with its calls.
        return
    failures = there.failures
    now, tries = session.now, call.tries + 1
    posted = outcome.posted
    what = fate(posted.status) if posted is not None else Fate.AWAY
    told = {"tries": tries, "tried_at": now, "milliseconds": outcome.milliseconds}
    told |= {"status": posted.status if posted is not None else 0, "answer": _shown(posted)}
    if what is Fate.DELIVERED:
        _settle(session, call, **told, state=CallState.DELIVERED.value, reason="", reason_values={})
        well: dict[str, Any] = {
            "failures": 0,
            "failing_since": None,
            "rests_until": None,
            "reason": "",
            "reason_values": {},
        }
        _change(session, of, **well, called_at=now)
        return
    code, values = _reason(of, outcome)
    told |= {"reason": code, "reason_values": values}
    since = {"failing_since": of.failing_since or now, "reason": code, "reason_values": values, "called_at": now}
    if what is Fate.GONE:
        _settle(session, call, **told, state=CallState.GIVEN_UP.value)
        _change(session, of, **since, gone=True, active=False, version=of.version + 1)
        return
    if what is Fate.AWAY:
        failures += 1
        pause = pause_after(failures)
        if posted is not None:
            pause = max(pause, asked_pause(posted.status, posted.retry_after, now))
        _change(session, of, **since, failures=failures, rests_until=now + pause)
        next_at = now + pause
        if tries >= UNTIL_ASIDE and _is_slow(outcome):
            next_at += pause_after(tries)
            told |= {"due": next_at}
    else:
        _change(session, of, **since, failures=0, rests_until=None)
        next_at = now + pause_after(tries)
        told |= {"due": next_at}
    if there.version != of.version:
        # It may have another address by now, where nothing was tried yet.
        told |= {"due": now}
    over = next_at > call.until
    _settle(session, call, **told, state=(CallState.GIVEN_UP if over else CallState.WAITING).value)


def _is_slow(outcome: Outcome) -> bool:
    """Whether somebody may have heard, and did not answer in time: perhaps for the sake of this call."""
    return outcome.trouble is not None and outcome.trouble.code == "web.timeout"


def _settle(session: Session, call: Call, **values: Any) -> None:
    # It may have gone meanwhile, with its ticket.
    its = (webhook_call.c.id == call.id, webhook_call.c.state == CallState.WAITING.value)
    session.connection.execute(update(webhook_call).where(*its).values(values))


def _change(session: Session, of: Webhook, **values: Any) -> None:
    # What was wrong with another address says nothing of this one.
    its = (webhook.c.id == of.id, webhook.c.version == of.version)
    session.connection.execute(update(webhook).where(*its).values(values))
    session.changed(Entity.WEBHOOK, of.id)


def _reason(of: Webhook, outcome: Outcome) -> tuple[str, dict[str, str]]:
    """What is told of a call in vain."""
    if outcome.trouble is not None:
        return outcome.trouble.code, {name: str(value) for name, value in outcome.trouble.values.items()}
    assert outcome.posted is not None
    status = outcome.posted.status
    return said(status), {"host": urlsplit(of.address).hostname or "", "status": str(status)}


def _shown(posted: Posted | None) -> str:
    """An answer as text that can be kept and shown."""
    text = posted.answer.decode("utf-8", "replace") if posted is not None else ""
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text).strip()
