"""Steps that come all at once, after a night without a worker: what one of them alone does is done all the same."""

import json

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk
from actions.promised import at
from actions.stepping import FIRST, HALF, Stepping
from deskbell.actions.dispatch import perform
from deskbell.model.kinds import Deed, Priority
from deskbell.model.sla_steps import Step
from deskbell.model.webhooks import SaveWebhook
from deskbell.store.tables import webhook_call


@pytest.fixture
def stepping(small: SmallDesk) -> Stepping:
    return Stepping(small)


def test_somebody_is_told_though_the_last_step_tells_nobody(stepping: Stepping) -> None:
    stepping.save(HALF, Step(metrics=FIRST, priority=Priority.HIGH))
    number = stepping.asks(at(9))
    stepping.given(at(9), number, stepping.small.ona)
    stepping.sweep(at(12))
    assert stepping.told() == [(stepping.small.ona, number, "notice")]
    warned = (Deed.WARNED, f"1/{stepping.policy}/100/0", str(stepping.small.ona))
    assert warned in stepping.lines(number)
    assert stepping.row(number).priority == Priority.HIGH


def test_a_webhook_is_called_though_the_last_step_calls_none(stepping: Stepping) -> None:
    one, other = (
        perform(
            stepping.desk, SaveWebhook(agent_id=stepping.small.ona, id=0, name=name, address="https://chat.example/")
        )
        for name in ("Chat", "Orders")
    )
    stepping.save(
        Step(percent=50, metrics=FIRST, webhook_id=one),
        Step(percent=75, metrics=FIRST, webhook_id=other),
        Step(metrics=FIRST, priority=Priority.HIGH),
    )
    stepping.asks(at(9))
    stepping.sweep(at(12))
    with stepping.desk.reading() as session:
        calls = session.connection.execute(select(webhook_call).order_by(webhook_call.c.webhook_id)).all()
    assert [(call.webhook_id, json.loads(call.body)["data"]["warning"]["percent"]) for call in calls] == [
        (one, 50),
        (other, 75),
    ]
