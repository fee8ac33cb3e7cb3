"""Saved views on both engines: whose they are, what they find, how they are counted."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Entity
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import RemoveView, SavedView, SaveView
from deskbell.model.teams import RemoveTeam, SaveTeam
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import changes, ticket_list, views


def save(desk: Desk, agent_id: int, **values: object) -> int:
    made = SaveView(agent_id=agent_id, id=0, owner_id=None, name="Late", query="tag:late")
    return perform(desk, replace(made, **values)) or 0


def seen(desk: Desk, agent_id: int) -> dict[int, SavedView]:
    return {row.saved.id: row.saved for row in rows(desk, agent_id) if row.saved is not None}


def rows(desk: Desk, agent_id: int) -> tuple[ViewRow, ...]:
    return desk.read(views.view_rows, agent_id)


@pytest.fixture
def rasa(small: SmallDesk) -> int:
    """An agent who manages nothing."""
    return perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name="Rasa", email="rasa@desk.example")) or 0


@pytest.fixture
def team(small: SmallDesk) -> Callable[..., int]:
    def make(name: str, *members: int) -> int:
        command = SaveTeam(agent_id=small.ona, id=0, name=name, members=frozenset(members))
        return perform(small.desk, command) or 0

    return make


def test_it_is_kept_whole_and_changed(small: SmallDesk) -> None:
    desk, ona = small.desk, small.ona
    made = save(desk, ona, owner_id=ona, name=" Late  parcels ", query=" tag:late \n is:open ", sort=Sort.OLDEST)
    view = SavedView(made, ona, None, "Late parcels", "tag:late is:open", Sort.OLDEST, 1)
    assert seen(desk, ona) == {made: view}
    save(desk, ona, id=made, owner_id=ona, name="Lost", query="lost", version=1, columns="number:60 subject:0")
    assert seen(desk, ona) == {made: SavedView(made, ona, None, "Lost", "lost", Sort.LATEST, 2, "number:60 subject:0")}


def test_its_columns_go_as_they_came(small: SmallDesk) -> None:
    desk, ona = small.desk, small.ona
    made = save(desk, ona, owner_id=ona, name="Late", query="tag:late", columns="subject:0 mood:7")
    assert seen(desk, ona)[made].columns == "subject:0 mood:7", "what only a newer program knows is kept"
    save(desk, ona, id=made, owner_id=ona, name="Late", query="tag:late", version=1)
    assert not seen(desk, ona)[made].columns


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "name.empty"),
        ({"query": "tag:"}, "view.empty"),
        ({"id": 99}, "view.missing"),
        ({"owner_id": 99}, "view.own"),
        ({"team_id": 99}, "team.missing"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_told(small: SmallDesk, values: dict[str, object], code: str) -> None:
    with pytest.raises(Mistake) as refused:
        save(small.desk, small.ona, **values)
    assert refused.value.code == code
    assert seen(small.desk, small.ona) == {}


def test_who_sees_which(small: SmallDesk, rasa: int, team: Callable[..., int]) -> None:
    desk, ona = small.desk, small.ona
    mine, theirs = team("Mine", rasa), team("Theirs", small.tomas)
    made = {
        "everybody's": save(desk, ona),
        "her own": save(desk, rasa, owner_id=rasa),
        "somebody's": save(desk, ona, owner_id=ona),
        "her team's": save(desk, ona, team_id=mine),
        "another team's": save(desk, ona, team_id=theirs),
    }
    assert seen(desk, rasa).keys() == {made[name] for name in ("everybody's", "her own", "her team's")}
    managed = made.keys() - {"her own"}
    assert seen(desk, ona).keys() == {made[name] for name in managed}, "who manages sees those of all teams"
    for name in ("somebody's", "another team's"):
        assert desk.read(ticket_list.page, View(ViewKind.SAVED, made[name]), Sort.LATEST, rasa).rows == ()
        with pytest.raises(Mistake) as refused:
            save(desk, rasa, id=made[name], owner_id=rasa, version=1)
        assert refused.value.code == "view.missing"


def test_an_agent_changes_their_own_and_no_shared_one(small: SmallDesk, rasa: int) -> None:
    desk = small.desk
    shared, own = save(desk, small.ona), save(desk, rasa, owner_id=rasa)
    for owner in (None, rasa):
        with pytest.raises(Mistake) as refused:
            save(desk, rasa, id=shared, owner_id=owner, version=1)
        assert refused.value.code == "rights.manager"
    with pytest.raises(Mistake) as refused:
        perform(desk, RemoveView(agent_id=rasa, id=shared, owner_id=rasa, version=1))
    assert refused.value.code == "view.missing"
    with pytest.raises(Conflict):
        perform(desk, RemoveView(agent_id=rasa, id=own, owner_id=rasa, version=2))
    perform(desk, RemoveView(agent_id=rasa, id=own, owner_id=rasa, version=1))
    assert list(seen(desk, rasa)) == [shared]


def test_a_manager_shares_their_own_and_hands_it_to_a_team(small: SmallDesk, team: Callable[..., int]) -> None:
    desk, ona = small.desk, small.ona
    made, parcels = save(desk, ona, owner_id=ona), team("Parcels")
    save(desk, ona, id=made, team_id=parcels, version=1)
    assert made not in seen(desk, perform(desk, SaveAgent(agent_id=ona, id=0, name="R", email="r@desk.example")) or 0)
    save(desk, ona, id=made, version=2)
    assert seen(desk, small.tomas)[made].team_id is None
    save(desk, ona, id=made, owner_id=ona, version=3)
    assert made not in seen(desk, small.tomas), "and takes it back"


@pytest.mark.parametrize("handed_on", [True, False])
def test_the_views_of_a_removed_team(small: SmallDesk, rasa: int, team: Callable[..., int], handed_on: bool) -> None:
    parcels, orders = team("Parcels", rasa), team("Orders")
    made = save(small.desk, small.ona, team_id=parcels)
    successor = orders if handed_on else None
    perform(small.desk, RemoveTeam(agent_id=small.ona, id=parcels, successor_id=successor, version=1))
    assert seen(small.desk, small.ona)[made].team_id == successor
    assert (made in seen(small.desk, rasa)) is not handed_on


def test_it_stands_behind_teams_and_colleagues(small: SmallDesk, team: Callable[..., int]) -> None:
    team("Parcels")
    for name in ("b", "C", "a"):
        save(small.desk, small.ona, name=name)
    kinds = [row.view.kind for row in rows(small.desk, small.ona)]
    first = kinds.index(ViewKind.SAVED)
    assert kinds[first - 2 : first + 3] == [ViewKind.TEAM, ViewKind.COLLEAGUE, *[ViewKind.SAVED] * 3]
    assert [row.name for row in rows(small.desk, small.ona)[first : first + 3]] == ["a", "b", "C"]


def test_others_hear_of_it(small: SmallDesk) -> None:
    before = small.desk.read(changes.latest)
    save(small.desk, small.ona)
    assert Entity.SETTING in {row.entity for row in small.desk.read(changes.since, before).rows}
