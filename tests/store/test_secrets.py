"""Secrets: what was put is got, by nobody else, wherever the key lies."""

import base64
import json
import logging
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from deskbell.model.errors import Trouble
from deskbell.store import secrets
from deskbell.store.secrets import Secrets

VALUE = "pässwört 密码 " + "x" * 3000


class Ring(keyring.backend.KeyringBackend):
    """A keyring that holds what the Windows one does, and can be locked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgetful = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked or len(password) > 1280:
            raise keyring.errors.PasswordSetError
        if not self.forgetful:
            self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(params=["keyring", "file"])
def place(request: pytest.FixtureRequest, ring: Ring) -> str:
    ring.locked = request.param == "file"
    where: str = request.param
    return where


def test_put_get_forget(place: str, tmp_path: Path) -> None:
    kept = Secrets(tmp_path)
    assert kept.get("mailbox/1/imap") is None
    kept.forget("mailbox/1/imap")
    kept.put("mailbox/1/imap", VALUE)
    kept.put("mailbox/1/smtp", "")
    kept.put("mailbox/2/imap", "old")
    kept.put("mailbox/2/imap", "new")
    assert kept.where() == place
    for opened in (kept, Secrets(tmp_path)):
        assert opened.get("mailbox/1/imap") == VALUE
        assert opened.get("mailbox/1/smtp") == ""
        assert opened.get("mailbox/2/imap") == "new"
    kept.forget("mailbox/1/imap")
    assert Secrets(tmp_path).get("mailbox/1/imap") is None
    assert Secrets(tmp_path).get("mailbox/2/imap") == "new"


def test_two_processes_see_what_the_other_wrote(place: str, tmp_path: Path) -> None:
    one, two = Secrets(tmp_path), Secrets(tmp_path)
    one.put("a", "1")
    two.put("b", "2")
    assert one.get("b") == "2"
    assert two.get("a") == "1"


def test_two_folders_share_the_key_and_nothing_else(place: str, ring: Ring, tmp_path: Path) -> None:
    """Of two desks on one computer, each with a data folder of its own."""
    one, two = Secrets(tmp_path / "one"), Secrets(tmp_path / "two")
    one.put("mailbox/1/imap", "of the one")
    two.put("mailbox/1/imap", "of the two")
    one.forget("setting/x")
    assert Secrets(tmp_path / "one").get("mailbox/1/imap") == "of the one"
    assert Secrets(tmp_path / "two").get("mailbox/1/imap") == "of the two"
    assert len(ring.kept) == (1 if place == "keyring" else 0)


def test_nothing_readable_lies_about(place: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    kept = Secrets(tmp_path)
    kept.put("name", "correct horse battery staple")
    kept.get("name")
    kept.where()
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["secrets.json"] + ["secrets.key"] * (place == "file") + ["secrets.lock"]
    for path in files:
        assert b"horse" not in path.read_bytes()
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "horse" not in caplog.text
    key = (tmp_path / "secrets.key").read_text() if place == "file" else next(iter(keyring.get_keyring().kept.values()))
    assert len(base64.b64decode(key)) == 32
    assert key not in caplog.text
    assert key not in (tmp_path / "secrets.json").read_text()


def test_the_same_value_never_looks_the_same(place: str, tmp_path: Path) -> None:
    kept = Secrets(tmp_path)
    seen = set()
    for _ in range(5):
        kept.put("name", "value")
        seen.add(json.loads((tmp_path / "secrets.json").read_text())["values"]["name"])
    assert len(seen) == 5


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _exchange(path: Path) -> None:
    found = json.loads(path.read_text())
    found["values"]["a"], found["values"]["b"] = found["values"]["b"], found["values"]["a"]
    path.write_text(json.dumps(found))


def _change_a_byte(path: Path) -> None:
    found = json.loads(path.read_text())
    sealed = bytearray(base64.b64decode(found["values"]["a"]))
    sealed[-1] ^= 1
    found["values"]["a"] = base64.b64encode(sealed).decode()
    path.write_text(json.dumps(found))


def _writes(text: str):
    return lambda path: path.write_text(text)


@pytest.mark.parametrize(
    "damage",
    [
        _truncate,
        _exchange,
        _change_a_byte,
        _writes(""),
        _writes("[]"),
        _writes("{}"),
        _writes("null"),
        _writes('{"key": "moon", "values": {"a": "x"}}'),
        _writes('{"key": "keyring", "values": ["a"]}'),
        _writes('{"key": "keyring", "values": {"a": 7}}'),
        _writes('{"key": "keyring", "values": {"a": "not base64!"}}'),
        _writes('{"key": "keyring", "values": {"a": ""}}'),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
    ],
)
def test_a_damaged_file_is_said_to_be(ring: Ring, tmp_path: Path, damage) -> None:
    kept = Secrets(tmp_path)
    kept.put("a", "1")
    kept.put("b", "2")
    damage(tmp_path / "secrets.json")
    with pytest.raises(Trouble) as trouble:
        Secrets(tmp_path).get("a")
    assert trouble.value.code == "secrets.damaged"
    assert "secrets.json" in str(trouble.value)


def test_a_lost_or_foreign_key_is_said_to_be(place: str, ring: Ring, tmp_path: Path) -> None:
    Secrets(tmp_path).put("a", "1")
    for key in (b"", b"c2hvcnQ=", b"!", base64.b64encode(bytes(32))):
        if place == "keyring":
            ring.kept = {name: key.decode() for name in ring.kept}
        else:
            (tmp_path / "secrets.key").write_bytes(key)
        with pytest.raises(Trouble) as trouble:
            Secrets(tmp_path).get("a")
        assert trouble.value.code == "secrets.damaged"


def test_a_locked_keyring_is_no_reason_for_a_second_key(ring: Ring, tmp_path: Path) -> None:
    Secrets(tmp_path).put("a", "1")
    ring.locked = True
    for use in (lambda kept: kept.get("a"), lambda kept: kept.put("b", "2"), lambda kept: kept.where()):
        with pytest.raises(Trouble) as trouble:
            use(Secrets(tmp_path))
        assert trouble.value.code == "secrets.locked"
    ring.locked = False
    assert Secrets(tmp_path).get("a") == "1"


def test_a_keyring_that_forgets_is_not_trusted(ring: Ring, tmp_path: Path) -> None:
    ring.forgetful = True
    kept = Secrets(tmp_path)
    kept.put("a", "1")
    assert kept.where() == "file"
    assert Secrets(tmp_path).get("a") == "1"


def test_a_key_file_that_others_could_read_is_closed_to_them(ring: Ring, tmp_path: Path) -> None:
    ring.locked = True
    Secrets(tmp_path).put("a", "1")
    (tmp_path / "secrets.key").chmod(0o644)
    assert Secrets(tmp_path).get("a") == "1"
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "secrets.key").stat().st_mode) == 0o600


def test_a_failed_write_leaves_all_as_it_was(ring: Ring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Secrets(tmp_path)
    kept.put("a", "1")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secrets.os, "fsync", full)
    with pytest.raises(Trouble) as trouble:
        kept.put("a", "2")
    assert trouble.value.code == "db.full"
    monkeypatch.undo()
    assert kept.get("a") == "1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secrets.json", "secrets.lock"]


def test_several_programs_at_once_lose_nothing(place: str, tmp_path: Path) -> None:
    """A worker that renews a token and a window that keeps a password have a `Secrets` each."""
    Secrets(tmp_path).put("first", "1")

    def keep(number: int) -> None:
        Secrets(tmp_path).put(f"name {number}", str(number))

    with ThreadPoolExecutor(8) as programs:
        list(programs.map(keep, range(40)))
    kept = Secrets(tmp_path)
    assert [kept.get(f"name {number}") for number in range(40)] == [str(number) for number in range(40)]


def test_some_are_forgotten_and_others_get_another_name_at_once(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Secrets(tmp_path)
    assert kept.names() == frozenset()
    kept.exchange(["a"], {})
    assert not (tmp_path / "secrets.json").exists()
    for name in ("a", "b", "c"):
        kept.put(name, f"value of {name}")
    with monkeypatch.context() as patch:
        patch.setattr(secrets, "replace_file", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            kept.exchange(["a"], {"b": "a"})
    assert kept.get("a") == "value of a"
    kept.exchange(["a", "nothing"], {"b": "a"})
    assert kept.names() == {"a", "c"}
    assert (Secrets(tmp_path).get("a"), Secrets(tmp_path).get("b")) == ("value of b", None)
    assert kept.where() == place
