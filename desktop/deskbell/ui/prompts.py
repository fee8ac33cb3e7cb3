"""The few questions that may stop a person: those whose answer could lose work. An interface, so that tests answer without a screen."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QWidget

from deskbell.ui.widgets.buttons import literal

if TYPE_CHECKING:
    # Loaded with the first question: no start has any.
    from PySide6.QtWidgets import QFileDialog, QMessageBox


class Prompts(Protocol):
    """What may be asked."""

    def sure(self, question: str, explanation: str, yes: str) -> bool:
        """Whether to go on; `yes` is the word on the button that goes on."""
        ...

    def notes_too(self, count: int) -> bool | None:
        """Whether the notes, so many, of what is printed or written go along; None where the person thought better of all of it."""
        ...

    def files_to_attach(self) -> tuple[Path, ...]:
        """Files to read; empty where the person thought better of it."""
        ...

    def picture_to_open(self) -> Path | None:
        """A picture that goes out with mails; None when the person changed their mind."""
        ...

    def files_to_import(self) -> tuple[Path, ...]:
        """Files with mail in them."""
        ...

    def folder_to_import(self) -> Path | None:
        """A folder with mail in it."""
        ...

    def customers_to_import(self) -> Path | None:
        """A file with customers in it."""
        ...

    def invitation_to_open(self) -> Path | None:
        """The file that lets one into an office."""
        ...

    def place_for_backup(self, name: str) -> Path | None:
        """Where to write a backup, `name` being proposed; one that is there already is refused, not written over."""
        ...

    def place_to_save(self, name: str) -> Path | None:
        """Where to write a file, `name` being proposed."""
        ...

    def folder_to_save(self) -> Path | None:
        """Which folder to write several files into."""
        ...


def question_box(window: QWidget, question: str, explanation: str) -> "QMessageBox":
    """A dialog that shows both literally: they may name a stranger's file or link."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(question)
    box.setInformativeText(explanation)
    # The dialog's own setting holds for the first text alone.
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setOpenExternalLinks(False)
    return box


def _files() -> "type[QFileDialog]":
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog


class DialogPrompts:
    """Asks in dialogs over `window`."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def sure(self, question: str, explanation: str, yes: str) -> bool:
        box = question_box(self._window, question, explanation)
        go_on = box.addButton(literal(yes), box.ButtonRole.AcceptRole)
        go_on.setProperty("kind", "primary")
        stay = box.addButton(QCoreApplication.translate("prompts", "Cancel"), box.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is go_on

    def notes_too(self, count: int) -> bool | None:
        tr = QCoreApplication.translate
        one = tr("prompts", "There is a note that agents wrote to each other. Customers do not see it.")
        several = tr("prompts", "There are {count} notes that agents wrote to each other. Customers do not see them.")
        explanation = one if count == 1 else several.format(count=count)
        box = question_box(self._window, tr("prompts", "With the notes?"), explanation)
        without = box.addButton(tr("prompts", "Without notes"), box.ButtonRole.AcceptRole)
        without.setProperty("kind", "primary")
        along = box.addButton(tr("prompts", "With notes"), box.ButtonRole.AcceptRole)
        box.addButton(tr("prompts", "Cancel"), box.ButtonRole.RejectRole)
        box.setDefaultButton(without)
        box.exec()
        clicked = box.clickedButton()
        return clicked is along if clicked in {without, along} else None

    def files_to_attach(self) -> tuple[Path, ...]:
        names, _ = _files().getOpenFileNames(self._window, QCoreApplication.translate("prompts", "Attach files"))
        return tuple(Path(name) for name in names)

    def picture_to_open(self) -> Path | None:
        title = QCoreApplication.translate("prompts", "Choose a picture")
        kinds = QCoreApplication.translate("prompts", "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp)")
        chosen, _ = _files().getOpenFileName(self._window, title, "", kinds)
        return Path(chosen) if chosen else None

    def files_to_import(self) -> tuple[Path, ...]:
        names, _ = _files().getOpenFileNames(self._window, QCoreApplication.translate("prompts", "Import mail"))
        return tuple(Path(name) for name in names)

    def folder_to_import(self) -> Path | None:
        chosen = _files().getExistingDirectory(self._window, QCoreApplication.translate("prompts", "Import mail"))
        return Path(chosen) if chosen else None

    def customers_to_import(self) -> Path | None:
        title = QCoreApplication.translate("prompts", "Import customers")
        kinds = QCoreApplication.translate("prompts", "Tables and vCards (*.csv *.txt *.tsv *.vcf);;All files (*)")
        chosen, _ = _files().getOpenFileName(self._window, title, "", kinds)
        return Path(chosen) if chosen else None

    def invitation_to_open(self) -> Path | None:
        title = QCoreApplication.translate("prompts", "Open an invitation")
        kinds = QCoreApplication.translate("prompts", "Invitations (*.invitation);;All files (*)")
        chosen, _ = _files().getOpenFileName(self._window, title, "", kinds)
        return Path(chosen) if chosen else None

    def place_for_backup(self, name: str) -> Path | None:
        title = QCoreApplication.translate("prompts", "Back up to")
        refused_later = _files().Option.DontConfirmOverwrite
        chosen, _ = _files().getSaveFileName(self._window, title, name, options=refused_later)
        return Path(chosen) if chosen else None

    def place_to_save(self, name: str) -> Path | None:
        chosen, _ = _files().getSaveFileName(self._window, QCoreApplication.translate("prompts", "Save as"), name)
        return Path(chosen) if chosen else None

    def folder_to_save(self) -> Path | None:
        chosen = _files().getExistingDirectory(self._window, QCoreApplication.translate("prompts", "Save all in"))
        return Path(chosen) if chosen else None
