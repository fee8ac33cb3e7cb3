"""A mailbox that is its team's alone: who may say so, and who sees it from then on."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from building import Builder
from deskbell.actions import recount
from deskbell.actions.dispatch import perform
from deskbell.actions.export_customer import Exported, export_customer
from deskbell.model.commands import AddNote, Assign, SaveMailbox, SetPriority, UndoDeed
from deskbell.model.customer_list import CustomerFilter, CustomerSort, TheirTickets
from deskbell.model.customers import MergeCustomers
from deskbell.model.errors import Mistake
from deskbell.model.history import Standing
from deskbell.model.kinds import Priority
from deskbell.model.sla import Conditions, SavePolicy, Targets
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.listing import list_anew
from deskbell.store.queries import customer as customers
from deskbell.store.queries import (
    customer_list,
    customer_messages,
    customer_tickets,
    happenings,
    history,
    mailboxes,
    most_urgent,
    ticket_list,
    views,
)
from deskbell.store.queries.identity import establish
from deskbell.store.rights.here import logged_in
from deskbell.store.tables import clock
from noting import noting
from office import as_login
from servers.postgres import Postgres

pytestmark = pytest.mark.servers


@dataclass
class Logins:
    """An office with the mailbox Board and a ticket in it; `of_agent` is in no team, `of_member` in that of the board. `build` makes more in it."""

    by: dict[str, Desk]
    team: int
    board: int
    build: Builder
    office: str

    def me(self, login: str) -> int:
        found = self.by[login].read(logged_in)
        assert found is not None
        return found.agent_id

    def save(self, login: str, *, restricted: bool, team: int | None = None) -> None:
        """The mailbox, as somebody's window saves it."""
        row = self.by["chief"].read(mailboxes.by_id, self.board)
        assert row is not None
        perform(
            self.by[login],
            SaveMailbox(
                agent_id=self.me(login),
                id=self.board,
                name=row.name,
                address=row.address,
                version=row.version,
                restricted=restricted,
                team_id=team,
            ),
        )

    def sees(self, login: str) -> tuple[bool, bool]:
        """Whether somebody sees the mailbox, and its ticket."""
        desk = self.by[login]
        box = desk.read(mailboxes.by_id, self.board) is not None
        page = desk.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, self.me(login), limit=10)
        return box, any(row.subject == "Salaries" for row in page.rows)


@pytest.fixture
def logins(empty_office: str) -> Iterator[Logins]:
    with closing(Desk.open(empty_office)) as whole:
        whole.transact(establish)
        build = Builder(whole)
        build.agent("Agent", "agent@desk.example", login="of_agent", role="agent")
        build.agent("Manager", "manager@desk.example", login="of_manager", role="manager")
        member = build.agent("Member", "member@desk.example", role="agent")
        board = build.mailbox("Board", "board@desk.example")
        team = build.team("Board", member)
        build.ticket("Salaries", mailbox_id=board)
        with whole.writing() as session:
            session.connection.exec_driver_sql("CREATE ROLE of_member LOGIN IN ROLE deskbell_office_template_agent")
            session.connection.exec_driver_sql("UPDATE agent SET login = 'of_member' WHERE id = %s", (member,))
        names = ("chief", "of_manager", "of_agent", "of_member")
        by = {name: as_login(empty_office, name) for name in names}
        yield Logins(by, team, board, build, empty_office)
        for desk in by.values():
            desk.close()
        with whole.writing() as session:
            session.connection.exec_driver_sql("UPDATE agent SET login = NULL WHERE login = 'of_member'")
            session.connection.exec_driver_sql("DROP ROLE of_member")


@pytest.mark.parametrize(
    ("team", "see"),
    [(True, {"chief", "of_manager", "of_member"}), (False, {"chief", "of_manager"})],
    ids=["with a team", "without"],
)
def test_nobody_else_sees_it_until_it_is_given_back(logins: Logins, team: bool, see: set[str]) -> None:
    everybody = set(logins.by)
    assert {name for name in everybody if logins.sees(name) == (True, True)} == everybody
    logins.save("chief", restricted=True, team=logins.team if team else None)
    assert {name: logins.sees(name) for name in everybody} == {name: (name in see, name in see) for name in everybody}
    row = logins.by["chief"].read(mailboxes.by_id, logins.board)
    assert row is not None
    assert row.restricted
    logins.save("chief", restricted=False)
    assert {name for name in everybody if logins.sees(name) == (True, True)} == everybody


def test_what_colleagues_have_there_is_counted_for_those_alone_who_see_it(logins: Logins) -> None:
    chief, member = logins.by["chief"], View(ViewKind.COLLEAGUE, logins.me("of_member"))
    (hidden,) = chief.read(ticket_list.numbers, View(ViewKind.OPEN), Sort.LATEST, logins.me("chief"), limit=9)
    seen = logins.build.ticket("Lost parcel")
    perform(chief, Assign(agent_id=logins.me("chief"), tickets=(hidden, seen), assignee_id=member.of))
    logins.save("chief", restricted=True, team=logins.team)
    for login, tickets in {"chief": {hidden, seen}, "of_manager": {hidden, seen}, "of_agent": {seen}}.items():
        desk, me = logins.by[login], logins.me(login)
        counts = [row.count for row in desk.read(views.view_rows, me) if row.view == member]
        assert counts == [len(tickets)], login
        assert set(desk.read(ticket_list.numbers, member, Sort.LATEST, me, limit=9)) == tickets


@pytest.mark.parametrize("restricted", [False, True])
def test_neither_notices_nor_the_next_ticket_tell_of_it(logins: Logins, restricted: bool) -> None:
    logins.save("chief", restricted=restricted, team=logins.team)
    chief = logins.by["chief"]
    ticket = chief.read(most_urgent.find, View(ViewKind.OPEN), logins.me("chief"), left_out=()).ticket_id
    mark = chief.read(happenings.begin)
    perform(chief, AddNote(agent_id=logins.me("chief"), ticket_id=ticket, text="Raised, @Member", html=""))
    for login, sees in {"of_agent": not restricted, "of_member": True, "of_manager": True}.items():
        desk, me = logins.by[login], logins.me(login)
        told = desk.read(happenings.on_tickets, (ticket,), mark.at, me)
        assert [(one.subject, one.mentions) for one in told] == [("Salaries", login == "of_member")] * sees
        assert desk.read(happenings.after, mark.line, me) == told
        found = desk.read(most_urgent.find, View(ViewKind.OPEN), me, left_out=())
        assert (found.ticket_id, found.left) == ((ticket, 1) if sees else (0, 0))


def test_all_messages_of_a_customer_are_those_that_one_may_see(logins: Logins) -> None:
    build = logins.build
    who = build.customer("Li", "li@home.example")
    seen = build.ticket("Lost parcel", customer_id=who)
    hidden = build.ticket("Raise", customer_id=who, mailbox_id=logins.board)
    for number in (seen, hidden):
        build.message(number)
    logins.save("chief", restricted=True, team=logins.team)
    for login, sees in {"of_agent": {seen}, "of_member": {seen, hidden}, "of_manager": {seen, hidden}}.items():
        lines = logins.by[login].read(customer_messages.page, who)
        assert {line.ticket_id for line in lines} == sees


def test_the_clocks_of_tickets_that_one_does_not_see_follow_their_customer(logins: Logins) -> None:
    build, chief = logins.build, logins.by["chief"]
    who = build.customer("Li", "li@home.example")
    seen = build.ticket("Lost parcel", customer_id=who)
    hidden = build.ticket("Raise", customer_id=who, mailbox_id=logins.board)
    for number in (seen, hidden):
        build.message(number)
    logins.save("chief", restricted=True, team=logins.team)
    promise = SavePolicy(
        agent_id=logins.me("chief"), id=0, name="VIP", targets=(Targets(3600),) * 4, conditions=Conditions(vip=True)
    )
    perform(chief, promise)
    vip = replace(noting(who, "li@home.example", "", 1), vip=True, agent_id=logins.me("of_agent"))

    def has_clocks() -> set[int]:
        with build.desk.reading() as session:
            return set(session.connection.execute(select(clock.c.ticket_id)).scalars())

    with closing(as_login(logins.office, "of_worker")) as worker:

        def count() -> None:
            while worker.transact(recount.go_on):
                pass

        # All have been counted for the policy already.
        count()
        assert has_clocks() == set()
        perform(logins.by["of_agent"], vip)
        assert has_clocks() == {seen}
        count()
        assert has_clocks() == {seen, hidden}


def test_who_does_not_see_all_tickets_of_a_customer_neither_merges_them_nor_takes_them_apart(logins: Logins) -> None:
    build = logins.build
    one, other = build.customer("Li", "li@home.example"), build.customer("Li Na", "li@work.example")
    build.ticket("Lost parcel", customer_id=one)
    build.ticket("Raise", customer_id=one, mailbox_id=logins.board)
    logins.save("chief", restricted=True, team=logins.team)

    def merge(login: str) -> str:
        command = MergeCustomers(agent_id=logins.me(login), customer_id=one, into_id=other)
        perform(logins.by[login], command)
        return command.deed

    def take_apart(login: str, deed: str) -> None:
        perform(logins.by[login], UndoDeed(agent_id=logins.me(login), undo=deed))

    def tickets(customer_id: int) -> int:
        found = logins.by["chief"].read(customers.panel, customer_id, 0)
        assert found is not None
        return found.customer.tickets

    with pytest.raises(Mistake) as refused:
        merge("of_agent")
    assert refused.value.code == "customer.unseen"
    deed = merge("of_member")
    assert (tickets(one), tickets(other)) == (0, 2)
    with pytest.raises(Mistake) as refused:
        take_apart("of_agent", deed)
    assert refused.value.code == "customer.unseen"
    take_apart("of_manager", deed)
    assert (tickets(one), tickets(other)) == (2, 0)


def test_an_export_says_where_it_has_not_all_tickets(logins: Logins, tmp_path: Path) -> None:
    one = logins.build.customer("Li", "li@home.example")
    logins.build.ticket("Lost parcel", customer_id=one)
    logins.build.ticket("Raise", customer_id=one, mailbox_id=logins.board)
    logins.save("chief", restricted=True, team=logins.team)
    for login, found in {"of_agent": Exported(1, all=False), "of_member": Exported(2, all=True)}.items():
        assert logins.by[login].read(export_customer, one, tmp_path / f"{login}.zip") == found


@pytest.mark.parametrize("login", ["of_agent", "of_manager"])
def test_an_administrator_alone_says_so(logins: Logins, empty_office: str, postgres: Postgres, login: str) -> None:
    with pytest.raises(Mistake) as refused:
        logins.save(login, restricted=True)
    assert refused.value.code == "rights.admin"
    name = empty_office.rpartition("/")[2]
    for words in (
        "UPDATE mailbox SET restricted = true",
        "UPDATE mailbox SET restricted = NOT restricted, version = 9",
    ):
        with postgres.connect(name, login) as past, pytest.raises(psycopg.errors.InsufficientPrivilege):
            past.execute(words)


def test_a_step_on_tickets_that_one_does_not_see_is_taken_back_where_one_does(logins: Logins) -> None:
    hidden = logins.build.ticket("Bonus", mailbox_id=logins.board)
    seen = logins.build.ticket("Rain")
    bulk = SetPriority(agent_id=logins.me("chief"), tickets=(hidden, seen), priority=Priority.HIGH)
    perform(logins.by["chief"], bulk)
    logins.save("chief", restricted=True, team=logins.team)
    agent = logins.by["of_agent"]
    assert agent.read(history.page, hidden).steps == ()
    (step,) = agent.read(history.page, seen).steps
    assert (step.standing, step.agent, step.tickets) == (Standing.HOLDS, "Chief", 2)
    with pytest.raises(Mistake, match="may not see: 1") as refused:
        perform(agent, UndoDeed(agent_id=logins.me("of_agent"), undo=bulk.deed))
    assert refused.value.code == "undo.hidden"
    back = UndoDeed(agent_id=logins.me("of_agent"), undo=bulk.deed, ticket_id=seen)
    perform(agent, back)
    (latest,) = agent.read(history.lately, logins.me("of_agent")).steps
    assert (latest.deed_id, latest.ticket_id) == (back.deed, seen)
    manager = logins.by["of_manager"]
    assert [one.standing for one in manager.read(history.page, hidden).steps] == [Standing.HOLDS]
    perform(manager, UndoDeed(agent_id=logins.me("of_manager"), undo=bulk.deed))
    assert {step.standing for step in manager.read(history.lately).steps if step.deed_id == bulk.deed} == {
        Standing.TAKEN_BACK
    }


def test_the_list_of_customers_tells_of_no_ticket_that_is_not_seen(logins: Logins) -> None:
    build = logins.build
    both, alone, none = build.customer("Li"), build.customer("Mia"), build.customer("Zoe")
    build.ticket("Lost parcel", customer_id=both)
    build.ticket("Raise", customer_id=both, mailbox_id=logins.board)
    build.ticket("Board alone", customer_id=alone, mailbox_id=logins.board)
    logins.save("chief", restricted=True, team=logins.team)
    # Whoever may write customers lists them.
    logins.by["of_agent"].transact(list_anew)
    wanted = {
        "of_agent": {both: 1, alone: 0, none: 0},
        "of_member": {both: 2, alone: 1, none: 0},
        "of_manager": {both: 2, alone: 1, none: 0},
    }
    for login, tickets in wanted.items():
        desk = logins.by[login]
        for sort in CustomerSort:
            lines = desk.read(customer_list.page, CustomerFilter(), sort).lines
            assert {line.id: line.tickets for line in lines if line.id in tickets} == tickets
            assert {line.id for line in lines if line.active_at is None} & set(tickets) == {
                number for number, count in tickets.items() if not count
            }
        without = desk.read(customer_list.page, CustomerFilter(tickets=TheirTickets.NONE), CustomerSort.NAME).lines
        assert {line.id for line in without} & set(tickets) == {one for one, count in tickets.items() if not count}
        theirs = desk.read(customer_tickets.page, both)
        assert len(theirs) == tickets[both]
