"""The pages of a PDF or a fax, one below the other; only those that are seen are drawn."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from deskbell.ui.look.zoom_area import ZoomArea
from deskbell.ui.theme.source import ThemeSource

_GAP: Final = 12
"""Between pages, at 100 %."""
_PIXELS_A_POINT: Final = 96 / 72
_MOST_DRAWN: Final = 128 << 20
"""Bytes of pages that are kept when they are no longer seen."""
_REST_MS: Final = 40
_LARGEST_FIT: Final = 2.0


class PagesView(ZoomArea):
    """Fits the widest page in at first. Page up and down go on by what is seen, Ctrl+C copies the words of the page.

    Signals:
        wanted(object): pages as (number, device pixels a point), the one that is seen first.
        page_seen(int): another page, from 0 on, has most of the view.
        words_wanted(int): the words of this page are to be copied.
    """

    wanted = Signal(object)
    page_seen = Signal(int)
    words_wanted = Signal(int)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._sizes: Sequence[tuple[float, float]] = ()
        self._tops: list[float] = []
        self._drawn: dict[int, tuple[float, QImage]] = {}
        self._seen = -1
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def page(self) -> int:
        """The page that has most of the view, from 0 on."""
        return max(0, self._seen)

    @property
    def is_drawn(self) -> bool:
        """Whether the pages that are seen are drawn."""
        return all(number in self._drawn for number in self._in_view())

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a document of pages this wide and high, in points."""
        self._sizes = [(width * _PIXELS_A_POINT, height * _PIXELS_A_POINT) for width, height in sizes]
        self._tops = list(accumulate((height + _GAP for _, height in self._sizes), initial=float(_GAP)))
        self._drawn.clear()
        self._seen = -1
        self.renew()
        self._scrolled()

    def forget(self) -> None:
        """Show nothing, and let go of what was drawn."""
        self._rest.stop()
        self.show_pages(())

    def put(self, number: int, scale: float, image: QImage) -> None:
        """A page that was wanted; a null picture for one that cannot be shown."""
        self._drawn[number] = (scale, image)
        seen = self._in_view()
        while sum(one.sizeInBytes() for _, one in self._drawn.values()) > _MOST_DRAWN:
            unseen = [one for one in self._drawn if one not in seen and one != number]
            if not unseen:
                break
            del self._drawn[max(unseen, key=lambda one: abs(one - self.page))]
        self.viewport().update()

    def extent(self) -> QSizeF:
        widest = max((width for width, _ in self._sizes), default=1.0)
        return QSizeF(widest + 2 * _GAP, self._tops[-1] if self._tops else 1.0)

    def fitting(self) -> float:
        return min(_LARGEST_FIT, max(0.1, self.viewport().width() / self.extent().width()))

    def go_to(self, number: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= number < len(self._sizes):
            self.verticalScrollBar().setValue(round((self._tops[number] - _GAP) * self.scale))

    def paint(self, painter: QPainter, area: QRectF, seen: QRectF) -> None:
        for number in self._in_view():
            place = self._place(number, area)
            painter.fillRect(place, QColor(Qt.GlobalColor.white))
            drawn = self._drawn.get(number)
            if drawn is not None and not drawn[1].isNull():
                painter.drawImage(place, drawn[1])
            elif drawn is not None:
                painter.setPen(QColor("#5D6878"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.tr("This page cannot be shown."))
            painter.setPen(QColor(self._theme.colours.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
        self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            if self._sizes:
                self.words_wanted.emit(self.page)
        else:
            super().keyPressEvent(event)

    def _place(self, number: int, area: QRectF) -> QRectF:
        width, height = self._sizes[number]
        left = area.left() + (area.width() - width * self.scale) / 2
        return QRectF(left, area.top() + self._tops[number] * self.scale, width * self.scale, height * self.scale)

    def _in_view(self) -> range:
        if not self._sizes:
            return range(0)
        area, height = self.area(), self.viewport().height()
        first = bisect_right(self._tops, -area.top() / self.scale) - 1
        last = bisect_right(self._tops, (height - area.top()) / self.scale)
        return range(max(0, first), min(len(self._sizes), last))

    def _scrolled(self) -> None:
        shown = self._in_view()
        if not shown:
            return
        area, view = self.area(), QRectF(self.viewport().rect())
        most = max(shown, key=lambda number: self._place(number, area).intersected(view).height())
        if most != self._seen:
            self._seen = most
            self.page_seen.emit(most)

    def _want(self) -> None:
        scale = self.scale * _PIXELS_A_POINT * self.devicePixelRatioF()
        shown = self._in_view()
        # The next ones too, so that scrolling on finds them there.
        around = [*shown, *(one for one in (shown.stop, shown.start - 1) if shown and 0 <= one < len(self._sizes))]
        missing = [one for one in around if one not in self._drawn or abs(self._drawn[one][0] - scale) > 0.001]
        if missing and self.isVisible():
            self.wanted.emit([(number, scale) for number in missing])
