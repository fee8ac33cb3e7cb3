"""Telling people what they are warned of: by a notice, where mail cannot go out too, read, seen, and forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.promised import at
from actions.stepping import FIRST, HALF, Stepping, changes, done, last_change
from deskbell.actions.steps import warned
from deskbell.model.kinds import Entity
from deskbell.model.sla import Metric
from deskbell.model.sla_steps import Step
from deskbell.model.sla_warnings import SeeWarnings, SlaWarning
from deskbell.store.queries import warnings
from deskbell.store.tables import mailbox, warning_mail


@pytest.fixture
def stepping(small: SmallDesk) -> Stepping:
    return Stepping(small)


def test_who_cannot_be_told_by_mail_gets_a_notice(stepping: Stepping) -> None:
    """No mailbox can send: somebody hears of it all the same."""
    ona = stepping.small.ona
    stepping.save(Step(metrics=FIRST, assignee=True, notify=False, mail=True))
    number = stepping.arrive(at(9), mail("one@mail.example"))
    stepping.given(at(9), number, ona)
    stepping.desk.transact(lambda session: session.connection.execute(update(mailbox).values(smtp_host="")))
    before = last_change(stepping)
    stepping.sweep(at(12))
    assert stepping.told() == [(ona, number, "notice mail")]
    assert [one.ticket_id for one in stepping.desk.read(warnings.unseen, ona)] == [number]
    assert (Entity.WARNING, ona, 0) in changes(stepping, before)
    with stepping.desk.reading() as session:
        assert session.connection.execute(select(warning_mail.c.id)).first() is None


def test_warnings_are_read_and_seen(stepping: Stepping) -> None:
    ona = stepping.small.ona
    stepping.save(HALF)
    first, other = (stepping.asks(at(9), f"{one}@mail.example") for one in range(2))
    for number in (first, other):
        stepping.given(at(9), number, ona)
    stepping.sweep(at(10))
    subject = stepping.row(first).subject
    expected = [
        SlaWarning(number, subject, Metric.FIRST_REPLY, at(11), over=False, at=at(10)) for number in (first, other)
    ]
    assert stepping.when(at(10, 1), lambda session: warnings.unseen(session, ona)) == tuple(expected)
    stepping.sweep(at(11))
    assert [one.over for one in stepping.when(at(11), lambda session: warnings.unseen(session, ona))] == [True, True]
    assert stepping.when(at(10, 1), lambda session: warnings.unseen(session, stepping.small.tomas)) == ()
    before = last_change(stepping)
    stepping.do(at(11, 2), SeeWarnings(agent_id=ona, tickets=(first,)))
    assert changes(stepping, before) == {(Entity.WARNING, ona, 0)}
    assert [one.ticket_id for one in stepping.when(at(11, 3), lambda session: warnings.unseen(session, ona))] == [other]
    # Of what is answered nobody needs to be warned any more.
    stepping.reply(at(11, 4), other)
    assert stepping.when(at(11, 5), lambda session: warnings.unseen(session, ona)) == ()


def test_what_was_told_long_ago_is_forgotten(stepping: Stepping) -> None:
    stepping.save(HALF)
    stepping.given(at(9), stepping.asks(at(9)), stepping.small.ona)
    stepping.sweep(at(10))
    stepping.when(at(10) + timedelta(days=29), warned.forget)
    assert len(stepping.told()) == 1
    stepping.when(at(10) + timedelta(days=30), warned.forget)
    assert stepping.told() == []
    assert len(done(stepping)) == 1
