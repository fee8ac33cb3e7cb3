"""Asks for the organisation whose customers are to be listed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.organisations import OrganisationTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.found_popup import FoundPopup
from deskbell.ui.ticket.organisation_popup import called


class OrganisationChoice(FoundPopup):
    """Those whose name or domain begins as what is typed.

    Signals:
        chosen(int, str): this one, by id and name.
    """

    chosen = Signal(int, str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        words = self.tr("Name or domain")
        self.call(words, words, self.tr("Organisations"), self.tr("No organisation found."))

    def show_found(self, words: str, rows: Sequence[OrganisationTitle]) -> None:
        """Offer these, which `words` have found; others may have been typed since."""
        self.show_lines(words, [(row, called(row)) for row in rows])

    def _choose(self, value: object) -> None:
        assert isinstance(value, OrganisationTitle)
        self.close()
        self.chosen.emit(value.id, value.name)
