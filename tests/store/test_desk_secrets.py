"""Secrets of several desks on one computer: each desk has its own, and what an earlier Deskbell kept without the desk's name is lost to nobody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from deskbell.model.errors import Trouble
from deskbell.model.places import JOINED, Places, joined
from deskbell.store import secrets
from deskbell.store.carry.backup import make_backup
from deskbell.store.carry.restore import restore_backup
from deskbell.store.desk import Desk
from deskbell.store.desk_secrets import DeskSecrets, forget_mailboxes, forget_office
from deskbell.store.opening import open_desk
from deskbell.store.queries.identity import establish
from deskbell.store.rights.join import remember
from deskbell.store.secrets import Secrets

NAMES = ("mailbox/1/imap", "mailbox/1/smtp", "mailbox/12/tokens", "setting/oauth.google.secret")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def of(data: Path) -> Callable[[Desk], DeskSecrets]:
    """Call it for the secrets of a desk on this computer, as a program has them that was started with the desk's address."""
    return lambda desk: DeskSecrets(Places(data, address_of(desk)), desk)


@pytest.fixture
def here(desk: Desk) -> Desk:
    desk.transact(establish)
    return desk


@pytest.fixture
def there(tmp_path: Path, schema_at: Callable[[Path], None]) -> Iterator[Desk]:
    """Another desk."""
    schema_at(tmp_path / "there")
    with closing(open_desk(f"sqlite:///{tmp_path / 'there' / 'desk.db'}")) as desk:
        yield desk


def address_of(desk: Desk) -> str:
    return desk.url.render_as_string(hide_password=False)


def id_of(desk: Desk) -> str:
    return desk.transact(establish).desk_id


def test_two_desks_side_by_side(here: Desk, there: Desk, of: Callable[[Desk], DeskSecrets]) -> None:
    mine, others = of(here), of(there)
    for name in NAMES:
        mine.put(name, f"mine: {name}")
        assert others.get(name) is None, "no server is given the password of another one"
        others.put(name, f"others': {name}")
    assert [of(here).get(name) for name in NAMES] == [f"mine: {name}" for name in NAMES]
    assert [of(there).get(name) for name in NAMES] == [f"others': {name}" for name in NAMES]
    for name in NAMES:
        mine.forget(name)
        assert (mine.get(name), others.get(name)) == (None, f"others': {name}")


def test_what_an_earlier_deskbell_kept_is_taken_over(here: Desk, data: Path, of: Callable[[Desk], DeskSecrets]) -> None:
    for name in NAMES:
        Secrets(data).put(name, f"old: {name}")
    assert [of(here).get(name) for name in NAMES] == [f"old: {name}" for name in NAMES]
    assert Secrets(data).names() == {f"desk/{id_of(here)}/{name}" for name in NAMES}
    assert [of(here).get(name) for name in NAMES] == [f"old: {name}" for name in NAMES]


@pytest.mark.parametrize("value", ["new", None])
def test_what_is_changed_or_forgotten_before_it_was_asked_for_does_not_come_back(
    here: Desk, there: Desk, data: Path, of: Callable[[Desk], DeskSecrets], value: str | None
) -> None:
    Secrets(data).put("mailbox/1/imap", "old")
    if value is None:
        of(here).forget("mailbox/1/imap")
    else:
        of(here).put("mailbox/1/imap", value)
    assert of(here).get("mailbox/1/imap") == value
    assert of(there).get("mailbox/1/imap") is None


def test_what_one_desk_took_over_the_other_is_asked_for(
    here: Desk, there: Desk, data: Path, of: Callable[[Desk], DeskSecrets]
) -> None:
    """Of two that were used from one folder it cannot be known whose a password was. Nobody's is lost where their mailboxes have other numbers."""
    Secrets(data).put("mailbox/1/imap", "of the first")
    Secrets(data).put("mailbox/2/imap", "of the second")
    assert of(here).get("mailbox/1/imap") == "of the first"
    assert of(there).get("mailbox/1/imap") is None
    assert of(there).get("mailbox/2/imap") == "of the second"
    of(there).put("mailbox/1/imap", "typed anew")
    assert of(here).get("mailbox/1/imap") == "of the first"


def test_programs_that_take_over_at_once_lose_nothing(
    here: Desk, data: Path, of: Callable[[Desk], DeskSecrets]
) -> None:
    """A window and its worker."""
    for name in NAMES:
        Secrets(data).put(name, f"old: {name}")
    programs = [of(here) for _ in range(6)]
    with ThreadPoolExecutor(len(programs)) as pool:
        found = list(pool.map(lambda one: [one.get(name) for name in NAMES], programs))
    assert found == [[f"old: {name}" for name in NAMES]] * len(programs)


def test_where_nothing_can_be_written_the_old_one_still_serves(
    here: Desk, data: Path, of: Callable[[Desk], DeskSecrets], monkeypatch: pytest.MonkeyPatch
) -> None:
    Secrets(data).put("mailbox/1/imap", "old")

    def full(*_: object) -> None:
        raise Trouble("db.full", path=data, detail="")

    monkeypatch.setattr(secrets, "replace_file", full)
    assert of(here).get("mailbox/1/imap") == "old"
    monkeypatch.undo()
    assert of(here).get("mailbox/1/imap") == "old"
    assert Secrets(data).names() == {f"desk/{id_of(here)}/mailbox/1/imap"}


def test_a_desk_that_was_restored_is_the_same_and_another_is_not(
    here: Desk, there: Desk, tmp_path: Path, of: Callable[[Desk], DeskSecrets]
) -> None:
    of(here).put("mailbox/1/imap", "mine")
    for desk, name, expected in ((here, "same", "mine"), (there, "another", None)):
        make_backup(desk, tmp_path / f"{name}.backup", lambda course: None)
        address = f"sqlite:///{tmp_path / name / 'desk.db'}"
        restore_backup(tmp_path / f"{name}.backup", address, lambda course: None)
        with closing(open_desk(address)) as restored:
            assert of(restored).get("mailbox/1/imap") == expected


@pytest.mark.servers
@pytest.mark.parametrize("desk", ["postgresql"], indirect=True)
def test_an_office_is_forgotten_with_its_desk(
    here: Desk, there: Desk, data: Path, of: Callable[[Desk], DeskSecrets]
) -> None:
    of(there).put("mailbox/1/imap", "own")
    # Before the desk was carried there and became an office it was this computer's, and is the same desk.
    of(here).put("mailbox/2/imap", "from before")
    address = remember(here.url, data)
    assert joined(data) == address
    office = DeskSecrets(Places.at(data), here)
    assert office.get("mailbox/1/imap") is None
    assert office.get("mailbox/2/imap") == "from before"
    office.put("mailbox/1/imap", "the office's")
    assert of(there).get("mailbox/1/imap") == "own"
    forget_office(Secrets(data))
    (data / JOINED).unlink()
    assert Secrets(data).names() == {f"desk/{id_of(there)}/mailbox/1/imap"}
    assert of(there).get("mailbox/1/imap") == "own"


@pytest.mark.servers
@pytest.mark.parametrize("desk", ["postgresql"], indirect=True)
def test_another_office_leaves_nothing_of_the_first(
    here: Desk, there: Desk, data: Path, of: Callable[[Desk], DeskSecrets]
) -> None:
    of(there).put("mailbox/1/imap", "own")
    remember(here.url, data)
    DeskSecrets(Places.at(data), here).put("mailbox/1/imap", "the first office's")
    forget_mailboxes(Secrets(data))
    assert Secrets(data).names() == {f"desk/{id_of(there)}/mailbox/1/imap"}
