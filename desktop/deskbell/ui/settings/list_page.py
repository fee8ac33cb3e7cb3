"""A page with a list of things, each of which opens in the same place to be edited."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.entry import Entry
from deskbell.ui.settings.page import Page, Who
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.pane import Line

NEW = 0


class ListPage(Page):
    """The list, or the form of one entry with a way back. Subclasses fill the list (`fill`), build the form, and open it (`show_one`).

    `opened` is the id of the thing whose form is shown, `NEW` for one that is being added, None while the list is shown.
    """

    def __init__(self, theme: ThemeSource, who: Who, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(theme, who, parent)
        self._prompts = prompts
        self.opened: int | None = None
        self.entries: dict[int, Entry] = {}
        self._heads: dict[int, str] = {}
        self._list_part = QWidget(self)
        self._card = QFrame(self._list_part)
        self._card.setObjectName("card")
        self._cards = QVBoxLayout(self._card)
        self._cards.setContentsMargins(1, 1, 1, 1)
        self._cards.setSpacing(0)
        self._nothing = Label("", ink="muted", wrap=True, parent=self._list_part)
        self.add_button = GhostButton("", self._list_part)
        self.add_button.clicked.connect(self.add)
        self.add_button.setVisible(who.may)
        listed = self.list_body = QVBoxLayout(self._list_part)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(16)
        listed.addWidget(self._card)
        listed.addWidget(self._nothing)
        self.list_deeds = QHBoxLayout()
        self.list_deeds.setSpacing(8)
        self.list_deeds.addWidget(self.add_button)
        listed.addLayout(self.list_deeds)
        self.list_deeds.addStretch(1)
        self._form_part = QWidget(self)
        self.back_button = IconButton(theme, Icon.BACK, self.tr("Back to the list"), parent=self._form_part)
        self.back_button.clicked.connect(self.go_back)
        self._form_title = ElidedLabel("", TextRole.title, parent=self._form_part)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back_button)
        head.addWidget(self._form_title, 1)
        self.form_body = QVBoxLayout(self._form_part)
        self.form_body.setContentsMargins(0, 0, 0, 0)
        self.form_body.setSpacing(16)
        self.form_body.addLayout(head)
        self.body.addWidget(self._list_part)
        self.body.addWidget(self._form_part)
        self.body.addStretch(1)
        self._show_part()

    def add(self) -> None:
        """Open the form for a new one."""
        self.open_one(NEW)

    def open_one(self, row_id: int) -> None:
        """Open the form of one entry; asks first where the form that is open holds something new."""
        if self._may_leave():
            self.drop_error()
            self.opened = row_id
            self._show_part()
            self.show_one(row_id)
            self.focus_form()
            self.see_top()
            self.changed.emit()

    def go_back(self) -> None:
        """Back to the list; asks first where something would be lost."""
        if self._may_leave():
            self.close_form()

    def close_form(self) -> None:
        """Back to the list, with the keyboard where it was."""
        self.drop_error()
        left, self.opened = self.opened, None
        self.forget_form()
        self._show_part()
        self.fill()
        entry = self.entries.get(left or NEW)
        (entry or self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def revert(self) -> None:
        if self.opened is not None:
            self.show_one(self.opened)
        self.changed.emit()

    @abstractmethod
    def fill(self) -> None:
        """Make the list of what there is now: calls `place_entries`."""

    @abstractmethod
    def show_one(self, row_id: int) -> None:
        """Show this one in the form."""

    def focus_form(self) -> None:
        """Put the keyboard where one begins in the form."""

    def forget_form(self) -> None:
        """The form is left: nothing in it is kept."""

    def set_add_word(self, word: str) -> None:
        """What the button for a new one says."""
        self.add_button.setText(word)
        self.add_button.setAccessibleName(word)

    def set_form_title(self, title: str) -> None:
        """The name of what is being edited."""
        self._form_title.setText(title)

    def place_entries(self, ids: Sequence[int], nothing: str, heads: Mapping[int, str] | None = None) -> None:
        """Have an entry for each of these ids, in this order; `nothing` is said where there are none. `heads` stand above the entries they name."""
        heads = heads or {}
        if list(self.entries) != list(ids) or self._heads != heads:
            self._heads = dict(heads)
            focused = next((row_id for row_id, entry in self.entries.items() if entry.hasFocus()), None)
            while (item := self._cards.takeAt(0)) is not None:
                gone = item.widget()
                if gone is not None:
                    gone.hide()
                    gone.deleteLater()
            self.entries = {}
            for row_id in ids:
                if self.entries:
                    self._cards.addWidget(Line(parent=self._card))
                if row_id in heads:
                    self._cards.addWidget(self._head(heads[row_id]))
                entry = self.entries[row_id] = Entry(self._theme, self._card)
                entry.clicked.connect(lambda _=False, row_id=row_id: self.open_one(row_id))
                self._cards.addWidget(entry)
            if focused in self.entries:
                self.entries[focused].setFocus()
            self.relaid.emit()
        self._card.setVisible(bool(ids))
        self._nothing.setText(nothing)
        self._nothing.setVisible(not ids)

    def _head(self, words: str) -> QWidget:
        # In a layout of its own: a style sheet takes no heed of a label's margins.
        head = QWidget(self._card)
        layout = QVBoxLayout(head)
        layout.setContentsMargins(16, 12, 16, 2)
        layout.addWidget(Label(words, TextRole.section, ink="faint", parent=head))
        return head

    def _may_leave(self) -> bool:
        if not self.dirty():
            return True
        question = self.tr("Leave without applying?")
        explanation = self.tr("What you changed here is not applied yet and would be lost.")
        return self._prompts.sure(question, explanation, self.tr("Leave"))

    def _show_part(self) -> None:
        self._list_part.setVisible(self.opened is None)
        self._form_part.setVisible(self.opened is not None)


class Form(Protocol):
    """What edits one entry of a `FormPage`."""

    def dirty(self) -> bool:
        """Whether it holds something else than it was given."""

    def good(self) -> bool:
        """Whether it could be saved."""

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""

    def begin(self) -> None:
        """Put the keyboard where one begins."""

    def remember(self, then: Callable[[], None], /) -> Callable[[], None]:
        """What brings back what it holds now, as a change of what it is given until then; calls `then`."""


class FormPage(ListPage):
    """A list page whose entries are edited in one `form`, which subclasses make, and which says by itself what Apply must know."""

    form: Form

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, who, prompts, parent)
        self._runner = runner
        self._desk = desk
        self._may = who.may

    def focus_form(self) -> None:
        self.form.begin()

    def dirty(self) -> bool:
        return self.opened is not None and self.form.dirty()

    def good(self) -> bool:
        return self.form.good()

    def first_fault(self) -> QWidget | None:
        return self.form.first_fault()

    def mine(self) -> Callable[[], None]:
        return self.form.remember(self.changed.emit)

    @abstractmethod
    def _row(self, row_id: int | None) -> object:
        """The thing of this id as it is now, None where there is no such."""

    def _follow(self) -> None:
        """Something is another: show it, but for what a person is changing."""
        self.fill()
        if self.opened is None or self.opened == NEW or self.dirty():
            return
        if self._row(self.opened) is None:
            self.close_form()
        else:
            self.show_one(self.opened)
