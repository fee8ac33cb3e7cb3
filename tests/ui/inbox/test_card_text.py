"""What a card says, in chips and as a sentence."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from deskbell.model.checklist import ChecklistItem
from deskbell.model.kinds import UNTIL_ANSWERED, Priority, Shelf, Status, TagColour, TicketType
from deskbell.model.rows import TicketRow
from deskbell.model.views import ViewKind
from deskbell.ui.inbox.card_text import chips, from_the_hit, marked, searched_words, sentence
from deskbell.ui.theme.icons import Icon
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.chip import Tone

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROW = TicketRow(
    id=1042,
    subject="订单 88213 的退款还没有到账",
    customer_id=5,
    customer="李娜",
    customer_email="li.na@example.cn",
    status=Status.OPEN,
    priority=Priority.NORMAL,
    shelf=Shelf.LIVE,
    assignee_id=None,
    assignee="",
    mailbox_id=1,
    mailbox="Billing",
    tags=(),
    activity_at=NOW,
    created_at=NOW,
    snoozed_until=None,
    messages=1,
    attachments=0,
    awaiting=True,
    version=1,
)


@pytest.mark.parametrize(
    ("changes", "kind", "expected"),
    [
        ({}, ViewKind.MINE, []),
        ({"status": Status.NEW}, ViewKind.MINE, ["New"]),
        ({"status": Status.PENDING, "priority": Priority.HIGH}, ViewKind.MINE, ["High", "Pending"]),
        ({"tags": ("a", "b", "c"), "attachments": 2}, ViewKind.MINE, ["a", "b", "2", "c"]),
        ({"checklist": (ChecklistItem("a", "Call", done=True), ChecklistItem("b", "Send"))}, ViewKind.MINE, ["1/2"]),
        ({"type": TicketType.PROBLEM, "status": Status.NEW}, ViewKind.MINE, ["New", "Problem"]),
        ({"level": 2}, ViewKind.MINE, ["Second level"]),
        ({"level": 3, "team": "Orders", "team_id": 3}, ViewKind.OPEN, ["Specialist", "Orders"]),
        ({"messages": 3}, ViewKind.MINE, ["3 messages"]),
        ({"assignee": "Ona Kazlauskaitė", "assignee_id": 1}, ViewKind.OPEN, ["Ona"]),
        ({"assignee": "Ona Kazlauskaitė", "assignee_id": 1}, ViewKind.MINE, []),
        ({"assignee": "Ona Kazlauskaitė", "assignee_id": 1}, ViewKind.COLLEAGUE, []),
        ({"team": "Orders", "team_id": 3}, ViewKind.OPEN, ["Orders"]),
        ({"team": "Orders", "team_id": 3}, ViewKind.TEAM, []),
        ({"team": "Orders", "team_id": 3, "assignee": "Ona", "assignee_id": 1}, ViewKind.OPEN, ["Ona"]),
    ],
)
def test_chips(changes: dict[str, object], kind: ViewKind, expected: list[str]) -> None:
    assert [chip.text for chip in chips(replace(ROW, **changes), kind, NOW)] == expected  # type: ignore[arg-type]


def test_a_mention_that_was_not_seen_comes_first() -> None:
    row = replace(ROW, due_at=NOW - timedelta(hours=1), priority=Priority.URGENT)
    told = [chip.text for chip in chips(row, ViewKind.MINE, NOW, mentioned=True)]
    assert told == ["Mentions you", *(chip.text for chip in chips(row, ViewKind.MINE, NOW))]
    assert sentence(row, mentioned=True).startswith("#1042: mentions you, 李娜")
    assert "mentions" not in sentence(row)


def test_the_level_of_an_escalated_ticket_is_said() -> None:
    assert "Second level" in sentence(replace(ROW, level=2))
    assert "level" not in sentence(ROW)


def test_tags_have_their_colours() -> None:
    row = replace(ROW, tags=("refund", "vip"), status=Status.OPEN, messages=1)
    found = chips(row, ViewKind.OPEN, NOW, {"vip": TagColour.PINK, "other": TagColour.RED})
    assert {chip.text: chip.tone for chip in found} == {"refund": Tone.ACCENT, "vip": Tone.PINK}


def test_a_snoozed_card_says_until_when() -> None:
    row = replace(ROW, snoozed_until=NOW + timedelta(days=40))
    assert "2027" in chips(row, ViewKind.SNOOZED, NOW)[0].text or "27" in chips(row, ViewKind.SNOOZED, NOW)[0].text
    waits = replace(ROW, snoozed_until=UNTIL_ANSWERED)
    assert chips(waits, ViewKind.SNOOZED, NOW)[0].text == "Until answered"


@pytest.mark.parametrize(
    ("hours", "changes", "first", "tone"),
    [
        (2, {}, until(NOW + timedelta(hours=2), NOW), Tone.PLAIN),
        (-2, {}, "Overdue", Tone.DANGER),
        (-2, {"priority": Priority.URGENT}, "Overdue", Tone.DANGER),
        # Solved a moment ago, before the database has confirmed.
        (-2, {"status": Status.SOLVED}, "Solved", Tone.PLAIN),
        (-2, {"status": Status.SOLVED, "shelf": Shelf.DONE}, "Solved", Tone.PLAIN),
    ],
)
def test_what_is_due_is_told_and_what_is_late_first(
    hours: int, changes: dict[str, object], first: str, tone: Tone
) -> None:
    row = replace(ROW, due_at=NOW + timedelta(hours=hours), **changes)  # type: ignore[arg-type]
    chip = chips(row, ViewKind.MINE, NOW)[0]
    assert (chip.text, chip.tone) == (first, tone)


def test_when_it_is_due_is_heard() -> None:
    assert ", due " in sentence(replace(ROW, due_at=datetime.now(UTC) + timedelta(days=1)))
    assert ", overdue since " in sentence(replace(ROW, due_at=datetime.now(UTC) - timedelta(days=1)))


def test_a_card_is_a_sentence_for_those_who_listen() -> None:
    row = replace(ROW, tags=("refund",), priority=Priority.HIGH, assignee="Ona", team="Orders", attachments=2)
    said = sentence(row, chosen=True)
    assert said.startswith("#1042: selected, 李娜, 订单 88213 的退款还没有到账, waits for an answer, Open, High, ")
    assert said.endswith("assigned to Ona, team: Orders, tags: refund, 2 attachments")


def test_where_the_sender_gave_nothing() -> None:
    said = sentence(replace(ROW, customer="", subject=""))
    assert "li.na@example.cn, (no subject)" in said


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("退款", ("退款",)),
        ('Refund "two words" tag:x -not', ("refund", "two", "words")),
        ("status:open", ()),
        ("", ()),
    ],
)
def test_words_of_a_query(query: str, words: tuple[str, ...]) -> None:
    assert searched_words(query) == words


@pytest.mark.parametrize(
    ("line", "words", "parts"),
    [
        ("Where is my refund, refund?", ("refund",), ["Where is my ", "*refund", ", ", "*refund", "?"]),
        ("订单的退款还没有到账", ("退款",), ["订单的", "*退款", "还没有到账"]),
        ("REFUND", ("refund",), ["*REFUND"]),
        ("nothing", ("refund",), ["nothing"]),
        ("", ("refund",), []),
        ("ab", ("a", "ab"), ["*ab"]),
        ("İstanbul a", ("a",), ["İstanbul a"]),
    ],
)
def test_words_are_marked(line: str, words: tuple[str, ...], parts: list[str]) -> None:
    assert [("*" if found else "") + part for part, found in marked(line, words)] == parts


@pytest.mark.parametrize(
    ("line", "words", "seen"),
    [
        ("the refund came", ("refund",), "the refund came"),
        ("refund of everything that was sent back", ("refund",), "refund of everything that was sent back"),
        ("nothing of what was looked for is here", ("refund",), "nothing of what was looked for is here"),
        ("we have looked at it and the refund came", ("refund",), "…and the refund came"),
        ("退货单上个星期已经收到了但是我的退款还没有到账", ("退款",), "…退款还没有到账"),
    ],
)
def test_the_hit_is_seen_where_the_line_is_too_long(line: str, words: tuple[str, ...], seen: str) -> None:
    assert from_the_hit(line, words, lambda text: len(text) <= 18) == seen


def test_a_vip_by_their_organisation_is_told_from_others() -> None:
    alone = replace(ROW, vip=True)
    through = replace(alone, vip_through="Acme & Co")
    signs = [chips(row, ViewKind.OPEN, NOW)[0] for row in (alone, through)]
    assert [(one.text, one.icon) for one in signs] == [("VIP", Icon.STAR), ("VIP", Icon.ORGANISATION)]
    assert "VIP through Acme & Co" in sentence(through)
    assert "through" not in sentence(alone)
