"""When days begin."""

from datetime import UTC, date, datetime


def begins(day: date) -> datetime:
    """When that day begins where this computer stands (UTC)."""
    try:
        return datetime(day.year, day.month, day.day).astimezone(UTC)
    except (OverflowError, OSError, ValueError):  # Years that the system's calendar does not know.
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
