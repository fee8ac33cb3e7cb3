"""What stands around the article that is read: its files, and what is related to it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskbell.actions.dispatch import perform
from deskbell.model.articles import AddArticleFile, RelatedArticle
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.look.window import LookWindow
from ui.knowledge.conftest import Knowledge


def test_files_are_below_the_text_and_opened_looked_at_and_saved_by_key(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, until = knowledge.screen, knowledge.qtbot.waitUntil
    for name, content in (("terms.txt", b"the terms"), ("setup.exe", b"MZ")):
        file = OutboundAttachment(name, "application/octet-stream", content)
        perform(knowledge.desk, AddArticleFile(agent_id=1, id=1, file=file))
    assert screen.pane.files.isHidden()
    knowledge.open(1, "Give a refund")
    files = screen.pane.files
    assert files.isVisible()
    # The picture that stands in its text is none of them.
    assert [box.accessibleName().partition(".")[0] for box in files.boxes] == [
        "Attachment terms",
        "Attachment setup",
    ]
    terms, setup = files.boxes
    terms.setFocus()
    QTest.keyClick(terms, Qt.Key.Key_Space)
    until(lambda: bool(screen.findChildren(LookWindow)))
    look = screen.findChildren(LookWindow)[0]
    until(lambda: look.is_settled)
    look.close()
    place = tmp_path / "kept.txt"
    monkeypatch.setattr(screen.reader._files._deeds._prompts, "place_to_save", lambda name: place)
    saved = {action.text(): action for action in terms.menu().actions()}
    saved["Save as…"].trigger()
    until(place.exists)
    until(lambda: place.read_bytes() == b"the terms")
    assert "Open" not in {action.text() for action in setup.menu().actions()}
    knowledge.open(2, "Shipping times")
    assert files.isHidden()


def test_related_articles_are_beside_it_with_why(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    related = knowledge.screen.pane.related
    knowledge.qtbot.waitUntil(lambda: related.model.rowCount() == 2)
    first, second = knowledge.entries(related.model)
    assert first.startswith("Give a refund, Linked in the text · ")
    assert first.endswith(" · Same category")
    assert second == "退款流程, Same category"
    related.list.entered_at.emit(related.model.index(0))
    knowledge.read("Give a refund")
    knowledge.qtbot.waitUntil(lambda: "Give a refund" not in " ".join(knowledge.entries(related.model)))


def test_a_list_beside_an_article_is_scrolled_only_where_there_is_no_room(knowledge: Knowledge) -> None:
    knowledge.screen.resize(1300, 900)
    knowledge.open(2, "Shipping times")
    related = knowledge.screen.pane.related
    knowledge.qtbot.waitUntil(lambda: related.model.rowCount() == 2)
    related.show_related([RelatedArticle(number, f"Article {number}", same_category=True) for number in range(1, 9)])
    bar = related.list.verticalScrollBar()
    knowledge.qtbot.waitUntil(lambda: related.list.height() == related.list.maximumHeight())
    assert bar.maximum() == 0
    knowledge.screen.resize(1300, 400)
    knowledge.qtbot.waitUntil(lambda: bar.maximum() > 0)
