"""What has not come in time is noted once, and what is promised otherwise is counted in the background."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk, mail, people_come
from actions.promised import PromisingDesk
from deskbell.actions import clocks, recount
from deskbell.actions.dispatch import perform
from deskbell.actions.due_clocks import do_due
from deskbell.jobs.office import Office
from deskbell.jobs.promises import LEASE, count_anew, sweep
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import Command, SetStatus, UndoDeed, new_deed
from deskbell.model.customers import MergeCustomers, SaveOrganisation, TakeInCustomers, Written
from deskbell.model.kinds import Deed, Entity, Status
from deskbell.model.sla import ALWAYS, Conditions, OrderPolicies, Targets
from deskbell.store.desk import Desk
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.store.tables import address, change, clock, customer, customer_recount, journal, policy, sla_state

HOUR = 3600


class Sweeping:
    """A desk that promises a first answer within an hour, day and night, and its worker."""

    def __init__(self, desk: Desk, office: Office) -> None:
        self.desk, self.office = desk, office
        self.promising = PromisingDesk(SmallDesk(desk, *people_come(desk)))
        self.change(1, targets=(Targets(HOUR),) * 4)

    def change(self, version: int, **values: object) -> None:
        """Another policy."""
        made = {"id": self.promising.policy, "version": version, "calendar_id": ALWAYS} | values
        perform(self.desk, self.promising.saves(**made))

    def ask(self, count: int, minutes: int) -> list[int]:
        """So many questions, so many minutes ago."""
        then = self.desk.read(lambda session: session.now) - timedelta(minutes=minutes)
        mails = [
            mail(f"{new_deed()}@mail.example", sender=f"{place}@mail.example", subject=f"{place}")
            for place in range(count)
        ]
        first = self.promising.arrive(then, *mails)
        return list(range(first, first + count))

    def noted(self) -> list[int]:
        """The tickets whose journals say that something did not come in time."""
        with self.desk.reading() as session:
            lines = select(journal.c.ticket_id).where(journal.c.kind == Deed.BREACHED).order_by(journal.c.ticket_id)
            return list(session.connection.execute(lines).scalars())

    def seconds_ago(self, seconds: int) -> None:
        """The policies were changed so long ago."""

        def work(session: Session) -> None:
            session.connection.execute(update(sla_state).values(changed_at=session.now - timedelta(seconds=seconds)))

        self.desk.transact(work)


@pytest.fixture
def sweeping(desk: Desk, tmp_path: Path) -> Iterator[Sweeping]:
    with closing(ParserPool(1)) as pool:
        yield Sweeping(desk, Office(desk, Secrets(tmp_path), pool, "here/1/a"))


def test_what_has_run_out_is_noted_once_and_told(sweeping: Sweeping) -> None:
    sweeping.ask(1, 59)
    assert sweep(sweeping.office) == 0
    late = sweeping.ask(3, 61)
    sweeping.ask(2, 10)
    before = _last_change(sweeping.desk)
    assert sweep(sweeping.office) == 3
    assert sweeping.noted() == late
    with sweeping.desk.reading() as session:
        told = select(change.c.ticket_id).where(change.c.id > before, change.c.entity == Entity.TICKET)
        assert sorted(session.connection.execute(told).scalars()) == late
        at = session.connection.execute(select(clock.c.due_at, clock.c.breached_at).where(clock.c.ticket_id.in_(late)))
        assert all(due == breached for due, breached in at)
    assert sweep(sweeping.office) == 0
    assert sweeping.noted() == late


def test_a_late_start_catches_up(sweeping: Sweeping) -> None:
    late = sweeping.ask(250, 61)
    assert sweep(sweeping.office) == 250
    assert sweeping.noted() == late
    assert sweep(sweeping.office) == 0


def test_what_an_older_program_did_in_time_is_not_noted_as_late(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved, late = sweeping.ask(2, 61)
    then = sweeping.desk.read(lambda session: session.now) - timedelta(minutes=30)
    with monkeypatch.context() as older:
        older.setattr(clocks, "follow", lambda session, ids: ())
        done = SetStatus(agent_id=sweeping.promising.small.ona, tickets=(solved,), status=Status.SOLVED)
        sweeping.promising.do(then, done)
    assert sweep(sweeping.office) == 2
    assert sweeping.noted() == [late]
    assert sweeping.promising.clocks(solved) == "first met 0:31"
    assert sweep(sweeping.office) == 0


def test_a_worker_that_has_lost_its_lease_notes_nothing(sweeping: Sweeping) -> None:
    sweeping.ask(2, 61)
    other = replace(sweeping.office, holder="there/2/b")
    assert other.take(LEASE) is not None
    assert sweep(sweeping.office) == 0
    assert sweeping.noted() == []
    assert sweep(other) == 2


def test_two_workers_at_once_note_each_once(sweeping: Sweeping) -> None:
    """Even without the lease."""
    late = sweeping.ask(200, 61)
    counts: list[int] = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        counts.append(sweeping.desk.transact(do_due))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = sweeping.desk.transact(do_due)
    assert sum(counts) + left == 200
    assert sweeping.noted() == late


def test_another_policy_is_counted_in_the_background_bit_by_bit(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "AT_ONCE", 4)
    sweeping.seconds_ago(60)
    count_anew(sweeping.office)
    numbers = sweeping.ask(10, 10)
    solved = numbers.pop()
    ona = sweeping.promising.small.ona
    perform(sweeping.desk, SetStatus(agent_id=ona, tickets=(solved,), status=Status.SOLVED))
    assert count_anew(sweeping.office) == 0
    sweeping.change(2, targets=(Targets(HOUR * 2),) * 4)
    # Those who work meanwhile are not in the way of it, and it goes on where somebody else ended.
    assert sweeping.desk.transact(recount.go_on)
    assert _targets(sweeping.desk, numbers) == [7200] * 4 + [3600] * 5
    assert sweeping.desk.read(recount.is_behind)
    # Three times four, and none any more; but the newest are looked at again when half a minute has passed.
    assert count_anew(sweeping.office) == 3
    assert _targets(sweeping.desk, numbers) == [7200] * 9
    assert _targets(sweeping.desk, [solved]) == [3600]
    assert sweeping.desk.read(recount.is_behind)
    sweeping.seconds_ago(60)
    # Where the second time begins, three times four again, and the end.
    assert count_anew(sweeping.office) == 5
    assert not sweeping.desk.read(recount.is_behind)
    told = [sweeping.promising.promised_otherwise(number) for number in numbers]
    assert [len(lines) for lines in told] == [1] * 9
    assert count_anew(sweeping.office) == 0


def test_what_is_changed_while_it_is_counted_is_counted_from_the_beginning(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "AT_ONCE", 4)
    numbers = sweeping.ask(6, 10)
    sweeping.change(2, targets=(Targets(HOUR * 2),) * 4)
    sweeping.desk.transact(recount.go_on)
    sweeping.change(3, targets=(Targets(HOUR * 3),) * 4)
    sweeping.seconds_ago(60)
    count_anew(sweeping.office)
    assert _targets(sweeping.desk, numbers) == [10_800] * 6
    assert not sweeping.desk.read(recount.is_behind)


def test_no_transaction_looks_through_many_numbers_or_counts_many_late_comers(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "AT_ONCE", 3)
    monkeypatch.setattr(recount, "WALKED", 4)
    monkeypatch.setattr(recount, "LATE_COMERS", 10)
    numbers = sweeping.ask(20, 10)
    ona = sweeping.promising.small.ona
    perform(sweeping.desk, SetStatus(agent_id=ona, tickets=tuple(numbers[:16]), status=Status.SOLVED))
    sweeping.change(2, targets=(Targets(HOUR * 2),) * 4)
    sweeping.seconds_ago(60)
    seen: list[int] = []
    count_these = recount.count_these

    def counted(session: Session, some: Sequence[int]) -> None:
        seen.append(len(some))
        count_these(session, some)

    monkeypatch.setattr(recount, "count_these", counted)
    # Four that are walked at once, the last four open; then the ten newest once more.
    count_anew(sweeping.office)
    assert seen == [0, 0, 0, 0, 3, 1, 0, 2, 2]
    assert _targets(sweeping.desk, numbers[16:]) == [7200] * 4
    assert not sweeping.desk.read(recount.is_behind)


def _vip_organisation(told: "Known") -> Command:
    return SaveOrganisation(
        agent_id=told.ona, id=told.organisation, version=told.version, name="Acme", domains=("a.example",), vip=True
    )


def _merged(told: "Known") -> Command:
    return MergeCustomers(agent_id=told.ona, customer_id=told.customer, into_id=told.other)


def _taken_in(told: "Known") -> Command:
    person = Written(line=2, name="0", emails=("0@mail.example",), vip=True)
    return TakeInCustomers(agent_id=told.ona, people=(person,), overwrite=True)


@pytest.mark.parametrize("deed", [_vip_organisation, _merged, _taken_in])
def test_who_becomes_somebody_else_is_counted_in_the_background_and_with_undo(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch, deed: Callable[["Known"], Command]
) -> None:
    monkeypatch.setattr(recount, "AT_ONCE", 2)
    known = _known(sweeping)
    mine = known.tickets
    assert _targets(sweeping.desk, mine) == [3600] * 5
    command = deed(known)
    perform(sweeping.desk, command)
    assert sweeping.desk.read(recount.is_behind)
    count_anew(sweeping.office)
    assert _targets(sweeping.desk, mine) == [1800] * 5
    assert not sweeping.desk.read(recount.is_behind)
    if deed is not _taken_in:
        perform(sweeping.desk, UndoDeed(agent_id=known.ona, undo=command.deed))
        count_anew(sweeping.office)
        assert _targets(sweeping.desk, mine) == [3600] * 5


def test_nobody_is_noted_where_nothing_is_promised(sweeping: Sweeping) -> None:
    known = _known(sweeping)
    sweeping.desk.transact(lambda session: session.connection.execute(update(policy).values(active=False)))
    perform(sweeping.desk, _vip_organisation(known))
    perform(sweeping.desk, _merged(known))
    with sweeping.desk.reading() as session:
        assert session.connection.execute(select(customer_recount)).all() == []


class Known(Struct):
    """A customer with five tickets, of an organisation, and another one who is a VIP; half an hour is promised to these."""

    ona: int
    customer: int
    other: int
    organisation: int
    version: int
    tickets: list[int]


def _known(sweeping: Sweeping) -> Known:
    promising = sweeping.promising
    vip = promising.saves(name="VIP", targets=(Targets(HOUR // 2),) * 4, conditions=Conditions(vip=True))
    first = perform(sweeping.desk, vip) or 0
    perform(sweeping.desk, OrderPolicies(agent_id=promising.small.ona, policies=(first,)))
    tickets = [number for _ in range(5) for number in sweeping.ask(1, 10)]
    sweeping.ask(2, 10)
    sweeping.seconds_ago(60)
    count_anew(sweeping.office)
    with sweeping.desk.reading() as session:
        ids = {row.email: row.customer_id for row in session.connection.execute(select(address))}
    mine, other = ids["0@mail.example"], ids["1@mail.example"]
    organisation_id = perform(
        sweeping.desk,
        SaveOrganisation(agent_id=promising.small.ona, id=0, version=0, name="Acme", domains=("a.example",)),
    )

    def place(session: Session) -> None:
        values = {"organisation_id": organisation_id, "organisation": "Acme"}
        session.connection.execute(update(customer).where(customer.c.id == mine).values(values))
        session.connection.execute(update(customer).where(customer.c.id == other).values(vip=True))

    sweeping.desk.transact(place)
    count_anew(sweeping.office)
    assert organisation_id
    return Known(promising.small.ona, mine, other, organisation_id, 1, tickets)


def test_a_worker_that_has_lost_its_lease_counts_nothing(sweeping: Sweeping) -> None:
    sweeping.ask(2, 10)
    sweeping.change(2, targets=(Targets(HOUR * 2),) * 4)
    other = replace(sweeping.office, holder="there/2/b")
    assert other.take(LEASE) is not None
    assert count_anew(sweeping.office) == 0
    assert count_anew(other) > 0


def _targets(desk: Desk, numbers: list[int]) -> list[int]:
    with desk.reading() as session:
        of = select(clock.c.target).where(clock.c.ticket_id.in_(numbers)).order_by(clock.c.ticket_id)
        return list(session.connection.execute(of).scalars())


def _last_change(desk: Desk) -> int:
    with desk.reading() as session:
        return session.connection.execute(select(func.max(change.c.id))).scalar_one()
