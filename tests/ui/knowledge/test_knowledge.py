"""The knowledge base as a place of the window: read, searched, written, and nothing lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.articles import ArticleState, SettleArticle, VerifyArticle, WriteArticle
from deskbell.model.changes import Changes
from deskbell.model.commands import SaveSettings
from deskbell.model.kinds import Role
from deskbell.model.sentences import sentence
from deskbell.store.queries import articles
from deskbell.ui.knowledge.kept_drafts import KeptDraft
from deskbell.ui.sharing.changes_popup import ChangesPopup
from ui.driven import Driven
from ui.knowledge.conftest import Knowledge


def test_it_is_made_at_the_first_visit_and_the_inbox_stays(driven: Driven, qtbot: QtBot) -> None:
    places = driven.window.places
    assert places.knowledge is None
    knowledge = Knowledge(driven, qtbot)
    assert knowledge.screen.isVisible()
    assert not driven.window.inbox.isVisible()
    QTest.keyClicks(knowledge.screen, "gc")
    assert places.customers is not None
    assert places.customers.isVisible()
    assert not knowledge.screen.isVisible()
    QTest.keyClicks(places.customers, "gk")
    assert knowledge.screen.isVisible()
    assert not places.customers.isVisible()
    QTest.keyClick(knowledge.screen, Qt.Key.Key_Escape)
    assert driven.window.inbox.isVisible()
    assert not knowledge.screen.isVisible()


def test_categories_lie_in_each_other_and_hold_articles(knowledge: Knowledge) -> None:
    assert knowledge.entries(knowledge.screen.places.categories) == [
        "Orders and parcels, 4",
        "Accounts",
        "Sign-in, 1",
        "Devices, 1",
        "Without a category",
    ]
    assert knowledge.titles() == ["A parcel that got lost", "Give a refund", "Shipping times", "退款流程"]
    knowledge.screen.places.category_list.step(2)
    knowledge.read("Reset a password")
    assert knowledge.titles() == ["Reset a password"]


def test_what_is_to_be_verified_is_a_line_above_the_categories(knowledge: Knowledge) -> None:
    screen = knowledge.screen
    knowledge.qtbot.waitUntil(lambda: knowledge.entries(screen.places.queue_list.lines) == ["To verify, 2"])
    assert screen.places.queue_list.isVisible()
    screen.places.queue_list.setFocus()
    QTest.keyClick(screen.places.queue_list, Qt.Key.Key_Down)
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == ["A parcel that got lost", "Shipping times"])
    for number in (2, 3):
        perform(knowledge.desk, VerifyArticle(agent_id=1, id=number))
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == [])
    assert screen.listed._nothing.isVisible()
    screen.places.category_list.step(1)
    knowledge.qtbot.waitUntil(lambda: len(knowledge.titles()) == 4)
    screen.hear(Changes((), lost=True))
    knowledge.qtbot.waitUntil(lambda: not screen.places.queue_list.isVisible())


def test_keys_go_through_the_articles(knowledge: Knowledge) -> None:
    QTest.keyClicks(knowledge.screen.listed.article_list, "j")
    knowledge.read("Give a refund")
    QTest.keyClicks(knowledge.screen.listed.article_list, "k")
    knowledge.read("A parcel that got lost")


def test_an_article_says_where_its_headings_are_and_who_links_to_it(knowledge: Knowledge) -> None:
    knowledge.open(1, "Give a refund")
    pane = knowledge.screen.pane
    assert knowledge.entries(pane.outline) == [
        "Before you begin",
        "Give the money back",
        "When the bank refuses",
        "Afterwards",
    ]
    assert knowledge.entries(pane.links) == ["A parcel that got lost", "Shipping times", "退款流程"]
    pane.outline_list.entered_at.emit(pane.outline.index(2))
    assert pane.view.textCursor().block().text() == "When the bank refuses"
    pane.links_list.entered_at.emit(pane.links.index(1))
    knowledge.read("Shipping times")


def test_links_lead_on_and_one_goes_back_and_forward(knowledge: Knowledge) -> None:
    pane = knowledge.screen.pane
    pane.view.anchorClicked.emit(QUrl("article:1#give-the-money-back"))
    knowledge.read("Give a refund")
    assert pane.view.textCursor().block().text() == "Give the money back"
    assert pane.back.isEnabled()
    assert not pane.forward.isEnabled()
    QTest.keyClick(pane.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    knowledge.read("A parcel that got lost")
    QTest.keyClick(pane.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    knowledge.read("Give a refund")
    pane.view.anchorClicked.emit(QUrl("#afterwards"))
    assert pane.view.textCursor().block().text() == "Afterwards"


def test_what_is_not_there_is_told(knowledge: Knowledge) -> None:
    knowledge.screen.open_article(99)
    knowledge.qtbot.waitUntil(lambda: knowledge.screen.pane.article is None)


def test_a_search_finds_in_all_categories(knowledge: Knowledge) -> None:
    screen = knowledge.screen
    QTest.keyClicks(screen.listed.article_list, "/")
    assert screen.listed.search.hasFocus()
    QTest.keyClicks(screen.listed.search, "password")
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == ["Reset a password"])
    assert screen.listed.articles.entry(0).line == "Send the link. Never send a password."
    screen.listed.article_list.step(1)
    knowledge.read("Reset a password")
    screen.listed.search.clear_search()
    knowledge.qtbot.waitUntil(lambda: len(knowledge.titles()) == 4)


def test_words_are_found_in_the_article(knowledge: Knowledge) -> None:
    knowledge.open(1, "Give a refund")
    pane = knowledge.screen.pane
    QTest.keyClick(pane.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pane.find_bar.isVisible()
    pane.find_bar.field.setText("order")
    places = []
    for _ in range(4):
        places.append(pane.view.textCursor().selectionStart())
        QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert len(set(places)) == 4
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.textCursor().selectionStart() == places[3]
    pane.find_bar.field.setText("nowhere")
    assert pane.find_bar._told.text()
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()


def test_the_text_is_zoomed_and_stays_so(knowledge: Knowledge) -> None:
    screen, ctrl = knowledge.screen, Qt.KeyboardModifier.ControlModifier
    view = screen.pane.view
    size = view._article.defaultFont().pixelSize()
    for _ in range(3):
        QTest.keyClick(screen.listed.article_list, Qt.Key.Key_Plus, ctrl)
    assert view.zoomed_to() == 1.5
    assert view._article.defaultFont().pixelSize() == round(size * 1.5)
    knowledge.open(1, "Give a refund")
    assert view._article.defaultFont().pixelSize() == round(size * 1.5)
    QTest.keyClick(screen.listed.article_list, Qt.Key.Key_Minus, ctrl)
    assert view.zoomed_to() == 1.25
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_Minus, ctrl)
    assert view.zoomed_to() == 0.5
    QTest.keyClick(view, Qt.Key.Key_0, ctrl)
    assert view.zoomed_to() == 1.0
    assert view._article.defaultFont().pixelSize() == size


def test_code_and_call_outs_have_grounds_of_their_own(knowledge: Knowledge) -> None:
    knowledge.open(1, "Give a refund")
    tables = knowledge.screen.pane.view._article._tables()
    colours = knowledge.driven.stage.theme.now
    found = [table.cellAt(0, 0).format().background().color() for table in tables]
    names = ("violet_ground", "background", "background", "warning_ground")
    assert found == [colours.colour(name) for name in names]


def test_what_a_colleague_writes_is_seen(knowledge: Knowledge) -> None:
    command = WriteArticle(agent_id=2, id=3, language="en", title="A parcel that is lost", body="Wait.", base=1)
    perform(knowledge.desk, command)
    knowledge.read("A parcel that is lost")
    knowledge.qtbot.waitUntil(lambda: "A parcel that is lost" in knowledge.titles())


def test_the_empty_place_offers_to_write_the_first_one(empty: Knowledge) -> None:
    screen = empty.screen
    empty.qtbot.waitUntil(lambda: screen.listed._faces.currentIndex() == 1)
    screen.listed._nothing.acted.emit()
    QTest.keyClicks(screen.right.editor.title, "Holidays")
    QTest.keyClicks(screen.right.editor.body, "Ask **Ona**.")
    empty.qtbot.waitUntil(lambda: "Ask Ona." in screen.right.editor.preview.toPlainText())
    QTest.keyClick(screen.right.editor.body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    empty.read("Holidays")
    assert empty.kept(1).text.body == "Ask **Ona**."
    empty.qtbot.waitUntil(lambda: empty.titles() == ["Holidays"])


def test_a_text_without_a_title_is_refused_and_stays(empty: Knowledge) -> None:
    screen = empty.screen
    screen.begin_article()
    screen.right.editor.body.setPlainText("Words")
    screen.right.editor.save()
    empty.qtbot.waitUntil(lambda: bool(screen.right.editor._told.text()))
    assert screen.right.editor.body.toPlainText() == "Words"
    assert screen.right.editor.save_button.isEnabled()


def test_of_two_who_write_nobody_loses_anything(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    screen = knowledge.screen
    screen.pane.edit.click()
    editor = screen.right.editor
    editor.body.setPlainText("Mine")
    perform(knowledge.desk, WriteArticle(agent_id=2, id=2, language="en", title="Times", body="Theirs", base=2))
    editor.save()
    knowledge.qtbot.waitUntil(lambda: editor.theirs.toPlainText() == "Times\n\nTheirs")
    assert editor.body.toPlainText() == "Mine"
    assert knowledge.kept(2).text.body == "Theirs"
    editor.body.setPlainText("Theirs and mine")
    editor.save()
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(2).text.body == "Theirs and mine")
    bodies = [knowledge.desk.read(articles.body_of, 1, 2, "en", number) for number in (3, 4)]
    assert bodies == ["Theirs", "Theirs and mine"]


def test_what_is_typed_is_there_again(knowledge: Knowledge) -> None:
    screen = knowledge.screen
    screen.pane.edit.click()
    screen.right.editor.body.setPlainText("Half a sen")
    screen.listed.article_list.step(1)
    knowledge.read("Give a refund")
    assert screen.right.currentWidget() is screen.pane
    knowledge.open(3, "A parcel that got lost")
    screen.pane.edit.click()
    assert screen.right.editor.body.toPlainText() == "Half a sen"
    knowledge.window.places.go_inbox()
    assert knowledge.drafts.find(3, "en") == KeptDraft("A parcel that got lost", "Half a sen", 1)
    assert knowledge.drafted(3) == ["Half a sen"]
    screen.right.editor.save()
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(3).text.body == "Half a sen")
    knowledge.qtbot.waitUntil(lambda: knowledge.drafts.find(3, "en") is None)


def test_one_goes_nowhere_and_finds_nothing_behind_what_is_written(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    screen = knowledge.screen
    screen.pane.edit.click()
    QTest.keyClick(screen.listed.search, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.pane.find_bar.isHidden()
    here = screen.reader._visits.here
    screen.go(-1)
    assert screen.reader._visits.here == here


def test_a_hit_is_read_in_the_language_in_which_it_was_found(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    screen = knowledge.screen
    screen.listed.search.setText("dviejų")
    screen.listed.search.search_now()
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == ["Pristatymo laikas"])
    screen.listed._step(screen.listed.articles.entry(0))
    knowledge.read("Pristatymo laikas")


@pytest.mark.parametrize("sure", [True, False])
def test_what_is_thrown_away_is_asked_for(knowledge: Knowledge, sure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = knowledge.screen
    screen.pane.edit.click()
    screen.right.editor.body.setPlainText("x")
    monkeypatch.setattr(screen.right.editor._prompts, "sure", lambda *words: sure)
    screen.right.editor.discard()
    assert (screen.right.currentWidget() is screen.pane) is sure
    knowledge.window.places.go_inbox()
    assert (knowledge.drafted(3) == []) is sure


def test_pictures_and_files_go_into_the_text(knowledge: Knowledge, tmp_path: Path) -> None:
    screen = knowledge.screen
    screen.pane.edit.click()
    editor = screen.right.editor
    editor.body.clear()
    pasted = QMimeData()
    picture = QImage(30, 20, QImage.Format.Format_RGB32)
    picture.fill(0)
    pasted.setImageData(picture)
    editor.body.insertFromMimeData(pasted)
    knowledge.qtbot.waitUntil(lambda: editor.body.toPlainText() == "![picture.png](picture:2)")
    (tmp_path / "way [1].txt").write_text("the way")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "way [1].txt"))])
    editor.body.insertFromMimeData(dropped)
    knowledge.qtbot.waitUntil(lambda: r"[way \[1\].txt](attachment:3)" in editor.body.toPlainText())
    editor.save()
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(3).text.revision == 2)
    assert [file.name for file in knowledge.kept(3).files] == ["picture.png", "way [1].txt"]
    knowledge.qtbot.waitUntil(lambda: "way [1].txt" in screen.pane.view.toPlainText())
    assert len(screen.pane.view._article._pictures) == 1


def test_a_new_article_takes_files_once_it_is_saved(empty: Knowledge, tmp_path: Path) -> None:
    empty.screen.begin_article()
    editor = empty.screen.right.editor
    editor.body.files_given.emit((tmp_path / "x.txt",))
    assert editor._told.text() == sentence("article.unsaved", {})
    editor.begin(None, "en", None)
    editor.bar.files.click()
    assert editor._told.text() == sentence("article.unsaved", {})


def test_an_article_is_published_moved_and_translated(knowledge: Knowledge) -> None:
    screen = knowledge.screen
    knowledge.actions()["Publish"].trigger()  # type: ignore[attr-defined]
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(3).state is ArticleState.PUBLISHED)
    knowledge.qtbot.waitUntil(lambda: screen.pane.article is not None and screen.pane.article.version == 4)
    move = knowledge.actions()["Move to"]
    next(one for one in move.menu().actions() if one.text() == "Devices").trigger()  # type: ignore[attr-defined]
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(3).category_id == 4)
    screen.menus.translate_wanted.emit("lt")
    screen.right.editor.title.setText("Dingęs siuntinys")
    screen.right.editor.body.setPlainText("Paklauskite.")
    screen.right.editor.save()
    knowledge.read("Dingęs siuntinys")
    assert knowledge.kept(3, "lt").text.of_first == 1
    assert [button.text() for button in screen.pane._languages if button.isVisible()] == ["English"]


def test_what_it_said_before_is_compared_and_put_back(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    knowledge.actions()["Earlier versions…"].trigger()  # type: ignore[attr-defined]
    find = knowledge.screen.findChildren
    knowledge.qtbot.waitUntil(lambda: bool(find(ChangesPopup)))
    (popup,) = find(ChangesPopup)
    assert popup.text.toPlainText().endswith("Not on Sundays.")
    popup.restore.click()
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(2).text.revision == 3)
    assert knowledge.kept(2).text.body == knowledge.desk.read(articles.body_of, 1, 2, "en", 1)


def test_only_what_one_may_do_is_offered(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    there = knowledge.kept(3)
    settled = SettleArticle(
        agent_id=1, id=3, version=there.version, category_id=1, state=there.state, owner_id=2, verifier_id=None
    )
    perform(knowledge.desk, settled)
    knowledge.qtbot.waitUntil(lambda: getattr(knowledge.screen.pane.article, "owner_id", 0) == 2)
    assert "Publish" in knowledge.actions()
    state = knowledge.driven.stage.desk.state
    monkeypatch.setattr(knowledge.screen.menus, "_desk", _AsAgent(state.me))
    apart = "Open in a window of its own"
    entries = ["Settings…", "Earlier versions…", "Translate into", apart, "Print…", "Save as PDF…"]
    assert list(knowledge.actions()) == entries
    assert not knowledge.screen.menus.may_order


class _AsAgent:
    def __init__(self, me: object) -> None:
        from msgspec.structs import replace

        self.me = replace(me, role=Role.AGENT)  # type: ignore[type-var]


def test_a_hit_opens_at_its_heading_with_its_words_marked(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    screen, view = knowledge.screen, knowledge.screen.pane.view
    screen.listed.search.setText("refund form")
    screen.listed.search.search_now()
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == ["Give a refund"])
    (hit,) = [screen.listed.articles.entry(0)]
    assert (hit.heading, hit.line) == ("Before you begin", "The refund form")
    screen.listed._step(hit)
    knowledge.read("Give a refund")
    assert view.textCursor().block().text() == "Before you begin"
    assert "form" in {mark.cursor.selectedText() for mark in view.extraSelections()}
    screen.listed.search.clear_search()
    knowledge.qtbot.waitUntil(lambda: not view.extraSelections())


def test_it_says_what_else_it_searched_for_and_what_in_place_of_a_mistyped_word(knowledge: Knowledge) -> None:
    listed = knowledge.screen.listed
    kept = (("knowledge.synonyms", "passphrase, password"),)
    perform(knowledge.desk, SaveSettings(agent_id=1, owner=0, values=kept))

    def says(words: str, told: str) -> None:
        listed.search.setText(words)
        listed.search.search_now()
        knowledge.qtbot.waitUntil(lambda: told == (listed.told.text() if listed.told.isVisibleTo(listed) else ""))
        assert knowledge.titles() == ["Reset a password"]

    says("passphrase", "Also searched for: password")
    listed.search.clear_search()
    knowledge.qtbot.waitUntil(lambda: len(knowledge.titles()) == 4)
    assert listed.told.isHidden()
    says(
        "pasword reset",
        "Nothing holds “pasword reset”. Found for “password reset”:\nAlso searched for: passphrase",
    )
