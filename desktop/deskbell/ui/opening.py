"""Before there is a desk: a window that says why it does not open, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.errors import DeskError
from deskbell.model.places import Places
from deskbell.store.whereabouts import whereabouts
from deskbell.ui.office.join import Join
from deskbell.ui.office.leave import Leave
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.banner import Banner
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.words import error_detail, told_error

_NOT_LET_IN = frozenset({"db.login", "office.password"})


class OpeningWindow(QWidget):
    """Says what keeps the desk from opening.

    `places` are those of the desk, which may become others.

    Signals:
        again: try to open it once more.
        joined(str): this computer has come into the office at this address by another invitation: with the password kept here nobody was let in.
        leave_wanted: this computer is to have a desk of its own instead of the office.
    """

    again = Signal()
    joined = Signal(str)
    leave_wanted = Signal()

    def __init__(self, theme: ThemeSource, places: Places, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.places = places
        self.setWindowTitle("Deskbell")
        self.resize(theme.px(620), theme.px(380))
        self._state = EmptyState(theme, self)
        self._state.acted.connect(self.again)
        self._details: Banner | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._state, 1)
        self.join_button = LinkButton(self.tr("Join an office…"), self)
        self.join_button.setVisible(False)
        join = Join(DialogPrompts(self), places.data, parent=self)
        join.joined.connect(self.joined)
        join.failed.connect(self.refuse)
        self.join_button.clicked.connect(join.begin)
        self._state.add_below(self.join_button)
        self.leave_button = LinkButton(self.tr("Leave the office…"), self)
        self.leave_button.setVisible(False)
        leave = Leave(DialogPrompts(self), places.data, self)
        leave.wanted.connect(self.leave_wanted)
        leave.failed.connect(self.refuse)
        self.leave_button.clicked.connect(leave.begin)
        self._state.add_below(self.leave_button)

    def wait(self, *, making: bool = False) -> None:
        """The desk is being opened, or a new one made, and takes its time."""
        self._forget_details()
        self.join_button.setVisible(False)
        self.leave_button.setVisible(False)
        title, words = self.tr("Opening the desk…"), self.tr("This takes a moment.")
        if making:
            title, words = self.tr("Making the desk…"), self.tr("Its database is being set up. This happens only once.")
        elif whereabouts(self.places.database).on_server:
            words = self.tr("The database has not answered yet.")
        self._state.say(Icon.DATABASE, title, words)

    def refuse(self, error: Exception) -> None:
        """The desk cannot be opened."""
        self._forget_details()
        sentence = told_error(error)
        self._state.say(Icon.ERROR, self.tr("The desk does not open"), sentence, self.tr("Try again"))
        self.join_button.setVisible(isinstance(error, DeskError) and error.code in _NOT_LET_IN)
        self.leave_button.setVisible(whereabouts(self.places.database).password_here)
        detail = error_detail(error)
        if detail:
            self._details = Banner(
                self._theme, self.tr("What the database said"), Tone.PLAIN, detail=detail, closable=False, parent=self
            )
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(0, self._details)

    def _forget_details(self) -> None:
        if self._details is not None:
            self._details.deleteLater()
            self._details = None
