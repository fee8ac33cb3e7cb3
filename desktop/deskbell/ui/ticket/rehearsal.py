"""The first ticket of a day opens as quickly as the next: it is shown once beside the window's edge before anybody opens one.

What costs with the first ticket only is done then: styles, layouts, fonts, icons.
"""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_PAUSE_MS = 20

Act = tuple[Callable[[], object], QWidget]


class Rehearsal(QTimer):
    """Plays `acts` on `page`, which a layout hides now, in steps of some milliseconds, so that the window answers between them.

    An act is what fills a widget, and the widget. The page is hidden again at the end.
    """

    def __init__(self, page: QWidget, acts: Sequence[Act]) -> None:
        super().__init__(page)
        self._page = page
        self._steps = self._play(acts)
        self.setInterval(_PAUSE_MS)
        self.timeout.connect(self._step)
        self.start()

    def stop(self) -> None:
        """End it here."""
        if self.isActive():
            super().stop()
            self._page.hide()

    def _play(self, acts: Sequence[Act]) -> Iterator[None]:
        house = self._page.parentWidget()
        assert house is not None
        for fill, shown in acts:
            fill()
            self._page.setGeometry(-house.width(), 0, house.width(), house.height())
            self._page.show()
            yield
            shown.grab()
            yield

    def _step(self) -> None:
        if next(self._steps, self) is self:
            self.stop()
