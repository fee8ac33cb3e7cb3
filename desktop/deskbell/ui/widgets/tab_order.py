"""The Tab key goes as one reads: by the layouts, not by the order in which widgets were made."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def tab_as_one_reads(root: QWidget) -> None:
    """Chain everything in `root` that takes the keyboard, top to bottom and left to right. Again when widgets were added."""
    for before, after in pairwise(_reading(root)):
        QWidget.setTabOrder(before, after)


def tab_before(last: QWidget, widgets: Sequence[QWidget]) -> None:
    """Have Tab come by these, which were added, on its way to `last`."""
    for before, after in pairwise((last, *widgets, last)):
        QWidget.setTabOrder(before, after)


def _reading(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield widget
    if isinstance(widget, QScrollArea):
        yield from _within(widget.widget())
    elif isinstance(widget, QStackedWidget):
        for number in range(widget.count()):
            yield from _within(widget.widget(number))
    else:
        layout: QLayout | None = widget.layout()
        if layout is not None:
            yield from _laid(layout)


def _within(widget: QWidget | None) -> Iterator[QWidget]:
    return _reading(widget) if widget is not None else iter(())


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _reading(widget)
        elif inner is not None:
            yield from _laid(inner)
