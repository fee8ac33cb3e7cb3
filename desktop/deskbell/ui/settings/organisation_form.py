"""The form of an organisation: its name, the domains of its addresses, its tags, a note, and whether it is a VIP."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from deskbell.model.customers import LONGEST
from deskbell.rules.organisations import clean
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.settings.organisation_draft import OrganisationDraft, organisation_faults
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.tag_row import TagRowEditor
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea

_HIGH = 88


class OrganisationForm(NamedForm[OrganisationDraft]):
    """What is known of an organisation.

    Signals:
        relaid: there is more in it to go to.
    """

    relaid = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(OrganisationDraft(), parent)
        self._asked = False
        self.name.setMaxLength(LONGEST)
        self.domains, self.note = TextArea(theme, _HIGH, self), TextArea(theme, _HIGH, self)
        self._name_field = Field(theme, self.tr("Name"), self.name, parent=self)
        hint = self.tr(
            "What stands behind the @ of their addresses, one a line. Whoever writes from there for the first time is put into this organisation."
        )
        self._domains_field = Field(theme, self.tr("Domains"), self.domains, hint=hint, parent=self)
        row = QWidget(self)
        flow = FlowLayout(4, 4, row)
        self.tags = TagRowEditor(theme, desk, row)
        self.tags.join(flow)
        self.tags.added.connect(lambda name: self._tag({*self._tags, name}))
        self.tags.removed.connect(lambda name: self._tag({*self._tags} - {name}))
        self._tags: tuple[str, ...] = ()
        self._most_tags = 0
        hint = self.tr("Its customers are found by them, too.")
        tags = Field(theme, self.tr("Tags"), row, hint=hint, parent=self)
        note = Field(theme, self.tr("Note"), self.note, parent=self)
        self.vip = QCheckBox(self.tr("All its customers are VIPs"), self)
        self._stack(self._name_field, self._domains_field, tags, note, self.vip)
        self.domains.textChanged.connect(self._edit)
        self.domains.installEventFilter(self)
        self.note.textChanged.connect(self._edit)
        self.vip.clicked.connect(lambda _: self._edit())

    def show_draft(self, draft: OrganisationDraft) -> None:
        """Show this one, without telling."""
        self._base = draft
        self._asked = False
        self._show_name(draft.name)
        self.domains.set_text(draft.domains)
        self.note.set_text(draft.note)
        self.vip.setChecked(draft.vip)
        self._show_tags(draft.tags)
        self._say()

    def draft(self) -> OrganisationDraft:
        """What the form holds."""
        return replace(
            self._base,
            name=clean(self.name.text()),
            domains=self.domains.toPlainText().strip(),
            note=self.note.toPlainText(),
            vip=self.vip.isChecked(),
            tags=self._tags,
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return organisation_faults(self.draft()) == (None, None)

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = self._asked = True
        self._say()
        if self._name_field.fault():
            return self.name
        return self.domains if self._domains_field.fault() else None

    def _show_again(self, draft: OrganisationDraft) -> None:
        self.show_draft(draft)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.domains and event.type() is QEvent.Type.FocusOut:
            self._say()
        return super().eventFilter(watched, event)

    def _tag(self, names: AbstractSet[str]) -> None:
        self._show_tags(names)
        self._edit()

    def _show_tags(self, names: Iterable[str]) -> None:
        self._tags = tuple(sorted(names))
        self.tags.show_tags(self._tags)
        if len(self._tags) > self._most_tags:
            # There are more chips now.
            self._most_tags = len(self._tags)
            self.relaid.emit()

    def _say(self) -> None:
        now, before = clean(self.name.text()), self._base.name
        hint = self.tr("Saved views and searches that say %1 go on finding it.").replace("%1", before)
        self._name_field.set_hint(hint if before and now and now != before else "")
        name, domains = organisation_faults(self.draft())
        # A domain is not wrong while it is being typed.
        typing = self.domains.hasFocus() and not self._asked
        for field, fault, said in ((self._name_field, name, self._left), (self._domains_field, domains, not typing)):
            field.set_fault(fault_words(fault) if said else "")
