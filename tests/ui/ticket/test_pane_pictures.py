"""Pictures from the internet: only when a person says so, for one mail or for a sender, and never for spam."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SetPictureSenders
from deskbell.model.kinds import MessageKind, Shelf
from deskbell.rules.warnings import FAILED
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.paper import Printed
from deskbell.ui.ticket.pictures_bar import PicturesBar
from deskbell.ui.ticket.reading import Opened
from ui.ticket.opening import Desk, Make, button, words
from ui.ticket.rows import LI, PANEL, STATE, THREAD, detail, message, ticket
from ui.ticket.stand import Answers, Stand
from ui.ticket.test_body_view import painted, red_pixels, red_png

A, B = "https://a.example/one.png", "https://b.example/two.png"
HTML = f'<p>See <img data-remote="{A}"> and <img data-remote="{B}"><img data-remote="https://spy.example/" width="1" height="1"></p>'


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was fetched; the first address is a picture, the second is none."""
    asked: list[tuple[str, ...]] = []

    def fetch(addresses: Sequence[str]) -> dict[str, bytes]:
        asked.append(tuple(addresses))
        return {A: red_png(60, 40), B: b"<svg xmlns='http://www.w3.org/2000/svg'/>"}

    monkeypatch.setattr("deskbell.mail.fetch_pictures.fetch_pictures", fetch)
    return asked


def mail_with_pictures(**changes: object) -> Opened:
    row = message(3, "See", 1, html=HTML)
    return Opened(detail(row=ticket(**changes), messages=(row,)), (), PANEL)


def bar(pane: TicketPane) -> PicturesBar:
    (found,) = pane.findChildren(PicturesBar)
    return found


def test_nothing_is_fetched_until_it_is_asked_for(
    qtbot: QtBot, desk: Desk, make: Make, web: list[tuple[str, ...]]
) -> None:
    desk.opened[1042] = mail_with_pictures()
    pane = make()
    (card,) = pane.conversation.cards()
    assert "Pictures from the internet left out: 2" in words(bar(pane))
    assert web == []
    height = card.height()
    with qtbot.waitSignal(pane.pictures.come):
        button(pane, "Show pictures").click()
    assert web == [(A, B)]
    assert "Pictures that could not be loaded: 1" in words(bar(pane))
    assert not [one for one in bar(pane).findChildren(QPushButton) if one.isVisible()]
    assert red_pixels(painted(card.body, 1.0)) > 2000
    assert card.height() > height - 40


def test_a_sender_can_be_trusted_for_good_and_that_can_be_taken_back(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, web: list[tuple[str, ...]]
) -> None:
    desk.opened[1042] = mail_with_pictures()
    pane = make()
    with qtbot.waitSignals([pane.pictures.come, stand.deeds.told]):
        button(pane, "Always from this sender").click()
    stand.settle(qtbot)
    assert web == [(A, B)]
    assert [(one.addresses, one.shown) for one in stand.of(SetPictureSenders)] == [((LI.email,), True)]
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [one.shown for one in stand.of(SetPictureSenders)] == [True, False]


@pytest.mark.parametrize(("shelf", "fetched"), [(Shelf.LIVE, [(A, B)]), (Shelf.SPAM, [])])
def test_a_trusted_sender_is_shown_at_once_but_not_in_spam(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, web: list[tuple[str, ...]], shelf: Shelf, fetched: list[object]
) -> None:
    stand.desk.state = replace(STATE, picture_senders=frozenset({LI.email}))
    desk.opened[1042] = mail_with_pictures(shelf=shelf)
    pane = make()
    if fetched:
        qtbot.waitUntil(lambda: "could not be loaded" in words(bar(pane)))
    else:
        assert "left out" in words(bar(pane))
    assert web == fetched


def test_a_sender_that_failed_has_nobodys_trust_and_is_offered_none(
    stand: Stand, desk: Desk, make: Make, web: list[tuple[str, ...]]
) -> None:
    stand.desk.state = replace(STATE, picture_senders=frozenset({LI.email}))
    row = message(3, "See", 1, html=HTML, problems=(FAILED,))
    desk.opened[1042] = Opened(detail(row=ticket(), messages=(row,)), (), PANEL)
    pane = make()
    shown = [one.text() for one in bar(pane).findChildren(QPushButton) if one.isVisible()]
    assert (shown, web) == (["Show pictures"], [])
    assert "did not come from li.na@example.cn" in words(pane)


def test_a_link_is_opened_only_after_a_question_where_it_lies(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(yes=False)
    pane = make(answers)
    opened: list[str] = []
    monkeypatch.setattr(pane.errands, "_open_address", lambda url: opened.append(url.toString()))
    card = pane.conversation.cards()[0]
    card.link_wanted.emit(QUrl("https://good.example/"), "")
    card.link_wanted.emit(QUrl("https://evil.example/"), "bank.example")
    assert opened == ["https://good.example/"]
    answers.yes = True
    card.link_wanted.emit(QUrl("https://evil.example/"), "bank.example")
    assert opened == ["https://good.example/", "https://evil.example/"]
    assert answers.asked == ["This link does not go where it says"] * 2


@pytest.mark.parametrize("address", ["mailto:bo@example.cn?subject=Hello%20you%25", "deskbell://ticket/1042"])
def test_a_link_to_a_mail_or_a_ticket_is_handed_on_whole(qtbot: QtBot, make: Make, address: str) -> None:
    pane = make()
    with qtbot.waitSignal(pane.address_wanted) as wanted:
        pane.conversation.cards()[0].link_wanted.emit(QUrl(address), "")
    assert wanted.args == [address]


def test_where_a_link_goes_stands_at_the_lower_edge(qtbot: QtBot, make: Make) -> None:
    pane = make()
    card = pane.conversation.cards()[0]
    card.body.highlighted.emit(QUrl("https://example.com/a"))
    assert "example.com · https://example.com/a" in words(pane.conversation)
    card.body.highlighted.emit(QUrl())
    assert "example.com" not in words(pane.conversation)


def test_a_ticket_and_a_message_become_a_pdf(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskbell.store.queries import ticket as queries

    monkeypatch.setattr(queries, "detail", lambda _session, _number, newest: detail())
    place = tmp_path / "ticket.pdf"
    pane = make(Answers(place=place))
    row = pane.row
    assert row is not None
    with qtbot.waitSignal(pane.told) as told:
        pane.errands.printing.save_ticket(row)
    assert told.args == [f"Saved as {place}"]
    assert place.read_bytes().startswith(b"%PDF")
    with qtbot.waitSignal(pane.told):
        pane.errands.printing.save_message(row.subject, detail().messages[0])
    pane_lost = make(Answers(place=tmp_path / "no" / "ticket.pdf"))
    with qtbot.waitSignal(pane_lost.failed) as failed:
        pane_lost.errands.printing.save_ticket(row)
    assert "could not be written" in str(failed.args[0])


@pytest.mark.parametrize(
    ("notes", "kinds"),
    [
        (True, [one.kind for one in THREAD]),
        (False, [one.kind for one in THREAD if one.kind is not MessageKind.NOTE]),
        (None, []),
    ],
)
def test_the_notes_of_a_ticket_go_on_paper_only_where_the_person_says_so(
    qtbot: QtBot,
    stand: Stand,
    make: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    notes: bool | None,
    kinds: list[MessageKind],
) -> None:
    from deskbell.store.queries import ticket as queries
    from deskbell.ui.ticket import printing

    printed: list[Printed] = []
    monkeypatch.setattr(queries, "detail", lambda _session, _number, newest: detail())
    monkeypatch.setattr(printing, "print_on", lambda _device, asked: printed.append(asked) or 1)
    asked = Answers(place=tmp_path / "ticket.pdf")
    asked.notes = notes
    pane = make(asked)
    assert pane.row is not None
    pane.errands.printing.save_ticket(pane.row)
    qtbot.waitUntil(lambda: len(printed) == 1 if kinds else asked.asked == ["notes 1"])
    assert [one.kind for asked_for in printed for one in asked_for.messages] == kinds
    assert asked.asked[:1] == ["notes 1"]
    pane.errands.printing.save_message(pane.row.subject, THREAD[0])
    qtbot.waitUntil(lambda: len(printed) == (2 if kinds else 1))
    assert asked.asked.count("notes 1") == 1, "of one message nothing is asked"
