"""While an article is saved one writes on, leaves, and writes another: nothing is lost, and nothing is saved twice."""

import pytest

from deskbell.actions.dispatch import perform
from deskbell.model.articles import WriteArticle
from deskbell.store.queries import articles
from deskbell.ui.knowledge.kept_drafts import KeptDraft
from ui.knowledge.conftest import Knowledge


def test_what_is_written_while_it_is_saved_is_not_lost(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    editor = knowledge.screen.right.editor
    knowledge.screen.pane.edit.click()
    editor.body.setPlainText("First")
    editor.save()
    # Twice is once.
    editor.save()
    editor.body.setPlainText("First and more")
    knowledge.qtbot.waitUntil(editor.save_button.isEnabled)
    assert editor.body.isVisible()
    assert (knowledge.kept(2).text.body, knowledge.kept(2).text.revision) == ("First", 3)
    editor.save()
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(2).text.body == "First and more")
    knowledge.qtbot.waitUntil(lambda: knowledge.drafts.find(2, "en") is None)
    assert knowledge.kept(2).text.revision == 4


def test_a_new_article_is_made_once(empty: Knowledge) -> None:
    editor = empty.screen.right.editor
    empty.screen.begin_article()
    editor.title.setText("Once")
    for _ in range(2):
        editor.save()
    editor.body.setPlainText("More")
    empty.qtbot.waitUntil(editor.save_button.isEnabled)
    editor.save()
    empty.qtbot.waitUntil(lambda: empty.kept(1).text.revision == 2)
    assert empty.kept(1).text.body == "More"
    assert empty.desk.read(articles.read, 1, 2, "en") is None


@pytest.mark.parametrize("taken", [True, False])
def test_another_article_is_written_while_one_is_saved(knowledge: Knowledge, taken: bool) -> None:
    knowledge.open(2, "Shipping times")
    screen, editor = knowledge.screen, knowledge.screen.right.editor
    drafts = knowledge.drafts
    screen.pane.edit.click()
    editor.body.setPlainText("Of two")
    if not taken:
        perform(knowledge.desk, WriteArticle(agent_id=2, id=2, language="en", title="Times", body="Theirs", base=2))
    refused: list[Exception] = []
    editor.failed.connect(refused.append)
    editor.save()
    editor.begin(knowledge.kept(3), "en", None)
    editor.body.setPlainText("Of three")
    knowledge.qtbot.waitUntil(editor.save_button.isEnabled)
    assert bool(refused) is not taken
    assert (editor.body.toPlainText(), editor._article_id, editor._base) == ("Of three", 3, 1)
    kept = drafts.find(2, "en")
    assert (kept is None) is taken
    editor.leave()
    assert drafts.find(3, "en") == KeptDraft("A parcel that got lost", "Of three", 1)


def test_what_was_saved_while_the_window_closed_is_no_draft(knowledge: Knowledge) -> None:
    drafts = knowledge.drafts
    drafts.keep(2, "en", KeptDraft("Shipping  times", "New\r\nlines", 2))
    write = WriteArticle(agent_id=1, id=2, language="en", title="Shipping times", body="New\nlines", base=2)
    perform(knowledge.desk, write)
    knowledge.screen.right.editor.begin(knowledge.kept(2), "en", None)
    assert knowledge.screen.right.editor._base == 3
    assert drafts.find(2, "en") is None


def test_what_is_as_it_was_is_no_draft(knowledge: Knowledge) -> None:
    editor = knowledge.screen.right.editor
    drafts = knowledge.drafts
    for there in (True, False):
        knowledge.screen.pane.edit.click()
        before = editor._untouched[1]
        editor.body.setPlainText("x" if there else before)
        editor.leave()
        assert (drafts.find(3, "en") is not None) is there


def test_the_window_stays_until_what_was_typed_last_is_kept(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    knowledge.screen.pane.edit.click()
    knowledge.screen.right.editor.body.setPlainText("Typed at the last moment")
    with knowledge.qtbot.waitSignal(knowledge.window.closed):
        assert not knowledge.window.close()
    assert knowledge.drafted(2) == ["Typed at the last moment"]
