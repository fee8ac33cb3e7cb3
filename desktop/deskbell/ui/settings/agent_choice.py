"""A box to choose an agent in, or nobody."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from deskbell.model.rows import AgentRow
from deskbell.ui.widgets.choice_box import ChoiceBox


class AgentChoice(ChoiceBox):
    """Nobody, then who works here in the order given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_agents((), None)

    def show_agents(self, agents: Iterable[AgentRow], chosen: int | None) -> None:
        """Offer these, with this one chosen, without telling. Who has left the desk is offered only where they are the one."""
        self.clear()
        self.addItem(self.tr("Nobody"), None)
        for agent in agents:
            if agent.active:
                self.addItem(agent.name, agent.id)
            elif agent.id == chosen:
                self.addItem(self.tr("%1 (does not work here any more)").replace("%1", agent.name), agent.id)
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def agent_id(self) -> int | None:
        """What is chosen, None for nobody."""
        found = self.currentData()
        return found if isinstance(found, int) else None
