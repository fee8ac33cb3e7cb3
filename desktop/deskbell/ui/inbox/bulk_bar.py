"""What can be done to all ticked tickets at once."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.kinds import Status
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket_menus import TicketMenus
from deskbell.ui.time_left import number
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.pane import Pane


class BulkBar(Pane):
    """A count, the deeds, and a cross. `chosen` gives the ticked tickets.

    Signals:
        dismissed: the cross was pressed.
        more_wanted(QWidget): what there is no room for is asked for, below this button.
    """

    dismissed = Signal()
    more_wanted = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        desk: DeskNow,
        deeds: Deeds,
        menus: TicketMenus,
        chosen: Callable[[], tuple[int, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("accent_ground", parent)
        self._theme = theme
        self._chosen = chosen
        self._many = 0
        self._count = ElidedLabel("", TextRole.body, ink="accent", parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 8, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self._count, 1)
        self._add(Icon.SOLVED, self.tr("Solve"), lambda _: deeds.set_status(chosen(), Status.SOLVED))
        self._add(Icon.STATUS, self.tr("Status"), lambda button: menus.status(chosen(), button))
        self._add(Icon.PERSON_ASSIGNED, self.tr("Assign"), lambda button: menus.assign(chosen(), button))
        self._desk = desk
        self._team = self._add(Icon.TEAM, self.tr("Team"), lambda button: menus.team(chosen(), button))
        desk.changed.connect(self._look_for_teams)
        self._look_for_teams()
        self._add(Icon.PRIORITY, self.tr("Priority"), lambda button: menus.priority(chosen(), button))
        self._add(Icon.TAG, self.tr("Tags"), lambda button: menus.tags(chosen(), button))
        self._add(Icon.SNOOZE, self.tr("Snooze"), lambda button: menus.snooze(chosen(), button))
        self._add(Icon.SPAM, self.tr("Spam"), lambda _: deeds.set_status(chosen(), Status.SPAM))
        self._add(Icon.MORE, self.tr("More"), self.more_wanted.emit)
        self._add(Icon.CLOSE, self.tr("Select none"), lambda _: self.dismissed.emit())

    def _look_for_teams(self) -> None:
        self._team.setVisible(bool(self._desk.teams))

    def show_chosen(self, many: int) -> None:
        """Say how many are ticked."""
        self._many = many
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        """In a narrow list the number alone: half of a word would say nothing."""
        words = self.tr("%n selected", "", self._many)
        taken = self._row.sizeHint().width() - self._count.sizeHint().width()
        fits = taken + self._count.fontMetrics().horizontalAdvance(words) <= self.width()
        self._count.setText(words if fits else number(self._many))
        self._count.setAccessibleName(words)

    def _add(self, icon: Icon, name: str, do: Callable[[IconButton], None]) -> IconButton:
        button = IconButton(self._theme, icon, name, ink="accent", ground_hover="panel", parent=self)
        button.clicked.connect(lambda: do(button))
        self._row.addWidget(button)
        return button
