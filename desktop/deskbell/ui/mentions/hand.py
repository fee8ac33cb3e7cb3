"""Takes a colleague or a team out of the list and mentions them in the note that is written."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Role
from deskbell.model.rows import AgentRow, TicketDetail
from deskbell.model.teams import TeamRow
from deskbell.rules import mentions as rules
from deskbell.ui.composer.caret_hand import CaretHand
from deskbell.ui.composer.editor import Editor
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.mentions.popup import MentionPopup
from deskbell.ui.theme.source import ThemeSource


class MentionHand(CaretHand):
    """Offers the colleagues that are asked for behind an @: whoever has the ticket, which `about` gives, comes first, and teams last. Who may not see it is
    not among them.
    """

    popup: MentionPopup
    _editor: Editor

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
        people = tuple(self._colleagues())
        ids = {agent.id for agent in people}
        teams = (team for team in self._desk.teams if not ids.isdisjoint(team.members))
        there: tuple[AgentRow | TeamRow, ...] = (*people, *teams)
        found = rules.offered(query, [(place, one.name) for place, one in enumerate(there)])
        if found:
            self.popup.show_people([there[place] for place in found])
        elif " " in query:
            # Words, and no longer a name.
            self._end()
        else:
            self.popup.hide()

    def _take(self, one: AgentRow | TeamRow) -> None:
        cursor = self._cursor()
        self._leave()
        self._editor.put_name(cursor, f"@{one.name}")

    def _colleagues(self) -> Iterator[AgentRow]:
        """Everybody else who works here and sees the ticket: who has it, then the others by name."""
        detail, me = self._about(), self._desk.me.id
        first = detail.row.assignee_id if detail is not None else None
        mailbox_id = detail.row.mailbox_id if detail is not None else 0
        others = [agent for agent in self._desk.agents if agent.id != me and self._sees(agent, mailbox_id)]
        yield from (agent for agent in others if agent.id == first)
        yield from (agent for agent in others if agent.id != first)

    def _sees(self, agent: AgentRow, mailbox_id: int) -> bool:
        box = self._desk.mailbox(mailbox_id)
        if box is None or not box.restricted or agent.role is not Role.AGENT:
            return True
        team = self._desk.team(box.team_id)
        return team is not None and agent.id in team.members
