"""Pictures that go along as files are made smaller on request, whether the draft has been kept by then or not."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.picture_making import FITTING_SIDE
from ui.composer.composing import Make, button, type_in
from ui.composer.test_pictures import encoded, noise
from ui.driven import Driven
from ui.ticket.rows import attachment
from ui.ticket.stand import Stand

_SAYS = "Make the pictures smaller"


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    """Two of a phone, and a text."""
    for name in ("one.jpg", "two.jpg"):
        (tmp_path / name).write_bytes(encoded(noise(1990, 800), "jpeg"))
    (tmp_path / "words.txt").write_text("words " * 200_000)
    return sorted(tmp_path.iterdir())


def test_all_large_ones_are_and_can_be_had_back(
    qtbot: QtBot, stand: Stand, make: Make, photographs: list[Path]
) -> None:
    composer = make()
    type_in(qtbot, composer, "see")
    composer.attach(photographs[2:])
    qtbot.waitUntil(lambda: len(composer.collect().files) == 1)
    with pytest.raises(StopIteration):
        button(composer, _SAYS)
    composer.attach(photographs[:2])
    qtbot.waitUntil(lambda: len(composer.collect().files) == 3)
    before = composer.collect().files
    qtbot.mouseClick(button(composer, _SAYS), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: composer.collect().files != before)
    assert composer.notice.words().startswith("2 pictures were made smaller: ")
    qtbot.mouseClick(button(composer, "Keep the original size"), Qt.MouseButton.LeftButton)
    assert composer.collect().files == before
    qtbot.mouseClick(button(composer, _SAYS), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: composer.collect().files != before)
    with qtbot.waitSignal(composer.sent):
        composer.send()
    sent = {file.name: file for file in stand.of(SendReply)[0].attachments}
    assert {name: QImage.fromData(file.content).width() for name, file in sent.items()} == {
        "one.jpg": FITTING_SIDE,
        "two.jpg": FITTING_SIDE,
        "words.txt": 0,
    }
    assert [file.content_id for file in sent.values()] == ["", "", ""]


def test_those_that_the_draft_has_kept_too(driven: Driven, qtbot: QtBot, photographs: list[Path]) -> None:
    driven.open(0)
    composer = driven.window.pane.composer
    composer.begin(ReplyKind.REPLY)
    composer.attach(photographs[:1])
    qtbot.waitUntil(lambda: len(composer.collect().kept) == 1)
    (kept,) = composer.collect().kept
    qtbot.mouseClick(button(composer, _SAYS), Qt.MouseButton.LeftButton)

    def is_smaller() -> bool:
        content = composer.collect()
        return [row.id for row in content.kept] != [kept.id] and content.size() < kept.size

    qtbot.waitUntil(is_smaller)
    qtbot.waitUntil(lambda: len(composer.collect().kept) == 1)
    assert composer.collect().kept[0].size < kept.size
    qtbot.mouseClick(button(composer, "Keep the original size"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: composer.collect().size() == kept.size)
    composer.leave()


def test_what_is_not_there_any_more_is_not_brought_back() -> None:
    large, small = (OutboundAttachment("a.jpg", "image/jpeg", b"x" * size) for size in (900_000, 9))
    content = Composed(ReplyKind.REPLY, kept=(attachment(5, "a.jpg", 900_000),))
    assert content.with_other_files([(5, large, small)]).files == (small,)
    assert content.with_other_files([(5, large, small)]).kept == ()
    gone = replace(large, name="gone.jpg")
    assert content.with_other_files([(6, gone, small), (0, gone, small)]) == content
