"""The form of a custom field: what it is called and holds, whose tickets have it, and how it will look there."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from deskbell.model.fields import CustomField, FieldKind, FieldOwner
from deskbell.model.rows import MailboxRow
from deskbell.model.teams import TeamRow
from deskbell.rules.fields import WITH_CHOICES, one_line
from deskbell.ui.field_words import kind_word
from deskbell.ui.settings.choices_edit import ChoicesEdit
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.settings.field_draft import FieldDraft, field_fault
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.field_line import field_line
from deskbell.ui.ticket.person_side import WIDTH
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.widgets.tick_list import TickList

_PADDING = 16


class FieldForm(NamedForm[FieldDraft]):
    """What a field holds and whose it is, and below it the field to try."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(FieldDraft(), parent)
        self._theme = theme
        self._fields: Sequence[CustomField] = ()
        self._around: tuple[Sequence[CustomField], Sequence[MailboxRow], Sequence[TeamRow]] = ((), (), ())
        self._previewed: CustomField | None = None
        self.kind = ChoiceBox(self)
        for kind in FieldKind:
            self.kind.addItem(kind_word(kind), kind)
        owners = [
            (FieldOwner.TICKET, self.tr("Tickets")),
            (FieldOwner.CUSTOMER, self.tr("Customers")),
            (FieldOwner.ORGANISATION, self.tr("Organisations")),
        ]
        self.owner = Segments(theme, owners, self)
        self.choices = ChoicesEdit(theme, self)
        self.everywhere = Segments(theme, [(True, self.tr("Every ticket")), (False, self.tr("Only some"))], self)
        self.mailboxes = TickList(theme, self)
        self.teams = TickList(theme, self)
        self.required = QCheckBox(self.tr("It must be filled in before a ticket is solved"), self)
        self.place = ChoiceBox(self)
        self.preview = _Trial(self)
        self.preview.setObjectName("card")
        self._preview = QVBoxLayout(self.preview)
        self._preview.setContentsMargins(_PADDING, 12, _PADDING, 12)
        self.preview.setFixedWidth(theme.px(WIDTH))
        self._lay()
        self._connect()

    def show_draft(
        self,
        draft: FieldDraft,
        fields: Sequence[CustomField],
        mailboxes: Sequence[MailboxRow],
        teams: Sequence[TeamRow],
    ) -> None:
        """Show this one among `fields`, which are in their order, without telling."""
        # What is not there any more cannot be ticked, and is not kept.
        known = replace(
            draft,
            mailboxes=draft.mailboxes & {box.id for box in mailboxes},
            teams=draft.teams & {team.id for team in teams},
        )
        self._base, self._fields, self._around = known, fields, (fields, mailboxes, teams)
        self._show_name(draft.name)
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(list(FieldKind).index(draft.kind))
        self.kind.setEnabled(not draft.id)
        hint = "" if not draft.id else self.tr("What a field holds stays as it was made.")
        self._kind_field.set_hint(hint)
        self.owner.set_value(draft.owner)
        self.owner.setEnabled(not draft.id)
        self.choices.show_choices(draft.choices)
        self.everywhere.set_value(draft.everywhere)
        self.mailboxes.show_values([(box.id, box.name) for box in mailboxes], known.mailboxes)
        self.teams.show_values([(team.id, team.name) for team in teams], known.teams)
        self.required.setChecked(draft.required)
        self._offer_places(draft, fields)
        self._look()

    def draft(self) -> FieldDraft:
        """What the form holds."""
        return replace(
            self._base,
            name=one_line(self.name.text()),
            kind=FieldKind(self.kind.currentData()),
            choices=self.choices.choices(),
            everywhere=bool(self.everywhere.value()),
            mailboxes=frozenset(self.mailboxes.ticked()),
            teams=frozenset(self.teams.ticked()),
            required=self.required.isChecked(),
            after=self.place.currentData(),
            owner=FieldOwner(str(self.owner.value())),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return field_fault(self.draft(), self._fields) is None

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        self._say()
        faults = ((self._name_field, self.name), (self._choices_field, self.choices.first()))
        wrong = [control for field, control in faults if field.fault()]
        return wrong[0] if wrong else self.mailboxes if self._where_field.fault() else None

    def _show_again(self, draft: FieldDraft) -> None:
        self.show_draft(draft, *self._around)

    def _lay(self) -> None:
        theme, tr = self._theme, self.tr
        hint = tr("Shown beside the tickets; customers never see it.")
        self._name_field = Field(theme, tr("Name"), self.name, hint=hint, parent=self)
        self._owner_field = Field(theme, tr("What has it"), self.owner, parent=self)
        self._kind_field = Field(theme, tr("What it holds"), self.kind, parent=self)
        hint = tr("Renamed or retired, a choice stays where it was chosen.")
        self._choices_field = Field(theme, tr("Choices"), self.choices, hint=hint, parent=self)
        self._where_field = Field(theme, tr("Which tickets have it"), self.everywhere, parent=self)
        self._mailboxes_field = Field(theme, tr("Those of these mailboxes"), self.mailboxes, parent=self)
        self._teams_field = Field(theme, tr("And those of these teams"), self.teams, parent=self)
        self._place_field = Field(theme, tr("Its place"), self.place, parent=self)
        hint = tr("Try it: nothing of this is kept.")
        preview = Field(theme, tr("How it looks beside a ticket"), self.preview, hint=hint, parent=self)
        self._stack(
            *(self._name_field, self._owner_field, self._kind_field, self._choices_field, self._where_field),
            *(self._mailboxes_field, self._teams_field, self.required, self._place_field, preview),
        )

    def _connect(self) -> None:
        self.owner.chosen.connect(lambda _: self._choose_owner())
        self.kind.activated.connect(self._choose_kind)
        self.choices.edited.connect(self._edit)
        self.everywhere.chosen.connect(lambda _: self._edit())
        self.mailboxes.edited.connect(self._edit)
        self.teams.edited.connect(self._edit)
        self.required.clicked.connect(lambda _: self._edit())
        self.place.activated.connect(lambda _: self._edit())

    def _offer_places(self, draft: FieldDraft, fields: Sequence[CustomField]) -> None:
        with QSignalBlocker(self.place):
            self.place.clear()
            self.place.addItem(self.tr("First"), 0)
            for field in fields:
                if field.id != draft.id and not field.retired and field.owner is draft.owner:
                    self.place.addItem(self.tr("After %1").replace("%1", field.name), field.id)
            self.place.setCurrentIndex(max(0, self.place.findData(draft.after)))
        self._base = replace(self._base, after=self.place.currentData())
        self._place_field.setVisible(self.place.count() > 1)

    def _choose_owner(self) -> None:
        # Behind the last of those that it comes among.
        draft = self.draft()
        used = [field.id for field in self._fields if field.owner is draft.owner and not field.retired]
        base = self._base
        self._offer_places(replace(draft, after=used[-1] if used else 0), self._fields)
        self._base = base
        self._edit()

    def _choose_kind(self) -> None:
        if FieldKind(self.kind.currentData()) in WITH_CHOICES and not self.choices.rows:
            self.choices.add_button.click()
        else:
            self._edit()

    def _edit(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        draft = self.draft()
        self._choices_field.setVisible(draft.kind in WITH_CHOICES)
        of_tickets = draft.owner is FieldOwner.TICKET
        some = of_tickets and not draft.everywhere
        self._where_field.setVisible(of_tickets)
        self.required.setVisible(of_tickets)
        self._mailboxes_field.setVisible(some)
        self._teams_field.setVisible(some and bool(self.teams.values()))
        self._say()
        self._show_preview(draft)

    def _say(self) -> None:
        fault = field_fault(self.draft(), self._fields)
        words = fault_words(fault)
        code = fault.code if fault is not None else ""
        of_choices = code.startswith("field.choice") or code == "field.no_choices"
        of_name = bool(code) and not of_choices and code != "field.nowhere"
        self._name_field.set_fault(words if of_name and (self._left or code == "field.exists") else "")
        # Twice the same is wrong while it is typed; a line that is still empty is not.
        self._choices_field.set_fault(words if of_choices and (self._left or code == "field.choice_twice") else "")
        self._where_field.set_fault(words if code == "field.nowhere" and self._left else "")

    def _show_preview(self, draft: FieldDraft) -> None:
        """The line of the panel, as wide as there."""
        # As the database will number them.
        choices = tuple(
            replace(choice, id=choice.id or -number) for number, choice in enumerate(draft.choices, start=1)
        )
        field = replace(draft.field(), name=one_line(draft.name) or self.tr("The field"), choices=choices)
        if field == self._previewed:
            return
        self._previewed = field
        while (item := self._preview.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        room = self._theme.px(WIDTH) - 2 * _PADDING
        line = field_line(self._theme, field, room, self.preview)
        line.show_value("", other=True)
        self._preview.addWidget(line)
        line.show()


class _Trial(QFrame):
    """Where a field is tried out: Enter there does not apply the settings."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
