"""Tickets on their way from the list to a view, a mailbox, a colleague or a tag."""

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemView

_FORMAT = "application/x-deskbell-tickets"

_DRAGGED = 480


def tickets_mime(tickets: tuple[int, ...]) -> QMimeData:
    """What a drag of these tickets carries: their numbers, for us and as text for anybody."""
    data = QMimeData()
    data.setData(_FORMAT, " ".join(map(str, tickets)).encode())
    data.setText(" ".join(f"#{ticket}" for ticket in tickets))
    return data


def tickets_of(data: QMimeData) -> tuple[int, ...]:
    """The tickets that a drag carries, none where it is not ours."""
    words = bytes(data.data(_FORMAT).data()).split()
    return tuple(int(word) for word in words if word.isdigit())


def drag_row(view: QAbstractItemView, index: QModelIndex, what: QMimeData) -> None:
    """Let the mouse take something along, with the picture of a row."""
    from PySide6.QtGui import QDrag

    drag = QDrag(view)
    drag.setMimeData(what)
    area = view.visualRect(index)
    # A line is as wide as the window: its beginning says which it is.
    area.setWidth(min(area.width(), _DRAGGED))
    picture = QPixmap(view.viewport().grab(area))
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(24, picture.height() // 2))
    drag.exec(Qt.DropAction.MoveAction)
