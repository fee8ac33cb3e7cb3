"""Times as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QLocale

from deskbell.ui.widgets.ages import age, day, exact, until

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "now"),
        (timedelta(seconds=-30), "now"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=14), "14 h"),
        (timedelta(hours=16), "yesterday"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=2), "Wed"),
        (timedelta(days=6), "Sat"),
        (timedelta(days=7), "13 Nov"),
        (timedelta(days=400), "16 Oct 2025"),
    ],
)
def test_age(ago: timedelta, words: str) -> None:
    assert age(NOW - ago, NOW, ENGLISH) == words


def test_shortly_after_midnight_hours_are_said() -> None:
    now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert age(now - timedelta(hours=3), now, ENGLISH) == "3 h"


@pytest.mark.parametrize(
    ("in_", "words"),
    [
        (timedelta(hours=2), "17:00"),
        (timedelta(hours=18), "Sat 09:00"),
        (timedelta(days=10), "30 Nov 15:00"),
        (timedelta(days=60), "19 Jan 2027 15:00"),
        (timedelta(days=-1), "Thu 15:00"),
        (timedelta(days=-6), "Sat 15:00"),
        (timedelta(days=-7), "13 Nov 15:00"),
    ],
)
def test_until(in_: timedelta, words: str) -> None:
    assert until(NOW + in_, NOW, ENGLISH) == words


def test_exact_names_the_whole_moment() -> None:
    assert exact(NOW, ENGLISH).startswith("Friday 20 November 2026") or exact(NOW, ENGLISH).startswith(
        "Friday, 20 November 2026"
    )


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("C", "3 Feb 2026"),
        ("en_GB", "3 Feb 2026"),
        ("en_US", "Feb 3, 2026"),
        ("de_DE", "3. Feb. 2026"),
        ("lt_LT", "2026 m. vas. 3 d."),
        ("ru_RU", "3 февр. 2026\u202fг."),
        ("zh_CN", "2026年2月3日"),
        ("zh_TW", "2026年2月3日"),
    ],
)
def test_a_day_is_said_as_the_locale_says_it_and_never_in_digits_alone(locale: str, words: str) -> None:
    assert day(QDate(2026, 2, 3), QLocale(locale)) == words
