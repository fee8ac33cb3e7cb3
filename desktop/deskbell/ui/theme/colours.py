"""The palette: every colour that Deskbell paints with, light and dark."""

from typing import Final

from msgspec import Struct


class Colours(Struct, frozen=True):
    """One palette, as "#RRGGBB"; `high`: one of high contrast, whose inks hold 7:1 and whose lines 3:1. Inks hold a contrast of 4.5:1 on the grounds they are used on (`tests/ui/theme/test_colours.py`).

    `on_accent` is the ink of a filled button. `good_dot`, `warning_dot`, `danger_dot` are for marks of 8 to 10 px beside a word, never for
    text; `violet`, `teal` and `pink` are for tags. The toast floats over everything and has colours of its own.
    """

    dark: bool
    high: bool
    background: str
    panel: str
    rail: str
    rail_ink: str
    rail_ink_on: str
    rail_ground_on: str
    line: str
    ink: str
    muted: str
    faint: str
    accent: str
    accent_ground: str
    accent_hover: str
    on_accent: str
    hover: str
    note: str
    note_line: str
    good: str
    good_ground: str
    good_dot: str
    warning: str
    warning_ground: str
    warning_dot: str
    danger: str
    danger_ground: str
    danger_dot: str
    violet: str
    violet_ground: str
    teal: str
    teal_ground: str
    pink: str
    pink_ground: str
    chip: str
    toast: str
    toast_ink: str
    toast_accent: str
    scroll_bar: str


LIGHT: Final = Colours(
    dark=False,
    high=False,
    background="#F6F7F9",
    panel="#FFFFFF",
    rail="#1E2530",
    rail_ink="#AEB8C6",
    rail_ink_on="#FFFFFF",
    rail_ground_on="#393F49",
    line="#E3E6EB",
    ink="#1B2330",
    muted="#5D6878",
    faint="#626C7A",
    accent="#1F5FD6",
    accent_ground="#E8F0FE",
    accent_hover="#1A52BA",
    on_accent="#FFFFFF",
    hover="#F0F2F5",
    note="#FFF7E0",
    note_line="#F0D98A",
    good="#15703D",
    good_ground="#E3F4EA",
    good_dot="#2FB36B",
    warning="#8F5300",
    warning_ground="#FDF0DA",
    warning_dot="#E0A030",
    danger="#C4312B",
    danger_ground="#FBE6E5",
    danger_dot="#D9453F",
    violet="#6A40C0",
    violet_ground="#EFEAFB",
    teal="#0D6870",
    teal_ground="#DDF2F3",
    pink="#AB2A6D",
    pink_ground="#FBE6F0",
    chip="#EDEFF3",
    toast="#222B38",
    toast_ink="#FFFFFF",
    toast_accent="#8FB6FF",
    scroll_bar="#CFD5DD",
)

DARK: Final = Colours(
    dark=True,
    high=False,
    background="#14181F",
    panel="#1B2029",
    rail="#0F1319",
    rail_ink="#8C97A7",
    rail_ink_on="#FFFFFF",
    rail_ground_on="#2C2F35",
    line="#2B323D",
    ink="#E7EBF1",
    muted="#A2ADBC",
    faint="#96A1B0",
    accent="#6FA0FF",
    accent_ground="#22314F",
    accent_hover="#8AB2FF",
    on_accent="#0D1420",
    hover="#232A35",
    note="#2E2917",
    note_line="#5E5222",
    good="#5CC98B",
    good_ground="#1B3327",
    good_dot="#2FB36B",
    warning="#E9AE55",
    warning_ground="#372A16",
    warning_dot="#E0A030",
    danger="#F08079",
    danger_ground="#3B2122",
    danger_dot="#E0605A",
    violet="#B8A0F4",
    violet_ground="#2E2748",
    teal="#5DC3CB",
    teal_ground="#173136",
    pink="#EE90BC",
    pink_ground="#3B2231",
    chip="#2A313C",
    toast="#2A3442",
    toast_ink="#FFFFFF",
    toast_accent="#8FB6FF",
    scroll_bar="#3A4350",
)

PEOPLE: Final = (
    "#A85A14",
    "#4C7A5A",
    "#7A5CA8",
    "#3B6EA5",
    "#A04A5E",
    "#5F6B7A",
    "#4A6FB3",
    "#2F7A7A",
    "#8A6A1F",
    "#9A4F8A",
    "#5E7331",
)
"""The grounds of people's pictures, calm enough to stand in a column; white initials keep 4.5:1 on each, in light and dark."""
PEOPLE_INK: Final = "#FFFFFF"
