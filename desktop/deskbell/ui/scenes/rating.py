"""The scene of a ticket that its customer has rated, twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Deed, MessageKind, Why
from deskbell.model.ratings import Rating
from deskbell.model.rows import EventRow
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket


def ratings(window: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    yield Scene("ticket-rated", size, window, (open_ticket, _rated))


def _rated(window: QWidget) -> None:
    """Only shown: the pictures that follow have the same desk."""
    assert isinstance(window, MainWindow)
    shown = window.pane.filling._shown
    assert shown is not None
    last = next(row for row in reversed(shown.messages) if row.kind is MessageKind.IN)
    later = shown.messages[-1].at + timedelta(minutes=1)
    words = "It took three mails, but now it works. Thank you, Ona!"
    plain = {"html": "", "html_visible": "", "attachments": (), "raw_id": None, "outbox": None}
    message = replace(
        last, id=last.id + 10_000, at=later, text=words, visible=words, why=Why.RATED.value, is_auto=True, **plain
    )
    first = EventRow(1_000_000, "a", Deed.RATED, "", later - timedelta(seconds=30), "", Rating.BAD.value, False)
    second = replace(first, id=1_000_001, at=later, before=Rating.BAD.value, after=Rating.GOOD.value)
    detail = replace(
        shown,
        messages=(*shown.messages, message),
        events=(*shown.events, first, second),
        rating=Rating.GOOD.value,
    )
    window.pane.filling.show(detail)
    window.pane.conversation.show_detail(detail)
    window.pane.conversation.to_newest()
