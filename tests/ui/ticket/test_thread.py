"""The thread: opens at the newest, stays where it is read, keeps folds and selections."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SendAgain, UndoSend
from deskbell.model.kinds import Deed, OutboxState
from deskbell.model.rows import MessageRow, TicketDetail
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.event_line import EventLine
from deskbell.ui.ticket.event_words import groups
from deskbell.ui.ticket.message_body import Part, body_of, foldable
from deskbell.ui.ticket.message_card import CardSurroundings, MessageCard
from deskbell.ui.ticket.message_head import HeadStyle
from deskbell.ui.ticket.message_pictures import RemoteState
from deskbell.ui.ticket.thread import Thread
from ui.ticket.rows import NOW, attachment, detail, event, message, note, ticket, written

TALL = "Здравствуйте! Счёт за октябрь выставлен дважды.\n" * 8


@pytest.fixture
def thread(qtbot: QtBot, theme: ThemeSource) -> Thread:
    around = CardSurroundings(
        theme,
        HeadStyle(theme),
        lambda: NOW,
        lambda email: "Billing" if email.startswith("billing") else "",
        lambda _: None,
        lambda _: RemoteState(),
    )
    made = Thread(around)
    qtbot.addWidget(made)
    made.resize(520, 500)
    made.show()
    return made


def long_thread(count: int, ticket_id: int = 1) -> TicketDetail:
    messages = tuple(message(number, f"{number} {TALL}", 100 - number) for number in range(1, count + 1))
    return detail(row=ticket(ticket_id), messages=messages, events=())


def opened(qtbot: QtBot, thread: Thread, what: TicketDetail) -> None:
    thread.show_detail(what, me=1)
    qtbot.waitUntil(lambda: not thread.building())


def place(thread: Thread, message_id: int) -> int:
    """How far below the upper edge of the view a card begins."""
    card = thread.card(message_id)
    assert card is not None
    return card.y() - thread.verticalScrollBar().value()


def test_it_opens_at_the_newest_message(qtbot: QtBot, thread: Thread) -> None:
    opened(qtbot, thread, long_thread(12))
    assert 0 <= place(thread, 12) < thread.viewport().height()
    assert [card.message.id for card in thread.cards() if card.message] == list(range(1, 13))


def test_what_is_seen_is_built_before_the_rest(qtbot: QtBot, thread: Thread) -> None:
    thread.show_detail(long_thread(30))
    assert thread.card(30) is not None
    assert thread.card(1) is None
    qtbot.waitUntil(lambda: not thread.building())
    assert thread.card(1) is not None


def test_a_message_longer_than_the_view_opens_at_its_beginning(qtbot: QtBot, thread: Thread) -> None:
    opened(qtbot, thread, detail(messages=(message(1, "a", 9), message(2, TALL * 10, 1)), events=()))
    assert 0 <= place(thread, 2) <= 30


def test_a_new_message_does_not_move_what_is_read(qtbot: QtBot, thread: Thread) -> None:
    before = long_thread(8)
    opened(qtbot, thread, before)
    thread.verticalScrollBar().setValue(200)
    where = place(thread, 3)
    opened(qtbot, thread, replace(before, messages=(*before.messages, message(9, TALL, 1))))
    assert place(thread, 3) == where
    pill = button(thread, "1 new message(s)")
    assert thread.seen_message() == 8
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert place(thread, 9) < thread.viewport().height()
    assert not pill.isVisible()
    assert thread.seen_message() == 9


def test_what_came_just_now_counts_as_seen_when_there_was_time_to_notice_it(
    qtbot: QtBot, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, thread, detail(messages=(message(1, "Where is it?", 60),), events=()))
    opened(qtbot, thread, detail(messages=(message(1, "Where is it?", 60), written(2, "On Monday.", 1)), events=()))
    assert thread.at_newest(), "both are on the screen"
    assert thread.seen_message() == 1
    monkeypatch.setattr("deskbell.ui.ticket.thread._NOTICED_SECONDS", 0.0)
    assert thread.seen_message() == 2
    monkeypatch.undo()
    thread.show_news()
    assert thread.seen_message() == 2, "it was looked at on purpose"


def test_ones_own_new_message_is_shown(qtbot: QtBot, thread: Thread) -> None:
    before = long_thread(8)
    opened(qtbot, thread, before)
    thread.verticalScrollBar().setValue(0)
    opened(qtbot, thread, replace(before, messages=(*before.messages, written(9, "done", 1, agent_id=1))))
    assert place(thread, 9) < thread.viewport().height()


def test_earlier_messages_come_above_without_moving_what_is_read(qtbot: QtBot, thread: Thread) -> None:
    whole = long_thread(20)
    opened(qtbot, thread, replace(whole, messages=whole.messages[10:], earlier_messages=10))
    thread.verticalScrollBar().setValue(120)
    where = place(thread, 12)
    with qtbot.waitSignal(thread.earlier_wanted):
        qtbot.mouseClick(button(thread, "Show 10 earlier message(s)"), Qt.MouseButton.LeftButton)
    opened(qtbot, thread, whole)
    assert place(thread, 12) == where
    assert thread.card(1) is not None


def test_reading_again_keeps_folds_and_selections(qtbot: QtBot, thread: Thread) -> None:
    quoting = message(1, "Thanks\n\n> the quote", 9, visible="Thanks")
    what = detail(messages=(quoting, message(2, "more", 5)), events=())
    opened(qtbot, thread, what)
    card = thread.card(1)
    assert card is not None
    assert card.body.toPlainText() == "Thanks"
    card.unfold(whole=True)
    assert card.body.toPlainText() == "Thanks\n\n> the quote"
    cursor = card.body.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    card.body.setTextCursor(cursor)
    opened(qtbot, thread, replace(what, events=(event(1, Deed.STATUS, "1", "4", 1),)))
    again = thread.card(1)
    assert again is card
    assert again.whole
    assert again.body.textCursor().hasSelection()


def test_cards_are_used_again_for_the_next_ticket(qtbot: QtBot, thread: Thread) -> None:
    made: list[MessageCard] = []
    thread.card_made.connect(made.append)
    opened(qtbot, thread, long_thread(6, 1))
    opened(qtbot, thread, long_thread(6, 2))
    assert len(made) == 6
    opened(qtbot, thread, detail(row=ticket(3), messages=(note(50, "only this", 1),), events=()))
    assert [card.body.toPlainText() for card in thread.cards()] == ["only this"]
    assert sum(card.isVisible() for card in made) == 1


def test_another_width_or_theme_lays_everything_out_anew(qtbot: QtBot, theme: ThemeSource, thread: Thread) -> None:
    opened(qtbot, thread, long_thread(6))
    tall = thread.widget().height()
    thread.resize(300, 500)
    qtbot.waitUntil(lambda: not thread.building())
    assert thread.widget().height() > tall
    assert thread.horizontalScrollBar().maximum() == 0
    narrow = thread.widget().height()
    theme.choose("dark", 150)
    assert thread.widget().height() > narrow
    assert overlaps(thread) == []


def test_states_of_outgoing_mails_are_words(qtbot: QtBot, thread: Thread) -> None:
    failed = written(
        1, "a", 9, outbox=OutboxState.FAILED, outbox_reason="mail.rejected", outbox_values={"host": "h", "reason": "no"}
    )
    waiting = written(2, "b", 0, outbox=OutboxState.WAITING, outbox_not_before=NOW.replace(second=9))
    opened(qtbot, thread, detail(messages=(failed, waiting), events=()))
    first, second = thread.cards()
    assert "Not sent. h refused the mail: no" in texts(first)
    assert "Leaves in 9 s" in texts(second)
    with qtbot.waitSignal(first.decided) as again:
        qtbot.mouseClick(button(first, "Try again"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(second.decided) as undo:
        qtbot.mouseClick(button(second, "Undo"), Qt.MouseButton.LeftButton)
    assert (again.args, undo.args) == ([1, SendAgain], [2, UndoSend])


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (message(1, "x", 1), "李娜, to Billing"),
        (note(1, "x", 1), "Tomas Balsys, note"),
        (written(1, "x", 1), "Tomas Balsys, to 李娜"),
        (message(1, "x", 1, is_bounce=True), "李娜, to Billing, Not delivered"),
        (message(1, "x", 1, is_auto=True, author=""), "li.na@example.cn, to Billing, Auto-reply"),
    ],
)
def test_a_card_says_what_it_is(qtbot: QtBot, thread: Thread, row: MessageRow, name: str) -> None:
    opened(qtbot, thread, detail(messages=(row,), events=()))
    (card,) = thread.cards()
    assert card.accessibleName().startswith(name)


def test_a_program_is_offered_for_saving_only(qtbot: QtBot, thread: Thread) -> None:
    files = (attachment(1, "report.pdf"), attachment(2, "gift.exe", dangerous=True))
    opened(qtbot, thread, detail(messages=(message(1, "x", 1, attachments=files),), events=()))
    (card,) = thread.cards()
    safe, program = (
        box
        for box in card.findChildren(QAbstractButton)
        if hasattr(box, "menu") and callable(box.menu) and hasattr(box, "open_wanted")
    )
    assert [action.text() for action in safe.menu().actions()] == ["Quick look", "Open", "Save as…", "Save all…"]
    assert [action.text() for action in program.menu().actions()] == ["Quick look", "Save as…", "Save all…"]
    assert "can do harm" in program.accessibleName()


@pytest.mark.parametrize(
    ("row", "part", "text", "html", "more"),
    [
        (message(1, "all", 1), Part.NEW, "all", "", False),
        (message(1, "new\n> old", 1, visible="new"), Part.NEW, "new", "", True),
        (message(1, "new\n> old", 1, visible="new"), Part.WHOLE, "new\n> old", "", False),
        (message(1, "a", 1, html="<p>a</p>"), Part.NEW, "a", "<p>a</p>", False),
        (
            message(1, "a\nq", 1, visible="a", html="<p>a</p>q", html_visible="<p>a</p>"),
            Part.NEW,
            "a",
            "<p>a</p>",
            True,
        ),
        (message(1, "a\nq", 1, visible="a", html="<p>a</p>q"), Part.NEW, "a", "", True),
        (message(1, "> only", 1, visible=""), Part.NEW, "> only", "", False),
    ],
)
def test_what_a_card_shows_of_a_message(row: MessageRow, part: Part, text: str, html: str, more: bool) -> None:
    body = body_of(row, part)
    assert (body.text, body.html, body.more) == (text, html, more)
    assert foldable(row) == body_of(row, Part.NEW).more


def test_what_is_very_long_is_shortened_until_it_is_asked_for(qtbot: QtBot, thread: Thread) -> None:
    long = message(1, ("word " * 99 + "\n") * 90 + "end", 1)
    opened(qtbot, thread, detail(messages=(long,), events=()))
    (card,) = thread.cards()
    assert len(card.body.toPlainText()) == 40_000
    with qtbot.waitSignal(card.resized):
        qtbot.mouseClick(button(card, "Show all of it"), Qt.MouseButton.LeftButton)
    assert len(card.body.toPlainText()) == len(long.text)


def test_everything_in_a_card_is_reached_by_keyboard_and_has_a_name(qtbot: QtBot, thread: Thread) -> None:
    row = message(
        1, "Thanks https://example.com\n> q", 1, visible="Thanks https://example.com", attachments=(attachment(),)
    )
    opened(qtbot, thread, detail(messages=(row,), events=()))
    (card,) = thread.cards()
    reached = [w for w in card.findChildren(QAbstractButton) if w.isVisible()]
    assert len(reached) == 3
    for widget in [*reached, card.body]:
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName()
    fold = button(card, "Show the whole message")
    fold.setFocus()
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert card.whole


def texts(widget: object) -> str:
    from PySide6.QtWidgets import QLabel, QWidget

    assert isinstance(widget, QWidget)
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def button(host: object, name: str) -> QAbstractButton:
    from PySide6.QtWidgets import QWidget

    assert isinstance(host, QWidget)
    return next(one for one in host.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible())


def overlaps(thread: Thread) -> Sequence[tuple[int, int]]:
    cards = thread.cards()
    return [
        (upper.y(), lower.y())
        for upper, lower in pairwise(cards)
        if upper.mapTo(thread.widget(), QPoint(0, upper.height())).y() > lower.y()
    ]


@pytest.mark.parametrize(("names", "lines"), [(1, 1), (9, 2), (60, 2)])
def test_steps_that_fell_together_take_two_lines_and_keep_their_time(
    qtbot: QtBot, theme: ThemeSource, names: int, lines: int
) -> None:
    shown = EventLine(theme, lambda: NOW)
    qtbot.addWidget(shown)
    tags = "\n".join(f"tag-{number:02}" for number in range(names))
    (group,) = groups([event(1, Deed.STATUS, "1", "4", 6), event(2, Deed.TAGGED, "", tags, 5)])
    shown.show_group(group)
    single = theme.px(18)
    assert (shown.fit(520) > single) == (lines == 2)
    said = shown._lines(520)
    assert len(said) == lines
    assert said[-1].endswith("5 min ago")
    assert all(shown.fontMetrics().horizontalAdvance(one) <= 520 for one in said)


@pytest.mark.parametrize("count", [2, 9])
def test_who_reads_the_newest_message_still_does_when_everything_gets_another_size(
    qtbot: QtBot, theme: ThemeSource, thread: Thread, count: int
) -> None:
    opened(qtbot, thread, long_thread(count))
    assert thread.at_newest()
    for width, height, text_size in (
        (360, 500, 100),
        (360, 380, 100),
        (360, 520, 100),
        (620, 420, 150),
        (520, 500, 100),
    ):
        theme.choose("light", text_size)
        thread.resize(width, height)
        qtbot.waitUntil(lambda: not thread.building())
        assert thread.at_newest(), (width, height, text_size)


def test_a_message_that_no_longer_fits_is_read_from_its_beginning(
    qtbot: QtBot, theme: ThemeSource, thread: Thread
) -> None:
    opened(qtbot, thread, detail(messages=(message(1, TALL * 2, 1),), events=()))
    assert thread.verticalScrollBar().maximum() == 0
    theme.choose("light", 150)
    thread.resize(400, 400)
    qtbot.waitUntil(lambda: not thread.building())
    assert thread.verticalScrollBar().maximum() > 0
    assert thread.verticalScrollBar().value() == 0
