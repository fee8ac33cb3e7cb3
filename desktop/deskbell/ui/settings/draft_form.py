"""What the forms of the settings have in common: a draft that they were given, and a name with which one begins."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskbell.ui.settings.draft import Draft, Fault
from deskbell.ui.words import told

D = TypeVar("D", bound=Draft)


class DraftForm(QWidget, Generic[D]):
    """Holds one draft; `_base` is the one that it was given.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, base: D, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = base

    @abstractmethod
    def draft(self) -> D:
        """What the form holds."""

    @abstractmethod
    def good(self) -> bool:
        """Whether it could be saved."""

    @abstractmethod
    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""

    @abstractmethod
    def begin(self) -> None:
        """Put the keyboard where one begins."""

    def dirty(self) -> bool:
        """Whether it holds something else than it was given."""
        return self.draft() != self._base

    def remember(self, then: Callable[[], None]) -> Callable[[], None]:
        """What brings back what the form holds now, as a change of what it is given until then; calls `then`."""
        draft = self.draft()

        def back() -> None:
            now = self._base
            self._show_again(draft.upon(now))
            self._base = now
            then()

        return back

    @abstractmethod
    def _show_again(self, draft: D) -> None:
        """Show this draft, with what the form knows around it."""

    def _stack(self, *parts: QWidget) -> None:
        """Lay these below each other."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for part in parts:
            layout.addWidget(part)


class NamedForm(DraftForm[D]):
    """The form of what has a `name`. Whether something is wrong with it is told once it was left (`_left`)."""

    def __init__(self, base: D, parent: QWidget | None = None) -> None:
        super().__init__(base, parent)
        self.name = QLineEdit(self)
        self._typed = self._left = False
        self.name.textEdited.connect(self._type)
        self.name.editingFinished.connect(self._leave)

    def begin(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_name(self, name: str) -> None:
        self._typed = self._left = False
        self.name.setText(name)

    def _type(self) -> None:
        self._typed = True
        self._edit()

    def _leave(self) -> None:
        # Who only passes through a field has not done anything wrong there yet.
        self._left = self._left or self._typed
        self._say()

    def _edit(self) -> None:
        self._say()
        self.edited.emit()

    @abstractmethod
    def _say(self) -> object:
        """Tell what is wrong."""


def fault_words(fault: Fault | None) -> str:
    """The sentence of a fault, "" for none."""
    return told(fault.code, fault.values) if fault is not None else ""
