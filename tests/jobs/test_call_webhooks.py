"""Calls of webhooks over real HTTP: once, signed, in order, again after what went wrong, and given up in the end."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from deskbell.actions.dispatch import perform
from deskbell.jobs import call_webhooks, upkeep
from deskbell.jobs.call_webhooks import UNTIL_ASIDE, WebhookCaller
from deskbell.jobs.office import Office
from deskbell.mail.pool import ParserPool
from deskbell.mail.web_post import Posted, post
from deskbell.model.errors import Trouble
from deskbell.model.webhooks import CallState, SaveWebhook, SettleCalls, TryWebhook
from deskbell.rules import webhooks as rules
from deskbell.rules.webhooks import KEPT_TRYING, pause_after
from deskbell.store import lease
from deskbell.store.desk import Desk
from deskbell.store.queries import desk_state, webhooks, worker_health
from deskbell.store.secrets import Secrets
from deskbell.store.tables import lease as leases
from deskbell.store.tables import webhook_call
from deskbell.store.webhook_secrets import secret_name
from jobs.calling import SECRET, Calling, answered_late
from rules.test_webhooks import is_right
from servers.receiver import Came, Receiver, Say


@pytest.fixture
def calling(
    desk: Desk, tmp_path: Path, parser_pool: ParserPool, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Calling]:
    # The shortest pause is five seconds, which a busy machine may need from one line of a test to the next.
    monkeypatch.setattr(rules, "PAUSES", tuple(60 * pause for pause in rules.PAUSES))
    office = Office(desk, Secrets(tmp_path / "secrets"), parser_pool, lease.this_process())
    made = Calling(desk, office, receiver.url)
    yield made
    made.caller.rest()


def test_a_call_is_made_once_and_signed(calling: Calling, receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "deskbell")
    calling.tell(message={"text": "Ąčiū 退款"})
    calling.run()
    calling.run()
    (came,) = receiver.came
    assert (came.method, came.path) == ("POST", "/desk?key=k-17")
    assert came.headers["host"] == f"localhost:{receiver.port}"
    assert came.headers["content-type"] == "application/json"
    assert is_right(SECRET, came.headers, came.body)
    assert abs(int(came.headers["webhook-timestamp"]) - time.time()) < 60
    (call,) = calling.calls()
    assert came.headers["webhook-id"] == call.key
    assert json.loads(came.body)["data"]["message"] == {"text": "Ąčiū 退款"}
    assert (call.state, call.tries, call.status, call.answer) == (CallState.DELIVERED, 1, 200, "thank you")
    assert (call.reason, call.tried_at is not None) == ("", True)
    said = caplog.text
    assert not [word for word in (SECRET, "k-17", "does not print", "退款", "webhook-signature") if word in said]


def test_an_error_and_then_it_is_taken(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(500, b"out of \x00cheese"))
    calling.tell()
    calling.run()
    (call,) = calling.calls()
    assert (call.state, call.status, call.answer, call.tries) == (CallState.WAITING, 500, "out of  cheese", 1)
    assert (call.reason, call.reason_values) == ("webhook.refused", {"host": "localhost", "status": "500"})
    assert call.tried_at is not None
    assert call.due == call.tried_at + pause_after(1)
    calling.run()
    assert len(receiver.came) == 1, "not before its time"
    calling.pass_by(pause_after(1))
    calling.run()
    first, second = receiver.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert (first.body, second.body) == (second.body, first.body)
    assert is_right(SECRET, second.headers, second.body)
    (call,) = calling.calls()
    assert (call.state, call.status, call.tries, call.reason) == (CallState.DELIVERED, 200, 2, "")


def test_those_of_one_ticket_come_in_order_and_others_pass_by(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(422, b"no"))
    other = calling.build.ticket(subject="Another")
    for number, word in ((0, "first"), (0, "second"), (other, "third")):
        calling.tell(number, word=word)
    calling.run()
    assert words(receiver) == ["first", "third"]
    assert calling.states() == [CallState.WAITING, CallState.WAITING, CallState.DELIVERED]
    calling.pass_by(pause_after(1))
    calling.run()
    assert words(receiver) == ["first", "third", "first", "second"]
    assert set(calling.states()) == {CallState.DELIVERED}
    assert receiver.most_at_once == 1


def test_where_nobody_answers_all_wait_and_then_come_in_order(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.extend([Say(503), Say(503)])
    for word in ("first", "second", "third"):
        calling.tell(calling.build.ticket(), word=word)
    calling.run()
    assert words(receiver) == ["first"]
    row = calling.row()
    assert (row.reason, row.waiting) == ("webhook.away", 3)
    assert row.rests_until is not None
    assert row.failing_since is not None
    assert row.rests_until - row.failing_since == pause_after(1)
    calling.run()
    assert words(receiver) == ["first"]
    calling.pass_by(pause_after(1))
    calling.run()
    row = calling.row()
    assert row.rests_until is not None
    assert row.called_at is not None
    assert row.rests_until - row.called_at == pause_after(2), "pauses grow"
    calling.pass_by(pause_after(2))
    calling.run()
    assert words(receiver) == ["first", "first", "first", "second", "third"]
    row = calling.row()
    assert (row.failing_since, row.rests_until, row.reason, row.waiting) == (None, None, "", 0)


def test_a_receiver_that_asks_for_peace_has_it(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(429, headers=(("Retry-After", "7200"),)))
    calling.tell()
    calling.run()
    row = calling.row()
    assert row.rests_until is not None
    assert row.failing_since is not None
    assert row.rests_until - row.failing_since == timedelta(hours=2)


def test_gone_switches_it_off(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(410))
    calling.tell(word="first")
    calling.tell(calling.build.ticket(), word="second")
    calling.run()
    assert words(receiver) == ["first"]
    row = calling.row()
    assert (row.active, row.gone, row.reason) == (False, True, "webhook.gone")
    assert calling.states() == [CallState.GIVEN_UP, CallState.WAITING]
    calling.caller.look()
    assert [(one.name, one.code) for one in troubles(calling)] == [("Chat", "webhook.told_gone")]
    again = SaveWebhook(agent_id=calling.me, id=row.id, name=row.name, address=row.address, version=row.version)
    perform(calling.desk, again)
    calling.run()
    assert words(receiver) == ["first", "second"]


def test_redirections_are_not_followed(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(302, headers=(("Location", f"http://localhost:{receiver.port}/other"),)))
    calling.tell()
    calling.run()
    assert [came.path for came in receiver.came] == ["/desk?key=k-17"]
    assert calling.calls()[0].reason == "webhook.elsewhere"


def test_nobody_listens(calling: Calling, receiver: Receiver) -> None:
    receiver.close()
    receiver.close = lambda: None  # type: ignore[method-assign]
    calling.tell()
    calling.run()
    (call,) = calling.calls()
    assert (call.state, call.status, call.reason, call.answer) == (CallState.WAITING, 0, "web.host", "")
    assert calling.row().waiting == 1


def test_no_answer_in_time(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(hangs=True))
    calling.tell()
    calling.caller = WebhookCaller(calling.office, lambda *args: post(*args, seconds=0.2))
    calling.run()
    (call,) = calling.calls()
    assert (call.status, call.reason) == (0, "web.timeout")
    assert call.milliseconds >= 200
    calling.pass_by(pause_after(1))
    calling.caller.rest()
    calling.caller = WebhookCaller(calling.office)
    calling.run()
    assert calling.states() == [CallState.DELIVERED]


def test_one_that_is_never_answered_in_time_does_not_keep_back_the_others(calling: Calling, receiver: Receiver) -> None:
    """Only those of its ticket wait: after three tries in vain it is tried behind the others."""
    first = calling.build.ticket()
    calling.tell(first, word="first")
    for word in ("second", "third"):
        calling.tell(calling.build.ticket(), word=word)
    calling.tell(first, word="again")
    calling.caller = WebhookCaller(calling.office, answered_late([*[True] * UNTIL_ASIDE, False, False, True]))
    for tries in range(1, UNTIL_ASIDE + 1):
        calling.run()
        assert words(receiver) == ["first"] * tries
        calling.pass_by(pause_after(tries))
    calling.run()
    assert words(receiver)[UNTIL_ASIDE:] == ["second", "third"]
    row = calling.row()
    assert (row.failing_since, row.rests_until, row.waiting) == (None, None, 2)
    calling.pass_by(pause_after(UNTIL_ASIDE))
    calling.run()
    assert words(receiver)[UNTIL_ASIDE + 2 :] == ["first"]
    calling.tell(calling.build.ticket(), word="fourth")
    calling.pass_by(pause_after(1))
    calling.run()
    assert words(receiver)[UNTIL_ASIDE + 3 :] == ["fourth"], "it holds the others up for no longer than its try"
    calling.pass_by(pause_after(UNTIL_ASIDE + 1))
    calling.run()
    assert words(receiver)[UNTIL_ASIDE + 4 :] == ["first", "again"]


def test_whoever_is_killed_before_the_note_calls_again(calling: Calling, receiver: Receiver) -> None:
    """At least once: the receiver knows by the webhook-id that it has the call already."""

    def killed(*args: object) -> Posted:
        post(*args)  # type: ignore[arg-type]
        raise MemoryError

    calling.tell()
    first = WebhookCaller(calling.office, killed)
    first.run()
    first.wait()
    first.rest()
    assert calling.states() == [CallState.WAITING]
    calling.run()
    assert calling.states() == [CallState.DELIVERED]
    one, two = receiver.came
    assert one.headers["webhook-id"] == two.headers["webhook-id"]


def test_whoever_lost_the_lease_notes_nothing(calling: Calling, receiver: Receiver) -> None:
    """A worker that slept while it called; the other one has called by then."""
    other = WebhookCaller(replace(calling.office, holder="elsewhere"))

    def slow(*args: object) -> Posted:
        with calling.desk.writing() as session:
            session.connection.execute(update(leases).values(expires_at=session.now))
        other.run()
        other.wait()
        posted = post(*args)  # type: ignore[arg-type]
        return replace(posted, status=500)

    calling.tell()
    calling.caller = WebhookCaller(calling.office, slow)
    calling.run()
    other.rest()
    (call,) = calling.calls()
    assert (call.state, call.status, call.tries) == (CallState.DELIVERED, 200, 1)
    assert len(receiver.came) == 2


def test_two_workers_call_once(calling: Calling, receiver: Receiver) -> None:
    calling.tell()
    other = WebhookCaller(replace(calling.office, holder="elsewhere"))
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Came) -> None:
        begun.set()
        assert go_on.wait(60)

    receiver.on_call = hold
    calling.caller.run()
    assert begun.wait(60)
    other.run()
    other.wait()
    go_on.set()
    calling.caller.wait()
    other.rest()
    assert len(receiver.came) == 1


def test_it_is_given_up_after_three_days_and_told(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.extend([Say(500), Say(503)])
    calling.tell(word="first")
    calling.tell(calling.build.ticket(), word="second")
    calling.run()
    assert troubles(calling) == []
    calling.pass_by(KEPT_TRYING + timedelta(seconds=1))
    calling.caller.look()
    assert calling.states() == [CallState.GIVEN_UP, CallState.GIVEN_UP]
    assert [(one.name, one.code) for one in troubles(calling)] == [("Chat", "webhook.told_given_up")]
    assert [one.name for one in calling.desk.read(worker_health.facts).webhooks] == ["Chat"]
    calling.run()
    assert len(receiver.came) == 2, "nobody is called any more"
    perform(calling.desk, SettleCalls(agent_id=calling.me, id=calling.chat))
    calling.run()
    assert calling.states() == [CallState.DELIVERED, CallState.DELIVERED]
    calling.caller.look()
    assert troubles(calling) == []


def test_the_last_try_is_the_last(calling: Calling, receiver: Receiver) -> None:
    """Where there would be no other within the three days it is given up at once."""
    receiver.answers.append(Say(500))
    calling.tell()
    calling.pass_by(KEPT_TRYING - pause_after(1) / 2)
    calling.run()
    assert calling.states() == [CallState.GIVEN_UP]
    assert calling.calls()[0].status == 500


def test_one_that_is_away_is_told_after_a_while(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(503))
    calling.tell()
    calling.run()
    calling.caller.look()
    assert troubles(calling) == []
    calling.pass_by(webhooks.TOLD_AFTER)
    calling.caller.look()
    assert [(one.name, one.code, one.values) for one in troubles(calling)] == [
        ("Chat", "webhook.away", {"host": "localhost", "status": "503"})
    ]
    calling.run()
    calling.caller.look()
    assert calling.states() == [CallState.DELIVERED]
    assert troubles(calling) == []


def test_a_secret_that_is_none_is_told(calling: Calling, receiver: Receiver) -> None:
    calling.office.secrets.put(secret_name(calling.chat), "whsec_nothing")
    calling.tell()
    calling.run()
    assert (receiver.came, calling.calls()[0].reason) == ([], "webhook.secret")


def test_an_administrator_tries_it_while_it_rests(calling: Calling, receiver: Receiver) -> None:
    receiver.answers.append(Say(503))
    calling.tell()
    calling.run()
    assert calling.row().rests_until is not None
    perform(calling.desk, TryWebhook(agent_id=calling.me, id=calling.chat))
    calling.run()
    assert calling.states() == [CallState.DELIVERED, CallState.DELIVERED]


def test_a_ticket_that_goes_meanwhile_takes_its_call_along(calling: Calling, receiver: Receiver) -> None:
    def erase(_: Came) -> None:
        with calling.desk.writing() as session:
            session.connection.execute(webhook_call.delete())

    receiver.on_call = erase
    calling.tell()
    calling.run()
    assert calling.calls() == ()


def test_old_calls_are_forgotten_but_those_that_wait(calling: Calling, receiver: Receiver) -> None:
    calling.tell()
    calling.run()
    calling.tell()
    calling.pass_by(upkeep.CALLS_KEPT)
    upkeep.tidy(calling.office)
    assert calling.states() == [CallState.WAITING]


def test_a_desk_that_cannot_be_told_is_told_later(
    calling: Calling, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Trouble("db.unreachable")

    calling.tell()
    with monkeypatch.context() as patch:
        patch.setattr(call_webhooks, "_report", away)
        calling.run()
    assert calling.states() == [CallState.WAITING]
    calling.run()
    assert calling.states() == [CallState.DELIVERED]
    assert len({came.headers["webhook-id"] for came in receiver.came}) == 1


def words(receiver: Receiver) -> list[str]:
    return [json.loads(came.body)["data"]["word"] for came in receiver.came]


def troubles(calling: Calling) -> list[object]:
    return list(calling.desk.read(desk_state.desk_state, calling.me).webhooks)
