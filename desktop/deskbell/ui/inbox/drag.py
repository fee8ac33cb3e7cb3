"""Tickets on their way from the list to a view, a mailbox or a tag."""

from PySide6.QtCore import QMimeData

_FORMAT = "application/x-deskbell-tickets"


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
