"""Whose mailbox it is: the team of its new tickets, and whether others see it."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskbell.model.teams import TeamRow
from deskbell.ui.settings.mailbox_draft import MailboxDraft
from deskbell.ui.settings.team_choice import TeamChoice
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field


class MailboxTeam(QWidget):
    """Hidden where there is nothing to choose.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = False
        self._any_team = False
        self._was_restricted = False
        self._team = TeamChoice(self)
        hint = self.tr("New tickets of this mailbox begin with it.")
        self._team_field = Field(theme, self.tr("Team"), self._team, hint=hint, parent=self)
        self.restricted = QCheckBox(self.tr("Only its team sees this mailbox"), self)
        self._restricted_field = Field(theme, "", self.restricted, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._team_field)
        layout.addWidget(self._restricted_field)
        self._team.activated.connect(self._edit)
        self.restricted.clicked.connect(self._edit)
        self._look()

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show this, without telling."""
        self._team.choose(draft.team_id)
        self.restricted.setChecked(draft.restricted)
        self._was_restricted = draft.restricted
        self._look()

    def show_teams(self, teams: Sequence[TeamRow], *, office: bool) -> None:
        """The teams of the desk, and whether it is an office: only there the database keeps who sees what."""
        self._team.show_teams(teams)
        self._office, self._any_team = office, bool(teams)
        self._look()

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what is chosen."""
        return replace(draft, team_id=self._team.team_id(), restricted=self.restricted.isChecked())

    def _edit(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        # One that came from an office can be given back to everybody.
        offered = self._office or self._was_restricted
        self._team_field.setVisible(self._any_team)
        self._restricted_field.setVisible(offered)
        self.setVisible(self._any_team or offered)
        self._restricted_field.set_hint(self._hint())

    def _hint(self) -> str:
        if not self._office:
            return self.tr("Without effect here: only the database of an office keeps it.")
        if self._team.team_id() is None:
            return self.tr(
                "It has no team: its tickets, their files and what is found in them are for managers and administrators alone."
            )
        return self.tr(
            "Its tickets, their files and what is found in them are for the team, managers and administrators alone."
        )
