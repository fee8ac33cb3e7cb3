"""The next ticket is read while another one is open, and shown as it was read only as long as nothing is heard of it."""

from threading import Event

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Changes
from deskbell.model.commands import Command, SetStatus
from deskbell.model.kinds import Entity, Status
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.body_view import BodyView
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.pictures import pictures_of
from deskbell.ui.ticket.reading import NEWEST, Opened, open_ticket
from ui.ticket.opening import Desk, Make, changed
from ui.ticket.rows import PANEL, detail, message, ticket, written
from ui.ticket.stand import Stand

NEXT = 1043
ITS_CUSTOMER = 8
WORDS = ("The scanner hums.", "Since when?", "Since the storm.")


def next_ticket(*said: str) -> Opened:
    first, second, third = said
    messages = (message(11, first, 30), written(12, second, 20), message(13, third, 10))
    row = ticket(NEXT, subject="Scanner", customer_id=ITS_CUSTOMER)
    return Opened(detail(row=row, messages=messages, events=()), (), PANEL)


@pytest.fixture
def pane(make: Make, desk: Desk) -> TicketPane:
    """A pane with one ticket open; the desk knows the next."""
    desk.opened[NEXT] = next_ticket(*WORDS)
    made = make()
    desk.asked.clear()
    return made


def read_next(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    """Wait until the next ticket has been read and its cards are filled."""
    pane.read_ahead(NEXT)
    qtbot.waitUntil(lambda: desk.asked == [(NEXT, NEWEST)])
    stand.settle(qtbot)
    stock = pane.conversation._stock
    qtbot.waitUntil(lambda: not stock._turns.isActive())


def open_next(qtbot: QtBot, pane: TicketPane) -> list[str]:
    """The texts of the cards that it opens with, oldest first."""
    with qtbot.waitSignal(pane.shown) as shown:
        pane.show_ticket(NEXT)
    assert shown.args == [NEXT]
    qtbot.waitUntil(lambda: not pane.conversation.building())
    return [card.body.toPlainText() for card in pane.conversation.cards()]


def test_it_opens_as_it_was_read(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    read_next(qtbot, desk, stand, pane)
    seen = [view.toPlainText() for view in pane.findChildren(BodyView) if view.isVisible()]
    assert not set(WORDS) & set(seen)
    assert open_next(qtbot, pane) == list(WORDS)
    assert pane.row is not None
    assert pane.row.subject == "Scanner"
    assert desk.asked == [(NEXT, NEWEST)]
    geometry = [(card.width(), card.height()) for card in pane.conversation.cards()]
    assert geometry == as_without(qtbot, desk, pane)


def as_without(qtbot: QtBot, desk: Desk, pane: TicketPane) -> list[tuple[int, int]]:
    """Width and height of the cards where the ticket is opened without having been read before."""
    with qtbot.waitSignal(pane.shown):
        pane.show_ticket(1042)
    open_next(qtbot, pane)
    assert (NEXT, NEWEST) in desk.asked[1:]
    return [(card.width(), card.height()) for card in pane.conversation.cards()]


@pytest.mark.parametrize(
    "news",
    [
        changed(row_id=NEXT, ticket_id=NEXT),
        changed(Entity.MESSAGE, 99, NEXT),
        changed(Entity.CUSTOMER, ITS_CUSTOMER, 0),
        Changes((), lost=True),
    ],
)
def test_whatever_is_heard_of_it_has_it_read_again(
    qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane, news: Changes
) -> None:
    read_next(qtbot, desk, stand, pane)
    desk.opened[NEXT] = next_ticket("The scanner hums loudly.", *WORDS[1:])
    pane.refresh(news)
    assert open_next(qtbot, pane) == ["The scanner hums loudly.", *WORDS[1:]]


def test_news_of_others_leaves_it(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    read_next(qtbot, desk, stand, pane)
    pane.refresh(changed(Entity.CUSTOMER, ITS_CUSTOMER + 1, 0))
    pane.refresh(changed(row_id=77, ticket_id=77))
    open_next(qtbot, pane)
    assert desk.asked == [(NEXT, NEWEST)]


def test_news_that_comes_while_it_is_read_counts(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    pane.read_ahead(NEXT)
    qtbot.waitUntil(lambda: desk.asked == [(NEXT, NEWEST)])
    # Its answer waits in the queue of the window's thread, if it is there at all.
    desk.opened[NEXT] = next_ticket("The scanner is silent.", *WORDS[1:])
    pane.refresh(changed(Entity.CUSTOMER, ITS_CUSTOMER, 0))
    stand.settle(qtbot)
    assert open_next(qtbot, pane) == ["The scanner is silent.", *WORDS[1:]]


def test_news_between_key_and_showing_counts(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    read_next(qtbot, desk, stand, pane)
    desk.opened[NEXT] = next_ticket("The scanner sings.", *WORDS[1:])
    with qtbot.waitSignal(pane.shown):
        pane.show_ticket(NEXT)
        pane.refresh(changed(Entity.CUSTOMER, ITS_CUSTOMER, 0))
    stand.settle(qtbot)
    assert pane.conversation.cards()[0].body.toPlainText() == "The scanner sings."


def test_what_is_done_to_it_is_seen(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    read_next(qtbot, desk, stand, pane)
    kept = desk.opened[NEXT]
    solved = replace(kept, detail=replace(kept.detail, row=replace(kept.detail.row, status=Status.SOLVED)))

    def solve(tickets: tuple[int, ...], _change: object) -> None:
        desk.opened[NEXT] = solved

    stand.deeds.shown.connect(solve)
    stand.deeds.set_status((NEXT,), Status.SOLVED)
    open_next(qtbot, pane)
    assert pane.header.status.text() == "Solved"
    assert [type(command) for command in stand.performed if isinstance(command, Command)] == [SetStatus]


def test_who_goes_past_it_does_not_see_it(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    desk.opened[1044] = Opened(detail(row=ticket(1044, subject="Third")), (), PANEL)
    read_next(qtbot, desk, stand, pane)
    seen: list[int] = []
    pane.shown.connect(seen.append)
    pane.show_ticket(NEXT)
    pane.show_ticket(1044)
    qtbot.waitUntil(lambda: 1044 in seen)
    stand.settle(qtbot)
    assert seen == [1044]
    assert pane.row is not None
    assert pane.row.subject == "Third"


def test_what_comes_late_of_the_one_before_is_not_shown_in_its_place(
    qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane
) -> None:
    read_next(qtbot, desk, stand, pane)
    answer, held, begun = stand.answers[open_ticket], Event(), Event()
    assert callable(answer)

    def answer_late(*asked: int) -> object:
        begun.set()
        assert held.wait(20)
        return answer(*asked)

    stand.answers[open_ticket] = answer_late
    pane.refresh(changed(row_id=1042, ticket_id=1042))
    assert begun.wait(20)
    open_next(qtbot, pane)
    held.set()
    stand.settle(qtbot)
    assert pane.ticket_id == NEXT
    assert pane.row is not None
    assert pane.row.id == NEXT


def test_its_pictures_wait_until_it_is_opened(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    asked: list[int] = []

    def answer(message_id: int) -> tuple[int, dict[str, object]]:
        asked.append(message_id)
        return message_id, {}

    stand.answers[pictures_of] = answer
    shown = message(21, "See", 1, html='<p>See <img src="cid:one"></p>')
    desk.opened[NEXT] = Opened(detail(row=ticket(NEXT), messages=(shown,), events=()), (), PANEL)
    read_next(qtbot, desk, stand, pane)
    assert asked == []
    open_next(qtbot, pane)
    qtbot.waitUntil(lambda: asked == [21])


def test_a_theme_that_changes_meanwhile_is_worn(
    qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane, theme: ThemeSource
) -> None:
    read_next(qtbot, desk, stand, pane)
    theme.choose("dark")
    open_next(qtbot, pane)
    image = pane.conversation.cards()[-1].grab().toImage()
    lights = {image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())}
    assert max(lights) > 200, "the text is light"
    assert min(lights) < 60, "on a dark ground"


def test_a_ticket_that_is_gone_is_not_kept(qtbot: QtBot, desk: Desk, stand: Stand, pane: TicketPane) -> None:
    del desk.opened[NEXT]
    read_next(qtbot, desk, stand, pane)
    desk.opened[NEXT] = next_ticket(*WORDS)
    assert open_next(qtbot, pane) == list(WORDS)
