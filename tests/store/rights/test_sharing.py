"""In an office the database itself lets exactly those read a draft who are asked to, and one at a time write it."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveDraft
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.model.sharing import AskToLook, EndAsking, HandBack, TakeDraft
from deskbell.store.desk import Desk
from deskbell.store.queries import attachments, drafts, shared_drafts
from deskbell.store.queries.identity import establish
from deskbell.store.rights.here import logged_in
from office import as_login
from servers.postgres import Postgres

pytestmark = pytest.mark.servers

REPLY = ReplyKind.REPLY


class Office:
    """The agent has begun an answer with a file; a manager and an administrator have logins too."""

    def __init__(self, address: str, whole: Desk) -> None:
        whole.transact(establish)
        build = Builder(whole)
        build.agent("Agent", "agent@desk.example", login="of_agent", role="agent")
        build.agent("Manager", "manager@desk.example", login="of_manager", role="manager")
        build.agent("Admin", "admin@desk.example", login="of_admin")
        self.whole, self.build, self.ticket = whole, build, build.ticket("Rain")
        self.by = {name: as_login(address, name) for name in ("of_agent", "of_manager", "of_admin")}
        file = OutboundAttachment("a.txt", "text/plain", b"secret")
        self.draft = self.write("of_agent", "Dear", attachments=(file,))

    def me(self, login: str) -> int:
        found = self.by[login].read(logged_in)
        assert found is not None
        return found.agent_id

    def write(self, login: str, text: str, **values: object) -> int:
        command = SaveDraft(
            agent_id=self.me(login),
            ticket_id=self.ticket,
            kind=REPLY,
            mailbox_id=self.build.support,
            text=text,
            **values,
        )
        return perform(self.by[login], command) or 0

    def ask(self, *logins: str) -> None:
        agents = tuple(self.me(login) for login in logins)
        me = self.me("of_agent")
        perform(
            self.by["of_agent"], AskToLook(agent_id=me, ticket_id=self.ticket, kind=REPLY, agents=agents, text="Look")
        )

    def texts(self, login: str) -> list[str]:
        """Of all drafts that the database lets somebody read."""
        with self.by[login].reading() as session:
            return list(session.connection.exec_driver_sql("SELECT text FROM draft ORDER BY id").scalars())

    def files(self, login: str) -> int:
        with self.by[login].reading() as session:
            query = "SELECT count(*) FROM attachment a JOIN blob_chunk c ON c.blob_id = a.blob_id WHERE draft_id IS NOT NULL"
            return int(session.connection.exec_driver_sql(query).scalar_one())


@pytest.fixture
def office(empty_office: str) -> Iterator[Office]:
    with closing(Desk.open(empty_office)) as whole:
        made = Office(empty_office, whole)
        yield made
        for desk in made.by.values():
            desk.close()


def test_those_who_are_asked_read_it_with_its_files(office: Office) -> None:
    assert [office.texts(login) for login in office.by] == [["Dear"], [], []]
    office.ask("of_manager")
    assert [office.texts(login) for login in office.by] == [["Dear"], ["Dear"], []]
    assert [office.files(login) for login in office.by] == [1, 1, 0]
    perform(office.by["of_agent"], EndAsking(agent_id=office.me("of_agent"), draft_id=office.draft))
    assert [office.texts(login) for login in office.by] == [["Dear"], [], []]
    assert [office.files(login) for login in office.by] == [1, 0, 0]


def test_taken_over_changed_and_handed_back(office: Office) -> None:
    office.ask("of_manager", "of_admin")
    manager, me = office.by["of_manager"], office.me("of_manager")
    perform(manager, TakeDraft(agent_id=me, draft_id=office.draft))
    (his,) = manager.read(drafts.of_ticket, me, office.ticket)
    office.write("of_manager", "Dear Anna", kept_attachments=tuple(file.id for file in his.attachments))
    (found,) = office.by["of_agent"].read(shared_drafts.of_ticket, office.me("of_agent"), office.ticket)
    assert (found.holder, found.before, found.text) == ("Manager", "Dear", "Dear Anna")
    with pytest.raises(Mistake, match="Manager is writing it"):
        perform(office.by["of_admin"], TakeDraft(agent_id=office.me("of_admin"), draft_id=office.draft))
    # The agent's window had not heard of it: what it keeps is another draft, which the manager does not see.
    office.write("of_agent", "Dear A")
    assert office.texts("of_manager") == ["Dear Anna"]
    back = HandBack(agent_id=me, draft_id=office.draft, text="Done")
    with pytest.raises(Mistake, match="Agent has begun another"):
        perform(manager, back)
    with office.whole.writing() as session:
        session.connection.exec_driver_sql("DELETE FROM draft WHERE text = 'Dear A'")
    perform(manager, back)
    (hers,) = office.by["of_agent"].read(drafts.of_ticket, office.me("of_agent"), office.ticket)
    assert (hers.text, [file.name for file in hers.attachments]) == ("Dear Anna", ["a.txt"])
    assert office.by["of_agent"].read(attachments.content, hers.attachments[0].id)[1] == b"secret"


def test_who_does_not_see_the_ticket_does_not_see_its_draft(office: Office) -> None:
    """Only managers do, once its mailbox is nobody's team's."""
    asked = office.build.agent("Other", "other@desk.example", role="agent")
    agents, me = (asked, office.me("of_manager")), office.me("of_agent")
    ask = AskToLook(agent_id=me, ticket_id=office.ticket, kind=REPLY, agents=agents, text="Look")
    perform(office.by["of_agent"], ask)
    with office.whole.writing() as session:
        ask_as = session.connection.exec_driver_sql
        ask_as("UPDATE agent SET login = NULL WHERE login = 'of_agent'")
        ask_as("UPDATE agent SET login = 'of_agent' WHERE id = %s", (asked,))
    assert office.texts("of_agent") == ["Dear"]
    with office.whole.writing() as session:
        session.connection.exec_driver_sql("UPDATE mailbox SET restricted = true")
    assert [office.texts(login) for login in ("of_agent", "of_manager")] == [[], ["Dear"]]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE draft SET agent_id = deskbell_me()",
        "UPDATE draft SET text = 'x'",
        "DELETE FROM draft",
        "DELETE FROM draft_reader",
    ],
)
def test_bare_sql_of_somebody_who_is_not_asked_does_nothing(office: Office, postgres: Postgres, statement: str) -> None:
    office.ask("of_manager")
    with office.by["of_admin"].writing() as session:
        assert session.connection.exec_driver_sql(statement).rowcount == 0
    with postgres.connect(office.by["of_admin"].url.database, "of_admin") as bare:
        insert = "INSERT INTO draft_reader VALUES (%s, deskbell_me(), deskbell_me())"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            bare.execute(insert, (office.draft,))
