"""A computer that has joined an office, and leaves it: whose passwords are kept there meanwhile, and what it opens."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent
from deskbell.model.errors import DeskError
from deskbell.model.places import JOINED, Places, own_desk
from deskbell.store.desk import Desk
from deskbell.store.desk_secrets import DeskSecrets
from deskbell.store.opening import open_desk
from deskbell.store.queries.identity import establish
from deskbell.store.rights.invite import Invitation, invite
from deskbell.store.rights.join import AUTHORITY, join_office
from deskbell.store.rights.leave import leave_office
from deskbell.store.secrets import Secrets
from office import as_login
from servers.postgres import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def invitation(empty_office: str, postgres: Postgres) -> Iterator[Invitation]:
    with closing(Desk.open(empty_office)) as whole:
        perform(whole, SaveAgent(agent_id=None, id=0, name="Rasa", email="rasa@desk.example"))
    with closing(as_login(empty_office, "chief")) as desk:
        yield invite(desk, "rasa@desk.example")
    with postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS rasa")


@pytest.fixture
def own(tmp_path: Path) -> Secrets:
    """Of a computer with a desk of its own, whose first mailbox has a password here: as an earlier Deskbell kept it, without the desk's name."""
    secrets = Secrets(tmp_path)
    secrets.put("mailbox/1/imap", "own")
    secrets.put("setting/oauth.google.secret", "own")
    return secrets


def test_no_server_is_given_the_password_of_another(invitation: Invitation, own: Secrets, tmp_path: Path) -> None:
    """What mailboxes log in with was kept by their numbers, and both desks have a first one."""
    join_office(invitation, tmp_path)
    assert own.get("mailbox/1/imap") is None
    assert own.get("setting/oauth.google.secret") is None
    own.put("mailbox/1/imap", "the office's")
    join_office(invitation, tmp_path)
    assert own.get("mailbox/1/imap") == "the office's", "it is the same office"
    own.put("mailbox/1/imap", "the office's")
    assert leave_office(tmp_path) == own_desk(tmp_path)
    assert own.get("mailbox/1/imap") == "own"
    assert own.names() == {"mailbox/1/imap", "setting/oauth.google.secret"}


def test_another_office_does_not_get_them_either(
    invitation: Invitation, own: Secrets, tmp_path: Path, postgres: Postgres
) -> None:
    join_office(invitation, tmp_path)
    own.put("mailbox/1/imap", "the office's")
    # To this computer a server by another name is another one.
    other = invitation.address.replace(f"@{postgres.host}", "@localhost").replace(f"//{postgres.host}", "//localhost")
    assert other != invitation.address
    join_office(replace(invitation, address=other), tmp_path)
    assert own.get("mailbox/1/imap") is None
    leave_office(tmp_path)
    assert own.get("mailbox/1/imap") == "own"


def test_the_way_is_forgotten(invitation: Invitation, tmp_path: Path) -> None:
    address = join_office(invitation, tmp_path)
    assert Places.at(tmp_path).database == address
    (tmp_path / AUTHORITY).write_text("-----BEGIN", "ascii")
    assert leave_office(tmp_path) == own_desk(tmp_path) == Places.at(tmp_path).database
    assert not (tmp_path / JOINED).exists()
    assert not (tmp_path / AUTHORITY).exists()
    with pytest.raises(DeskError) as refused, closing(Desk.open(address)) as desk:
        desk.read(lambda session: session.now)
    assert refused.value.code == "office.password"
    assert leave_office(tmp_path) == own_desk(tmp_path), "there is nothing to leave any more"


def test_what_has_the_name_of_its_desk_stays_beside_the_offices(
    invitation: Invitation, empty_office: str, schema_at: Callable[[Path], None], tmp_path: Path
) -> None:
    schema_at(tmp_path)
    here = Places.at(tmp_path)
    with closing(Desk.open(empty_office)) as whole:
        whole.transact(establish)
    with closing(open_desk(here.database)) as desk:
        own = DeskSecrets(here, desk)
        own.put("mailbox/1/imap", "own")
        join_office(invitation, tmp_path)
        office_place = Places.at(tmp_path)
        with closing(open_desk(office_place.database, make=False)) as office:
            theirs = DeskSecrets(office_place, office)
            assert theirs.get("mailbox/1/imap") is None
            theirs.put("mailbox/1/imap", "the office's")
        assert own.get("mailbox/1/imap") == "own"
        leave_office(tmp_path)
        assert own.get("mailbox/1/imap") == "own"
    assert [name.rpartition("/mailbox")[2] for name in Secrets(tmp_path).names()] == ["/1/imap"]
