"""How large the window is at first."""

import pytest
from PySide6.QtCore import QSize

from deskbell.ui.kept_geometry import at_first

LEAST = QSize(960, 560)


@pytest.mark.parametrize(
    ("room", "size", "whole"),
    [
        ((1920, 1040), (1440, 900), False),
        ((1440, 900), (1440, 900), False),
        # A laptop's, the taskbar left out; and one of 1920 × 1080 where everything is half as large again.
        ((1366, 728), (1229, 655), True),
        ((1280, 680), (1152, 612), True),
        ((1000, 600), (960, 560), True),
        # Smaller than the window can be: it fills nothing.
        ((800, 800), (1440, 900), False),
    ],
)
def test_a_small_screen_is_filled(room: tuple[int, int], size: tuple[int, int], whole: bool) -> None:
    assert at_first(QSize(*room), LEAST) == (QSize(*size), whole)
