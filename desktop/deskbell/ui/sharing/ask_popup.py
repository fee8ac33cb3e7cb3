"""Asks who is to look over an answer, and what they are asked."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.tick_list import TickList

_WIDTH: Final = 320


class AskPopup(Floating):
    """Teams and colleagues with a tick each, and a line for what one wants to know; Enter there or the button asks, Escape leaves. `known` are asked already.

    Signals:
        asked(tuple, str): these colleagues (ids), and the words for them.
    """

    asked = Signal(object, str)

    def __init__(
        self, theme: ThemeSource, desk: DeskNow, known: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._me = desk.me.id
        self._members = {-team.id: team.members for team in desk.teams}
        self.setFixedWidth(theme.px(_WIDTH))
        title = Label(self.tr("Ask a colleague to look over it"), TextRole.title, wrap=True, parent=self)
        self.people = TickList(theme, self)
        self.people.setAccessibleName(title.text())
        teams = [(-team.id, self.tr("Team %1").replace("%1", team.name)) for team in desk.teams]
        agents = [(agent.id, agent.name) for agent in desk.agents if agent.id not in (self._me, *known)]
        self.people.show_values([*agents, *teams], ())
        self.people.edited.connect(self._look)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self.tr("What do you want to know? (or nothing)"))
        self.words.setAccessibleName(self.tr("What you want to know"))
        self.words.returnPressed.connect(self._ask)
        self.button = PrimaryButton(self.tr("Ask"), self)
        self.button.clicked.connect(self._ask)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.words, 1)
        below.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.people)
        layout.addLayout(below)
        self.setFocusProxy(self.people)
        self._look()

    def chosen(self) -> tuple[int, ...]:
        """Whoever is ticked, and the members of the teams that are."""
        found: dict[int, None] = {}
        for one in self.people.ticked():
            found.update(dict.fromkeys(sorted(self._members[one]) if one in self._members else (one,)))
        found.pop(self._me, None)
        return tuple(found)

    def _look(self) -> None:
        self.button.setEnabled(bool(self.chosen()))

    def _ask(self) -> None:
        chosen = self.chosen()
        if chosen:
            words = self.words.text().strip()
            self.close()
            self.asked.emit(chosen, words)
