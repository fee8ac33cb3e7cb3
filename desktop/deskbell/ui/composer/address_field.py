"""A line of addresses that completes the one that is being typed."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from deskbell.model.mail import Mailbox
from deskbell.rules.recipients import write_addresses

_SEPARATORS = ",;"


class AddressField(QLineEdit):
    """Type a part of a name or address: those that are known drop down; Enter, Tab or a click puts one in."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setAccessibleName(name)
        self._known = QStringListModel(self)
        self._completer = QCompleter(self._known, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(8)
        self._list = QListView(self)
        self._completer.setPopup(self._list)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._put_in)
        self.textEdited.connect(self._offer)

    def set_known(self, people: Iterable[Mailbox]) -> None:
        """Whom to offer."""
        self._known.setStringList(sorted({write_addresses((person,)) for person in people}, key=str.casefold))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or not self._take_offered():
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab takes what is offered, and goes on where nothing is."""
        return self._take_offered() or super().focusNextPrevChild(following)

    def offered(self) -> list[str]:
        """What the list would show for what is typed."""
        model = self._completer.completionModel()
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    def _typed_part(self) -> str:
        return self.text()[self._part_start() : self.cursorPosition()].strip()

    def _part_start(self) -> int:
        """Where the address under the caret begins; a separator within quotes is part of a name."""
        start, quoted = 0, False
        for place, letter in enumerate(self.text()[: self.cursorPosition()]):
            if letter == '"':
                quoted = not quoted
            elif letter in _SEPARATORS and not quoted:
                start = place + 1
        return start

    def _offer(self) -> None:
        typed = self._typed_part()
        if not typed:
            self._list.hide()
            return
        self._completer.setCompletionPrefix(typed)
        if self._completer.completionCount() == 0 or self._completer.currentCompletion() == typed:
            self._list.hide()
            return
        self._completer.complete()
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _take_offered(self) -> bool:
        if not self._list.isVisible():
            return False
        chosen = self._list.currentIndex()
        self._list.hide()
        self._put_in(str(chosen.data()) if chosen.isValid() else self._completer.currentCompletion())
        return True

    def _put_in(self, address: str) -> None:
        start = self._part_start()
        before, after = self.text()[:start].rstrip(), self.text()[self.cursorPosition() :].lstrip(" ,;")
        begun = f"{before} {address}, " if before else f"{address}, "
        self.setText(begun + after)
        self.setCursorPosition(len(begun))
        self.textEdited.emit(self.text())
