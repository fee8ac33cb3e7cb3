"""The checklist of a ticket, in the panel beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from deskbell.model.checklist import LONGEST, ChecklistItem, new_item
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.checklist_drag import ChecklistDrag
from deskbell.ui.ticket.edit_line import EditLine
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, SectionHead

_BLEED = 6
_COMES_BACK: Final = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class ChecklistBox(QWidget):
    """A heading with how much is done, a line for each item, and one for the next item, which Enter or leaving it adds. Gone on a ticket that has none, until
    somebody begins one.

    Signals:
        changed(int, ChecklistItem, bool, object): an item of this ticket is to be this (without text: taken off); whether it is a new one; and the
            place where it is to stand, None where that is no matter.
        relaid: there are other lines now.
    """

    changed = Signal(int, object, bool, object)
    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticket_id = 0
        self._begun = 0
        self._items: tuple[ChecklistItem, ...] = ()
        self.lines: list[ChecklistLine] = []
        self._count = Label("", ink="muted", parent=self)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 4)
        head.addWidget(SectionHead(self.tr("Checklist"), self), 1)
        head.addWidget(self._count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._drag = ChecklistDrag(self._rows, lambda: self.lines, self)
        self._drag.dropped.connect(self._drop)
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(self.tr("Add an item"))
        self.field.setAccessibleName(self.tr("Add an item to the checklist"))
        self.field.setFixedHeight(theme.px(26))
        self.field.returnPressed.connect(self._add)
        self.field.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_BLEED, 0, _BLEED, 16)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        layout.addWidget(self.field)

    def show_items(self, ticket_id: int, items: Sequence[ChecklistItem]) -> None:
        """Show what there is to do on this ticket. What is being typed stays while it is the same ticket's."""
        if ticket_id != self._ticket_id:
            for line in self.lines:
                line.finish()
            self._add()
            self._ticket_id = ticket_id
            self._begun = 0
        self._items = tuple(items)
        if [line.item.id for line in self.lines] != [item.id for item in items]:
            self._make_lines(items)
        for line, item in zip(self.lines, items, strict=True):
            line.show_item(item)
        done = sum(item.done for item in items)
        self._count.setText(f"{done}/{len(items)}" if items else "")
        self._count.setAccessibleName(
            self.tr("%1 of %2 done").replace("%1", str(done)).replace("%2", str(len(items))) if items else ""
        )
        self.setVisible(bool(items) or self._begun == ticket_id)

    def begin(self) -> None:
        """Put the caret where the next item is written, also on a ticket that has none."""
        self._begun = self._ticket_id
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _COMES_BACK:
            self._leave()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.field.clear()
            self.field.clearFocus()
            return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        """What is written is added; where there is nothing, nobody began a checklist after all."""
        self._add()
        if not self._items:
            self._begun = 0
            self.hide()

    def _add(self) -> None:
        text = " ".join(self.field.text().split())
        if text:
            self.field.clear()
            self.changed.emit(self._ticket_id, ChecklistItem(new_item(), text), True, None)

    def _make_lines(self, items: Sequence[ChecklistItem]) -> None:
        """The lines of items that are still there move; the others are made, or go."""
        there = {line.item.id: line for line in self.lines}
        self.lines = [there.pop(item.id) if item.id in there else self._new_line(item) for item in items]
        for line in there.values():
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        for number, line in enumerate(self.lines):
            self._rows.removeWidget(line)
            self._rows.insertWidget(number, line)
        self.relaid.emit()

    def _new_line(self, item: ChecklistItem) -> "ChecklistLine":
        line = ChecklistLine(self._theme, item, self)
        line.changed.connect(lambda new: self.changed.emit(self._ticket_id, new, False, None))
        line.moved.connect(self._move)
        self._drag.watch(line.edit.field, line)
        return line

    def _drop(self, line: "ChecklistLine", place: int) -> None:
        self.changed.emit(self._ticket_id, line.item, False, place)

    def _move(self, item: ChecklistItem, by: int) -> None:
        place = self._items.index(item) + by
        if 0 <= place < len(self._items):
            self.changed.emit(self._ticket_id, item, False, place)


class ChecklistLine(QWidget):
    """A box to tick, a text that is written in place, and a menu. Alt+Up and Alt+Down move it, and so does the mouse; without text it is taken off.

    Signals:
        changed(ChecklistItem): the item is to be this.
        moved(ChecklistItem, int): the item is to stand so many places further down.
    """

    changed = Signal(object)
    moved = Signal(object, int)

    def __init__(self, theme: ThemeSource, item: ChecklistItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._theme = theme
        self.box = QCheckBox(self)
        self.box.setFixedWidth(18)
        self.box.clicked.connect(self._tick)
        self.edit = EditLine(theme, self.tr("Item"), self.tr("Taken off when left empty"), self, labelled=False)
        self.edit.field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.edit.field.setMaxLength(LONGEST)
        self.edit.written.connect(self._write)
        self.menu_button = IconButton(theme, Icon.MORE, "", side=20, icon_size=14, parent=self)
        self.menu_button.clicked.connect(self._open_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.menu_button)
        self.setToolTip(self.tr("Drag it up or down to move it."))
        self.edit.show_other(item.text)
        self._look()

    def show_item(self, item: ChecklistItem) -> None:
        """Show the same item as it is now."""
        self.edit.show_text(item.text)
        if item != self.item or self.box.isChecked() is not item.done:
            self.item = item
            self._look()

    def finish(self) -> None:
        """Write what is still being typed: something else is about to be shown."""
        self.edit.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.item, step)
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """What can be done with the item besides ticking and writing it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        up, down = self.tr("Move up"), self.tr("Move down")
        menu.addAction(self._theme.icon(Icon.UP), up).triggered.connect(lambda: self.moved.emit(self.item, -1))
        menu.addAction(self._theme.icon(Icon.DOWN), down).triggered.connect(lambda: self.moved.emit(self.item, 1))
        menu.addSeparator()
        off = menu.addAction(self._theme.icon(Icon.TRASH), self.tr("Take off"))
        off.triggered.connect(lambda: self._write(""))
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))

    def _tick(self, done: bool) -> None:
        self.changed.emit(ChecklistItem(self.item.id, self.item.text, done))

    def _write(self, text: str) -> None:
        self.changed.emit(ChecklistItem(self.item.id, text, self.item.done))

    def _look(self) -> None:
        self.box.setChecked(self.item.done)
        self.box.setAccessibleName(self.item.text)
        self.menu_button.set_name(self.tr("More about “%1”").replace("%1", self.item.text))
        font = self.edit.field.font()
        font.setStrikeOut(self.item.done)
        self.edit.field.setFont(font)
