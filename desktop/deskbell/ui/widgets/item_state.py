"""What a delegate asks about the row it paints, without the flags of `QStyle`.

No class has as many enums: PySide6 makes all of them when one is first touched, which takes a sixtieth of a window's start.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem


def is_selected(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> bool:
    """Whether the row is selected in the view that paints it."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.selectionModel().isSelected(index)


def is_hovered(option: QStyleOptionViewItem) -> bool:
    """Whether the mouse is over the row."""
    if not option.widget.underMouse():
        return False
    from PySide6.QtWidgets import QStyle

    return bool(option.state & QStyle.StateFlag.State_MouseOver)
