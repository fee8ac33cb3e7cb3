"""Who follows an open ticket, beside its other properties."""

from PySide6.QtWidgets import QWidget

from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.names import short_name
from deskbell.ui.ticket_choices import follower_choices
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.widgets.property_button import PropertyButton


class FollowersButton(PropertyButton):
    """Made for the first ticket that somebody follows, and hidden for those that nobody does."""

    def __init__(self, theme: ThemeSource, desk: DeskNow, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Followers"), several=True, parent=parent)
        self._desk = desk
        self._deeds = deeds
        self._row: TicketRow | None = None
        self.set_choices(self._offered)
        self.picked.connect(self._take)
        desk.changed.connect(self._say)

    def show_row(self, row: TicketRow) -> None:
        """Show who follows this ticket."""
        self._row = row
        self.setVisible(bool(row.followers))
        self._say()

    def _offered(self) -> list[Choice]:
        return follower_choices(self._desk, self._row.followers if self._row is not None else ())

    def _take(self, picked: tuple[int, ...]) -> None:
        if self._row is not None:
            self._deeds.set_followers((self._row.id,), self._row.followers, picked)

    def _say(self) -> None:
        if self._row is None or not self._row.followers:
            return
        me = self._desk.me.id
        agents = [agent for one in self._row.followers if (agent := self._desk.agent(one)) is not None]
        others = [short_name(agent.name) for agent in agents if agent.id != me]
        mine = me in self._row.followers
        if not others:
            words = self.tr("You follow")
        elif len(others) == 1:
            words = (self.tr("You and %1 follow") if mine else self.tr("%1 follows")).replace("%1", others[0])
        elif mine:
            words = self.tr("You and %n others follow", "", len(others))
        else:
            words = self.tr("%n followers", "", len(others))
        self.set_value(words)
        self.setToolTip(plain_tooltip(self.tr("Followed by %1").replace("%1", ", ".join(one.name for one in agents))))
