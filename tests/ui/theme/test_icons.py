"""Every icon that is named is there, and is drawn in the colour asked for."""

import pytest
from PySide6.QtGui import QColor

from deskbell.model.resources import resource
from deskbell.ui.theme.icons import Icon, IconDrawer
from deskbell.ui.theme.source import ThemeSource


@pytest.mark.parametrize("icon", Icon)
def test_icon_is_there(icon: Icon) -> None:
    assert resource("icons", f"{icon}.svg").is_file()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_icon_is_drawn_for_the_pixels_it_covers(theme: ThemeSource, ratio: float) -> None:
    pixmap = IconDrawer().pixmap(Icon.INBOX, "#FF0000", 20, ratio)
    assert pixmap.width() == round(20 * ratio)
    assert pixmap.devicePixelRatio() == ratio
    image = pixmap.toImage()
    strongest = max(
        (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())), key=QColor.alpha
    )
    assert strongest.alpha() > 200
    assert (strongest.red(), strongest.green(), strongest.blue()) == (255, 0, 0)


def test_icon_is_drawn_once(theme: ThemeSource) -> None:
    drawer = IconDrawer()
    assert drawer.pixmap(Icon.TAG, "#112233", 16, 1.0) is drawer.pixmap(Icon.TAG, "#112233", 16, 1.0)
