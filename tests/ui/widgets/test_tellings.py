"""Toasts, banners, chips, labels and empty places."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.notice import Notice
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.banner import Banner, Banners
from deskbell.ui.widgets.buttons import LinkButton, PrimaryButton
from deskbell.ui.widgets.chip import ChipPainter, ChipText, Tone
from deskbell.ui.widgets.chip_button import ChipButton
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label, plain_tooltip
from deskbell.ui.widgets.splitter import RememberedSplitter
from deskbell.ui.widgets.toast import Toast, Toasts


@pytest.fixture
def host(theme: ThemeSource, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    QCursor.setPos(0, 0)  # a toast waits for a mouse that rests on it
    with qtbot.waitExposed(made):
        made.show()
    return made


def toasts_of(host: QWidget) -> list[Toast]:
    return host.findChildren(Toast)


def test_a_toast_goes_by_itself(host: QWidget, qtbot: QtBot) -> None:
    Toasts(host).say("#1 solved", seconds=0.05)
    qtbot.waitUntil(lambda: toasts_of(host) == [])


def test_undo_is_called_once_and_the_toast_goes(host: QWidget, qtbot: QtBot) -> None:
    undone: list[int] = []
    toast = Toasts(host).say("#1 solved", lambda: undone.append(1))
    assert isinstance(toast.button, QPushButton)
    toast.button.click()
    assert undone == [1]
    qtbot.waitUntil(lambda: toasts_of(host) == [])


def test_a_toast_waits_while_the_keyboard_is_on_it(host: QWidget, qtbot: QtBot) -> None:
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    toast = Toasts(host).say("#1 solved", lambda: None, seconds=0.2)
    assert toast.button is not None
    toast.button.setFocus(Qt.FocusReason.TabFocusReason)
    assert not toast._life.isActive()
    toast.button.clearFocus()
    qtbot.waitUntil(lambda: toasts_of(host) == [])


def test_at_most_three_the_newest_lowest(host: QWidget, qtbot: QtBot) -> None:
    stack = Toasts(host)
    for number in range(5):
        stack.say(f"#{number}")
    qtbot.waitUntil(lambda: len(toasts_of(host)) == 3)
    shown = sorted(toasts_of(host), key=lambda toast: toast.y())
    assert [toast.accessibleName() for toast in shown] == ["#2", "#3", "#4"]
    bottom = shown[-1].geometry().bottom()
    host.resize(600, 300)
    assert shown[-1].geometry().bottom() == bottom - 100


def test_a_long_sentence_takes_more_lines(host: QWidget) -> None:
    toast = Toasts(host).say("The mail server closed the connection before the mail was taken. " * 4, lambda: None)
    assert toast.button is not None
    assert toast.x() >= 0
    assert toast.geometry().right() < host.width()
    assert toast.height() > 3 * toast.fontMetrics().height()
    assert toast.button.geometry().right() < toast.width()


def test_what_fails_again_is_said_once(host: QWidget, qtbot: QtBot) -> None:
    stack = Toasts(host)
    for _ in range(3):
        stack.say("It failed.")
    stack.say("#1 solved", lambda: None)
    stack.say("#1 solved", lambda: None)
    qtbot.waitUntil(lambda: len(toasts_of(host)) == 3)
    assert [toast.accessibleName() for toast in toasts_of(host)] == ["It failed.", "#1 solved", "#1 solved"]


def test_an_empty_place_fits_its_sentence_when_it_is_shown(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    place = EmptyState(theme, host)
    place.say(Icon.ERROR, "This view cannot be read", "The disk is full. Free some space. " * 5)
    narrow = place._sentence.height()
    place.resize(600, 400)
    place.show()
    assert place._sentence.height() < narrow
    place.resize(200, 400)
    qtbot.wait(0)
    place.resize(900, 400)
    middles = {label.geometry().center().x() for label in (place._mark, place._title, place._sentence)}
    assert max(middles) - min(middles) <= 1, "before it is painted, not after"


def test_a_banner_is_told_once_a_key(theme: ThemeSource, host: QWidget) -> None:
    banners = Banners(theme, host)
    acted: list[int] = []
    for _ in range(3):
        banners.tell("mail", "Mail fails.", action=("Open", lambda: acted.append(1)))
    assert len(banners.findChildren(Banner)) == 1
    next(button for button in banners.findChildren(LinkButton) if button.text() == "Open").click()
    assert acted == [1]
    banners.drop("mail")
    assert banners.shown() == frozenset()
    assert not banners.isVisibleTo(host)


def test_details_fold_out_and_are_copied(theme: ThemeSource, host: QWidget) -> None:
    banner = Banner(theme, "It failed.", Tone.DANGER, detail="NO [AUTHENTICATIONFAILED]", parent=host)
    banner.show()
    fold = next(button for button in banner.findChildren(LinkButton) if button.isCheckable())
    assert not banner._detail.isVisible()
    fold.click()
    assert banner._detail.isVisible()
    next(button for button in banner._detail.findChildren(LinkButton)).click()
    assert QGuiApplication.clipboard().text() == "NO [AUTHENTICATIONFAILED]"


def test_a_closed_banner_may_come_again(theme: ThemeSource, host: QWidget) -> None:
    banners = Banners(theme, host)
    banners.tell("x", "Something.")
    banners.findChildren(IconButton)[0].click()
    assert banners.shown() == frozenset()
    banners.tell("x", "Something.")
    assert banners.shown() == {"x"}


def test_a_chip_is_removed_by_its_cross_and_by_delete(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    chip = ChipButton(theme, "refund", removable=True, clickable=True, parent=host)
    chip.resize(chip.sizeHint())
    chip.show()
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 9, 9))
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)


def test_chips_measure_what_they_paint(theme: ThemeSource, host: QWidget) -> None:
    painter = ChipPainter(theme)
    assert painter.height == 18
    plain, with_icon = ChipText("12"), ChipText("12", Tone.PLAIN, Icon.ATTACHMENT)
    assert painter.width(with_icon) - painter.width(plain) == 15
    assert painter.width(ChipText("退款" * 10)) > painter.width(ChipText("退款"))
    before = painter.width(plain)
    theme.choose("light", 200)
    assert painter.width(plain) == pytest.approx(before * 2, rel=0.05)


@pytest.mark.parametrize("text", ["<b>x</b>", "<img src=file:///etc/passwd>", "a & b", "plain"])
def test_a_tooltip_shows_outside_text_as_it_is(text: str) -> None:
    from html import unescape

    tooltip = plain_tooltip(text)
    assert "<b>" not in tooltip
    assert "<img" not in tooltip
    assert unescape(tooltip.removeprefix("<span>").removesuffix("</span>")) == text


def test_a_label_that_has_no_room_says_all_in_its_tooltip(host: QWidget) -> None:
    label = ElidedLabel("A subject that is far too long\nfor this place", parent=host)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == "A subject that is far too long for this place"
    label.resize(900, 20)
    assert label.toolTip() == ""
    assert label.accessibleName() == "A subject that is far too long for this place"


def test_ink_can_change(theme: ThemeSource, host: QWidget) -> None:
    label = Label("x", TextRole.body, ink="danger", parent=host)
    label.show()
    assert label.palette().windowText().color().name().upper() == theme.colours.danger
    label.set_ink("good")
    assert label.palette().windowText().color().name().upper() == theme.colours.good


def test_an_empty_place_says_all_of_its_sentence_and_offers_a_step(
    theme: ThemeSource, host: QWidget, qtbot: QtBot
) -> None:
    empty = EmptyState(theme, host)
    empty.resize(220, 400)
    empty.say(Icon.INBOX, "Nothing waits", "Tickets that are assigned to you appear here. " * 4, "Show others")
    empty.show()
    sentence = empty._sentence
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    with qtbot.waitSignal(empty.acted):
        empty._button.click()
    empty.say(Icon.INBOX, "Nothing", "At all.")
    assert not empty._button.isVisible()


def test_buttons_are_reached_by_tab_and_not_by_a_click(theme: ThemeSource, host: QWidget) -> None:
    for button in (PrimaryButton("Send", host), IconButton(theme, Icon.MORE, "More", parent=host)):
        assert button.focusPolicy() is Qt.FocusPolicy.TabFocus
        assert button.accessibleName()


def test_focus_is_seen(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    for button in (PrimaryButton("Send", host), IconButton(theme, Icon.MORE, "More", parent=host)):
        button.resize(button.sizeHint())
        button.show()
        without = button.grab().toImage()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.grab().toImage() != without


def test_a_splitter_remembers(theme: ThemeSource, qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)

    def made() -> RememberedSplitter:
        splitter = RememberedSplitter(settings, "x")
        qtbot.addWidget(splitter)
        for _ in range(2):
            splitter.addWidget(QWidget())
        splitter.resize(601, 100)
        splitter.recall(200, 400)
        splitter.show()
        return splitter

    first = made()
    assert first.sizes() == [200, 400]
    first.setSizes([350, 250])
    first.splitterMoved.emit(350, 1)
    qtbot.waitUntil(lambda: settings.value("splitter/x") is not None)
    assert made().sizes() == [350, 250]


@pytest.mark.parametrize("width", [340, 480, 900])
def test_a_long_sentence_is_told_to_its_end_however_narrow_its_place(
    theme: ThemeSource, host: QWidget, qtbot: QtBot, width: int
) -> None:
    sentence = "imap.example.com does not accept the user name or password of returns@example.com. " * 2
    column = QVBoxLayout(host)
    banners, notice, rest = Banners(theme, host), Notice(theme, host), QPlainTextEdit(host)
    for widget in (banners, notice, rest):
        column.addWidget(widget)
    banners.tell("mailbox/1", sentence, action=("Open settings", lambda: None), detail="NO")
    notice.say(sentence, Tone.WARNING, ("Keep the original size", lambda: None))
    host.resize(width, 600)
    (banner,) = banners.findChildren(Banner)
    for told in (banner, notice):
        qtbot.waitUntil(lambda told=told: told.height() == told.heightForWidth(told.width()))
