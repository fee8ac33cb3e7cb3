"""The tags of the desk on both engines: made, changed, merged, removed; and what goes on naming them."""

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from building import Builder
from deskbell.actions import tag_list
from deskbell.actions.dispatch import perform
from deskbell.model.canned import Actions, ApplyMacro, CannedText, SaveCannedReply
from deskbell.model.commands import ChangeTags, MergeTag, RemoveTag, SaveAgent, SaveTag, UndoDeed
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Entity, Status, TagColour
from deskbell.model.rows import TagRow
from deskbell.model.saved_views import SaveView
from deskbell.model.tag_use import TagUse
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.queries import canned, changes, desk_state, tags, ticket_list, views
from deskbell.store.queries.identity import establish
from deskbell.store.tables import journal


class Tags:
    """The tags of a desk, and what is done to them."""

    def __init__(self, build: Builder) -> None:
        self.desk, self.me, self.build = build.desk, build.me, build

    def save(self, name: str, **values: object) -> int:
        return perform(self.desk, replace(SaveTag(agent_id=self.me, id=0, name=name), **values)) or 0

    def change(self, tag_id: int, name: str, **values: object) -> None:
        self.save(name, id=tag_id, version=self.row(tag_id).version, **values)

    def merge(self, one: str, into: str) -> list[str]:
        """The deeds that it took."""
        deeds = []
        row, other = self.named(one), self.named(into)
        while True:
            command = MergeTag(agent_id=self.me, id=row.id, into_id=other.id, version=row.version)
            deeds.append(command.deed)
            if not perform(self.desk, command):
                return deeds

    def put(self, *numbers: int, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> str:
        command = ChangeTags(agent_id=self.me, tickets=numbers, add=add, remove=remove)
        perform(self.desk, command)
        return command.deed

    def undo(self, deed: str) -> None:
        perform(self.desk, UndoDeed(agent_id=self.me, undo=deed))

    def all(self) -> tuple[TagRow, ...]:
        return self.desk.read(desk_state.tag_rows)

    def row(self, tag_id: int) -> TagRow:
        return next(row for row in self.all() if row.id == tag_id)

    def named(self, name: str) -> TagRow:
        return next(row for row in self.all() if row.name == name)

    def names(self) -> list[str]:
        return [row.name for row in self.all()]

    def on(self, number: int) -> tuple[str, ...]:
        return self.desk.read(ticket_list.rows, (number,), self.me)[0].tags

    def found(self, query: str) -> set[int]:
        page = self.desk.read(ticket_list.page, View(ViewKind.SEARCH, query=query), Sort.LATEST, self.me)
        return {row.id for row in page.rows}


@pytest.fixture
def tagged(desk: Desk) -> Tags:
    desk.transact(establish)
    return Tags(Builder(desk))


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tickets are much."""
    monkeypatch.setattr(tag_list, "MERGED_AT_ONCE", 2)


def test_it_is_kept_whole_and_changed(tagged: Tags) -> None:
    made = tagged.save("  Late   Parcel", group=" Parcels ", colour=TagColour.RED)
    assert tagged.row(made) == TagRow(made, "late parcel", "Parcels", TagColour.RED, False, 1)
    tagged.change(made, "late", retired=True)
    assert tagged.row(made) == TagRow(made, "late", "", TagColour.BLUE, True, 2)


def test_what_cannot_be_kept_is_told(tagged: Tags) -> None:
    made = tagged.save("late")
    tagged.save("vip")
    before = tagged.all()
    values: dict[str, object]
    for values, code in (
        ({"name": "  "}, "name.empty"),
        ({"name": "VIP"}, "tag.exists"),
        ({"id": 99, "version": 1}, "tag.missing"),
        ({"id": made, "version": 7}, "tag.changed"),
    ):
        with pytest.raises((Mistake, Conflict)) as refused:
            tagged.save(**{"name": "late 2"} | values)
        assert refused.value.code == code
    assert tagged.all() == before


def test_agents_put_tags_on_and_do_not_keep_the_list(tagged: Tags) -> None:
    made, rasa = tagged.save("late"), SaveAgent(agent_id=tagged.me, id=0, name="Rasa", email="rasa@desk.example")
    tagged.me = perform(tagged.desk, rasa) or 0
    for command in (
        SaveTag(agent_id=tagged.me, id=made, name="x", version=1),
        MergeTag(agent_id=tagged.me, id=made, into_id=made, version=1),
        RemoveTag(agent_id=tagged.me, id=made, version=1),
    ):
        with pytest.raises(Mistake) as refused:
            perform(tagged.desk, command)
        assert refused.value.code == "rights.manager"
    number = tagged.build.ticket()
    tagged.put(number, add=("new one",))
    assert tagged.on(number) == ("new one",)


def test_names_of_before_lead_to_it(tagged: Tags) -> None:
    """In the search, in saved views, in macros, and for whoever has not heard yet."""
    number, other = tagged.build.ticket(), tagged.build.ticket()
    tagged.put(number, add=("late",))
    made = tagged.named("late").id
    saved = perform(
        tagged.desk, SaveView(agent_id=tagged.me, id=0, owner_id=None, name="Late", query="is:open tag:Late")
    )
    macro = save_macro(tagged, Actions(add_tags=("late",), remove_tags=("vip",)))
    tagged.change(made, "held up")
    tagged.change(made, "delayed")
    assert tagged.names() == ["delayed"]
    for query in ("tag:late", 'tag:"held up"', "tag:delayed", "tag:lat"):
        assert tagged.found(query) == {number}, query
    rows = {row.view: row for row in tagged.desk.read(views.view_rows, tagged.me)}
    view = rows[View(ViewKind.SAVED, saved or 0)]
    assert view.saved is not None
    assert view.saved.query == "is:open tag:delayed"
    page = tagged.desk.read(ticket_list.page, view.view, Sort.LATEST, tagged.me)
    assert [row.id for row in page.rows] == [number]
    assert [reply.actions.add_tags for reply in tagged.desk.read(canned.replies, tagged.me)] == [("delayed",)]
    perform(tagged.desk, ApplyMacro(agent_id=tagged.me, tickets=(other,), add_tags=("late",)))
    assert tagged.on(other) == ("delayed",)
    tagged.put(other, remove=("held up",))
    assert tagged.on(other) == ()
    assert macro
    assert tagged.names() == ["delayed"], "and none is made anew"


def save_macro(tagged: Tags, actions: Actions) -> int:
    texts = (CannedText("", "<div>x</div>", "x"),)
    command = SaveCannedReply(agent_id=tagged.me, id=0, owner_id=None, name="On its way", texts=texts, actions=actions)
    return perform(tagged.desk, command) or 0


def test_a_name_of_before_becomes_free_for_another(tagged: Tags) -> None:
    number = tagged.build.ticket()
    tagged.put(number, add=("late",))
    first = tagged.named("late").id
    tagged.change(first, "delayed")
    second = tagged.save("late")
    assert tagged.names() == ["delayed", "late"]
    assert tagged.found("tag:late") == set()
    tagged.change(second, "slow")
    tagged.change(first, "late")
    assert tagged.names() == ["late", "slow"]
    assert tagged.found("tag:late") == tagged.found("tag:delayed") == {number}


def test_what_was_tagged_before_a_renaming_can_be_undone(tagged: Tags) -> None:
    number = tagged.build.ticket(tags=["vip"])
    on, off = tagged.put(number, add=("late",)), tagged.put(number, remove=("vip",))
    tagged.change(tagged.named("late").id, "delayed")
    tagged.change(tagged.named("vip").id, "important")
    tagged.undo(off)
    assert tagged.on(number) == ("delayed", "important")
    tagged.undo(on)
    assert tagged.on(number) == ("important",)


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("many", [0, 5])
def test_merging_goes_in_steps_each_of_which_can_be_undone(tagged: Tags, many: int) -> None:
    numbers = [tagged.build.ticket(tags=["late"], status=list(Status)[n]) for n in range(many)]
    both, old = tagged.build.ticket(tags=["late", "delayed", "vip"]), tagged.save("slow")
    tagged.change(tagged.named("late").id, "late", colour=TagColour.TEAL)
    perform(tagged.desk, MergeTag(agent_id=tagged.me, id=old, into_id=tagged.named("late").id, version=1))
    before = {number: tagged.on(number) for number in (*numbers, both)}
    deeds = tagged.merge("late", "delayed")
    assert len(deeds) == (many + 1) // 2 + 1
    assert tagged.names() == ["delayed", "vip"]
    assert {tagged.on(number) for number in numbers} <= {("delayed",)}
    assert tagged.on(both) == ("delayed", "vip")
    assert tagged.found("tag:slow is:open") == tagged.found("tag:late is:open") == tagged.found("tag:delayed is:open")
    assert tagged.desk.read(problems) == []
    lines = tagged.desk.read(
        lambda session: session.connection.execute(select(func.count()).select_from(journal)).scalar()
    )
    assert lines == many + 1
    for deed in reversed(deeds):
        tagged.undo(deed)
    assert {number: tagged.on(number) for number in before} == before
    assert tagged.named("late").colour is TagColour.TEAL
    assert tagged.desk.read(problems) == []


@pytest.mark.usefixtures("few_at_once")
def test_a_merging_that_is_left_half_done(tagged: Tags) -> None:
    numbers = [tagged.build.ticket(tags=["late"]) for _ in range(5)]
    tagged.save("delayed")
    one, other = tagged.named("late"), tagged.named("delayed")
    assert perform(tagged.desk, MergeTag(agent_id=tagged.me, id=one.id, into_id=other.id, version=1)) == 3
    assert tagged.names() == ["delayed", "late"]
    assert sorted(tagged.on(number) for number in numbers) == [("delayed",)] * 2 + [("late",)] * 3


def test_what_cannot_be_merged(tagged: Tags) -> None:
    one, other = tagged.save("late"), tagged.save("delayed")
    tagged.change(other, "slow")
    for values, code in (
        ({"into_id": one}, "tag.itself"),
        ({"into_id": 99}, "tag.missing"),
        ({"id": 99}, "tag.missing"),
        ({"version": 2}, "tag.changed"),
    ):
        command = MergeTag(agent_id=tagged.me, id=one, into_id=other, version=1)
        with pytest.raises((Mistake, Conflict)) as refused:
            perform(tagged.desk, replace(command, **values))
        assert refused.value.code == code


def test_only_a_manager_undoes_a_merging(tagged: Tags) -> None:
    tagged.save("late"), tagged.save("delayed")
    (deed,) = tagged.merge("late", "delayed")
    rasa = perform(tagged.desk, SaveAgent(agent_id=tagged.me, id=0, name="Rasa", email="rasa@desk.example"))
    with pytest.raises(Mistake) as refused:
        perform(tagged.desk, UndoDeed(agent_id=rasa, undo=deed))
    assert refused.value.code == "rights.manager"
    tagged.undo(deed)
    assert tagged.names() == ["delayed", "late"]


def test_what_is_used_is_not_removed(tagged: Tags) -> None:
    number, made = tagged.build.ticket(tags=["late"], status=Status.TRASH), tagged.save("unused")
    tagged.change(made, "not used")
    remove = RemoveTag(agent_id=tagged.me, id=tagged.named("late").id, version=1)
    refuse(tagged, remove, "tag.used")
    tagged.put(number, remove=("late",))
    perform(tagged.desk, remove)
    assert tagged.names() == ["not used"]
    macro = save_macro(tagged, Actions(add_tags=("unused",)))
    remove = RemoveTag(agent_id=tagged.me, id=made, version=2)
    refuse(tagged, remove, "tag.in_macro")
    assert macro
    refuse(tagged, replace(remove, version=1), "tag.changed")


def refuse(tagged: Tags, command: RemoveTag, code: str) -> None:
    with pytest.raises((Mistake, Conflict)) as refused:
        perform(tagged.desk, command)
    assert refused.value.code == code


def test_what_is_retired_stays_and_is_found(tagged: Tags) -> None:
    number = tagged.build.ticket(tags=["late", "vip"])
    tagged.change(tagged.named("late").id, "late", retired=True)
    assert tagged.on(number) == ("late", "vip")
    assert tagged.found("tag:late") == {number}
    listed = [row.name for row in tagged.desk.read(views.view_rows, tagged.me) if row.view.kind is ViewKind.TAG]
    assert listed == ["vip"]


def test_how_much_it_is_used(tagged: Tags, monkeypatch: pytest.MonkeyPatch) -> None:
    now = tagged.desk.read(lambda session: session.now)
    for status in (Status.OPEN, Status.SOLVED, Status.TRASH):
        tagged.build.ticket(tags=["late"], status=status, at=now)
        tagged.build.ticket(tags=["late"], status=status)
    tagged.save("unused")
    uses = {name: tagged.desk.read(tags.uses)[tagged.named(name).id] for name in ("late", "unused")}
    assert uses == {"late": TagUse(2, 4, 2, False, 6), "unused": TagUse()}
    monkeypatch.setattr(tags, "MOST_COUNTED", 1)
    assert tagged.desk.read(tags.uses)[tagged.named("late").id] == TagUse(2, 4, 1, True, 6)


def test_others_hear_of_it(tagged: Tags) -> None:
    for do in (
        lambda: tagged.save("late"),
        lambda: tagged.change(tagged.named("late").id, "delayed"),
        lambda: tagged.merge("delayed", "vip"),
    ):
        tagged.build.tag("vip")
        before = tagged.desk.read(changes.latest)
        do()
        assert Entity.TAG in {row.entity for row in tagged.desk.read(changes.since, before).rows}


def test_a_desk_of_the_version_before(tagged: Tags) -> None:
    """It knows no names that lead to tags, and may have put one on a ticket: it can be taken off."""
    number = tagged.build.ticket()
    tagged.save("late")
    tagged.change(tagged.named("late").id, "delayed")
    tagged.build.tagged(number, "late")
    assert tagged.on(number) == ("late",)
    tagged.put(number, remove=("late",))
    assert tagged.on(number) == ()
