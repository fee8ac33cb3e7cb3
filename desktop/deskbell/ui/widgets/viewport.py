"""The part of a list that scrolls."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """Give an area a viewport that Python has made, as Qt makes it.

    Asked for one that Qt has made, PySide6 first looks which kind of widget it is, and loads all of Qt's for that. Before anything else is done to the area.
    """
    viewport = QWidget()
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
