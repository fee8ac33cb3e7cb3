"""The form of a tag: its name, its group and its colour, and how it looks on a card."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from deskbell.model.rows import TagRow
from deskbell.rules import tag_names
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.settings.swatches import Swatches
from deskbell.ui.settings.tag_draft import TagDraft, tag_fault
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import TAG_TONES, Chip
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field


class TagForm(NamedForm[TagDraft]):
    """What a tag is called, and how it looks."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(TagDraft(), parent)
        self._tags: tuple[TagRow, ...] = ()
        self.group = ChoiceBox(self)
        self.group.setEditable(True)
        self.group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.swatches = Swatches(theme, self)
        self._sample = Chip(theme, parent=self)
        self._lay(theme)
        self.group.editTextChanged.connect(self._edit)
        self.swatches.chosen.connect(self._edit)

    def show_draft(self, draft: TagDraft, tags: tuple[TagRow, ...]) -> None:
        """Show this one among `tags`, without telling."""
        self._base, self._tags = draft, tags
        self._show_name(draft.name)
        self.group.blockSignals(True)
        self.group.clear()
        self.group.addItems(["", *sorted({tag.group for tag in tags if tag.group}, key=str.casefold)])
        self.group.setCurrentText(draft.group)
        self.group.blockSignals(False)
        self.swatches.set_colour(draft.colour)
        self._say()

    def draft(self) -> TagDraft:
        """What the form holds."""
        return replace(
            self._base,
            name=tag_names.clean(self.name.text()),
            group=tag_names.clean_group(self.group.currentText()),
            colour=self.swatches.colour(),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return tag_fault(self.draft(), self._tags) is None

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        self._say()
        return self.name if self._name_field.fault() else None

    def _show_again(self, draft: TagDraft) -> None:
        self.show_draft(draft, self._tags)

    def _say(self) -> None:
        draft = self.draft()
        self._name_field.set_fault(fault_words(tag_fault(draft, self._tags) if self._left else None))
        renamed = self._base.id and draft.name and draft.name != self._base.name
        said = self.tr("Saved views, macros and searches that say %1 go on finding it.").replace("%1", self._base.name)
        self._name_field.set_hint(said if renamed else "")
        self._sample.set_text(draft.name or self.tr("tag"), TAG_TONES[draft.colour])

    def _lay(self, theme: ThemeSource) -> None:
        self._name_field = Field(theme, self.tr("Name"), self.name, parent=self)
        hint = self.tr("Tags of one group are offered together. Choose one, or write a new one.")
        group = Field(theme, self.tr("Group"), self.group, hint=hint, parent=self)
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.swatches)
        line.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        colour = Field(theme, self.tr("Colour"), row, parent=self)
        self.swatches.setAccessibleName(self.tr("Colour"))
        self._stack(self._name_field, group, colour)
