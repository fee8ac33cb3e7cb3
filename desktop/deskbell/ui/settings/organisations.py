"""The page of the organisations that customers belong to: their names, domains, tags and notes; merge, remove and fill them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from deskbell.model.changes import Changes
from deskbell.model.commands import Command, UndoDeed
from deskbell.model.customers import GatherCustomers, MergeOrganisations, RemoveOrganisation
from deskbell.model.kinds import Entity
from deskbell.model.organisations import OrganisationRow, OrganisationTitle
from deskbell.store.queries import organisations
from deskbell.store.session import Session
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import NEW, FormPage
from deskbell.ui.settings.organisation_deeds import OrganisationDeeds
from deskbell.ui.settings.organisation_draft import OrganisationDraft
from deskbell.ui.settings.organisation_form import OrganisationForm
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.time_left import number
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.words import vip_word

_DONE: Final = "done"
_OFFER: Final = "offer"


class OrganisationsPage(FormPage):
    """Some organisations, by name; of many those that are searched for. What is done here is told above the list, and can be undone there."""

    form: OrganisationForm

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, runner, desk, Who.EVERYBODY, prompts, parent)
        self.rows: Mapping[int, OrganisationRow] = {}
        # The one that is open, where it is not among those that are listed.
        self._apart: OrganisationRow | None = None
        self._known = False
        self.set_title(self.tr("Organisations"))
        self.set_add_word(self.tr("Add an organisation"))
        self.search = SearchBox(theme, self.tr("Search by the beginning of a name or domain"), self)
        self.search.searched.connect(lambda _: self.read_again())
        self.list_body.insertWidget(0, self.search)
        self._more = Label(self.tr("More organisations are found by their names."), ink="muted", wrap=True, parent=self)
        self._more.hide()
        self.list_body.insertWidget(3, self._more)
        self.form = OrganisationForm(theme, desk, self)
        self.deeds = OrganisationDeeds(theme, runner, prompts, self)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self.deeds)
        self.form.edited.connect(self.changed)
        self.form.relaid.connect(self.relaid)
        self.deeds.gathering_wanted.connect(self._gather_here)
        self.deeds.merge_wanted.connect(self._merge)
        self.deeds.removal_wanted.connect(self._remove)
        self.deeds.failed.connect(self.show_error)
        desk.heard.connect(self._hear)
        self.read_again()
        self.fill()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done, and an offer to put in the customers who have its domains."""
        draft = self.form.draft()
        command = draft.command(self._desk.me.id)
        said = self.tr("%1 is changed.") if draft.id else self.tr("%1 is made.")

        def kept(organisation_id: int) -> None:
            self.form.show_draft(draft.saved())
            self._tell(command, said.replace("%1", draft.name))
            self._come_back()
            if draft.domains:
                self._look_for_customers(organisation_id, draft.name)
            saved()

        self._runner.do(command, done=kept, failed=refused)

    def fill(self) -> None:
        nothing = self.tr("No organisations yet. Add one here, or choose one beside a ticket: it is made by its name.")
        if self.search.text().strip():
            nothing = self.tr("No organisation's name or domain begins so.")
        self.place_entries(list(self.rows), nothing if self._known else "")
        for row in self.rows.values():
            many = self.tr("Customers: %1").replace("%1", number(row.customers))
            many = f"{vip_word()} · {many}" if row.vip else many
            self.entries[row.id].show_thing(
                row.name, ", ".join(row.domains), many, Icon.STAR if row.vip else Icon.ORGANISATION
            )

    def read_again(self) -> None:
        """Ask the database for those that are searched for."""
        also = self.opened or NEW
        self._runner.ask(
            _found,
            self.search.text().strip(),
            also,
            done=partial(self._take, also),
            failed=self.show_error,
            topic=("organisations", id(self)),
            owner=self,
        )

    def open_known(self, organisation_id: int) -> None:
        """Open the form of one of them, whether it is among those that are listed or not."""

        def known(row: OrganisationRow | None) -> None:
            if row is not None:
                self._apart = row
                self.open_one(row.id)

        self._runner.ask(organisations.one, organisation_id, done=known, failed=self.show_error, owner=self)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        draft = OrganisationDraft.of(row) if row is not None else OrganisationDraft()
        self.set_form_title(draft.name if row is not None else self.tr("New organisation"))
        self.form.show_draft(draft)
        self.deeds.show_organisation(row)

    def forget_form(self) -> None:
        self.form.show_draft(OrganisationDraft())
        self.deeds.show_organisation(None)

    def _row(self, row_id: int | None) -> OrganisationRow | None:
        apart = self._apart if self._apart is not None and self._apart.id == row_id else None
        return self.rows.get(row_id or NEW, apart)

    def _take(self, also: int, answer: tuple[Sequence[OrganisationRow], OrganisationRow | None]) -> None:
        found, one = answer
        self._known = True
        if also and also == self.opened:
            self._apart = one
        self.rows = {row.id: row for row in found[: organisations.PAGE]}
        self._more.setVisible(len(found) > organisations.PAGE)
        self.fill()
        if self.opened is None or self.opened == NEW or self.form.dirty():
            return
        if self._row(self.opened) is not None:
            self.show_one(self.opened)
        elif also == self.opened:
            self.close_form()

    def _look_for_customers(self, organisation_id: int, name: str) -> None:
        def offer(many: int) -> None:
            if many:
                said = self.tr("Customers with the domains of %1 who are in no organisation: %2")
                put = self.tr("Put them in"), partial(self._gather, organisation_id, name)
                self._banners.tell(
                    _OFFER, said.replace("%2", number(many)).replace("%1", name), Tone.ACCENT, action=put
                )
                self.relaid.emit()

        self._runner.ask(
            organisations.count_of_their_domains, organisation_id, done=offer, failed=self.show_error, owner=self
        )

    def _gather_here(self) -> None:
        row = self._row(self.opened)
        if row is not None:
            self._gather(row.id, row.name)

    def _gather(self, organisation_id: int, name: str) -> None:
        command = GatherCustomers(agent_id=self._desk.me.id, id=organisation_id)

        def gathered(many: int) -> None:
            said = self.tr("Customers who were put into %1: %2")
            self._tell(command, said.replace("%2", number(many)).replace("%1", name))
            self.read_again()

        self._banners.drop(_OFFER)
        self._runner.do(command, done=gathered, failed=self.show_refusal, owner=self)

    def _merge(self, other: OrganisationTitle) -> None:
        row = self._row(self.opened)
        if row is not None:
            said = self.tr("%1 is merged into %2.").replace("%2", other.name).replace("%1", row.name)
            command = MergeOrganisations(agent_id=self._desk.me.id, id=row.id, into_id=other.id, version=row.version)
            self._do(command, said)

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is not None:
            command = RemoveOrganisation(agent_id=self._desk.me.id, id=row.id, version=row.version)
            self._do(command, self.tr("%1 is removed.").replace("%1", row.name))

    def _do(self, command: Command, said: str) -> None:
        """Carry it out, go back to the list, and say so."""

        def done(_: object) -> None:
            self._tell(command, said)
            self._come_back()

        self._runner.do(command, done=done, failed=self.show_refusal, owner=self)

    def _undo(self, command: Command) -> None:
        back = UndoDeed(agent_id=self._desk.me.id, undo=command.deed)

        def done(_: object) -> None:
            self._banners.drop(_DONE)
            self._come_back()

        self._runner.do(back, done=done, failed=self.show_refusal, owner=self)

    def _tell(self, command: Command, sentence: str) -> None:
        self._banners.tell(_DONE, sentence, Tone.GOOD, action=(self.tr("Undo"), partial(self._undo, command)))
        self.relaid.emit()

    def _come_back(self) -> None:
        self.read_again()
        if self.opened is not None:
            self.close_form()

    def _hear(self, changes: Changes) -> None:
        if changes.lost or changes.of(Entity.ORGANISATION):
            self.read_again()


def _found(session: Session, words: str, also: int) -> tuple[Sequence[OrganisationRow], OrganisationRow | None]:
    """Those that these words find, and one that is open whatever they find."""
    return organisations.page(session, words), organisations.one(session, also) if also else None
