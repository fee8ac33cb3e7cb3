"""People's pictures: the right letters, and always the same ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Presence
from deskbell.ui.theme.colours import PEOPLE
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.avatar import Avatar, avatar_pixmap, initials, person_colour


@pytest.mark.parametrize(
    ("name", "email", "letters"),
    [
        ("Jonas Petrauskas", "", "JP"),
        ("Анна Смирнова", "", "АС"),
        ("李娜", "", "李"),
        ("陳美玲", "", "陳"),
        ("Ōno ひろ", "", "Ō"),
        ("김 민수", "", "김"),
        ("Maria von der Hoffmann", "", "MH"),
        ("žydrė", "", "Ž"),
        ("", "support@example.com", "S"),
        ("", "jonas.petrauskas@example.com", "JP"),
        ("  ", "", "?"),
        ("***", "", "?"),
        ("ßtraße", "", "SS"),
        ("\u202eevil name", "", "EN"),
    ],
)
def test_initials(name: str, email: str, letters: str) -> None:
    assert initials(name, email) == letters


@given(st.text(), st.text())
def test_initials_are_one_or_two_letters(name: str, email: str) -> None:
    assert 1 <= len(initials(name, email)) <= 2


def test_a_person_keeps_the_ground_when_the_name_changes() -> None:
    assert person_colour("Ona K.", "ona@example.com") == person_colour("Ona Kazlauskaitė", " ONA@example.com")
    assert {person_colour(f"person {n}") for n in range(200)} == set(PEOPLE)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_picture_is_sharp(theme: ThemeSource, ratio: float) -> None:
    pixmap = avatar_pixmap(theme.now, "李娜", "", 34, ratio)
    assert pixmap.width() == round(34 * ratio)
    assert pixmap.toImage().pixelColor(0, 0).alpha() == 0
    assert pixmap is avatar_pixmap(theme.now, "李娜", "", 34, ratio)


def test_widget_has_a_name_and_a_size(theme: ThemeSource, qtbot: QtBot) -> None:
    avatar = Avatar(theme, 40)
    qtbot.addWidget(avatar)
    avatar.set_person("", "x@example.com", Presence.AWAY)
    assert avatar.accessibleName() == "x@example.com"
    assert avatar.width() == 40
    theme.choose("light", 150)
    assert avatar.width() == 60
    assert not avatar.grab().isNull()
