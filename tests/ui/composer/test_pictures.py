"""Pictures in the text that is written: in their place, in the mail, in the draft, and never anybody else's."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SaveDraft, SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.composer.kept_draft import KeptDraft, kept_draft
from deskbell.ui.composer.markup import pictures_in
from deskbell.ui.composer.picture_making import FITTING_SIDE, picture_of, pictures_of_draft
from ui.composer.composing import Make, button, type_in
from ui.ticket.rows import attachment, detail, draft, message, ticket
from ui.ticket.stand import Stand

PNG = attachment(90, "picture 1.png", 70, content_type="image/png", inline=True, content_id="a1@deskbell")


def image(width: int = 40, height: int = 20, colour: str = "red") -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def noise(width: int, height: int) -> QImage:
    """A picture that no format makes small."""
    import random

    data = random.Random(1).randbytes(width * height * 4)
    return QImage(data, width, height, QImage.Format.Format_RGB32).copy()


def encoded(picture: QImage, kind: str = "png") -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def paste(qtbot: QtBot, composer: Composer, picture: QImage) -> str:
    """Paste a picture; its content id once it is in the text."""
    before = pictures_in(composer.editor.html())
    data = QMimeData()
    data.setImageData(picture)
    composer.editor.insertFromMimeData(data)
    qtbot.waitUntil(lambda: len(pictures_in(composer.editor.html())) > len(before))
    (name,) = pictures_in(composer.editor.html()) - before
    return name


def test_a_pasted_picture_stands_in_the_text_and_goes_with_it(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "see ")
    name = paste(qtbot, composer, image())
    type_in(qtbot, composer, " here")
    assert composer.editor.html() == (
        f'<div>see <img src="cid:{name}" alt="picture 1.png" width="40" style="max-width:100%"> here</div>'
    )
    assert composer.editor.text() == "see [picture 1.png] here"
    assert not composer.files.isVisible()
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    (file,) = command.attachments
    assert (file.content_id, file.content_type, file.name) == (name, "image/png", "picture 1.png")
    assert QImage.fromData(file.content).size() == image().size()


def test_only_a_picture_is_a_text(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    paste(qtbot, composer, image())
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].text == "[picture 1.png]"


def test_a_picture_that_was_taken_out_stays_behind(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "words")
    paste(qtbot, composer, image())
    composer.editor.undo()
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].attachments == ()


def test_dropped_files_are_pictures_of_the_text_or_go_along(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path
) -> None:
    (tmp_path / "shot.PNG").write_bytes(encoded(image()))
    (tmp_path / "not.png").write_bytes(b"no picture at all")
    (tmp_path / "log.txt").write_bytes(b"hello")
    composer = make()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(tmp_path.iterdir())])
    composer.editor.insertFromMimeData(data)
    qtbot.waitUntil(lambda: bool(pictures_in(composer.editor.html())))
    names = [(file.name, bool(file.content_id)) for file in composer.collect().files]
    assert sorted(names) == [("log.txt", False), ("not.png", False), ("shot.PNG", True)]
    assert composer.files.isVisible()
    composer.leave()
    stand.settle(qtbot)


def test_a_note_holds_no_file(qtbot: QtBot, make: Make) -> None:
    composer = make()
    composer.begin(ReplyKind.NOTE)
    data = QMimeData()
    data.setImageData(image())
    composer.editor.insertFromMimeData(data)
    assert "A note holds text only" in composer.notice.words()


def test_a_huge_picture_is_made_smaller_and_can_be_had_back(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    name = paste(qtbot, composer, image(4000, 1000))
    assert composer.notice.words().startswith("The picture was made smaller: 4000 × 1000 (")
    assert composer.editor.pictures.image(name).width() == FITTING_SIDE
    qtbot.mouseClick(button(composer, "Keep the original size"), Qt.MouseButton.LeftButton)
    (name,) = pictures_in(composer.editor.html())
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (file,) = stand.of(SendReply)[0].attachments
    assert (file.content_id, QImage.fromData(file.content).width()) == (name, 4000)


@pytest.mark.parametrize(
    ("content", "kind", "smaller", "same"),
    [
        (encoded(image()), "image/png", False, True),
        (encoded(image(), "jpeg"), "image/jpeg", False, True),
        (encoded(image(), "bmp"), "image/png", False, False),
        (encoded(image(3000, 10)), "image/png", True, False),
        (encoded(noise(1000, 800)), "image/jpeg", True, False),
    ],
)
def test_what_travels_is_what_every_program_shows(content: bytes, kind: str, smaller: bool, same: bool) -> None:
    picture = picture_of(OutboundAttachment("x.png", "image/png", content))
    assert picture is not None
    assert (picture.file.content_type, picture.before is not None) == (kind, smaller)
    assert (picture.file.content == content) == same
    assert len(picture.file.content) <= len(content)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", encoded(image())[:40]]
)
def test_what_is_no_picture_is_a_file(content: bytes) -> None:
    assert picture_of(OutboundAttachment("x.png", "image/png", content)) is None


def test_a_picture_is_cut_down_or_attached_on_request(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    name = paste(qtbot, composer, image(800, 400))
    menu = QMenu()
    qtbot.addWidget(menu)
    composer.editor.pictures.fill_menu(menu, name)
    sizes = {action.text(): action for action in menu.actions()[0].menu().actions()}
    assert [word for word, action in sizes.items() if action.isEnabled()] == ["320 pixels", "640 pixels"]
    sizes["320 pixels"].trigger()
    qtbot.waitUntil(lambda: name not in composer.editor.html())
    (smaller,) = pictures_in(composer.editor.html())
    assert composer.editor.pictures.image(smaller).width() == 320
    composer.editor.pictures.attach_wanted.emit(smaller)
    assert pictures_in(composer.editor.html()) == frozenset()
    (box,) = composer.collect().listed()
    assert (box.name, box.content_id) == ("picture 1.png", "")
    composer.leave()
    stand.settle(qtbot)


def test_the_draft_keeps_pictures_and_shows_them_again(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()

    def read(key: Key, ids: list[int]) -> tuple[Key, dict[str, QImage]]:
        assert ids == [90]
        return key, {"a1@deskbell": image()}

    stand.answers[pictures_of_draft] = read
    html = '<div>see <img src="cid:a1@deskbell" alt="picture 1.png" width="40"></div>'
    composer.show_ticket(detail(row=ticket(2)), (draft(html=html, text="see", ticket_id=2, attachments=(PNG,)),))
    qtbot.waitUntil(lambda: composer.editor.pictures.image("a1@deskbell").width() == 40)
    assert pictures_in(composer.editor.html()) == {"a1@deskbell"}
    with qtbot.waitSignal(composer.sent):
        composer.send()
    command = stand.of(SendReply)[0]
    assert (command.attachments, command.attachments_from) == ((), (90,))


def test_once_kept_a_picture_is_not_written_again(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()

    def kept(command: SaveDraft) -> KeptDraft:
        (file,) = command.attachments
        row = attachment(90, file.name, 70, content_type="image/png", inline=True, content_id=file.content_id)
        return KeptDraft(command, draft(attachments=(row,)))

    stand.answers[kept_draft] = kept
    name = paste(qtbot, composer, image())
    qtbot.waitUntil(lambda: bool(composer.collect().kept))
    type_in(qtbot, composer, "more")
    composer.leave()
    stand.settle(qtbot)
    last = stand.of(SaveDraft)[-1]
    assert (last.attachments, last.kept_attachments) == ((), (90,))
    assert pictures_in(last.html) == {name}


def test_pictures_of_strangers_do_not_come_in(qtbot: QtBot, make: Make) -> None:
    composer = make()
    own = paste(qtbot, composer, image())
    data = QMimeData()
    data.setText("x")
    data.setHtml(
        f'<p>a<img src="cid:{own}"><img src="cid:other"><img src="https://t.example/x.png"><img src="file:///etc/x">'
        '<img src="//host/share/x.png"></p>'
    )
    composer.editor.moveCursor(QTextCursor.MoveOperation.End)
    composer.editor.insertFromMimeData(data)
    assert pictures_in(composer.editor.html()) == {own}
    assert composer.editor.html().count("<img") == 2


def test_a_forwarded_mail_takes_only_its_own_pictures_along(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    html = '<p>hi <img alt="logo" src="cid:logo@x"><img data-remote="https://t.example/x.png" width="1"></p>'
    logo = attachment(41, "logo.png", 9, content_type="image/png", inline=True, content_id="logo@x")
    original = message(1, "hi", 9, html=html, attachments=(logo,))
    composer.show_ticket(detail(row=ticket(2), messages=(original,)), ())
    composer.begin(ReplyKind.FORWARD, original)
    composer.recipients.to.setText("accounts@example.com")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    assert "logo@x" in command.html
    assert "t.example" not in command.html
    assert command.attachments_from == (41,)
