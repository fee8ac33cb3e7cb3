"""What is promised, in words."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from deskbell.model.kinds import Deed
from deskbell.model.sla import ClockRow, Metric
from deskbell.ui.sla_left import left_tone, left_words
from deskbell.ui.sla_words import clock_ink, clock_words, promise_step
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.chip import Tone
from rules.sla_stories import at

NOW = at("5", "9:00")


def at_hour(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


HOURS_ON = {hours: str(int(at_hour(hours).timestamp() * 1000)) for hours in (1, 2)}


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        (Deed.BREACHED, "", f"1 1 3600 {HOURS_ON[1]}", "First reply not in time"),
        (Deed.PROMISED, "2 1 3600 -", "", "Next reply no longer promised"),
        (Deed.PROMISED, "", f"3 1 3600 {HOURS_ON[1]}", f"Resolution promised: {until(at_hour(1), NOW)}"),
        (
            Deed.PROMISED,
            f"3 1 3600 {HOURS_ON[1]}",
            f"3 2 7200 {HOURS_ON[2]}",
            f"Resolution due: {until(at_hour(1), NOW)} → {until(at_hour(2), NOW)}",
        ),
        (Deed.PROMISED, "3 1 3600 -", f"3 2 7200 {HOURS_ON[2]}", f"Resolution due: paused → {until(at_hour(2), NOW)}"),
        (Deed.PROMISED, "9 1 3600 -", "9 1 7200 -", "SLA changed"),
        (Deed.WARNED, "1/7/75/0", "Ona, Tomas", "First reply: 75 % of the time used (told: Ona, Tomas)"),
        (Deed.WARNED, "3/7/100/0", "", "Resolution: due"),
        (Deed.WARNED, "3/7/100/5400", "Ona", "Resolution: 1 h 30 min late (told: Ona)"),
        (Deed.WARNED, "9/7/100/0", "Ona", "SLA warning"),
    ],
)
def test_steps(kind: Deed, before: str, after: str, words: str) -> None:
    assert promise_step(kind, before, after, NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words", "tone"),
    [
        (0, "0 min late", Tone.DANGER),
        (0.5, "0 min", Tone.WARNING),
        (42, "42 min", Tone.WARNING),
        (60, "1 h", Tone.PLAIN),
        (179, "2 h", Tone.PLAIN),
        (47 * 60, "47 h", Tone.PLAIN),
        (49 * 60, "2 d", Tone.PLAIN),
        (-12, "12 min late", Tone.DANGER),
        (-26 * 60, "26 h late", Tone.DANGER),
    ],
)
def test_what_is_left(minutes: float, words: str, tone: Tone) -> None:
    due = NOW + timedelta(minutes=minutes)
    assert (left_words(due, NOW), left_tone(due, NOW)) == (words, tone)


@pytest.mark.parametrize(
    ("values", "words", "ink"),
    [
        ({"due_at": at_hour(1)}, "1 h left", ""),
        ({"due_at": at_hour(0.5)}, "30 min left", "warning"),
        ({"due_at": at_hour(-1), "breached_at": at_hour(-1)}, "1 h late", "danger"),
        ({"paused_at": NOW}, "paused, 1 h 30 min left", ""),
        ({"paused_at": NOW, "spent": 7199}, "paused, less than a minute left", ""),
        ({"stopped_at": NOW}, "in time", ""),
        ({"stopped_at": NOW, "breached_at": at_hour(-1)}, "too late", ""),
    ],
)
def test_clocks(values: dict[str, object], words: str, ink: str) -> None:
    clock = ClockRow(Metric.FIRST_REPLY, 1, "Gold", 7200, 1800, at_hour(-1))
    clock = replace(clock, **values)
    assert (clock_words(clock, NOW), clock_ink(clock, NOW)) == (words, ink)
