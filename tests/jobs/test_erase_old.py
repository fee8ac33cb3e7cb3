"""What has lain in Spam and Trash goes by itself: as the settings say, once, and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail, people_come
from deskbell.actions.dispatch import perform
from deskbell.jobs import erase_old as job
from deskbell.jobs.erase_old import LEASE, erase_old
from deskbell.jobs.office import Office
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import AddNote, MergeTickets, SaveSettings, SendReply, SetStatus
from deskbell.model.kinds import ReplyKind, Shelf, Status
from deskbell.model.mail import Mailbox
from deskbell.store import integrity
from deskbell.store.desk import Desk
from deskbell.store.queries import erasures, overdue
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.store.tables import erasure, journal, setting, ticket
from office import as_login
from servers.postgres import Postgres


class Away:
    """A desk with tickets that are put away, and its worker."""

    def __init__(self, desk: Desk, office: Office) -> None:
        self.small = SmallDesk(desk, *people_come(desk))
        self.office = office
        self.sent = 0

    def ticket(self, status: Status, days: int) -> int:
        """One that was put away so many days ago, and has lain there since."""
        self.sent += 1
        (placed,) = self.small.arrive(mail(f"{self.sent}@x.example", sender=f"{self.sent}@mail.example"))
        perform(self.small.desk, SetStatus(agent_id=self.small.ona, tickets=(placed.ticket_id,), status=status))
        self.age(placed.ticket_id, days)
        return placed.ticket_id

    def age(self, number: int, days: int) -> None:
        def work(session: Session) -> None:
            then, ask = session.now - timedelta(days=days), session.connection.execute
            ask(update(ticket).where(ticket.c.id == number).values(activity_at=then))
            ask(update(journal).where(journal.c.ticket_id == number).values(at=then))

        self.small.desk.transact(work)

    def say(self, **days: int) -> None:
        values = tuple((f"erase.{shelf}_days", number) for shelf, number in days.items())
        perform(self.small.desk, SaveSettings(agent_id=self.small.ona, owner=0, values=values))

    def left(self) -> set[int]:
        with self.small.desk.reading() as session:
            return set(session.connection.execute(select(ticket.c.id)).scalars())


@pytest.fixture
def away(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Away]:
    monkeypatch.setattr(job, "APART", 0.0)
    with closing(ParserPool(1)) as pool:
        yield Away(desk, Office(desk, Secrets(tmp_path), pool, "here/1/a"))


def test_nothing_goes_before_it_is_switched_on(away: Away) -> None:
    number = away.ticket(Status.SPAM, 4000)
    assert erase_old(away.office) == 0
    assert away.left() == {number}


def test_each_place_has_its_own_days(away: Away) -> None:
    spam, fresh_spam = away.ticket(Status.SPAM, 8), away.ticket(Status.SPAM, 6)
    trash, fresh_trash = away.ticket(Status.TRASH, 31), away.ticket(Status.TRASH, 8)
    solved = away.ticket(Status.SOLVED, 4000)
    away.say(spam=7)
    assert erase_old(away.office) == 1
    assert away.left() == {fresh_spam, trash, fresh_trash, solved}
    away.say(trash=30)
    assert erase_old(away.office) == 1
    assert away.left() == {fresh_spam, fresh_trash, solved}
    assert spam not in away.left()
    assert erase_old(away.office) == 0
    assert away.small.desk.read(integrity.problems) == []


def test_something_that_happened_since_keeps_it(away: Away) -> None:
    put_away_lately, noted, answered = (away.ticket(Status.OPEN, 4000), *(away.ticket(Status.TRASH, 99) for _ in "12"))
    perform(away.small.desk, SetStatus(agent_id=away.small.ona, tickets=(put_away_lately,), status=Status.TRASH))
    perform(away.small.desk, AddNote(agent_id=away.small.ona, ticket_id=noted, text="Wait."))
    brought_back = away.ticket(Status.TRASH, 99)
    perform(away.small.desk, SetStatus(agent_id=away.small.ona, tickets=(brought_back,), status=Status.OPEN))
    away.say(trash=30)
    assert erase_old(away.office) == 1
    assert away.left() == {put_away_lately, noted, brought_back}
    assert answered not in away.left()


def test_portions_are_told_as_one(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "AT_ONCE", 2)
    for _ in range(5):
        away.ticket(Status.TRASH, 40)
    away.say(trash=30)
    assert erase_old(away.office) == 5
    with away.small.desk.reading() as session:
        rows = session.connection.execute(select(erasure)).all()
    assert [row.counts["tickets"] for row in rows] == [2, 2, 1]
    assert {row.agent_id for row in rows} == {None}
    (told,) = away.small.desk.read(erasures.newest, 9)
    assert (told.agent, told.counts.tickets, told.counts.people) == ("", 5, 0)


def test_a_mail_that_has_not_left_is_waited_for(away: Away) -> None:
    number, other = away.ticket(Status.TRASH, 40), away.ticket(Status.TRASH, 41)
    _answered(away, number)
    away.age(number, 40)
    away.say(trash=30)
    assert erase_old(away.office) == 1
    assert away.left() == {number}
    assert other not in away.left()


def _answered(away: Away, number: int) -> None:
    perform(
        away.small.desk,
        SendReply(
            agent_id=away.small.ona,
            ticket_id=number,
            kind=ReplyKind.REPLY,
            mailbox_id=away.small.support,
            to=(Mailbox("", "x@mail.example"),),
            text="Yes.",
        ),
    )
    perform(away.small.desk, SetStatus(agent_id=away.small.ona, tickets=(number,), status=Status.TRASH))


def test_what_was_merged_into_one_goes_along(away: Away) -> None:
    one, other = away.ticket(Status.OPEN, 40), away.ticket(Status.OPEN, 40)
    perform(away.small.desk, MergeTickets(agent_id=away.small.ona, tickets=(one, other), into=one))
    perform(away.small.desk, SetStatus(agent_id=away.small.ona, tickets=(one,), status=Status.TRASH))
    away.age(one, 40)
    away.say(trash=30)
    assert erase_old(away.office) == 1
    assert away.left() == set()


def test_another_workers_lease_is_respected(away: Away) -> None:
    number = away.ticket(Status.TRASH, 40)
    away.say(trash=30)
    other = replace(away.office, holder="there/2/b")
    assert other.take(LEASE) is not None
    assert erase_old(away.office) == 0
    assert away.left() == {number}


def test_what_was_brought_back_meanwhile_stays(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    number = away.ticket(Status.TRASH, 40)
    away.say(trash=30)
    still = overdue.still

    def seen_again(session: Session, shelf: Shelf, numbers: Sequence[int]) -> list[int]:
        back = update(ticket).where(ticket.c.id == number).values(shelf=int(Shelf.LIVE))
        session.connection.execute(back)
        return still(session, shelf, numbers)

    monkeypatch.setattr(overdue, "still", seen_again)
    assert erase_old(away.office) == 0
    assert away.left() == {number}


def test_how_many_would_go_is_told_beforehand(away: Away) -> None:
    for days in (5, 10, 20):
        away.ticket(Status.SPAM, days)
    counts = [away.small.desk.read(overdue.count, Shelf.SPAM, days) for days in (1, 7, 15, 30)]
    assert counts == [3, 2, 1, 0]


@pytest.fixture
def office(empty_office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Away]:
    """The same in an office, where the worker's login does it."""
    monkeypatch.setattr(job, "APART", 0.0)
    with (
        closing(Desk.open(empty_office)) as desk,
        closing(as_login(empty_office, "of_worker")) as works,
        closing(ParserPool(1)) as pool,
    ):
        yield Away(desk, Office(works, Secrets(tmp_path), pool, "here/1/a"))


@pytest.mark.servers
def test_the_workers_login_may_do_just_that(office: Away) -> None:
    old, fresh, solved = (
        office.ticket(Status.TRASH, 40),
        office.ticket(Status.TRASH, 4),
        office.ticket(Status.SOLVED, 99),
    )
    merged = office.ticket(Status.OPEN, 40)
    perform(office.small.desk, MergeTickets(agent_id=office.small.ona, tickets=(merged, old), into=old))
    perform(office.small.desk, SetStatus(agent_id=office.small.ona, tickets=(old,), status=Status.TRASH))
    office.age(old, 40)
    office.say(trash=30)
    assert erase_old(office.office) == 1
    assert office.left() == {fresh, solved}
    assert office.small.desk.read(integrity.problems) == []
    (told,) = office.small.desk.read(erasures.newest, 9)
    assert told.counts.tickets == 1


@pytest.mark.servers
@pytest.mark.parametrize(
    "words",
    [
        "SELECT deskbell_erase('ticket', 'id', '{%s}')",
        "SELECT deskbell_erase('draft', 'ticket_id', '{%s}')",
        "SELECT deskbell_erase('journal', 'id', '{1}')",
        "SELECT deskbell_erase('customer', 'id', '{1}')",
        "SELECT deskbell_erase('message', 'id', '{1}')",
        "SELECT deskbell_erase('message_search', 'message_id', '{1}')",
        "SELECT deskbell_erase('blob', 'id', '{1}')",
        """SELECT deskbell_black_out('message', 1, '{"text": "I agree."}')""",
        "SELECT deskbell_forget('{1@mail.example}', '{1}')",
        "SELECT deskbell_holding('draft', '{%%}')",
    ],
)
def test_past_the_program_the_workers_login_erases_nothing_else(
    office: Away, postgres: Postgres, empty_office: str, words: str
) -> None:
    fresh = office.ticket(Status.TRASH, 4)
    office.say(trash=30)
    name = empty_office.rpartition("/")[2]
    with postgres.connect(name, "of_worker") as past:
        past.autocommit = False
        past.execute("INSERT INTO deed (id, kind, at) VALUES ('erased', 'tickets_erased', 1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            past.execute((words % fresh if "%s" in words else words.replace("%%", "%")).encode())
    assert office.left() == {fresh}


@pytest.mark.servers
def test_the_workers_login_does_not_switch_it_on(office: Away, postgres: Postgres, empty_office: str) -> None:
    name = empty_office.rpartition("/")[2]
    with postgres.connect(name, "of_worker") as past, pytest.raises(psycopg.errors.InsufficientPrivilege):
        past.execute("INSERT INTO setting (key, owner, value) VALUES ('erase.trash_days', 0, '1')")
    with office.small.desk.reading() as session:
        assert not session.connection.execute(select(setting).where(setting.c.key == "erase.trash_days")).all()
