"""Client secrets that an older Deskbell kept in the database: they move among the secrets of this computer, and nothing of them is left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from deskbell.actions.dispatch import perform
from deskbell.actions.take_out_secrets import take_out_secrets
from deskbell.model.commands import SaveSettings
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.places import Places
from deskbell.model.settings import Settings
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries import settings
from deskbell.store.secret_settings import completed, keep_settings, kept_settings
from deskbell.store.secrets import Secrets
from deskbell.store.tables import setting

GOOGLE, OWN = "oauth.google_client_secret", "oauth.own_client_secret"
OLD = {GOOGLE: "GOCSPX-of-the-old-desk", OWN: "keycloak-of-the-old-desk", "oauth.google_client_id": "1234.apps"}


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskbell.store.secrets._keyring_works", lambda: False)


@pytest.fixture
def old_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk as an older Deskbell left it."""
    desk = open_desk(Places.at(tmp_path).database)
    rows = [{"key": key, "owner": settings.DESK, "value": value} for key, value in OLD.items()]
    desk.transact(lambda session: session.connection.execute(insert(setting), rows))
    yield desk
    desk.close()


def in_database(desk: Desk) -> dict[str, object]:
    return dict(desk.read(lambda session: session.connection.execute(select(setting.c.key, setting.c.value)).all()))


def test_moved_and_nothing_is_left_in_the_file(
    old_desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = Secrets(tmp_path / "secrets")
    take_out_secrets(old_desk, secrets)
    take_out_secrets(old_desk, secrets)
    assert in_database(old_desk) == {"oauth.google_client_id": "1234.apps"}
    assert kept_settings(secrets) == {GOOGLE, OWN}
    whole = completed(old_desk.read(settings.read, settings.DESK), secrets)
    assert {key: whole.text(key) for key in OLD} == OLD
    old_desk.close()
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert b"of-the-old-desk" not in file.read_bytes(), file
    assert "of-the-old-desk" not in caplog.text


def test_what_was_given_since_stays(old_desk: Desk, tmp_path: Path) -> None:
    secrets = Secrets(tmp_path / "secrets")
    keep_settings(secrets, {GOOGLE: "newer"})
    take_out_secrets(old_desk, secrets)
    assert completed(settings_of(old_desk), secrets).text(GOOGLE) == "newer"
    assert GOOGLE not in in_database(old_desk)


def test_nothing_is_blanked_before_it_is_kept(old_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("a file where the folder should be")
    with pytest.raises(Trouble):
        take_out_secrets(old_desk, Secrets(tmp_path / "secrets"))
    assert in_database(old_desk) == OLD


@pytest.mark.parametrize("key", [GOOGLE, OWN])
def test_the_database_takes_no_secret(old_desk: Desk, key: str) -> None:
    with pytest.raises(Mistake) as refused:
        perform(old_desk, SaveSettings(agent_id=None, values=((key, "typed"),)))
    assert "typed" not in repr(refused.value.values)
    assert not settings_of(old_desk).text(key)


def settings_of(desk: Desk) -> Settings:
    return desk.read(settings.read, settings.DESK)
