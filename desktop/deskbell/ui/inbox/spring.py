"""Opening a folded group of views while tickets are held over its head."""

from PySide6.QtCore import QObject, QTimer, Signal

from deskbell.model.views import ViewKind

HELD_MS = 600


class Spring(QObject):
    """Waits until something has been held over the head of a folded group long enough to be meant.

    Signals:
        opened(ViewKind): open the group of this kind, for as long as the drag goes on here.
        let_go: the drag is over, or went elsewhere.
    """

    opened = Signal(object)
    let_go = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._over: ViewKind | None = None
        self._held = QTimer(self, singleShot=True, interval=HELD_MS)
        self._held.timeout.connect(lambda: self.opened.emit(self._over))

    def hold(self, kind: ViewKind | None) -> None:
        """The drag is over the head of the folded group of this kind, None where it is over no such head."""
        if kind is self._over:
            return
        self._over = kind
        if kind is None:
            self._held.stop()
        else:
            self._held.start()

    def end(self) -> None:
        """Nothing is dragged here any more."""
        self.hold(None)
        self.let_go.emit()
