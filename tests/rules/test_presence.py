"""Who takes work at a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from deskbell.model.kinds import Presence
from deskbell.model.routing import Hindrance
from deskbell.rules.presence import is_away
from deskbell.rules.routing import absence

NOW = datetime(2030, 3, 4, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("presence", "until", "away"),
    [
        (Presence.AVAILABLE, None, False),
        (Presence.AVAILABLE, NOW + MINUTE, False),
        (Presence.AWAY, None, True),
        (Presence.AWAY, NOW + MINUTE, True),
        (Presence.AWAY, NOW, False),
        (Presence.AWAY, NOW - MINUTE, False),
    ],
)
def test_being_away_ends_by_itself_where_a_time_was_said(
    presence: Presence, until: datetime | None, away: bool
) -> None:
    assert is_away(presence, until, NOW) is away


@pytest.mark.parametrize(
    ("away", "works", "seen", "gone_after", "why"),
    [
        (False, True, NOW, 10 * MINUTE, None),
        (True, True, NOW, 10 * MINUTE, Hindrance.AWAY),
        (True, False, None, 10 * MINUTE, Hindrance.AWAY),
        (False, False, NOW, 10 * MINUTE, Hindrance.CLOSED),
        (False, True, NOW - 10 * MINUTE, 10 * MINUTE, None),
        (False, True, NOW - 11 * MINUTE, 10 * MINUTE, Hindrance.GONE),
        (False, True, None, 10 * MINUTE, Hindrance.GONE),
        (False, True, None, None, None),
        (False, True, NOW - 99 * MINUTE, None, None),
    ],
)
def test_why_somebody_is_not_at_work(
    away: bool, works: bool, seen: datetime | None, gone_after: timedelta | None, why: Hindrance | None
) -> None:
    assert absence(away=away, works=works, seen_at=seen, now=NOW, gone_after=gone_after) is why
