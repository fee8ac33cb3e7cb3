"""The page of the custom fields: make one, say what it holds and whose it is, retire one and bring it back."""

from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.fields import CustomField, FieldKind, FieldOwner
from deskbell.rules.fields import WITH_CHOICES
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.field_words import kind_word
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.field_draft import FieldDraft
from deskbell.ui.settings.field_form import FieldForm
from deskbell.ui.settings.fields_now import FieldsNow
from deskbell.ui.settings.list_page import NEW
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.rows_page import RowsPage
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import DangerButton, GhostButton

_ICONS = {
    FieldKind.TEXT: Icon.TEXT_SIZE,
    FieldKind.NUMBER: Icon.NUMBER,
    FieldKind.DATE: Icon.CALENDAR,
    FieldKind.CHOICE: Icon.STATUS,
    FieldKind.CHOICES: Icon.LIST,
    FieldKind.CHECK: Icon.CHECKBOX,
}


class FieldsPage(RowsPage):
    """All fields in their order, retired ones below."""

    form: FieldForm
    now: FieldsNow

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, who, prompts, parent)
        self.set_title(self.tr("Custom fields"))
        self.set_add_word(self.tr("Add a field"))
        self.form = FieldForm(theme, self)
        self.retire_button = DangerButton(self.tr("Retire this field"), self)
        self.back_in_use_button = GhostButton(self.tr("Bring this field back"), self)
        self.retire_button.clicked.connect(self._retire)
        self.back_in_use_button.clicked.connect(self._bring_back)
        deeds = QHBoxLayout()
        deeds.addWidget(self.back_in_use_button)
        deeds.addStretch(1)
        deeds.addWidget(self.retire_button)
        self.form_body.addWidget(self.form)
        self.form_body.addLayout(deeds)
        self.now = FieldsNow(runner, desk, self)
        self.form.edited.connect(self.changed)
        self.form.edited.connect(self.relaid)
        desk.changed.connect(self._follow)
        self._begin()

    def dirty(self) -> bool:
        return self.form.isEnabled() and super().dirty()

    def fill(self) -> None:
        # In groups by what has them; the first needs no head while it is alone.
        order = list(FieldOwner)
        used = sorted(
            (field for field in self.now.found if not field.retired), key=lambda field: order.index(field.owner)
        )
        retired = [field for field in self.now.found if field.retired]
        nothing = ""
        if self.now.known:
            nothing = self.tr(
                "No custom fields yet. What you want to know of every ticket, customer or organisation, an order number or a region,"
                " becomes one: it stands beside the ticket. One of tickets can be asked for before they are solved."
            )
        heads = {retired[0].id: self.tr("Retired").upper()} if retired else {}
        if any(field.owner is not FieldOwner.TICKET for field in used):
            for owner, words in self._owners().items():
                first = next((field.id for field in used if field.owner is owner), None)
                if first is not None:
                    heads[first] = words.upper()
        self.place_entries([field.id for field in (*used, *retired)], nothing, heads)
        for field in (*used, *retired):
            self.entries[field.id].show_thing(field.name, kind_word(field.kind), self._line(field), _ICONS[field.kind])

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        draft = FieldDraft(after=self.now.before(NEW)) if row is None else FieldDraft.of(row, self.now.before(row_id))
        self.set_form_title(draft.name if row is not None else self.tr("New field"))
        self._show_draft(draft)
        retired = row is not None and row.retired
        self.form.setEnabled(self._may and not retired)
        self.retire_button.setVisible(self._may and row is not None and not retired)
        self.back_in_use_button.setVisible(self._may and retired)

    def forget_form(self) -> None:
        self._show_draft(FieldDraft())

    def _row(self, row_id: int | None) -> CustomField | None:
        return self.now.row(row_id)

    def _show_draft(self, draft: FieldDraft) -> None:
        self.form.show_draft(draft, self.now.found, self._desk.mailboxes, self._desk.teams)

    def _owners(self) -> dict[FieldOwner, str]:
        return {
            FieldOwner.TICKET: self.tr("Tickets"),
            FieldOwner.CUSTOMER: self.tr("Customers"),
            FieldOwner.ORGANISATION: self.tr("Organisations"),
        }

    def _line(self, field: CustomField) -> str:
        boxes = [box.name for box in self._desk.mailboxes if box.id in field.mailboxes]
        teams = [team.name for team in self._desk.teams if team.id in field.teams]
        whose = ", ".join((*boxes, *teams))
        if not field.mailboxes and not field.teams:
            whose = self.tr("Every ticket")
        elif not whose:
            whose = self.tr("No ticket: its mailboxes and teams are no more")
        if field.owner is not FieldOwner.TICKET:
            of_customers = field.owner is FieldOwner.CUSTOMER
            whose = self.tr("Every customer") if of_customers else self.tr("Every organisation")
        parts = [whose]
        if field.required:
            parts.append(self.tr("needed to solve"))
        if field.kind in WITH_CHOICES:
            parts.append(", ".join(choice.name for choice in field.choices if not choice.retired))
        return " · ".join(parts)

    def _retire(self) -> None:
        row = self._row(self.opened)
        if row is None:
            return
        question = self.tr("Retire the field %1?").replace("%1", row.name)
        said = self.tr(
            "It is shown nowhere any more. What was filled in is kept, and there again when it is brought back."
        )
        if self._prompts.sure(question, said, self.tr("Retire")):
            self._put(row, retired=True)

    def _bring_back(self) -> None:
        row = self._row(self.opened)
        if row is not None:
            self._put(row, retired=False)

    def _put(self, row: CustomField, *, retired: bool) -> None:
        command = FieldDraft.of(row, self.now.before(row.id)).command(self._desk.me.id)
        self._do_and_leave(replace(command, retired=retired, after=None))
