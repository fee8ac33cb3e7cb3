"""The layout of a mailbox's mails: filled in, seen as it leaves, kept, and what is no logo is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.model.mail_layout import LARGEST_LOGO, KeptLayout, MailLayout, SaveLayout
from deskbell.store.queries.mail_layouts import layouts
from deskbell.store.tables import agent
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.layouts import LayoutsPage
from deskbell.ui.settings.logo_edit import read_logo
from ui.settings.hands import type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press

Apply = Callable[[SettingsDialog], None]


@pytest.fixture
def box(office: Office) -> int:
    return next(iter(office.mailboxes().values())).id


@pytest.fixture
def page(dialog: SettingsDialog, qtbot: QtBot) -> LayoutsPage:
    opened = dialog.open_page("layouts")
    assert isinstance(opened, LayoutsPage)
    qtbot.waitUntil(lambda: bool(opened.entries))
    return opened


def kept(office: Office, box: int) -> KeptLayout:
    return office.database.read(layouts).get(box, KeptLayout(box))


def picture(path: Path, width: int, height: int, colour: str = "#c77d0a") -> Path:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def test_header_footer_and_colour_are_kept(
    dialog: SettingsDialog, page: LayoutsPage, office: Office, box: int, apply: Apply
) -> None:
    page.open_one(box)
    assert page.form.header.editor.hasFocus()
    QTest.keyClicks(page.form.header.editor, "{{mailbox.name}}")
    QTest.keyClicks(page.form.footer.editor, "Vilnius")
    type_into(page, "Colour", "#1F5FD6")
    apply(dialog)
    layout = kept(office, box).layout
    assert (layout.header_text, layout.footer_text, layout.accent) == ("{{mailbox.name}}", "Vilnius", "#1f5fd6")
    assert layout.header_html == "<div>{{mailbox.name}}</div>"
    assert page.opened is None


def test_the_preview_follows_what_is_typed(page: LayoutsPage, box: int) -> None:
    page.open_one(box)
    QTest.keyClicks(page.form.header.editor, "We are {{mailbox.name}}")
    assert "We are Support" in page.preview.body.toPlainText()
    QTest.keyClicks(page.form.footer.editor, "Vilnius")
    page.preview.form.set_value(False)
    page.preview.form.chosen.emit(False)
    text = page.preview.body.toPlainText()
    assert text.index("We are Support") < text.index("Here stands what you write.") < text.index("Vilnius")


def test_what_is_no_colour_or_placeholder_is_said(dialog: SettingsDialog, page: LayoutsPage, box: int) -> None:
    page.open_one(box)
    type_into(page, "Colour", "red")
    assert not page.good()
    assert page.form.first_fault() is page.form.accent
    QTest.keyClicks(page.form.footer.editor, "{{customer.shoe}}")
    assert "{{customer.shoe}}" in page.form._footer_field.fault()


def test_a_logo_is_made_small_put_on_white_and_kept(
    dialog: SettingsDialog,
    page: LayoutsPage,
    office: Office,
    box: int,
    apply: Apply,
    answers: Answers,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    answers.file = picture(tmp_path / "large.png", 2000, 400, "#00ffffff")
    page.open_one(box)
    with qtbot.waitSignal(page.form.logo.edited):
        qtbot.mouseClick(page.form.logo.choose_button, Qt.MouseButton.LeftButton)
    apply(dialog)
    logo = kept(office, box).layout.logo
    assert logo is not None
    assert (logo.width, logo.height, logo.content_type) == (280, 56, "image/png")
    image = QImage.fromData(logo.content)
    assert (image.width(), image.height(), image.pixelColor(5, 5).name()) == (560, 112, "#ffffff")
    page.open_one(box)
    page.form.logo.remove_button.click()
    assert page.dirty()
    apply(dialog)
    assert kept(office, box).layout.logo is None


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"], ids=str)
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    error = read_logo(None, path).error
    assert isinstance(error, Mistake)
    assert error.code in {"layout.logo", "file.missing"}


def test_a_noisy_picture_fits_all_the_same(tmp_path: Path) -> None:
    image = QImage(560, 112, QImage.Format.Format_RGB32)
    for x in range(560):
        for y in range(112):
            image.setPixel(x, y, (x * 7919 + y * 104729) * 2654435761 & 0xFFFFFF)
    assert image.save(str(tmp_path / "noise.png"))
    logo = read_logo(None, tmp_path / "noise.png").logo
    assert logo is not None
    assert len(logo.content) <= LARGEST_LOGO


def test_who_saves_second_sees_both_and_neither_is_lost(
    dialog: SettingsDialog, page: LayoutsPage, office: Office, box: int, apply: Apply, qtbot: QtBot
) -> None:
    page.open_one(box)
    QTest.keyClicks(page.form.footer.editor, "Mine")
    theirs = MailLayout(footer_html="<div>Theirs</div>", footer_text="Theirs")
    office.do(SaveLayout(agent_id=office.me, mailbox_id=box, layout=theirs))
    apply(dialog)
    assert kept(office, box).layout.footer_text == "Theirs"
    qtbot.waitUntil(lambda: page._read.kept.get(box) == kept(office, box))
    press(page, "Show what it is now")
    assert (page.form.footer.editor.toPlainText(), page.dirty()) == ("Theirs", False)
    press(page, "Show what I entered")
    assert (page.form.footer.editor.toPlainText(), page.dirty()) == ("Mine", True)
    apply(dialog)
    assert kept(office, box).layout.footer_text == "Mine"


def test_a_colleagues_change_is_followed(page: LayoutsPage, office: Office, box: int, qtbot: QtBot) -> None:
    page.open_one(box)
    office.do(SaveLayout(agent_id=office.me, mailbox_id=box, layout=MailLayout(accent="#1f5fd6")))
    office.desk.read_again()
    page._read_again()
    qtbot.waitUntil(lambda: page.form.accent.text() == "#1F5FD6")
    assert not page.dirty()


def test_an_agent_looks_and_changes_nothing(
    office: Office, open_dialog: Callable[[], SettingsDialog], box: int, qtbot: QtBot
) -> None:
    with office.database.writing() as session:
        session.connection.execute(agent.update().values(role=Role.AGENT.value))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.AGENT)
    dialog = open_dialog()
    page = dialog.open_page("layouts")
    assert isinstance(page, LayoutsPage)
    page.open_one(box)
    assert not page.form.isEnabled()
    assert not page.add_button.isVisible()
