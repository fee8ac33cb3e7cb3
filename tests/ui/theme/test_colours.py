"""Every text colour keeps 4.5:1 on the grounds it is used on (WCAG 2.2, 1.4.3)."""

import pytest
from msgspec.structs import asdict
from PySide6.QtGui import QColor

from deskbell.ui.theme.colours import DARK, LIGHT, PEOPLE, PEOPLE_INK, Colours
from deskbell.ui.theme.high_contrast import HIGH_DARK, HIGH_LIGHT
from deskbell.ui.widgets.avatar import in_contrast
from deskbell.ui.widgets.chip import Tone

PALETTES = {"light": LIGHT, "dark": DARK, "high light": HIGH_LIGHT, "high dark": HIGH_DARK}
USED = [
    *[(ink, ground) for ink in ("ink", "muted", "faint", "accent") for ground in ("background", "panel", "hover", "note", "accent_ground")],
    *[(ink, ground) for ink in ("good", "warning", "danger") for ground in ("background", "panel", "hover", "accent_ground", "note")],
    *[(tone.value[1], tone.value[0]) for tone in Tone],
    ("ink", "chip"),
    ("ink", "danger_ground"),
    ("ink", "warning_ground"),
    ("ink", "good_ground"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("faint", "chip"),
    ("rail_ink", "rail"),
    ("rail_ink_on", "rail_ground_on"),
    ("rail_ink", "rail_ground_on"),
    ("toast_ink", "toast"),
    ("toast_accent", "toast"),
]  # fmt: skip


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(ink: str, ground: str) -> float:
    darker, lighter = sorted((luminance(QColor(ink)), luminance(QColor(ground))))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(("ink", "ground"), USED, ids=str)
def test_text_can_be_read(colours: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= (7 if colours.high else 4.5)


@pytest.mark.parametrize("colours", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
def test_lines_and_marks_stand_out_in_high_contrast(colours: Colours) -> None:
    """They say where a control begins (WCAG 2.2, 1.4.11)."""
    for line in ("line", "note_line", "scroll_bar", "good_dot", "warning_dot", "danger_dot"):
        for ground in ("background", "panel", "chip"):
            assert contrast(getattr(colours, line), getattr(colours, ground)) >= 3, (line, ground)


@pytest.mark.parametrize("ground", PEOPLE)
def test_initials_can_be_read(ground: str) -> None:
    assert contrast(PEOPLE_INK, ground) >= 4.5
    assert contrast(PEOPLE_INK, in_contrast(ground)) >= 7


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_focus_rings_stand_out(colours: Colours) -> None:
    """A ring is no text: 3:1 is asked of it (WCAG 2.2, 1.4.11)."""
    for ground in ("background", "panel", "hover", "rail"):
        assert contrast(colours.accent if ground != "rail" else colours.toast_accent, getattr(colours, ground)) >= 3


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_every_colour_is_one(colours: Colours) -> None:
    for name, colour in asdict(colours).items():
        if name not in {"dark", "high"}:
            assert QColor(colour).isValid(), name
