"""What drops down for a ticket's properties."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from deskbell.model.kinds import UNTIL_ANSWERED, Presence, Priority, Status, TagColour
from deskbell.model.rows import TagRow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket_choices import (
    ANOTHER_TIME,
    agent_choices,
    due_choices,
    priority_choices,
    snooze_choices,
    status_choices,
    tag_choices,
    team_choices,
    time_choices,
    tomorrow,
)
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.working_times import Offer


@pytest.fixture(autouse=True)
def in_utc() -> Iterator[None]:
    import time

    with pytest.MonkeyPatch.context() as there:
        there.setenv("TZ", "UTC")
        time.tzset()
        yield
    # Else all later tests of this process would be there too.
    time.tzset()


def test_statuses_that_a_person_gives() -> None:
    choices = status_choices(Status.PENDING)
    assert Status.SPAM not in [choice.value for choice in choices]
    assert [choice.value for choice in choices if choice.checked] == [Status.PENDING]


def test_the_most_urgent_first() -> None:
    assert [choice.value for choice in priority_choices()] == [
        Priority.URGENT,
        Priority.HIGH,
        Priority.NORMAL,
        Priority.LOW,
    ]


def test_me_first_nobody_last(stage: Stage) -> None:
    choices = agent_choices(stage.desk, None)
    assert choices[0].text == f"{stage.desk.me.name} (me)"
    assert (choices[-1].value, choices[-1].checked) == (None, True)
    assert not any(choice.checked for choice in agent_choices(stage.desk))


@pytest.mark.parametrize(("hours", "away"), [(None, True), (1, True), (-1, False)])
def test_who_is_away_is_offered_with_a_word_of_it(stage: Stage, hours: int | None, away: bool) -> None:
    until = None if hours is None else datetime.now(UTC) + timedelta(hours=hours)
    gone = next(agent for agent in stage.desk.agents if agent.name == "Mei Lin")
    others = [agent for agent in stage.desk.agents if agent != gone]
    gone = replace(gone, presence=Presence.AWAY, away_until=until)
    stage.desk.state = replace(stage.desk.state, agents=(*others, gone))
    offered = {choice.value: choice.text for choice in agent_choices(stage.desk)}
    assert offered[gone.id] == ("Mei Lin · away" if away else "Mei Lin")


def test_those_of_the_team_come_before_the_others(stage: Stage) -> None:
    technicians = next(team for team in stage.desk.teams if team.name == "Technicians")
    names = [choice.text for choice in agent_choices(stage.desk, None, technicians.id)]
    assert names[1:4] == ["Chen Yu-ting", "Irina Volkova", "Tomas Berg"]
    assert names[4:] == ["Mei Lin", "Owen Clarke · away", "Rasa Jankauskienė", "Nobody"]
    assert len(names) == len(agent_choices(stage.desk))


def test_teams_and_none(stage: Stage) -> None:
    orders = next(team for team in stage.desk.teams if team.name == "Orders")
    choices = team_choices(stage.desk, orders.id)
    assert [choice.text for choice in choices] == ["Customer care", "Orders", "Technicians", "No team"]
    assert [choice.value for choice in choices if choice.checked] == [orders.id]
    assert [choice.value for choice in team_choices(stage.desk, None) if choice.checked] == [None]
    assert not any(choice.checked for choice in team_choices(stage.desk))


def test_tags_that_are_on_come_first(stage: Stage) -> None:
    last = stage.desk.tags[-1].name
    choices = tag_choices(stage.desk, (last,))
    assert (choices[0].text, choices[0].checked) == (last, True)
    assert len(choices) == len(stage.desk.tags)


def test_the_other_tags_are_offered_by_group_but_for_retired_ones(stage: Stage) -> None:
    def tag(name: str, **values: object) -> TagRow:
        return replace(TagRow(0, name), **values)

    stage.desk.state = replace(
        stage.desk.state,
        tags=(
            tag("gone", retired=True),
            tag("late", group="Parcels", colour=TagColour.RED),
            tag("old", retired=True),
            tag("refund", group="Money"),
            tag("vip"),
        ),
    )
    choices = tag_choices(stage.desk, ("old",))
    assert [(choice.text, choice.group, choice.ink) for choice in choices] == [
        ("old", "", "muted"),
        ("vip", "", "accent"),
        ("refund", "Money", "accent"),
        ("late", "Parcels", "danger"),
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # a Friday afternoon: next week begins in three days
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), ["20 16:00", "20 18:00", "21 09:00", "23 09:00"]),
        # a Sunday: next week begins tomorrow
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), ["22 16:00", "22 18:00", "23 09:00", "25 09:00"]),
        # a Monday morning: next week is the Monday after
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), ["23 09:00", "23 11:00", "24 09:00", "26 09:00", "30 09:00"]),
        # shortly before midnight
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), ["25 00:30", "25 02:30", "25 09:00", "27 09:00", "30 09:00"]),
    ],
)
def test_times_to_snooze_until(now: datetime, expected: list[str]) -> None:
    choices = time_choices(now)
    times = [choice.value for choice in choices]
    assert all(isinstance(time, datetime) and time > now for time in times)
    assert [f"{time:%d %H:%M}" for time in times if isinstance(time, datetime)] == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), ["20 17:00", "21 17:00", "23 17:00", "27 17:00", "04 17:00"]),
        # The working day is over.
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), ["21 17:00", "23 17:00", "27 17:00", "04 17:00"]),
    ],
)
def test_ends_of_days_that_something_can_be_due(now: datetime, expected: list[str]) -> None:
    values = [choice.value for choice in due_choices(now, clears=False)]
    assert [f"{time:%d %H:%M}" for time in values if isinstance(time, datetime)] == expected
    assert values[len(expected) :] == [ANOTHER_TIME]
    assert due_choices(now, clears=True)[-1].value is None


FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
AFTER_A_WEEKEND = Offer(
    datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
    datetime(2026, 11, 23, 16, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
)
AFTER_A_NIGHT = Offer(
    datetime(2026, 11, 21, 8, 30, tzinfo=UTC),
    datetime(2026, 11, 21, 16, 0, tzinfo=UTC),
    datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
)


def said(choices: list[Choice]) -> list[str]:
    times = ((choice.text.partition(" · ")[0], choice.value) for choice in choices)
    return [f"{words} {at:%d %H:%M}" for words, at in times if isinstance(at, datetime) and at < UNTIL_ANSWERED]


def test_where_tomorrow_is_closed_the_next_working_day_is_offered_and_working_hours_are() -> None:
    assert said(snooze_choices(FRIDAY, offer=AFTER_A_WEEKEND)) == [
        *("In an hour 20 16:00", "In three hours 20 18:00", "Next working day 23 08:30"),
        *("In three days 23 09:00", "In four working hours 23 10:30"),
    ]
    assert said(due_choices(FRIDAY, clears=False, offer=AFTER_A_WEEKEND)) == [
        *("Today 20 17:00", "In four working hours 23 10:30", "Next working day 23 16:00"),
        *("In three days 23 17:00", "In a week 27 17:00", "In two weeks 04 17:00"),
    ]
    assert tomorrow(FRIDAY, AFTER_A_WEEKEND)[1] == AFTER_A_WEEKEND.begins


def test_where_tomorrow_is_a_working_day_it_stays_tomorrow() -> None:
    assert "Tomorrow 21 09:00" in said(snooze_choices(FRIDAY, offer=AFTER_A_NIGHT))
    assert "Tomorrow 21 17:00" in said(due_choices(FRIDAY, clears=False, offer=AFTER_A_NIGHT))
    assert tomorrow(FRIDAY, AFTER_A_NIGHT)[1] == datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_snooze_may_wait_for_an_answer_or_another_time() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    times = [choice.value for choice in time_choices(now)]
    assert [choice.value for choice in snooze_choices(now)] == [*times, UNTIL_ANSWERED, ANOTHER_TIME]


def test_a_snoozed_ticket_can_be_brought_back() -> None:
    assert snooze_choices(datetime(2026, 11, 20, tzinfo=UTC), snoozed=True)[-1].value is None
