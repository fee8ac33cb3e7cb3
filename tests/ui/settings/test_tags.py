"""The page of the tags, over a real desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from building import Builder
from deskbell.actions import tag_list
from deskbell.actions.dispatch import perform
from deskbell.model.commands import ChangeTags, SaveAgent, SaveTag
from deskbell.model.kinds import Role, TagColour
from deskbell.model.rows import TagRow
from deskbell.model.views import ViewKind
from deskbell.store.queries import desk_state, views
from deskbell.ui.settings import tags
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.tag_draft import TagDraft, tag_fault
from deskbell.ui.settings.tags import TagsPage
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press

Apply = Callable[[SettingsDialog], None]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (TagDraft("late"), None),
        (TagDraft(" "), "name.empty"),
        (TagDraft(" VIP "), "tag.exists"),
        (TagDraft("vip", id=1), None),
    ],
)
def test_what_is_wrong_with_a_tag(draft: TagDraft, code: str | None) -> None:
    fault = tag_fault(draft, (TagRow(1, "vip"),))
    assert (fault.code if fault is not None else None) == code


def kept(office: Office) -> dict[str, TagRow]:
    return {row.name: row for row in office.database.read(desk_state.tag_rows)}


def carried(office: Office) -> dict[str, int]:
    """How many live tickets have each tag."""
    rows = office.database.read(views.view_rows, 0)
    return {row.name: row.count for row in rows if row.view.kind is ViewKind.TAG}


def save(office: Office, name: str, **values: object) -> int:
    return office.do(SaveTag(agent_id=None, id=0, name=name, **values))


def tickets(office: Office, many: int, *names: str) -> list[int]:
    """So many new tickets with these tags."""
    build = Builder(office.database)
    made = [build.ticket() for _ in range(many)]
    perform(office.database, ChangeTags(agent_id=None, tickets=tuple(made), add=names))
    return made


def opened(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> TagsPage:
    office.desk.read_again()
    qtbot.waitUntil(lambda: len(office.desk.tags) == len(kept(office)))
    page = dialog.open_page("tags")
    assert isinstance(page, TagsPage)
    qtbot.waitUntil(lambda: page.uses.keys() == {tag.id for tag in office.desk.tags})
    return page


def shown(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def listed(page: TagsPage) -> list[str]:
    return [entry.text() for entry in page.entries.values()]


def test_one_is_made_and_taken_back(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    page = opened(office, dialog, qtbot)
    assert any("No tags yet" in text for text in shown(page))
    page.add()
    assert field(page, "Name").hasFocus()
    assert not page.deeds.isVisible(), "there is nothing to merge yet"
    type_into(page, "Name", " Late  parcel")
    page.form.group.setEditText("Parcels")
    page.form.swatches.findChildren(QWidget)[6].click()  # type: ignore[attr-defined]
    apply(dialog)
    row = kept(office)["late parcel"]
    assert (row.group, row.colour) == ("Parcels", TagColour.RED)
    qtbot.waitUntil(lambda: listed(page) == ["late parcel"])
    assert page.opened is None
    assert "PARCELS" in shown(page)
    press(page, "Undo")
    qtbot.waitUntil(lambda: listed(page) == [])
    assert kept(office) == {}


def test_a_name_that_is_taken_is_told_while_one_types(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    save(office, "late")
    page = opened(office, dialog, qtbot)
    page.add()
    type_into(page, "Name", "LATE")
    assert any("There is a tag late already." in text for text in shown(page))
    apply(dialog)
    assert page.opened == 0


def test_it_is_renamed_and_that_is_undone(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    made = save(office, "late", colour=TagColour.TEAL)
    page = opened(office, dialog, qtbot)
    page.open_one(made)
    type_into(page, "Name", "delayed")
    assert any("that say late go on finding it" in text for text in shown(page))
    apply(dialog)
    qtbot.waitUntil(lambda: listed(page) == ["delayed"])
    press(page, "Undo")
    qtbot.waitUntil(lambda: listed(page) == ["late"])
    assert kept(office)["late"].colour is TagColour.TEAL


def test_groups_and_what_is_typed_narrow_the_list_down(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    for name, values in {
        "vip": {},
        "refund": {"group": "Money"},
        "late": {"group": "Parcels"},
        "invoice": {"group": "Money"},
        "old": {"group": "Money", "retired": True},
    }.items():
        save(office, name, **values)
    tickets(office, 3, "vip", "late")
    page = opened(office, dialog, qtbot)
    qtbot.waitUntil(lambda: listed(page) == ["invoice", "refund", "late", "vip", "old"])
    assert [text for text in shown(page) if text.isupper()] == ["MONEY", "PARCELS", "WITHOUT A GROUP", "RETIRED"]
    said = page.entries[kept(office)["late"].id].accessibleName()
    assert said == "late, 3 open · 3 in all · 0 active in 30 days"
    assert "On no ticket" in page.entries[kept(office)["refund"].id].accessibleName()
    page.search.setText("MON in")
    page.fill()
    assert listed(page) == ["invoice"]
    page.search.setText("zzz")
    page.fill()
    assert any("No tag answers to this." in text for text in shown(page))


def test_it_is_retired_and_brought_back(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    made = save(office, "late", group="Parcels")
    page = opened(office, dialog, qtbot)
    page.open_one(made)
    press(page, "Retire")
    qtbot.waitUntil(lambda: page.opened is None and kept(office)["late"].retired)
    qtbot.waitUntil(lambda: office.desk.tags[0].retired)
    page.open_one(made)
    press(page, "Bring back")
    qtbot.waitUntil(lambda: not kept(office)["late"].retired)
    qtbot.waitUntil(lambda: page.opened is None)
    press(page, "Undo")
    qtbot.waitUntil(lambda: kept(office)["late"].retired)
    assert kept(office)["late"].group == "Parcels"


def merge(page: TagsPage, into: str) -> None:
    page.deeds.merge_button.click()
    page.findChildren(ChoiceList)[-1].choose_text(into)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tickets are much."""
    monkeypatch.setattr(tag_list, "MERGED_AT_ONCE", 2)
    monkeypatch.setattr(tags, "LONG", 2)


@pytest.mark.usefixtures("few")
def test_one_is_merged_step_by_step_and_parted_again(
    dialog: SettingsDialog, office: Office, answers: Answers, qtbot: QtBot
) -> None:
    tickets(office, 5, "late")
    save(office, "delayed")
    page = opened(office, dialog, qtbot)
    page.open_one(kept(office)["late"].id)
    steps: list[tuple[bool, str]] = []
    merge(page, "delayed")
    assert page.merging is not None
    page.merging.progressed.connect(
        lambda *_: steps.append((page.deeds.stop_button.isVisible(), shown(page.deeds)[-1]))
    )
    assert answers.asked == ["Merge late into delayed?"]
    assert answers.explained[0].startswith("5 tickets get delayed instead of late.")
    qtbot.waitUntil(lambda: page.opened is None and listed(page) == ["delayed"])
    assert steps == [(True, "2 of 5 tickets"), (True, "4 of 5 tickets"), (True, "5 of 5 tickets")]
    assert carried(office) == {"delayed": 5}
    press(page, "Undo")
    qtbot.waitUntil(lambda: page.merging is None and carried(office) == {"delayed": 0, "late": 5})


@pytest.mark.usefixtures("few")
def test_a_merging_that_is_cancelled_keeps_what_is_done(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    tickets(office, 5, "late")
    save(office, "delayed")
    page = opened(office, dialog, qtbot)
    page.open_one(kept(office)["late"].id)
    merge(page, "delayed")
    assert page.merging is not None
    page.merging.progressed.connect(lambda *_: page.deeds.stop_button.click())
    qtbot.waitUntil(lambda: page.merging is None)
    assert carried(office) == {"delayed": 2, "late": 3}
    assert any("Some tickets of late have delayed instead." in text for text in shown(page))


@pytest.mark.usefixtures("few")
def test_it_goes_on_when_the_settings_are_closed(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    tickets(office, 5, "late")
    save(office, "delayed")
    page = opened(office, dialog, qtbot)
    page.open_one(kept(office)["late"].id)
    merge(page, "delayed")
    dialog._made.clear()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    qtbot.waitUntil(lambda: kept(office).keys() == {"delayed"})


def test_what_is_used_cannot_be_removed(dialog: SettingsDialog, office: Office, answers: Answers, qtbot: QtBot) -> None:
    save(office, "unused", colour=TagColour.PINK)
    tickets(office, 1, "late")
    page = opened(office, dialog, qtbot)
    page.open_one(kept(office)["late"].id)
    assert not page.deeds.remove_button.isEnabled()
    page.open_one(kept(office)["unused"].id)
    press(page, "Remove this tag")
    assert answers.asked == ["Remove the tag unused?"]
    qtbot.waitUntil(lambda: listed(page) == ["late"])
    press(page, "Undo")
    qtbot.waitUntil(lambda: kept(office).get("unused", TagRow(0, "")).colour is TagColour.PINK)


def test_what_somebody_else_changed_meanwhile_is_not_lost(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    made = save(office, "late")
    page = opened(office, dialog, qtbot)
    page.open_one(made)
    type_into(page, "Name", "delayed")
    office.do(SaveTag(agent_id=None, id=made, name="slow", version=1))
    apply(dialog)
    assert any("Somebody changed" in text for text in shown(page))
    qtbot.waitUntil(lambda: office.desk.tags[0].name == "slow")
    press(page, "Show what it is now")
    assert field(page, "Name").text() == "slow"
    press(page, "Show what I entered")
    apply(dialog)
    qtbot.waitUntil(lambda: kept(office).keys() == {"delayed"})


def test_colours_are_taken_with_the_arrow_keys(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    made = save(office, "late")
    page = opened(office, dialog, qtbot)
    page.open_one(made)
    first = page.form.swatches.findChildren(QWidget)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert page.form.swatches.colour() is TagColour.GREY
    assert page.dirty()
    assert dialog.focusWidget().accessibleName() == "Grey"


def test_who_manages_nothing_only_looks(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    made = save(office, "late")
    office.do(SaveAgent(agent_id=None, id=0, name="Boss", email="boss@example.com", role=Role.ADMIN))
    me = office.desk.me
    office.do(SaveAgent(agent_id=None, id=me.id, name=me.name, email=me.email, version=me.version))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.AGENT)
    page = opened(office, dialog, qtbot)
    assert not page.add_button.isVisible()
    page.open_one(made)
    assert not page.form.isEnabled()
    assert not page.deeds.isVisible()
