"""What commits while it is looked for what is late: a line of a ticket's journal with a lower number never comes behind one that was counted, since whoever
writes one holds the ticket until the commit."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk
from actions.promised import LI, PromisingDesk, at
from actions.test_at_once import Work, both, doing
from deskbell.actions import clocks
from deskbell.actions.due_clocks import do_due
from deskbell.actions.recount import count_these
from deskbell.model.commands import SendReply, SetPriority
from deskbell.model.kinds import Deed, Priority, ReplyKind
from deskbell.store.session import Session
from deskbell.store.tables import clock, journal, sla_state

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("small", ["postgresql"], indirect=True)]


@pytest.fixture
def promising(small: SmallDesk) -> PromisingDesk:
    desk = PromisingDesk(small)
    small.desk.transact(
        lambda session: session.connection.execute(update(sla_state).values(counted=sla_state.c.version))
    )
    return desk


def _at(hour: int, minute: int, work: Work) -> Work:
    def told(session: Session) -> object:
        session.__dict__["now"] = at(hour, minute)
        return work(session)

    return told


def _reply(desk: PromisingDesk, number: int) -> Work:
    of = {"ticket_id": number, "kind": ReplyKind.REPLY, "mailbox_id": desk.small.support, "to": (LI,)}
    return _at(10, 0, doing(SendReply(agent_id=desk.small.ona, **of, text="It is on its way.")))


def _by_an_older_program(work: Work) -> Work:
    def done(session: Session) -> None:
        with pytest.MonkeyPatch.context() as older:
            older.setattr(clocks, "follow", lambda session, ids: ())
            work(session)

    return done


def _lines(desk: PromisingDesk, *which: object) -> int:
    asked = select(func.max(journal.c.id)).where(*which)  # type: ignore[arg-type]
    return desk.desk.read(lambda session: session.connection.execute(asked).scalar()) or 0


@pytest.mark.parametrize("by", [lambda work: work, _by_an_older_program], ids=["ours", "older"])
def test_what_is_being_answered_is_left_and_is_not_late_afterwards(
    promising: PromisingDesk, by: Callable[[Work], Work]
) -> None:
    answered, other = promising.asks(at(9)), promising.asks(at(9), "2@mail.example")
    with promising.desk.writing() as session:
        by(_reply(promising, answered))(session)
        # Its line has its number by now; one that is higher commits before it.
        promising.do(at(10), SetPriority(agent_id=promising.small.ona, tickets=(other,), priority=Priority.HIGH))
        assert promising.when(at(11, 30), do_due) == 1
        assert _lines(promising, journal.c.kind == Deed.BREACHED, journal.c.ticket_id == other)
    promising.when(at(11, 31), do_due)
    assert not _lines(promising, journal.c.kind == Deed.BREACHED, journal.c.ticket_id == answered)


def test_whoever_counts_waits_for_the_line_that_has_its_number_already(promising: PromisingDesk) -> None:
    answered = promising.asks(at(9))
    both(
        promising.small,
        _by_an_older_program(_reply(promising, answered)),
        _at(10, 1, lambda session: count_these(session, [answered])),
    )
    replied = _lines(promising, journal.c.kind.in_([Deed.REPLIED, Deed.STATUS]), journal.c.ticket_id == answered)
    asked = select(clock.c.counted_to).where(clock.c.ticket_id == answered, clock.c.stopped_at.is_(None))
    assert promising.desk.read(lambda session: session.connection.execute(asked).scalars().all()) == [replied]
    assert promising.when(at(11, 30), do_due) == 0


def test_an_answer_that_waits_for_the_look_comes_too_late_and_once(promising: PromisingDesk) -> None:
    late = promising.asks(at(9))
    both(promising.small, _at(11, 30, do_due), _at(11, 30, _reply(promising, late)))
    assert [after for _, after in promising.promised_otherwise(late, Deed.BREACHED)] != []
    assert len(promising.promised_otherwise(late, Deed.BREACHED)) == 1
    assert promising.when(at(11, 31), do_due) == 0
