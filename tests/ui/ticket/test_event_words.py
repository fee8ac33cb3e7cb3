"""Steps of the journal as people read them."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale

from deskbell.model.checklist import ChecklistItem
from deskbell.model.kinds import Deed
from deskbell.model.rows import EventRow
from deskbell.rules.checklist import journalled
from deskbell.ui.ticket.event_words import groups, line
from deskbell.ui.ticket.moments import moment
from deskbell.ui.ticket.thread_entries import entries
from deskbell.ui.widgets.ages import until
from ui.ticket.rows import NOW, event, message

TOMORROW = str(int((NOW + timedelta(hours=2)).timestamp() * 1000))
WHEN = until(NOW + timedelta(hours=2), NOW)


def item(text: str, *, done: bool = False, place: int = 0) -> str:
    return journalled(
        [*[ChecklistItem(str(number), "x") for number in range(place)], ChecklistItem("a", text, done)], "a"
    )


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (event(1, Deed.STATUS, "1", "4", 5), "Ona · Status: Open → Solved"),
        (event(1, Deed.ASSIGNED, "", "Tomas", 5), "Ona assigned this to Tomas"),
        (event(1, Deed.ASSIGNED, "Tomas", "Ona", 5), "Ona took this"),
        (event(1, Deed.ASSIGNED, "Tomas", "", 5), "Ona took this off Tomas"),
        (event(1, Deed.ASSIGNED, "", "Tomas", 5, ""), "Assigned to Tomas"),
        (event(1, Deed.TEAM, "", "Orders", 5), "Ona · Given to the team Orders"),
        (event(1, Deed.TEAM, "Care", "Orders", 5), "Ona · Team: Care → Orders"),
        (event(1, Deed.TEAM, "Care", "", 5), "Ona · No longer with the team Care"),
        (event(1, Deed.PRIORITY, "1", "3", 5), "Ona · Priority: Normal → Urgent"),
        (event(1, Deed.MOVED, "Support", "Billing", 5), "Ona · Moved to Billing"),
        (event(1, Deed.LEFT, "12", "77", 5), "Ona · Message moved to #77"),
        (event(1, Deed.LEFT, "12 14 15", "77", 5), "Ona · 3 messages moved to #77"),
        (event(1, Deed.CAME, "1042", "12", 5), "Ona · Message moved here from #1042"),
        (event(1, Deed.CAME, "1042", "12 14", 5), "Ona · 2 messages moved here from #1042"),
        (event(1, Deed.SUBJECT, "Hi", "Refund", 5), "Ona · Subject changed from “Hi”"),
        (event(1, Deed.TAGGED, "a", "a\nvip", 5), "Ona · Tagged vip"),
        (event(1, Deed.TAGGED, "a\nvip", "a", 5), "Ona · Tag vip removed"),
        (event(1, Deed.TAGGED, "a", "b", 5), "Ona · Tagged b, tag a removed"),
        (event(1, Deed.WOKEN, TOMORROW, "", 5, ""), "Woken"),
        (event(1, Deed.DUE, "", TOMORROW, 5), f"Ona · Due {WHEN}"),
        (event(1, Deed.DUE, TOMORROW, "", 5), f"Ona · No longer due {WHEN}"),
        (event(1, Deed.DUE, TOMORROW, TOMORROW, 5), f"Ona · Due: {WHEN} → {WHEN}"),
        (event(1, Deed.FOLLOWED, "", "Ona", 5), "Ona follows this"),
        (event(1, Deed.FOLLOWED, "Ona", "", 5), "Ona no longer follows this"),
        (event(1, Deed.FOLLOWED, "", "Tomas", 5), "Ona · Tomas follows this"),
        (event(1, Deed.LINKED, " 7", "child 7", 5), "Ona · Child of #7"),
        (event(1, Deed.LINKED, " 7", "original 7", 5), "Ona · #7 is a duplicate of this"),
        (event(1, Deed.LINKED, "child 7", " 7", 5), "Ona · No longer linked to #7"),
        (event(1, Deed.CHECKLIST, "", item("Call"), 5), "Ona · On the checklist: “Call”"),
        (event(1, Deed.CHECKLIST, item("Call"), item("Call", done=True), 5), "Ona · Done: “Call”"),
        (event(1, Deed.CHECKLIST, item("Call", done=True), item("Call"), 5), "Ona · To be done again: “Call”"),
        (event(1, Deed.CHECKLIST, item("Call"), item("Call Bo"), 5), "Ona · “Call” → “Call Bo”"),
        (event(1, Deed.CHECKLIST, item("Call"), item("Call", place=2), 5), "Ona · Moved in the checklist: “Call”"),
        (event(1, Deed.CHECKLIST, item("Call {x}"), "", 5), "Ona · Off the checklist: “Call {x}”"),
        (event(1, Deed.TYPE, "", "2", 5), "Ona · Type: Incident"),
        (event(1, Deed.TYPE, "2", "3", 5), "Ona · Type: Incident → Problem"),
        (event(1, Deed.TYPE, "3", "", 5), "Ona · Type taken off: Problem"),
        (event(1, Deed.READ_AGAIN, "", "7", 5), "Ona · Mail read again"),
        (event(1, Deed.MOVED, "x", "{name} %1", 5), "Ona · Moved to {name} %1"),
    ],
)
def test_a_step_is_a_sentence(step: EventRow, said: str) -> None:
    (group,) = groups([step])
    assert line(group, NOW) == (said, "5 min ago")


def test_steps_of_one_person_are_one_line_that_says_where_they_ended() -> None:
    steps = [
        event(1, Deed.STATUS, "0", "1", 20),
        event(2, Deed.STATUS, "1", "4", 15),
        event(3, Deed.TAGGED, "", "vip", 14),
        event(4, Deed.STATUS, "4", "1", 13, "Tomas"),
    ]
    first, second = groups(steps)
    assert line(first, NOW) == ("Ona · Status: New → Solved · Tagged vip", "14 min ago")
    assert line(second, NOW) == ("Tomas · Status: Solved → Open", "13 min ago")


def test_each_move_says_how_many_messages_moved() -> None:
    steps = [event(1, Deed.LEFT, "12", "77", 6), event(2, Deed.LEFT, "14 15 16", "77", 5)]
    (group,) = groups(steps)
    assert line(group, NOW)[0] == "Ona · Message moved to #77 · 3 messages moved to #77"


def test_steps_far_apart_undone_or_told_by_a_message_are_not_merged_or_shown() -> None:
    undone = EventRow(9, "d", Deed.STATUS, "Ona", NOW, "1", "4", undone=True)
    steps = [
        event(1, Deed.STATUS, "0", "1", 60),
        event(2, Deed.PRIORITY, "1", "2", 5),
        event(3, Deed.REPLIED, "", "7", 5),
        undone,
    ]
    assert [group.id for group in groups(steps)] == [1, 2]


def test_a_thread_is_in_the_order_of_time_and_a_message_comes_before_what_it_caused() -> None:
    messages = [message(1, "a", 60), message(2, "b", 10)]
    steps = [
        event(1, Deed.STATUS, "0", "1", 10),
        event(2, Deed.PRIORITY, "1", "2", 9),
        event(3, Deed.TAGGED, "", "x", 30),
    ]
    found = entries(messages, steps)
    assert [entry.key for entry in found] == [("message", 1), ("events", 3), ("message", 2), ("events", 1)]


@pytest.mark.parametrize(("minutes", "said"), [(0.5, "now"), (4, "4 min ago"), (59.9, "59 min ago")])
def test_the_last_hour_is_told_in_minutes(minutes: float, said: str) -> None:
    assert moment(NOW - timedelta(minutes=minutes), NOW) == said


def test_older_moments_are_told_by_the_clock_the_weekday_and_the_date() -> None:
    noon = NOW.astimezone().replace(hour=12, minute=0, second=0)
    english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    assert moment(noon - timedelta(hours=3), noon, english) == "09:00"
    assert moment(noon - timedelta(days=2), noon, english) == "Wed 12:00"
    assert moment(noon - timedelta(days=30), noon, english) == "21 Oct 12:00"
    assert moment(noon - timedelta(days=400), noon, english) == "16 Oct 2025 12:00"
