"""What nothing has touched since it was counted is noted as late without looking at its history; whatever may have been touched is counted first."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Table, func, insert, select, update

from actions.conftest import SmallDesk
from actions.promised import PromisingDesk, at
from deskbell.actions import clocks, count_clocks, due_clocks
from deskbell.actions.due_clocks import anything_due, do_due
from deskbell.model.commands import AddNote, Assign, ChangeTags, ReadAgain, SetPriority, SetStatus
from deskbell.model.kinds import Deed, Entity, Priority, Status
from deskbell.rules.sla_clocks import Verdict
from deskbell.store.session import Session
from deskbell.store.tables import change, clock, customer_recount, deed, journal, sla_state, ticket

Touch = Callable[[PromisingDesk, int], object]


@pytest.fixture
def settled(small: SmallDesk) -> PromisingDesk:
    """A desk whose policies have been as they are for long."""
    promising = PromisingDesk(small)
    _write(promising, sla_state, counted=sla_state.c.version)
    return promising


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The tickets that are counted by their histories when clocks have run out."""
    seen: list[int] = []
    count = due_clocks.count

    def noting(session: Session, ids: Sequence[int], *policies: object, **values: bool) -> object:
        seen.extend(ids)
        return count(session, ids, *policies, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(due_clocks, "count", noting)
    return seen


def _write(promising: PromisingDesk, table: Table, **values: object) -> None:
    promising.desk.transact(lambda session: session.connection.execute(update(table).values(**values)))


def _noted(promising: PromisingDesk, number: int) -> list[str]:
    return [after for _, after in promising.promised_otherwise(number, Deed.BREACHED)]


def test_it_is_noted_in_the_words_that_counting_finds(settled: PromisingDesk, counted: list[int]) -> None:
    number, unknown = settled.asks(at(9)), settled.asks(at(9), "2@mail.example")
    _write_of(settled, unknown, counted_to=None)
    before = settled.desk.read(lambda session: session.connection.execute(select(func.max(change.c.id))).scalar_one())
    assert settled.when(at(11, 30), do_due) == 2
    assert counted == [unknown]
    assert _noted(settled, number) == _noted(settled, unknown) != []
    assert settled.clocks(number) == settled.clocks(unknown)
    with settled.desk.reading() as session:
        told = select(change.c.ticket_id).where(change.c.id > before, change.c.entity == Entity.TICKET)
        assert sorted(session.connection.execute(told).scalars()) == [number, unknown]
        of = select(deed.c.kind, deed.c.tickets, journal.c.ticket_id, journal.c.at)
        lines = session.connection.execute(of.join(journal).where(journal.c.kind == Deed.BREACHED)).all()
    assert sorted(tuple(line) for line in lines) == [
        (Deed.BREACHED, 1, number, at(11, 30)),
        (Deed.BREACHED, 1, unknown, at(11, 30)),
    ]
    assert not settled.when(at(11, 31), anything_due)
    assert settled.count_anew(at(11, 31), number, unknown) == []


def _of_ona(command: type) -> Callable[..., Touch]:
    return lambda **values: (
        lambda desk, number: desk.do(at(10), command(agent_id=desk.small.ona, tickets=(number,), **values))
    )


def _by_an_older_program(touch: Touch) -> Touch:
    def touched(desk: PromisingDesk, number: int) -> None:
        with pytest.MonkeyPatch.context() as older:
            older.setattr(clocks, "follow", lambda session, ids: ())
            touch(desk, number)

    return touched


def _write_of(desk: PromisingDesk, number: int, **values: object) -> None:
    these = update(clock).where(clock.c.ticket_id == number).values(**values)
    desk.desk.transact(lambda session: session.connection.execute(these))


def _customer_is_noted(desk: PromisingDesk, number: int) -> None:
    whose = select(ticket.c.customer_id).where(ticket.c.id == number).scalar_subquery()
    noted = insert(customer_recount).values(customer_id=whose)
    desk.desk.transact(lambda session: session.connection.execute(noted))


def _read_again(desk: PromisingDesk, number: int) -> None:
    message_id = desk.small.ticket(number).messages[0].id
    desk.do(at(10), ReadAgain(agent_id=desk.small.ona, message_id=message_id))


_HIGHER = _of_ona(SetPriority)(priority=Priority.HIGH)
_SOLVED = _of_ona(SetStatus)(status=Status.SOLVED)


@pytest.mark.parametrize(
    ("touch", "is_counted", "is_late"),
    [
        (lambda desk, number: None, False, True),
        (_HIGHER, False, True),
        (_of_ona(ChangeTags)(add=("parcel",)), False, True),
        (_of_ona(Assign)(assignee_id=1), False, True),
        (lambda desk, number: desk.do(at(10), AddNote(agent_id=1, ticket_id=number, text="Wait.")), False, True),
        (lambda desk, number: desk.again(at(10), number), False, True),
        (_by_an_older_program(_HIGHER), True, True),
        (_by_an_older_program(_SOLVED), True, False),
        (_by_an_older_program(lambda desk, number: desk.reply(at(10), number)), True, False),
        # The mail itself is another one only later.
        (_read_again, True, True),
        (lambda desk, number: _write_of(desk, number, counted_to=None), True, True),
        (lambda desk, number: _write(desk, sla_state, version=sla_state.c.version + 1), True, True),
        (_customer_is_noted, True, True),
    ],
    ids=[
        *("nothing", "priority", "tags", "assigned", "note", "customer-again", "older-priority", "older-solved"),
        *("older-reply", "read-again", "unknown", "policies", "customer"),
    ],
)
def test_what_may_have_been_touched_is_counted_first(
    settled: PromisingDesk, counted: list[int], touch: Touch, is_counted: bool, is_late: bool
) -> None:
    number = settled.asks(at(9))
    touch(settled, number)
    assert settled.when(at(11, 30), do_due) == 1
    assert counted == [number] * is_counted
    assert bool(_noted(settled, number)) is is_late
    assert settled.when(at(11, 31), do_due) == 0


def test_those_that_are_counted_are_fewer_at_once(
    settled: PromisingDesk, counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_clocks, "AT_ONCE", 4)
    monkeypatch.setattr(due_clocks, "COUNTED_AT_ONCE", 1)
    numbers = [settled.asks(at(9), f"{place}@mail.example") for place in range(6)]
    for number in numbers[:3]:
        _write_of(settled, number, counted_to=None)
    done = []
    while part := settled.when(at(11, 30), do_due):
        done.append(part)
    assert sum(done) == 6
    assert sorted(counted) == numbers[:3]
    assert [len(_noted(settled, number)) for number in numbers] == [1] * 6


@pytest.mark.parametrize(
    ("touch", "is_written"),
    [
        (lambda desk, number: None, False),
        (lambda desk, number: desk.do(at(10), AddNote(agent_id=1, ticket_id=number, text="Wait.")), False),
        (_by_an_older_program(_of_ona(ChangeTags)(add=("parcel",))), True),
        (lambda desk, number: _write_of(desk, number, counted_to=None), True),
    ],
    ids=["nothing", "note", "tags", "unknown"],
)
def test_only_what_may_have_changed_it_is_written_of_a_clock_that_stays(
    settled: PromisingDesk, monkeypatch: pytest.MonkeyPatch, touch: Touch, is_written: bool
) -> None:
    number = settled.asks(at(9))
    touch(settled, number)
    written = _written(monkeypatch)
    assert settled.count_anew(at(10, 30), number) == []
    # To the first answer, and to the solution.
    assert written == [2] * is_written


@pytest.mark.parametrize(
    "values", [{"breached_at": clock.c.started_at}, {"due_at": None, "paused_at": clock.c.started_at}]
)
def test_of_what_can_run_out_no_more_it_is_not_written(
    settled: PromisingDesk, monkeypatch: pytest.MonkeyPatch, values: dict[str, object]
) -> None:
    number = settled.asks(at(9))
    _write_of(settled, number, counted_to=None, **values)
    monkeypatch.setattr(count_clocks, "settle", lambda known, *_, **__: Verdict((), None))
    written = _written(monkeypatch)
    settled.count_anew(at(10), number)
    assert written == []


def _written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many clocks it is written up to where they were counted, and nothing else, each time."""
    seen: list[int] = []
    write = count_clocks._update

    def noting(session: Session, table: Table, statement: object, rows: Sequence[object]) -> None:
        if statement is count_clocks._AS_IT_WAS and rows:
            seen.append(len(rows))
        write(session, table, statement, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(count_clocks, "_update", noting)
    return seen
