"""Passwords of profiles: kept as nothing that gives them away, and asked for by whoever may."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.actions.set_password import derived
from deskbell.model.commands import SaveAgent, SaveSettings, SetPassword
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.store import profiles
from deskbell.store.tables import profile_password

WORD = "Ąžuolas 退款"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a password costs to try is no matter here."""
    monkeypatch.setattr(profiles, "_COST", 2)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (WORD, True),
        (unicodedata.normalize("NFD", WORD), True),
        (WORD.upper(), False),
        (f"{WORD} ", False),
        ("", False),
    ],
    ids=["the same", "as another keyboard gives it", "in capitals", "with a space", "nothing"],
)
def test_what_opens(typed: str, right: bool) -> None:
    assert profiles.opens(typed, profiles.seal(WORD)) is right


def test_the_same_password_is_never_kept_alike() -> None:
    assert profiles.seal(WORD) != profiles.seal(WORD)
    assert WORD not in profiles.seal(WORD)


def test_what_was_sealed_at_another_cost_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = profiles.seal(WORD)
    monkeypatch.setattr(profiles, "_COST", 4)
    assert profiles.opens(WORD, sealed)


def test_a_password_is_costly_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """As OWASP's Password Storage Cheat Sheet has it for scrypt."""
    monkeypatch.undo()
    assert profiles.seal(WORD).split("$")[:4] == ["scrypt", str(2**15), "8", "3"]


def test_no_command_says_its_password() -> None:
    assert WORD not in repr(SetPassword(agent_id=1, id=1, password=WORD, known=WORD))


def refusal(small: SmallDesk, **values: object) -> str:
    try:
        perform(small.desk, SetPassword(**values))
    except Mistake as mistake:
        return mistake.code
    return ""


def opens(small: SmallDesk, who: int, password: str) -> bool:
    return small.desk.read(profiles.knows, who, password)


def test_a_password_is_set_changed_and_removed_by_whoever_knows_it(small: SmallDesk) -> None:
    me = {"agent_id": small.ona, "id": small.ona}
    assert opens(small, small.ona, "anything")
    assert refusal(small, **me, password=WORD) == ""
    assert small.desk.read(profiles.locked) == {small.ona}
    assert (opens(small, small.ona, WORD), opens(small, small.ona, "anything")) == (True, False)
    for known in ("", "wrong"):
        assert refusal(small, **me, password="2", known=known) == "profile.wrong"
        assert refusal(small, **me, password="", known=known) == "profile.wrong"
    assert opens(small, small.ona, WORD)
    assert refusal(small, **me, password="2", known=WORD) == ""
    assert (opens(small, small.ona, WORD), opens(small, small.ona, "2")) == (False, True)
    assert refusal(small, **me, password="", known="2") == ""
    assert small.desk.read(profiles.locked) == frozenset()


def test_others_write_while_a_password_is_sealed_and_tried(small: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has one writer at a time, and either takes a third of a second."""
    costs: list[str] = []
    real = profiles._key

    def key(password: str, *how: object) -> bytes:
        with ThreadPoolExecutor(1) as other:
            # Whoever had to wait for us would never come through.
            other.submit(perform, small.desk, SaveSettings(agent_id=None, owner=0, values=())).result(timeout=10)
        costs.append(password)
        return real(password, *how)

    monkeypatch.setattr(profiles, "_key", key)
    me = {"agent_id": small.ona, "id": small.ona}
    assert refusal(small, **me, password=WORD) == ""
    assert refusal(small, **me, password="2", known="wrong") == "profile.wrong"
    assert refusal(small, **me, password="2", known=WORD) == ""
    assert costs == [WORD, "wrong", "2", WORD, "2"]


def test_a_password_that_came_in_between_has_to_be_known_too(small: SmallDesk) -> None:
    me = {"agent_id": small.ona, "id": small.ona}
    late = SetPassword(**me, password="late")
    verb = derived(small.desk, late)
    assert refusal(small, **me, password=WORD) == ""
    with pytest.raises(Mistake) as refused:
        small.desk.transact(lambda session: verb(session, late))
    assert refused.value.code == "profile.wrong"
    assert opens(small, small.ona, WORD)


def test_others_take_one_away_and_give_none(small: SmallDesk) -> None:
    rasa = perform(
        small.desk, SaveAgent(agent_id=small.ona, id=0, name="Rasa", email="rasa@desk.example", role=Role.MANAGER)
    )
    perform(small.desk, SetPassword(agent_id=small.tomas, id=small.tomas, password=WORD))
    assert refusal(small, agent_id=rasa, id=small.tomas, password="") == "rights.admin"
    assert refusal(small, agent_id=rasa, id=rasa, password="own") == ""
    assert refusal(small, agent_id=small.ona, id=small.tomas, password="mine") == "profile.others"
    assert small.desk.read(profiles.locked) == {small.tomas, rasa}
    assert refusal(small, agent_id=small.ona, id=small.tomas, password="") == ""
    assert small.desk.read(profiles.locked) == {rasa}
    with small.desk.reading() as session:
        kept = session.connection.execute(select(profile_password.c.sealed)).scalar_one()
    assert "own" not in kept
