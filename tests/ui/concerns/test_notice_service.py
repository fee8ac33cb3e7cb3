"""Notices by the notification service of a Linux desktop, over a real bus: as they are asked for, clicked, taken down, and refused."""

from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from jeepney import Message, new_method_return
from pytestqt.qtbot import QtBot

from deskbell.model.concerns import Concern
from deskbell.ui.concerns import desktop_notices
from deskbell.ui.concerns.desktop_notices import DesktopNotices
from deskbell.ui.concerns.notice_service import CLICKED, REFUSED, SILENT, NoticeService, Shown
from deskbell.ui.concerns.tray import Tray
from deskbell.ui.concerns.words import Notice
from deskbell.ui.theme.source import ThemeSource
from ui.concerns.session_bus import CAN, Service, has_bus, session_bus

pytestmark = pytest.mark.skipif(not has_bus(), reason="no dbus-daemon")

SHOWN = Shown(7, "Ona answered #7.", '<b>1 < 2</b> & <img src="//evil/x">', "Open", "file:///bell.svg", sound=False)
WAIT = 30


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with session_bus() as made:
        yield made


@pytest.fixture
def bus(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    return address


@pytest.fixture
def desktop(bus: str) -> Iterator[Service]:
    made = Service(bus)
    yield made
    made.close()


class Hearer:
    """A program with notices, and what it hears of them."""

    def __init__(self) -> None:
        self.heard: SimpleQueue[tuple[str, int, str]] = SimpleQueue()
        self.service = NoticeService(lambda *words: self.heard.put(words))

    def next(self) -> tuple[str, int, str]:
        return self.heard.get(timeout=WAIT)


@pytest.fixture
def program() -> Iterator[Hearer]:
    made = Hearer()
    yield made
    made.service.close()
    assert made.heard.empty()


def test_a_subject_is_text_where_the_service_reads_markup(desktop: Service, program: Hearer) -> None:
    program.service.show(SHOWN)
    name, (app, replaces, picture, title, text, actions, hints, _) = desktop.asked.get(timeout=WAIT)
    assert (name, app, replaces, picture, title) == ("Notify", "Deskbell", 0, SHOWN.picture, SHOWN.title)
    assert text == '&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; &lt;img src="//evil/x"&gt;'
    assert actions == ["default", "Open"]
    assert (hints["desktop-entry"], hints["suppress-sound"]) == (("s", "deskbell"), ("b", True))


def test_a_service_that_can_little_is_asked_for_little(bus: str, program: Hearer) -> None:
    desktop = Service(bus, can=("body",))
    program.service.show(SHOWN)
    _, (*_, text, actions, _, _) = desktop.asked.get(timeout=WAIT)
    assert (text, actions) == (SHOWN.text, [])
    desktop.close()


@pytest.mark.parametrize(("can", "heard"), [(CAN, (SILENT, 7, "")), ((*CAN, "sound"), (CLICKED, 7, ""))])
def test_a_sound_that_the_service_does_not_make_is_ours(
    bus: str, program: Hearer, can: tuple[str, ...], heard: object
) -> None:
    desktop = Service(bus, can)
    program.service.show(Shown(7, "Title", "Text", "Open", "", sound=True))
    _, (*_, hints, _) = desktop.asked.get(timeout=WAIT)
    assert hints["sound-name"] == ("s", "message-new-email")
    desktop.click(1)
    assert program.next() == heard
    if heard[0] == SILENT:
        assert program.next() == (CLICKED, 7, "")
    desktop.close()


def test_a_click_is_heard_on_ours_alone(desktop: Service, program: Hearer) -> None:
    for key in (7, 8):
        program.service.show(Shown(key, "Title", "Text", "Open", "", sound=False))
        desktop.asked.get(timeout=WAIT)
    desktop.click(3)
    desktop.click(2, token="forward")
    desktop.click(1)
    assert (program.next(), program.next()) == ((CLICKED, 8, "forward"), (CLICKED, 7, ""))


def test_it_can_be_taken_down(desktop: Service, program: Hearer) -> None:
    program.service.show(SHOWN)
    desktop.asked.get(timeout=WAIT)
    program.service.take_down(8)
    program.service.take_down(7)
    assert desktop.asked.get(timeout=WAIT) == ("CloseNotification", (1,))


def test_it_can_be_taken_down_before_its_number_is_known(desktop: Service, program: Hearer) -> None:
    program.service.show(SHOWN)
    program.service.take_down(7)
    assert [desktop.asked.get(timeout=WAIT)[0] for _ in range(2)] == ["Notify", "CloseNotification"]


class Odd(Service):
    """Answers with nothing what asks for much."""

    def _answer(self, call: Message) -> Message:
        return new_method_return(call)


def test_where_the_service_answers_as_none_should_it_is_refused(bus: str, program: Hearer) -> None:
    desktop = Odd(bus)
    for _ in range(2):
        program.service.show(SHOWN)
        assert program.next() == (REFUSED, 7, "")
    desktop.close()


def test_without_a_service_it_is_refused_until_there_is_one(bus: str, program: Hearer) -> None:
    program.service.show(SHOWN)
    assert program.next() == (REFUSED, 7, "")
    desktop = Service(bus)
    program.service.show(SHOWN)
    assert desktop.asked.get(timeout=WAIT)[0] == "Notify"
    desktop.close()
    program.service.show(SHOWN)
    assert program.next() == (REFUSED, 7, "")


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "tcp:host=localhost,port=1"])
def test_without_a_bus_it_is_refused(address: str, program: Hearer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    if not address:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    program.service.show(SHOWN)
    assert program.next() == (REFUSED, 7, "")


class Nothing:
    """Nothing is unread."""

    def unread(self) -> tuple[Concern, ...]:
        return ()

    def is_hushed(self) -> bool:
        return False

    def hush(self, *, on: bool) -> None:
        pytest.fail("nobody asked for quiet")


@pytest.fixture
def notices(
    theme: ThemeSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, at_icon: list[Notice]
) -> Iterator[DesktopNotices]:
    monkeypatch.setattr(desktop_notices, "_WITH_SERVICE", {"offscreen", "xcb"})
    tray = Tray(theme, Nothing())
    made = DesktopNotices(tray)
    yield made
    made.close()
    tray.close()


@pytest.fixture
def at_icon(monkeypatch: pytest.MonkeyPatch) -> list[Notice]:
    """What the icon beside the clock was given to show; it shows all but what is about ticket 9."""
    shown: list[Notice] = []

    def tell(_tray: Tray, one: Notice) -> bool:
        shown.append(one)
        return one.ticket_id != 9

    monkeypatch.setattr(Tray, "tell", tell)
    return shown


ONE = Notice("Jonas answered #7.", "Subject 7", 7)


def test_the_window_hears_of_a_click(desktop: Service, notices: DesktopNotices, qtbot: QtBot) -> None:
    notices.tell(ONE, {7}, sound=False, otherwise=pytest.fail)
    qtbot.waitUntil(lambda: not desktop.asked.empty())
    with qtbot.waitSignal(notices.clicked) as clicked:
        desktop.click(1)
    assert clicked.args == [ONE]


def test_what_was_seen_is_taken_down(desktop: Service, notices: DesktopNotices, qtbot: QtBot) -> None:
    notices.tell(ONE, {7, 8}, sound=False, otherwise=pytest.fail)
    qtbot.waitUntil(lambda: not desktop.asked.empty())
    notices.drop_seen({8})
    notices.drop_seen({6})
    assert [desktop.asked.get(timeout=WAIT)[0] for _ in range(2)] == ["Notify", "CloseNotification"]
    notices.drop_seen(())
    assert desktop.asked.empty()


def test_without_a_service_the_icon_tells_and_without_an_icon_the_window(
    bus: str, notices: DesktopNotices, qtbot: QtBot, at_icon: list[Notice]
) -> None:
    left: list[int] = []
    other = Notice("Jonas answered #9.", "Subject 9", 9)
    notices.tell(ONE, {7}, sound=False, otherwise=lambda: left.append(7))
    notices.tell(other, {9}, sound=False, otherwise=lambda: left.append(9))
    qtbot.waitUntil(lambda: left == [9])
    assert at_icon == [ONE, other]
