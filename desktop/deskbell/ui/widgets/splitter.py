"""A splitter that remembers where a person put it."""

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget


class RememberedSplitter(QSplitter):
    """Keeps its sizes in the window's settings under `key`, and a handle of one pixel that is wide enough to grab."""

    def __init__(
        self,
        settings: QSettings,
        key: str,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self._settings = settings
        self._key = f"splitter/{key}"
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        # A drag moves the handle many times a second; the settings file is written once it rests.
        self._rest = QTimer(self, interval=400, singleShot=True)
        self._rest.timeout.connect(self._remember)
        self.splitterMoved.connect(self._moved)

    def recall(self, *sizes: int) -> None:
        """Take the remembered sizes, or these at first. Call it once all widgets are in."""
        kept = self._settings.value(self._key)
        if not isinstance(kept, QByteArray) or not self.restoreState(kept):
            self.setSizes(list(sizes))
        self.setHandleWidth(1)

    def keep_as(self, key: str, *sizes: int) -> None:
        """What is in it is arranged otherwise: remember its sizes under another key, and take those that are kept there, or these."""
        if self._rest.isActive():
            self._rest.stop()
            self._remember()
        self._key = f"splitter/{key}"
        self.recall(*sizes)

    def _moved(self) -> None:
        self._rest.start()

    def _remember(self) -> None:
        self._settings.setValue(self._key, self.saveState())
