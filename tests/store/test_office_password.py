"""The password of an office: sealed with those of the mailboxes, also one that lay in the clear, and never in an address that can be seen."""

import json
from pathlib import Path

import pytest
from sqlalchemy import make_url

from deskbell.model.errors import Trouble
from deskbell.model.places import JOINED, Places
from deskbell.store.engine import open_engine
from deskbell.store.office_password import folder_of, keep, password_of, with_folder, without_folder
from deskbell.store.secrets import Secrets
from deskbell.store.whereabouts import Whereabouts, whereabouts

OFFICE = make_url("postgresql://rasa@desk.example:5433/desk?sslmode=verify-full")


def test_what_is_kept_is_got_and_lies_nowhere_in_the_clear(tmp_path: Path) -> None:
    keep(Secrets(tmp_path), "rasa", "open sesame")
    assert password_of(Secrets(tmp_path), "rasa") == "open sesame"
    assert "sesame" not in "".join(one.read_text("utf-8") for one in tmp_path.iterdir())
    with pytest.raises(Trouble) as none:
        password_of(Secrets(tmp_path), "tomas")
    assert (none.value.code, "{" in str(none.value)) == ("office.password", False)


def test_the_address_names_the_folder_and_the_server_never_hears_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "a folder & more"
    address = with_folder(OFFICE, folder)
    again = make_url(address.render_as_string())
    assert folder_of(again) == folder
    assert without_folder(again) == OFFICE
    assert whereabouts(str(again)) == Whereabouts(True, "desk.example:5433", "desk", "rasa", True)
    assert not whereabouts(str(OFFICE)).password_here
    engine = open_engine(address.render_as_string())
    assert str(folder) not in str(engine.url)
    own = OFFICE.update_query_dict({"passfile": "/home/rasa/.pgpass"})
    assert (folder_of(own), without_folder(own)) == (None, own)


@pytest.fixture
def old(tmp_path: Path) -> Places:
    """A computer that has joined with an earlier Deskbell."""
    (tmp_path / "office.pgpass").write_text("*:*:*:rasa:open-sesame_1\n", "utf-8")
    address = OFFICE.update_query_dict({"passfile": str(tmp_path / "office.pgpass")})
    (tmp_path / JOINED).write_text(json.dumps({"address": address.render_as_string()}), "utf-8")
    return Places.at(tmp_path)


def test_one_in_the_clear_is_sealed_when_it_is_first_used(old: Places) -> None:
    before = make_url(old.database)
    assert folder_of(before) == old.data
    assert password_of(Secrets(old.data), "rasa") == "open-sesame_1"
    assert not (old.data / "office.pgpass").exists()
    now = make_url(Places.at(old.data).database)
    assert (now, folder_of(now)) == (with_folder(OFFICE, old.data), old.data)
    # A worker that was started with the address of before comes in, too.
    assert without_folder(before) == without_folder(now) == OFFICE
    assert password_of(Secrets(old.data), "rasa") == "open-sesame_1"


def test_one_in_the_clear_serves_where_it_cannot_be_sealed(old: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Trouble("secrets.locked")

    monkeypatch.setattr(Secrets, "put", refuse)
    assert password_of(Secrets(old.data), "rasa") == "open-sesame_1"
    assert (old.data / "office.pgpass").exists()
    monkeypatch.undo()
    (old.data / JOINED).write_text("{", "utf-8")
    assert password_of(Secrets(old.data), "rasa") == "open-sesame_1"
    assert not (old.data / "office.pgpass").exists()


@pytest.mark.parametrize("words", ["", "x", "*:*:*:tomas:other"])
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, words: str) -> None:
    (tmp_path / "office.pgpass").write_text(words, "utf-8")
    kept = Secrets(tmp_path)
    kept.put("office/rasa", "kept")
    assert password_of(kept, "rasa") == "kept"
    assert (tmp_path / "office.pgpass").read_text("utf-8") == words
