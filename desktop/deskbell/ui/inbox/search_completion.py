"""The list below the search box of what can be typed there: conditions, and what they may ask for."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from deskbell.model.fields import CustomField, FieldOwner
from deskbell.rules.search_completion import Offer, offers
from deskbell.rules.search_query import OF_FIELDS, Key
from deskbell.store.queries import fields
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

_OFFER: Final = Qt.ItemDataRole.UserRole
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTERS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WIDTH, _ROW = 240, 28


class SearchCompletion(QFrame):
    """Floats over the window; the box keeps the keyboard. Down goes into the list, Enter takes what is highlighted there, Tab the first; Escape closes it.

    Whoever types on or presses Enter without having gone into it searches as if it were not there.
    """

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, box: QLineEdit) -> None:
        super().__init__(box.window())
        self.setObjectName("floating")
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._box = box
        self._fields: tuple[CustomField, ...] = ()
        self._asked = False
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName(self.tr("What can be searched for"))
        self.list.itemClicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)
        self.hide()
        box.installEventFilter(self)

    def look(self) -> None:
        """Offer what goes on with what was typed up to the caret."""
        text = self._box.text()
        caret = len(_units(text)[: 2 * self._box.cursorPosition()].decode("utf-16-le", "ignore"))
        found = offers(text, caret, self._names)
        self.list.clear()
        for offer in found:
            item = QListWidgetItem(offer.words)
            item.setData(_OFFER, offer)
            item.setSizeHint(QSize(0, self._theme.px(_ROW)))
            self.list.addItem(item)
        self.setVisible(bool(found))
        if found:
            self._place(len(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._box and event.type() is QEvent.Type.FocusIn:
            self._asked = False
        elif watched is self._box and self.isVisible():
            if event.type() in {QEvent.Type.FocusOut, QEvent.Type.Hide}:
                self.hide()
            elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row = self.list.currentRow()
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.list.setCurrentRow((row + _STEPS[key]) % self.list.count() if row >= 0 else 0)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        elif key == Qt.Key.Key_Tab or (key in _ENTERS and row >= 0):
            self._take(self.list.item(max(row, 0)))
        else:
            if key in _ENTERS:
                self.hide()
            return False
        return True

    def _take(self, item: QListWidgetItem) -> None:
        offer = item.data(_OFFER)
        assert isinstance(offer, Offer)
        start = len(_units(self._box.text()[: offer.start])) // 2
        self._box.setSelection(start, self._box.cursorPosition() - start)
        self._box.insert(offer.text)
        # A condition is followed by what it asks for.
        self.look()

    def _names(self, key: Key) -> Iterable[str]:
        match key:
            case Key.ASSIGNEE | Key.FOLLOWER | Key.MENTIONED:
                return [agent.name for agent in self._desk.agents]
            case Key.TEAM:
                return [team.name for team in self._desk.teams]
            case Key.MAILBOX:
                return [mailbox.name for mailbox in self._desk.mailboxes]
            case Key.TAG | Key.CUSTOMER_TAG:
                return [tag.name for tag in self._desk.tags]
            case Key.FIELD | Key.CUSTOMER_FIELD | Key.ORG_FIELD:
                return self._names_of_fields(OF_FIELDS[key])
            case _:
                return ()

    def _names_of_fields(self, owner: FieldOwner) -> Iterable[str]:
        """Read each time that somebody comes to search and asks for them: they hardly ever change."""
        if not self._asked:
            self._asked = True
            self._runner.ask(fields.every, done=self._learn, topic=("search fields", id(self)), owner=self)
        return [field.name for field in self._fields if field.owner is owner]

    def _learn(self, found: tuple[CustomField, ...]) -> None:
        self._fields = tuple(field for field in found if not field.retired)
        if self._box.hasFocus():
            self.look()

    def _place(self, rows: int) -> None:
        px = self._theme.px
        below = self._box.mapTo(self.window(), QPoint(0, self._box.height() + 4))
        self.list.setFixedHeight(rows * px(_ROW) + 2)
        self.resize(max(px(_WIDTH), self._box.width()), self.sizeHint().height())
        self.move(below)
        self.raise_()


def _units(text: str) -> bytes:
    """Qt counts positions in these, two bytes each."""
    return text.encode("utf-16-le", "surrogatepass")
