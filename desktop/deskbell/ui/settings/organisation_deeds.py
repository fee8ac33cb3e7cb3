"""The part of an organisation's form that does something with the whole of it: fills it with customers, merges or removes it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.organisations import OrganisationRow, OrganisationTitle
from deskbell.store.queries import organisations
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.organisation_popup import OrganisationPopup
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import DangerButton, GhostButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line


class OrganisationDeeds(QWidget):
    """For one organisation at a time.

    Signals:
        gathering_wanted: the customers with its domains who are in none are to be put in.
        merge_wanted(OrganisationTitle): it is to be merged into this one; it was asked for once more.
        removal_wanted: it is to be no more; it was asked for once more.
        failed(Exception): something could not be read.
    """

    gathering_wanted = Signal()
    merge_wanted = Signal(object)
    removal_wanted = Signal()
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._prompts = prompts
        self._row: OrganisationRow | None = None
        self._count = Label("", ink="muted", wrap=True, parent=self)
        self.gather_button = GhostButton(self.tr("Put them in"), self)
        self.gather_button.clicked.connect(self.gathering_wanted)
        self.merge_button = GhostButton(self.tr("Merge into…"), self)
        self.merge_button.clicked.connect(self._choose)
        self.remove_button = DangerButton(self.tr("Remove this organisation"), self)
        self.remove_button.clicked.connect(self._remove)
        self._offer = QWidget(self)
        offer = QHBoxLayout(self._offer)
        offer.setContentsMargins(0, 0, 0, 0)
        offer.setSpacing(8)
        offer.addWidget(self._count, 1)
        offer.addWidget(self.gather_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.merge_button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._offer)
        layout.addWidget(Line(parent=self))
        layout.addLayout(buttons)
        self.show_organisation(None)

    def show_organisation(self, row: OrganisationRow | None) -> None:
        """For this one, None hides it all."""
        self._row = row
        self._offer.hide()
        self.setVisible(row is not None)
        if row is not None and row.domains:
            self._runner.ask(
                organisations.count_of_their_domains,
                row.id,
                done=partial(self._offer_them, row.id),
                failed=self.failed.emit,
                owner=self,
                topic=("gathering", id(self)),
            )

    def _offer_them(self, organisation_id: int, many: int) -> None:
        if self._row is not None and self._row.id == organisation_id:
            self._offer.setVisible(bool(many))
            said = self.tr("Customers with these domains who are in no organisation: %1")
            self._count.setText(said.replace("%1", number(many)))

    def _choose(self) -> None:
        row = self._row
        if row is None:
            return
        popup = OrganisationPopup(self._theme, row.name, self, may_make=False)
        titles: dict[str, OrganisationTitle] = {}

        def show(words: str, found: Sequence[OrganisationTitle]) -> None:
            titles.update({one.name: one for one in found})
            popup.show_found(words, found)

        def find(words: str) -> None:
            self._runner.ask(
                organisations.found, words, done=partial(show, words), failed=self.failed.emit, owner=popup
            )

        popup.asked.connect(find)
        popup.chosen.connect(lambda name: self._ask(row, titles[name]))
        popup.open_below(self.merge_button)
        find("")

    def _ask(self, row: OrganisationRow, other: OrganisationTitle) -> None:
        question = self.tr("Merge %1 into %2?").replace("%2", other.name).replace("%1", row.name)
        words = self.tr("Customers, domains and note go there. It can be undone.")
        if self._prompts.sure(question, words, self.tr("Merge")):
            self.merge_wanted.emit(other)

    def _remove(self) -> None:
        row = self._row
        if row is not None:
            question = self.tr("Remove %1?").replace("%1", row.name)
            words = self.tr("Its customers stay, and are in no organisation then. It can be undone.")
            if self._prompts.sure(question, words, self.tr("Remove")):
                self.removal_wanted.emit()
