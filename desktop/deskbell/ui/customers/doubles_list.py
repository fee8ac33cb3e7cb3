"""The customers at the left of their screen who may be one person, two by two."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.customers import Like
from deskbell.model.doubles import Double
from deskbell.ui.customers.doubles_model import DoublesDelegate, DoublesModel
from deskbell.ui.customers.stepped_pane import SteppedPane
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.entry_list import Index
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import count_word, told_error

_NOBODY: Final = (0, 0)


class DoublesList(SteppedPane[DoublesModel]):
    """With a choice in the head of what they have in common.

    Signals:
        opened(object): these two (a `Double`) are to be shown, None for nobody.
    """

    opened = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.current_id = _NOBODY
        self._row = 0
        self.model = DoublesModel(runner, self)
        self.back = IconButton(theme, Icon.BACK, self.tr("All customers"), parent=self)
        self._again = IconButton(theme, Icon.REFRESH, self.tr("Look again"), parent=self)
        choices = ((Like.NAME, self.tr("Name")), (Like.PHONE, self.tr("Phone")), (Like.ADDRESS, self.tr("Address")))
        self.ways = Segments(theme, choices, self)
        self.ways.set_value(Like.NAME)
        self.ways.setAccessibleName(self.tr("What they have in common"))
        self._show_list(self.tr("Customers who may be one person"), DoublesDelegate)
        self._progress = Label("", TextRole.small, ink="muted", parent=self)
        self._progress.setContentsMargins(16, 6, 16, 8)
        self._progress.hide()
        self._lay_all()
        self._wire()

    def begin(self) -> None:
        """Look for them anew."""
        self.model.show_those(self.model.why)

    def focus_list(self) -> None:
        """Have the keyboard in the list."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_all(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S8, 0, S8, 0)
        head.setSpacing(S8)
        head.addWidget(self.back)
        head.addWidget(ElidedLabel(self.tr("The same person?"), TextRole.title, parent=self), 1)
        head.addWidget(self._again)
        below = QHBoxLayout()
        below.setContentsMargins(S12, 0, S12, 10)
        below.addWidget(self.ways)
        below.addStretch(1)
        self._lay(head, below).addWidget(self._progress)

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        self._again.clicked.connect(self.begin)
        self.ways.chosen.connect(self._show)
        self.model.progressed.connect(self._say_progress)

    def _show(self, why: object) -> None:
        self._scrolled = self._row = 0
        self.view.scrollToTop()
        self.model.show_those(Like(str(why)))

    def _say_progress(self, looked: int, total: int | None) -> None:
        self._progress.setVisible(bool(looked) and not self.model.is_whole)
        if total:
            words = self.tr("{looked} of {total} looked at").format(
                looked=count_word(min(looked, total)), total=count_word(total)
            )
        else:
            words = self.tr("{looked} looked at").format(looked=count_word(looked))
        self._progress.setText(words)

    def _look(self) -> None:
        self._unread.put_away()
        if self.model.rowCount():
            self._faces.setCurrentWidget(self.view)
            if self.model.row_of(self.current_id) is None:
                self._go_to(min(self._row, self.model.rowCount() - 1))
            return
        self._show_nobody()
        if self.model.is_whole:
            words = {
                Like.NAME: self.tr("No two customers have the same name, or none who may be one person."),
                Like.PHONE: self.tr("No two customers have the same phone number."),
                Like.ADDRESS: self.tr("No two customers have addresses that begin alike and names that go together."),
            }
            self._do_next = self.begin
            self._say(Icon.SOLVED, self.tr("Nobody is here twice"), words[self.model.why], self.tr("Look again"))
        else:
            words_now = self.tr("Customers who may be one person will be here as they are found.")
            self._say(Icon.SEARCH, self.tr("Looking through all customers"), words_now)

    def _show_nobody(self) -> None:
        if self.current_id != _NOBODY:
            self.current_id = _NOBODY
            self.opened.emit(None)

    def _say_unread(self, error: Exception) -> None:
        self._progress.hide()
        if self.model.rowCount():
            self._unread.tell(error)
        else:
            self._show_nobody()
            self._do_next = self.begin
            self._unread.put_away()
            words = self.tr("The customers could not be read")
            self._say(Icon.UNPLUGGED, words, told_error(error), self.tr("Try again"))

    def _step_to(self, index: Index) -> None:
        entry: Double | None = self.model.entry(index.row())
        if entry is not None:
            self._row = index.row()
            if entry.id != self.current_id:
                self.current_id = entry.id
                self.opened.emit(entry)
