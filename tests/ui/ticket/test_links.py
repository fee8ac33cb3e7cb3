"""Links in what somebody else wrote: found, followed where that is safe, and never silent about where they go."""

import pytest
from PySide6.QtCore import QPoint, QUrl
from pytestqt.qtbot import QtBot

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.body_view import BodyView, shown_address
from deskbell.ui.ticket.plain_links import linked


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("see https://example.com/a_(b).", ["https://example.com/a_(b"]),
        ("www.example.com, and more", ["http://www.example.com"]),
        ("请看 https://例子.cn/路\uff0c谢谢。", ["https://例子.cn/路"]),
        ("write to ona@example.lt!", ["mailto:ona@example.lt"]),
        ("as in deskbell://ticket/1042, and deskbell://ticket/7.", ["deskbell://ticket/1042", "deskbell://ticket/7"]),
        ("xdeskbell://ticket/1 deskbell://ticket/x deskbell://settings", []),
        ("javascript:alert(1) file:///etc/passwd", []),
        ("nothing here", []),
    ],
)
def test_addresses_in_text_become_links(line: str, links: list[str]) -> None:
    pieces = list(linked(line))
    assert "".join(piece for piece, _ in pieces) == line
    assert [address for _, address in pieces if address] == links


def test_finding_links_takes_no_longer_than_the_text() -> None:
    assert "".join(piece for piece, _ in linked("a." * 20_000 + "@" * 20_000)) == "a." * 20_000 + "@" * 20_000


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://example.com/", True),
        ("http://example.com/", True),
        ("mailto:ona@example.lt", True),
        ("deskbell://ticket/1042", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("//evil/share", False),
        ("\\\\evil\\share", False),
        ("smb://evil/share", False),
        ("ms-msdt:/id", False),
    ],
)
def test_only_links_to_the_web_mail_and_tickets_are_followed(
    qtbot: QtBot, theme: ThemeSource, address: str, followed: bool
) -> None:
    opened: list[tuple[QUrl, str]] = []
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.link_wanted.connect(lambda url, promised: opened.append((url, promised)))
    view.show_body("", f'<a href="{address}">click</a>')
    view.anchorClicked.emit(QUrl(address))
    assert [(url.toString(), promised) for url, promised in opened] == ([(address, "")] if followed else [])
    assert view.toPlainText() == "click"


def test_a_link_that_promises_another_host_says_so(qtbot: QtBot, theme: ThemeSource) -> None:
    promised: list[str] = []
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.link_wanted.connect(lambda _url, host: promised.append(host))
    view.show_body(
        "",
        '<a href="https://evil.example/a">www.<b>bank</b>.example</a> <a href="https://good.example/">good.example</a>'
        ' <a href="https://evil.example/b">here</a>',
    )
    for address in ("https://evil.example/a", "https://good.example/", "https://evil.example/b"):
        view.anchorClicked.emit(QUrl(address))
    assert promised == ["bank.example", "", ""]


def test_where_a_link_goes_is_said_when_it_is_reached(qtbot: QtBot, theme: ThemeSource) -> None:
    view = BodyView(theme)
    qtbot.addWidget(view)
    said: list[str] = []
    view.pointed.connect(said.append)
    view.highlighted.emit(QUrl("https://bank.com@evil.example/login"))
    view.highlighted.emit(QUrl())
    assert said == ["evil.example · https://evil.example/login", ""]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://bank.com@evil.example/login", "evil.example\nhttps://evil.example/login"),
        ("mailto:ona@example.lt", "ona@example.lt"),
        ("deskbell://ticket/1042", "deskbell://ticket/1042"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_link_says_where_it_goes(address: str, shown: str) -> None:
    assert shown_address(QUrl(address)) == shown


def test_a_host_in_foreign_letters_shows_its_plain_form() -> None:
    assert "(xn--" in shown_address(QUrl("https://аррle.com/"))


def test_a_link_address_can_be_copied_and_the_wheel_is_the_threads(qtbot: QtBot, theme: ThemeSource) -> None:
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body("https://example.com/x")
    view.resize(300, view.fit(300))
    words = [action.text() for action in view.menu_at(QPoint(6, 9)).actions()]
    assert words == ["Copy", "Copy link address", "Select all"]
    assert view.verticalScrollBar().maximum() == 0
    assert view.accessibleName()
