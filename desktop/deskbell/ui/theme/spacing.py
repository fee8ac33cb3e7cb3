"""Lengths, in logical pixels at a text size of 100 %. Spaces go in steps of 4; `Theme.px` scales what must grow with the text."""

from typing import Final

S4: Final = 4
S8: Final = 8
S12: Final = 12
S16: Final = 16
S20: Final = 20
S24: Final = 24

CORNER_CONTROL: Final = 6
CORNER_BOX: Final = 8
CORNER_CARD: Final = 10

HEADER_CONTROL: Final = 26
LIST_ENTRY: Final = 30
BUTTON: Final = 32
RAIL_ICON: Final = 36
RAIL: Final = 48
TICKET_CARD: Final = 76
CHIP: Final = 18
LIST_HEADER: Final = 52
