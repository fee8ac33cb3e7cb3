"""Takes a colleague out of the list and mentions them in the note that is written."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from deskbell.model.rows import AgentRow, TicketDetail
from deskbell.rules import mentions as rules
from deskbell.ui.composer.caret_hand import CaretHand
from deskbell.ui.composer.editor import Editor
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.mentions.popup import MentionPopup
from deskbell.ui.theme.source import ThemeSource


class MentionHand(CaretHand):
    """Offers the colleagues that are asked for behind an @. `about` gives the ticket: whoever it is assigned to comes first."""

    popup: MentionPopup

    def __init__(
        self,
        theme: ThemeSource,
        desk: DeskNow,
        editor: Editor,
        about: Callable[[], TicketDetail | None],
        parent: QWidget,
    ) -> None:
        super().__init__(editor, MentionPopup(theme, editor), parent)
        self._desk = desk
        self._about = about

    def at(self) -> None:
        """An @ was typed: offer the list where one may begin there."""
        if rules.may_begin(self._before_sign()) and not self._editor.isReadOnly():
            self._begin_at_sign()
            self._show()

    def _show(self) -> None:
        typed = self._typed()
        query = rules.at_query(typed) if typed is not None else None
        if query is None:
            self._end()
            return
        people = {agent.id: agent for agent in self._colleagues()}
        found = rules.offered(query, [(agent.id, agent.name) for agent in people.values()])
        if found:
            self.popup.show_people([people[agent_id] for agent_id in found])
        elif " " in query:
            # Words, and no longer a name.
            self._end()
        else:
            self.popup.hide()

    def _take(self, one: AgentRow) -> None:
        cursor = self._cursor()
        self._leave()
        self._editor.put_name(cursor, f"@{one.name}")

    def _colleagues(self) -> Iterator[AgentRow]:
        """Everybody else who works here: who has the ticket, then the others by name."""
        detail, me = self._about(), self._desk.me.id
        first = detail.row.assignee_id if detail is not None else None
        others = [agent for agent in self._desk.agents if agent.id != me]
        yield from (agent for agent in others if agent.id == first)
        yield from (agent for agent in others if agent.id != first)
