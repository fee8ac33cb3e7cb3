"""Webhooks beside each other, and workers beside each other: who has the turn, what is looked at for it, and what has it at once."""

import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from building import plan, statements
from deskbell.actions.dispatch import perform
from deskbell.jobs import call_webhooks
from deskbell.jobs.call_webhooks import OTHERS_TURN, UNTIL_ASIDE, WebhookCaller
from deskbell.model.webhooks import CallState, RemoveWebhook, SaveWebhook
from deskbell.rules.webhooks import pause_after
from deskbell.store.queries import webhooks
from deskbell.store.secrets import Secrets
from deskbell.store.tables import webhook
from jobs.calling import Calling, answered_late
from jobs.test_call_webhooks import calling, words
from servers.receiver import Receiver, Say

__all__ = ("calling",)


def test_webhooks_do_not_wait_for_each_other(calling: Calling, receiver: Receiver) -> None:
    second = Receiver()
    try:
        other = calling.made("Other", second.url)
        let_go, came = threading.Event(), threading.Event()
        receiver.on_call = lambda _: await_it(let_go)
        second.on_call = lambda _: came.set()
        calling.tell()
        calling.tell(of=other)
        calling.caller.run()
        assert came.wait(60), "while the first one holds its answer back"
        let_go.set()
        calling.caller.wait()
        assert calling.states() == [CallState.DELIVERED]
    finally:
        second.close()


def test_one_that_has_much_to_be_told_makes_way_for_others(
    calling: Calling, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = calling.made("Other", receiver.url)
    for of, word in ((calling.chat, "first"), (calling.chat, "second"), (other, "third")):
        calling.tell(calling.build.ticket(), of, word=word)
    monkeypatch.setattr(call_webhooks, "AT_ONCE", 1)
    monkeypatch.setattr(call_webhooks, "A_TURN", 0.0)
    calling.caller = WebhookCaller(calling.office)
    calling.run()
    assert words(receiver) == ["first", "third"]
    calling.run()
    assert words(receiver) == ["first", "third", "second"]


def test_without_a_secret_it_is_for_others_and_told_in_the_end(
    calling: Calling, receiver: Receiver, tmp_path: Path
) -> None:
    elsewhere = replace(calling.office, secrets=Secrets(tmp_path / "elsewhere"), holder="elsewhere")
    there = WebhookCaller(elsewhere)
    calling.tell()
    there.run()
    there.wait()
    assert (receiver.came, calling.row().reason) == ([], "")
    calling.pass_by(OTHERS_TURN)
    there.run()
    there.wait()
    assert calling.row().reason == "", "it does not look again at once"
    there.rest()
    there = WebhookCaller(elsewhere)
    there.run()
    there.wait()
    there.rest()
    assert (calling.row().reason, calling.states()) == ("webhook.no_secret", [CallState.WAITING])
    calling.run()
    assert calling.states() == [CallState.DELIVERED], "the lease was given back"
    assert calling.row().reason == ""


def test_others_have_their_turn_from_when_it_rests_no_more(
    calling: Calling, receiver: Receiver, tmp_path: Path
) -> None:
    """What waited behind its pause did not wait for a secret."""
    receiver.answers.append(Say(503))
    calling.tell()
    calling.run()
    calling.pass_by(timedelta(hours=1))
    with calling.desk.writing() as session:
        session.connection.execute(update(webhook).values(rests_until=session.now))
    elsewhere = replace(calling.office, secrets=Secrets(tmp_path / "elsewhere"), holder="elsewhere")
    calling.office.give_up(f"webhook/{calling.chat}")
    there = WebhookCaller(elsewhere)
    there.run()
    there.wait()
    there.rest()
    assert calling.row().reason == "webhook.away"


def test_one_that_is_thrown_away_while_nobody_answers_is_no_fault(
    calling: Calling, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers.append(Say(503))
    receiver.on_call = lambda _: perform(calling.desk, RemoveWebhook(agent_id=calling.me, id=calling.chat, version=1))
    calling.tell()
    calling.run()
    assert calling.calls() == ()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_what_waits_too_long_is_found_among_what_waits_alone(calling: Calling) -> None:
    """The calls of thirty days lie beside them, and those that were given up."""
    if calling.desk.url.get_backend_name() != "sqlite":
        pytest.skip("reads SQLite's plan")
    calling.tell()
    with statements(calling.desk) as sent:
        calling.desk.read(webhooks.due)
        calling.desk.read(webhooks.next_call, calling.chat)
        calling.desk.read(webhooks.over)
        calling.desk.transact(call_webhooks.give_up_old)
    asked = [(statement, values) for statement, values in sent if "webhook_call" in statement]
    assert len(asked) == 4
    for statement, values in asked:
        steps = [step for step in plan(calling.desk, statement, values) if " webhook_call " in step]
        assert steps
        assert all("ix_webhook_call_waiting" in step for step in steps), steps
        earlier = [step for step in plan(calling.desk, statement, values) if "earlier" in step]
        assert all("ix_webhook_call_ticket" in step for step in earlier), earlier


def await_it(event: threading.Event) -> None:
    assert event.wait(60)


@pytest.mark.parametrize("meanwhile", [False, True])
def test_another_address_is_called_at_once(calling: Calling, receiver: Receiver, meanwhile: bool) -> None:
    """Also by what was set aside, and while the old one is still waited for."""

    def move(_: object = None) -> None:
        receiver.on_call = lambda _: None
        row = calling.row()
        other = SaveWebhook(agent_id=calling.me, id=row.id, name=row.name, address=f"{row.address}/new", version=1)
        perform(calling.desk, other)

    calling.tell()
    calling.caller = WebhookCaller(calling.office, answered_late([True] * UNTIL_ASIDE))
    for tries in range(1, UNTIL_ASIDE + 1):
        if meanwhile and tries == UNTIL_ASIDE:
            receiver.on_call = move
        calling.run()
        if tries < UNTIL_ASIDE:
            calling.pass_by(pause_after(tries))
    if not meanwhile:
        move()
    calling.run()
    assert calling.states() == [CallState.DELIVERED]
