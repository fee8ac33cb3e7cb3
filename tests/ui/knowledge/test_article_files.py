"""Articles in from files and out into files and pages, in the windows for it; and the articles that an empty knowledge base is offered."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from deskbell.actions.article_files import folder
from deskbell.actions.article_files.folder import look_through
from deskbell.actions.article_files.whole import free_place
from deskbell.actions.dispatch import perform
from deskbell.model.articles import WriteArticle
from deskbell.model.commands import UndoDeed
from deskbell.model.errors import Mistake, Trouble
from deskbell.store.queries import articles
from deskbell.store.queries.filed_articles import named
from deskbell.ui.article_files.export_dialog import ExportArticlesDialog
from deskbell.ui.article_files.import_dialog import ImportArticlesDialog
from deskbell.ui.article_files.writing_out import Form, WritingState
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.state import TakingState
from ui.knowledge.conftest import Knowledge
from ui.ticket.opening import words


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    root = tmp_path / "docs"
    root.mkdir()
    (root / "a.md").write_text("# Refunds\n\nSee [times](b.html).\n")
    (root / "b.html").write_text("<h1>Times</h1>Two days.<script>x</script>")
    (root / "broken.docx").write_bytes(b"no")
    return root


@pytest.fixture
def dialog(stage: Stage) -> Iterator[ImportArticlesDialog]:
    made = ImportArticlesDialog(stage.theme, stage.runner, 1)
    made.show()
    yield made
    # Not whenever Python may find that nobody has it.
    if isValid(made):
        delete(made)


def over(qtbot: QtBot, dialog: ImportArticlesDialog) -> None:
    dialog.main_button.click()
    qtbot.waitUntil(lambda: dialog.taking.state is TakingState.OVER)


def titles(stage: Stage) -> set[str]:
    return {one.title for one in stage.database.read(named, 1)}


def test_a_look_first_changes_nothing_and_taking_in_does_what_it_said(
    qtbot: QtBot, stage: Stage, dialog: ImportArticlesDialog, docs: Path
) -> None:
    assert not dialog.main_button.isEnabled()
    dialog.take([docs])
    qtbot.waitUntil(dialog.main_button.isEnabled)
    over(qtbot, dialog)
    assert titles(stage) == set()
    said = dialog.report.list.toPlainText()
    for line in (
        "New: Refunds (a.md)",
        "New: Times (b.html)",
        "b.html: Scripts, forms and",
        "broken.docx: This is not a whole",
    ):
        assert line in said
    over(qtbot, dialog)
    assert "Import done" in words(dialog)
    assert titles(stage) == {"Refunds", "Times"}
    by_title = {one.title: one.id for one in stage.database.read(named, 1)}
    found = stage.database.read(articles.read, 1, by_title["Refunds"], "en")
    assert found is not None
    assert found.text.body == f"See [times](article:{by_title['Times']}).\n"
    dialog.report.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("New articles: 2\nChanged: 0\nAs they are: 0\nRemarks: 2\n")
    assert said in copied


def test_only_the_files_that_were_chosen_come_in(
    qtbot: QtBot, stage: Stage, dialog: ImportArticlesDialog, docs: Path
) -> None:
    dialog.take([docs / "b.html"])
    qtbot.waitUntil(dialog.main_button.isEnabled)
    over(qtbot, dialog)
    assert [one.title for one in dialog.taking.came.comes] == ["Times"]
    dialog.back_button.click()
    assert dialog.main_button.text() == "See what comes of it"


def test_of_files_that_were_not_chosen_nothing_is_said(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of a full folder, such as a person's own, comes in whatever else is there."""
    (docs / "shots").mkdir()
    (docs / "shots" / "x.png").write_bytes(b"")
    (docs / "away").symlink_to(docs / "shots")
    chosen = look_through(docs, "en", ["b.html"])
    assert (list(chosen.by_path), chosen.left_out) == (["b.html"], [])
    assert "shots/x.png" in chosen.others
    monkeypatch.setattr(folder, "MOST_FILES", 3)
    assert list(look_through(docs, "en", ["b.html"]).by_path) == ["b.html"]
    with pytest.raises(Mistake):
        look_through(docs, "en")


def test_one_of_a_folder_with_another_that_nobody_may_see(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (docs / "shots").mkdir()
    really = os.scandir

    def scan(place: Path) -> object:
        if Path(place).name == "shots":
            raise PermissionError(13, "Permission denied")
        return really(place)

    monkeypatch.setattr(os, "scandir", scan)
    assert list(look_through(docs, "en", ["b.html"]).by_path) == ["b.html"]
    with pytest.raises(Trouble):
        look_through(docs, "en")


def test_the_top_of_a_disk_gets_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be neither removed nor renamed."""
    assert free_place(tmp_path, "Articles") == tmp_path
    monkeypatch.setattr(os.path, "ismount", lambda place: place == tmp_path)
    assert free_place(tmp_path, "Articles") == tmp_path / "Articles"


def test_cancelled_it_ends_and_what_is_not_in_stays_out(
    qtbot: QtBot, stage: Stage, dialog: ImportArticlesDialog, docs: Path
) -> None:
    dialog.take_folder(docs)
    dialog.main_button.click()
    dialog.close_button.click()
    qtbot.waitUntil(lambda: dialog.taking.state is TakingState.OVER)
    assert dialog.taking.was_stopped
    assert dialog.isVisible()
    assert not dialog.main_button.isVisible()
    assert titles(stage) == set()


def test_a_folder_that_is_gone_is_told(qtbot: QtBot, dialog: ImportArticlesDialog, tmp_path: Path) -> None:
    dialog.take_folder(tmp_path / "gone")
    dialog.main_button.click()
    qtbot.waitUntil(lambda: "is not a folder" in words(dialog))


@pytest.mark.parametrize(("form", "made"), [(Form.FILES, "Refunds.en.md"), (Form.PAGES, "Refunds.en.html")])
def test_articles_go_out_into_an_empty_folder_or_beside_what_is_there(
    qtbot: QtBot, stage: Stage, tmp_path: Path, form: Form, made: str
) -> None:
    from deskbell.actions.dispatch import perform

    perform(stage.database, WriteArticle(agent_id=1, id=0, language="en", title="Refunds", body="Ask."))
    dialog = ExportArticlesDialog(stage.theme, stage.runner, 1)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.main_button.isEnabled()
    dialog.form.set_value(form)
    (tmp_path / "mine.txt").write_text("mine")
    dialog.take_folder(tmp_path)
    dialog.main_button.click()
    qtbot.waitUntil(lambda: dialog.writing.state is WritingState.OVER)
    assert (tmp_path / "Knowledge base" / made).is_file()
    assert dialog.report.report() == f"Articles written: 1\nWritten to {tmp_path / 'Knowledge base'}"
    assert dialog.open_button.isVisible()


def test_cancelled_nothing_is_left_behind(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    from deskbell.actions.dispatch import perform

    perform(stage.database, WriteArticle(agent_id=1, id=0, language="en", title="Refunds", body="Ask."))
    dialog = ExportArticlesDialog(stage.theme, stage.runner, 1)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take_folder(tmp_path)
    dialog.main_button.click()
    dialog.close_button.click()
    qtbot.waitUntil(lambda: dialog.writing.state is WritingState.OVER)
    assert dialog.writing.place is None
    assert "Export cancelled" in words(dialog)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_knowledge_base_offers_articles_in_a_language(empty: Knowledge) -> None:
    starter = empty.screen.starter
    empty.qtbot.waitUntil(starter.isVisible)
    starter.language.setCurrentIndex(starter.language.findData("lt"))
    with empty.qtbot.waitSignal(starter.told) as told:
        starter.button.click()
    assert told.args == ["12 articles taken in"]
    empty.qtbot.waitUntil(lambda: len(empty.titles()) == 12)
    one = empty.desk.read(named, 1)[0]
    found = empty.desk.read(articles.read, 1, one.id, "lt")
    assert found is not None
    assert (found.languages, found.text.language) == (("lt",), "lt")
    assert "article-key:" not in json.dumps([found.text.body])
    assert not starter.isVisible()


def test_starter_articles_are_archived_from_the_menu_and_come_back(empty: Knowledge) -> None:
    starter, places, until = empty.screen.starter, empty.screen.places, empty.qtbot.waitUntil
    until(starter.isVisible)
    with empty.qtbot.waitSignal(starter.told):
        starter.button.click()
    until(lambda: len(empty.titles()) == 12)

    def archive() -> QAction | None:
        menu = places.order.findChild(QMenu)
        return next((one for one in menu.actions() if "starter" in one.text()), None) if menu is not None else None

    places.order.click()
    until(lambda: archive() is not None)
    action = archive()
    assert action is not None
    assert action.text() == "Archive the starter articles that nobody changed (12)"
    with empty.qtbot.waitSignal(empty.screen.done) as done:
        action.trigger()
    assert done.args[0] == "12 starter articles archived"
    until(lambda: empty.titles() == [])
    perform(empty.desk, UndoDeed(agent_id=1, undo=done.args[1]))
    until(lambda: len(empty.titles()) == 12)


def test_the_menu_leads_to_both_windows(empty: Knowledge) -> None:
    menu = empty.screen.menus.of_categories(None, (), empty.screen.places.order)
    actions = {action.text(): action for action in menu.actions()}
    actions["Import articles…"].trigger()
    actions["Export articles…"].trigger()
    assert empty.window.findChild(ImportArticlesDialog).isVisible()
    assert empty.window.findChild(ExportArticlesDialog).isVisible()
