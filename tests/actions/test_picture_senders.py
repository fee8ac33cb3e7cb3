"""Whose pictures a person always sees: kept for that person alone, and taken back."""

import pytest

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetPictureSenders
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.store.queries import changes, desk_state


def shown(small: SmallDesk, agent: int) -> frozenset[str]:
    return small.desk.read(desk_state.desk_state, agent).picture_senders


def test_an_address_is_kept_for_one_person_and_taken_back(small: SmallDesk) -> None:
    last = small.desk.read(changes.latest)
    put = SetPictureSenders(
        agent_id=small.ona, addresses=("Li@Example.cn", "li@example.cn ", "bo@example.cn"), shown=True
    )
    perform(small.desk, put)
    perform(small.desk, put)
    perform(small.desk, SetPictureSenders(agent_id=small.ona, addresses=("li@example.cn",), shown=True))
    assert shown(small, small.ona) == {"li@example.cn", "bo@example.cn"}
    assert shown(small, small.tomas) == frozenset()
    assert small.desk.read(changes.since, last).of(Entity.SETTING) == {small.ona}
    perform(small.desk, SetPictureSenders(agent_id=small.ona, addresses=("LI@example.cn",), shown=False))
    assert shown(small, small.ona) == {"bo@example.cn"}


def test_no_address_is_a_mistake(small: SmallDesk) -> None:
    with pytest.raises(Mistake, match="mail address"):
        perform(small.desk, SetPictureSenders(agent_id=small.ona, addresses=(" ",), shown=True))
