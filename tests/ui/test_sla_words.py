"""What is promised, in words."""

from datetime import datetime, timedelta

import pytest

from deskbell.model.kinds import Deed
from deskbell.ui.sla_words import promise_step
from deskbell.ui.widgets.ages import until
from rules.sla_stories import at

NOW = at("5", "9:00")


def at_hour(hours: int) -> datetime:
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
    ],
)
def test_steps(kind: Deed, before: str, after: str, words: str) -> None:
    assert promise_step(kind, before, after, NOW) == words
