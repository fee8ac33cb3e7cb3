"""Teams: made, renamed and removed with nothing lost, and which team a ticket begins with."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.test_strangers import links
from deskbell.actions.dispatch import perform
from deskbell.actions.intake.arrival import Policy
from deskbell.model.commands import (
    MoveMessages,
    MoveToMailbox,
    SaveAgent,
    SaveMailbox,
    SendReply,
    SetStatus,
    SetTeam,
    UndoDeed,
)
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Listed, ReplyKind, Role, Status
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MailboxRow
from deskbell.model.teams import RemoveTeam, SaveTeam, TeamRow
from deskbell.model.views import View, ViewKind
from deskbell.store.integrity import problems
from deskbell.store.queries import agents, changes, mailboxes, teams, views
from deskbell.store.queries.team_holdings import holdings
from deskbell.store.tables import listed_sender, ticket


class Teams:
    """Care has the mailbox Support, Orders has none, Billing's mailbox has no team."""

    def __init__(self, small: SmallDesk) -> None:
        self.small = small
        self.care = self.make("Care", small.ona)
        self.orders = self.make("Orders", small.tomas)
        self.give(small.support, self.care)

    def make(self, name: str, *members: int) -> int:
        made = perform(self.small.desk, SaveTeam(agent_id=self.small.ona, id=0, name=name, members=frozenset(members)))
        assert made is not None
        return made

    def give(self, mailbox_id: int, team_id: int | None) -> None:
        row = self.box(mailbox_id)
        perform(
            self.small.desk,
            SaveMailbox(
                agent_id=None,
                id=row.id,
                name=row.name,
                address=row.address,
                smtp_host=row.smtp_host,
                version=row.version,
                team_id=team_id,
            ),
        )

    def box(self, mailbox_id: int) -> MailboxRow:
        row = self.small.desk.read(mailboxes.by_id, mailbox_id)
        assert row is not None
        return row

    def row(self, team_id: int) -> TeamRow:
        return next(row for row in self.small.desk.read(teams.rows) if row.id == team_id)

    def remove(self, team_id: int, successor_id: int | None = None) -> RemoveTeam:
        version = self.row(team_id).version
        command = RemoveTeam(agent_id=self.small.ona, id=team_id, successor_id=successor_id, version=version)
        perform(self.small.desk, command)
        return command

    def of(self, number: int) -> str:
        """The name of a ticket's team, as its card shows it."""
        return self.small.ticket(number).row.team

    def history(self, number: int) -> list[tuple[str, str]]:
        return [(one.before, one.after) for one in self.small.ticket(number).events if one.kind is Deed.TEAM]

    def count(self, team_id: int) -> int:
        return self.small.desk.read(views.count, View(ViewKind.TEAM, team_id), self.small.ona)


@pytest.fixture
def office(small: SmallDesk) -> Teams:
    return Teams(small)


@pytest.fixture
def asked(small: SmallDesk, office: Teams) -> int:
    """A ticket of the team Care."""
    return small.arrive(mail("1@mail.example"))[0].ticket_id


@pytest.mark.parametrize("name", ["care", "  CARE ", "Ｃare"])
def test_a_name_is_taken_however_it_is_written(office: Teams, name: str) -> None:
    with pytest.raises(Mistake) as refused:
        office.make(name)
    assert refused.value.code == "team.exists"


def test_a_team_can_be_renamed_in_its_own_letters(office: Teams) -> None:
    row = office.row(office.care)
    perform(office.small.desk, SaveTeam(agent_id=None, id=row.id, name=" CARE  team ", version=row.version))
    assert [row.name for row in office.small.desk.read(teams.rows)] == ["CARE team", "Orders"]
    assert office.row(office.care).members == frozenset(), "the members are those that the command names"


def test_a_name_needs_letters_and_a_member_to_be_there(office: Teams) -> None:
    with pytest.raises(Mistake, match="name"):
        office.make(" \n")
    with pytest.raises(Mistake) as refused:
        office.make("Third", 999)
    assert refused.value.code == "agent.missing"
    assert len(office.small.desk.read(teams.rows)) == 2, "nothing of it was kept"


def test_somebody_who_works_here_leads_a_team(office: Teams) -> None:
    small = office.small

    def lead(agent_id: int | None) -> None:
        version = office.row(office.care).version
        perform(small.desk, SaveTeam(agent_id=None, id=office.care, name="Care", lead_id=agent_id, version=version))

    with pytest.raises(Mistake, match="agent does not exist"):
        lead(4711)
    lead(small.tomas)
    assert office.row(office.care).lead_id == small.tomas
    let_go(small, small.tomas)
    lead(small.tomas)
    lead(None)
    with pytest.raises(Mistake, match="agent does not exist"):
        lead(small.tomas)
    assert office.row(office.care).lead_id is None


def test_who_hears_of_what_goes_wrong_in_a_team(office: Teams) -> None:
    small = office.small
    asked = teams.answering_for
    assert small.desk.read(asked, office.care) == (small.ona, small.tomas), "nobody leads: the administrators"
    manager = perform(
        small.desk, SaveAgent(agent_id=None, id=0, name="Mia", email="mia@desk.example", role=Role.MANAGER)
    )
    assert manager is not None
    assert small.desk.read(asked, office.care) == small.desk.read(asked, None) == (manager,)
    perform(small.desk, SaveTeam(agent_id=None, id=office.care, name="Care", lead_id=small.tomas, version=1))
    assert small.desk.read(asked, office.care) == (small.tomas,)
    let_go(small, small.tomas)
    assert small.desk.read(asked, office.care) == (manager,)


def let_go(small: SmallDesk, agent_id: int) -> None:
    row = next(row for row in small.desk.read(agents.rows) if row.id == agent_id)
    perform(
        small.desk,
        SaveAgent(agent_id=None, id=row.id, name=row.name, email=row.email, active=False, version=row.version),
    )


def test_two_at_one_team(office: Teams) -> None:
    row = office.row(office.care)
    first = SaveTeam(agent_id=office.small.ona, id=row.id, name="First", members=row.members, version=row.version)
    perform(office.small.desk, first)
    with pytest.raises(Conflict):
        perform(office.small.desk, replace(first, name="Second", deed="2" * 32))
    with pytest.raises(Conflict):
        perform(office.small.desk, RemoveTeam(agent_id=None, id=row.id, successor_id=None, version=row.version))
    assert office.row(office.care).name == "First"


def test_a_command_that_comes_twice_makes_one_team(office: Teams) -> None:
    command = SaveTeam(agent_id=None, id=0, name="Third")
    assert perform(office.small.desk, command) == perform(office.small.desk, command)
    assert len(office.small.desk.read(teams.rows)) == 3


def _unreadable(office: Teams) -> int:
    return office.small.arrive(None)[0].ticket_id


def _imported(office: Teams) -> int:
    return office.small.arrive(mail("9@mail.example"), policy=Policy(imported=True, status=Status.SOLVED))[0].ticket_id


def _spam(office: Teams) -> int:
    blocked = {"pattern": "li.na@mail.example", "listed": Listed.BLOCKED.value}
    with office.small.desk.writing() as session:
        session.connection.execute(listed_sender.insert(), blocked | {"at": session.now})
    return office.small.arrive(mail("9@mail.example"))[0].ticket_id


def _begun_here(office: Teams) -> int:
    to = (Mailbox("Li Na", "li.na@mail.example"),)
    command = SendReply(
        agent_id=office.small.ona,
        ticket_id=0,
        kind=ReplyKind.NEW,
        mailbox_id=office.small.support,
        to=to,
        text="Hello",
        subject="Hello",
    )
    perform(office.small.desk, command)
    with office.small.desk.reading() as session:
        return int(session.connection.execute(select(ticket.c.id).order_by(ticket.c.id.desc())).scalars().first() or 0)


@pytest.mark.parametrize("begin", [_unreadable, _imported, _spam, _begun_here], ids=lambda one: one.__name__)
def test_a_new_ticket_begins_with_its_mailboxes_team(office: Teams, begin: Callable[[Teams], int]) -> None:
    assert office.of(begin(office)) == "Care"
    assert office.small.desk.read(problems) == []


def test_a_mailbox_without_a_team_gives_none(office: Teams) -> None:
    (placed,) = office.small.arrive(mail("1@mail.example"), mailbox=office.small.billing)
    row = office.small.ticket(placed.ticket_id).row
    assert (row.team_id, row.team) == (None, "")


def test_an_answer_leaves_the_team_that_somebody_chose(office: Teams, asked: int) -> None:
    perform(office.small.desk, SetTeam(agent_id=office.small.ona, tickets=(asked,), team_id=office.orders))
    office.small.arrive(mail("2@mail.example", references=("1@mail.example",)))
    assert (office.of(asked), office.small.ticket(asked).row.messages) == ("Orders", 2)
    assert office.history(asked) == [("Care", "Orders")]


@pytest.mark.parametrize("chosen", [True, False])
def test_what_follows_a_closed_ticket_has_its_team(office: Teams, asked: int, chosen: bool) -> None:
    small = office.small
    team_id = office.orders if chosen else None
    perform(small.desk, SetTeam(agent_id=small.ona, tickets=(asked,), team_id=team_id))
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(asked,), status=Status.CLOSED))
    with small.desk.writing() as session:
        session.connection.execute(update(ticket).values(done_at=session.now - timedelta(days=99)))
    (placed,) = small.arrive(mail("2@mail.example", references=("1@mail.example",)))
    assert placed.ticket_id != asked
    assert office.of(placed.ticket_id) == ("Orders" if chosen else "Care")


def test_a_stranger_who_names_a_ticket_does_not_get_its_team(office: Teams, asked: int) -> None:
    perform(office.small.desk, SetTeam(agent_id=office.small.ona, tickets=(asked,), team_id=office.orders))
    stranger = mail("3@mail.example", sender="eve@mail.example")
    (placed,) = office.small.arrive(replace(stranger, subject=f"[#{asked}] me too"))
    assert links(office.small) == [(placed.ticket_id, asked, "suggested")]
    assert office.of(placed.ticket_id) == "Care"


def test_a_split_keeps_the_team_and_a_merge_the_goals(office: Teams, asked: int) -> None:
    small = office.small
    small.arrive(mail("2@mail.example", references=("1@mail.example",)))
    perform(small.desk, SetTeam(agent_id=small.ona, tickets=(asked,), team_id=office.orders))
    second = small.ticket(asked).messages[-1].id
    made = perform(small.desk, MoveMessages(agent_id=small.ona, ticket_id=asked, messages=(second,)))
    assert made is not None
    assert office.of(made) == "Orders"
    (other,) = small.arrive(mail("5@mail.example"))
    perform(small.desk, MoveMessages(agent_id=small.ona, ticket_id=made, to_ticket=other.ticket_id))
    assert office.of(other.ticket_id) == "Care"
    assert small.desk.read(problems) == []


@pytest.mark.parametrize(
    ("ticket_has", "goal_has", "then"),
    [("Care", "Orders", "Orders"), ("Care", "", "Care"), ("Third", "Orders", "Third"), ("", "Orders", "")],
)
def test_the_team_goes_along_to_another_mailbox_unless_it_was_chosen(
    office: Teams, asked: int, ticket_has: str, goal_has: str, then: str
) -> None:
    small = office.small
    ids = {"Care": office.care, "Orders": office.orders, "Third": office.make("Third"), "": None}
    perform(small.desk, SetTeam(agent_id=small.ona, tickets=(asked,), team_id=ids[ticket_has]))
    office.give(small.billing, ids[goal_has])
    command = MoveToMailbox(agent_id=small.ona, tickets=(asked,), mailbox_id=small.billing)
    perform(small.desk, command)
    assert (office.of(asked), small.ticket(asked).row.mailbox) == (then, "Billing")
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert (office.of(asked), small.ticket(asked).row.mailbox) == (ticket_has, "Support")


@pytest.mark.parametrize("successor", ["Orders", ""])
def test_a_removed_team_hands_on_all_that_it_has(office: Teams, asked: int, successor: str) -> None:
    small = office.small
    (solved,) = small.arrive(mail("2@mail.example"))
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(solved.ticket_id,), status=Status.CLOSED))
    assert (office.count(office.care), small.desk.read(holdings, office.care).tickets) == (1, 2)
    last = small.desk.read(changes.latest)
    office.remove(office.care, office.orders if successor else None)
    for number in (asked, solved.ticket_id):
        assert office.of(number) == successor
        assert office.history(number) == [("Care", successor)], "the history goes on naming it"
    assert small.desk.read(changes.since, last).tickets() == {asked, solved.ticket_id}
    assert office.count(office.orders) == (1 if successor else 0)
    assert office.box(small.support).team_id == (office.orders if successor else None)
    assert [row.name for row in small.desk.read(teams.rows)] == ["Orders"]
    assert small.desk.read(problems) == []
    (placed,) = small.arrive(mail("3@mail.example"))
    assert office.of(placed.ticket_id) == successor
    again = office.make("Care")
    assert again != office.care, "its name is free"
    assert office.history(asked) == [("Care", successor)]


def test_nothing_can_be_given_to_a_team_that_is_no_more(office: Teams, asked: int) -> None:
    small = office.small
    taken_away = SetTeam(agent_id=small.ona, tickets=(asked,), team_id=office.orders)
    perform(small.desk, taken_away)
    version = office.row(office.care).version
    office.remove(office.care)
    for refused in (
        SetTeam(agent_id=small.ona, tickets=(asked,), team_id=office.care),
        UndoDeed(agent_id=small.ona, undo=taken_away.deed),
        RemoveTeam(agent_id=small.ona, id=office.orders, successor_id=office.care, version=1),
        RemoveTeam(agent_id=small.ona, id=office.care, successor_id=None, version=version + 1),
    ):
        with pytest.raises(Mistake) as told:
            perform(small.desk, refused)
        assert told.value.code == "team.missing"
    with pytest.raises(Mistake, match="team"):
        office.give(small.billing, office.care)
    assert office.of(asked) == "Orders"


def test_a_team_is_no_successor_of_itself(office: Teams) -> None:
    with pytest.raises(Mistake):
        office.remove(office.care, office.care)
    assert office.row(office.care).name == "Care"
