"""Who answers for an article and who sees it: shown to all, changed by some, and nothing lost."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.articles import ArticleState, Audience, SettleArticle
from deskbell.model.kinds import Role
from deskbell.model.sentences import sentence
from deskbell.model.teams import SaveTeam
from deskbell.ui.knowledge.article_settings import ArticleSettings
from deskbell.ui.knowledge.settling import as_settled, put_together, tags_in
from deskbell.ui.scenes.knowledge import fill
from ui.driven import Driven
from ui.knowledge.test_knowledge import Knowledge


@pytest.fixture
def knowledge(driven: Driven, qtbot: QtBot) -> Knowledge:
    fill(driven.stage.database)
    made = Knowledge(driven, qtbot)
    made.read("A parcel that got lost")
    made.open(1, "Give a refund")
    return made


def form_of(knowledge: Knowledge) -> ArticleSettings:
    """Open, as the menu does."""
    knowledge.actions()["Settings…"].trigger()  # type: ignore[attr-defined]
    made = knowledge.screen.right.settings
    assert made.isVisible()
    return made


def saved(knowledge: Knowledge) -> None:
    """Until what is read is shown again."""
    knowledge.qtbot.waitUntil(lambda: knowledge.screen.right.currentWidget() is knowledge.screen.pane)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, key, modifier)


def type_words(words: str) -> None:
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClicks(here, words)


def test_all_of_it_is_filled_in_by_keyboard(knowledge: Knowledge) -> None:
    support = perform(knowledge.desk, SaveTeam(agent_id=1, id=0, name="Refund team", members=frozenset({1, 2})))
    knowledge.qtbot.waitUntil(lambda: any(team.id == support for team in knowledge.driven.stage.desk.state.teams))
    form = form_of(knowledge)
    # "u" leads out of the screen elsewhere: not where one types.
    colleague = form.verifier.itemText(2)
    assert form.owner.hasFocus()
    press(Qt.Key.Key_Tab)
    type_words(colleague[:3])
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_words("1")
    assert form.days.text() == "1 day"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    type_words("Refund")
    press(Qt.Key.Key_Tab)
    type_words("money,  bank ;money")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    saved(knowledge)
    found = knowledge.kept(1)
    assert (found.owner_id, found.verifier_id, found.review_days) == (1, form.verifier.itemData(2), 1)
    assert (found.audience, found.team_id) == (Audience.TEAM, support)
    assert (found.tags, found.sendable) == (("money", "bank"), True)
    assert (found.state, found.category_id) == (ArticleState.PUBLISHED, 1)


def test_who_may_not_change_them_sees_them_and_is_told(knowledge: Knowledge) -> None:
    desk = knowledge.driven.stage.desk
    command = as_settled(knowledge.kept(1), 1, owner_id=2, review_days=30)
    perform(knowledge.desk, command)
    knowledge.qtbot.waitUntil(lambda: getattr(knowledge.screen.pane.article, "owner_id", 0) == 2)
    owner = next(one.name for one in desk.state.agents if one.id == 2)
    desk.state = replace(desk.state, me=replace(desk.state.me, role=Role.AGENT))
    form = form_of(knowledge)
    assert (form.owner.currentText(), form.days.value()) == (owner, 30)
    assert not any(field.control.isEnabled() for field in form.fields.values())
    assert form.told.text() == f"You can look; only who owns or verifies it ({owner}) or a manager can change this."
    assert not form.save_button.isVisible()
    form.save()
    assert form.isVisible()
    press(Qt.Key.Key_Escape)
    saved(knowledge)
    assert knowledge.kept(1).version == command.version + 1


def test_a_team_must_be_chosen(knowledge: Knowledge) -> None:
    form = form_of(knowledge)
    form.audience.setCurrentIndex(form.audience.findData(Audience.TEAM))
    form.save_button.click()
    knowledge.qtbot.waitUntil(lambda: form.fields["team_id"].fault() == sentence("article.no_team", {}))
    assert form.save_button.isEnabled()
    assert knowledge.kept(1).audience is Audience.EVERYONE


def test_of_two_who_change_them_nobody_loses_anything(knowledge: Knowledge) -> None:
    form = form_of(knowledge)
    form.days.setValue(180)
    form.sendable.setChecked(True)
    theirs = as_settled(knowledge.kept(1), 1, review_days=30, tags=("money",), state=ArticleState.ARCHIVED)
    perform(knowledge.desk, theirs)
    form.save()
    knowledge.qtbot.waitUntil(lambda: form.tags.text() == "money")
    assert form.told.text().startswith(sentence("article.settled", {}))
    assert (form.days.value(), form.sendable.isChecked()) == (180, True)
    assert form.days.accessibleDescription() == "Your colleague chose: 30 days"
    assert knowledge.kept(1).review_days == 30
    form.save()
    saved(knowledge)
    found = knowledge.kept(1)
    assert (found.review_days, found.tags, found.sendable, found.state) == (
        180,
        ("money",),
        True,
        ArticleState.ARCHIVED,
    )


def test_what_is_entered_is_there_again(knowledge: Knowledge) -> None:
    form = form_of(knowledge)
    form.tags.setText("half")
    knowledge.open(2, "Shipping times")
    assert knowledge.screen.right.currentWidget() is knowledge.screen.pane
    assert form_of(knowledge).tags.text() == ""
    press(Qt.Key.Key_Escape)
    knowledge.open(1, "Give a refund")
    assert form_of(knowledge).tags.text() == "half"
    assert form.told.text()


@pytest.mark.parametrize("sure", [True, False])
def test_what_is_thrown_away_is_asked_for(knowledge: Knowledge, sure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    form = form_of(knowledge)
    form.tags.setText("half")
    monkeypatch.setattr(form._prompts, "sure", lambda *words: sure)
    form.discard_button.click()
    assert form.isVisible() is not sure
    form.leave()
    assert form_of(knowledge).tags.text() == ("" if sure else "half")


BASE = SettleArticle(agent_id=1, id=1, version=1, category_id=1, state=ArticleState.DRAFT, owner_id=1)


@pytest.mark.parametrize(
    ("mine", "theirs", "both", "against"),
    [
        ({"review_days": 5}, {"tags": ("a",)}, {"review_days": 5, "tags": ("a",)}, ()),
        ({"review_days": 5}, {"review_days": 5}, {"review_days": 5}, ()),
        ({"review_days": 5}, {"review_days": 6}, {"review_days": 5}, ("review_days",)),
        ({}, {"owner_id": 2, "state": ArticleState.REVIEW}, {"owner_id": 2, "state": ArticleState.REVIEW}, ()),
        (
            {"audience": Audience.MANAGERS},
            {"audience": Audience.TEAM, "team_id": 3},
            {"audience": Audience.MANAGERS, "team_id": None},
            ("audience",),
        ),
        ({"verifier_id": 4}, {"verifier_id": None, "version": 2}, {"verifier_id": 4, "version": 2}, ()),
    ],
)
def test_what_both_changed_is_put_together(
    mine: dict[str, Any], theirs: dict[str, Any], both: dict[str, Any], against: tuple[str, ...]
) -> None:
    assert put_together(BASE, replace(BASE, **mine), replace(BASE, **theirs)) == (replace(BASE, **both), against)


@pytest.mark.parametrize(
    ("words", "tags"),
    [("", ()), (" , ;", ()), ("a", ("a",)), ("a b,  a  b ;c", ("a b", "c")), ("退款、银行，退款", ("退款", "银行"))],
)
def test_tags_are_separated_as_one_writes_them(words: str, tags: tuple[str, ...]) -> None:
    assert tags_in(words) == tags
