"""The few questions that may stop a person: those whose answer could lose work. An interface, so that tests answer without a screen."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from deskbell.ui.theme.spacing import S12, S16, S20
from deskbell.ui.widgets.buttons import literal

if TYPE_CHECKING:
    # Loaded with the first question: no start has any.
    from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton


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

    def organisations_to_import(self) -> Path | None:
        """A file with organisations in it."""
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
        label.setIndent(0)
        label.setContentsMargins(0, 0, 0, 0)
        if label.text() == question:
            label.setStyleSheet("font-weight: 600;")
    _lay(box)
    return box


def _lay(box: "QMessageBox") -> None:
    """With room around it, and the texts flush with the buttons: no room is left for a picture that is not there."""
    layout = box.layout()
    assert isinstance(layout, QGridLayout)
    layout.setContentsMargins(S20, S20, S20, S16)
    layout.setHorizontalSpacing(0)
    layout.setVerticalSpacing(S12)
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is not None and (gap := item.spacerItem()) is not None:
            gap.changeSize(0, 0)
    layout.setColumnStretch(layout.columnCount() - 1, 1)


def _fill(button: "QPushButton") -> None:
    """Make it the one that is filled. The dialog has drawn it up by now, as any other."""
    button.setProperty("kind", "primary")
    button.style().unpolish(button)
    button.style().polish(button)


def _files() -> "type[QFileDialog]":
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog


class DialogPrompts:
    """Asks in dialogs over `window`. Files are saved where the last one was, the first among what was downloaded; and looked for in the same way, from home on."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        # Else it would be the folder that the program was started in.
        self._saved_in = _usual(QStandardPaths.StandardLocation.DownloadLocation)
        self._found_in = _usual(QStandardPaths.StandardLocation.HomeLocation)

    def sure(self, question: str, explanation: str, yes: str) -> bool:
        box = question_box(self._window, question, explanation)
        go_on = box.addButton(literal(yes), box.ButtonRole.AcceptRole)
        _fill(go_on)
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
        _fill(without)
        along = box.addButton(tr("prompts", "With notes"), box.ButtonRole.AcceptRole)
        box.addButton(tr("prompts", "Cancel"), box.ButtonRole.RejectRole)
        box.setDefaultButton(without)
        box.exec()
        clicked = box.clickedButton()
        return clicked is along if clicked in {without, along} else None

    def files_to_attach(self) -> tuple[Path, ...]:
        return self._several(QCoreApplication.translate("prompts", "Attach files"))

    def picture_to_open(self) -> Path | None:
        kinds = QCoreApplication.translate("prompts", "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp)")
        return self._one(QCoreApplication.translate("prompts", "Choose a picture"), kinds)

    def files_to_import(self) -> tuple[Path, ...]:
        return self._several(QCoreApplication.translate("prompts", "Import mail"))

    def folder_to_import(self) -> Path | None:
        title = QCoreApplication.translate("prompts", "Import mail")
        chosen = _files().getExistingDirectory(self._window, title, str(self._found_in))
        return self._found(Path(chosen)) if chosen else None

    def customers_to_import(self) -> Path | None:
        kinds = QCoreApplication.translate("prompts", "Tables and vCards (*.csv *.txt *.tsv *.vcf);;All files (*)")
        return self._one(QCoreApplication.translate("prompts", "Import customers"), kinds)

    def organisations_to_import(self) -> Path | None:
        kinds = QCoreApplication.translate("prompts", "Tables (*.csv *.txt *.tsv);;All files (*)")
        return self._one(QCoreApplication.translate("prompts", "Import organisations"), kinds)

    def invitation_to_open(self) -> Path | None:
        kinds = QCoreApplication.translate("prompts", "Invitations (*.invitation);;All files (*)")
        return self._one(QCoreApplication.translate("prompts", "Open an invitation"), kinds)

    def place_for_backup(self, name: str) -> Path | None:
        title = QCoreApplication.translate("prompts", "Back up to")
        return self._place(title, name, options=_files().Option.DontConfirmOverwrite)

    def place_to_save(self, name: str) -> Path | None:
        return self._place(QCoreApplication.translate("prompts", "Save as"), name, options=_files().Option(0))

    def folder_to_save(self) -> Path | None:
        title = QCoreApplication.translate("prompts", "Save all in")
        chosen = _files().getExistingDirectory(self._window, title, str(self._saved_in))
        if chosen:
            self._saved_in = Path(chosen)
        return Path(chosen) if chosen else None

    def _place(self, title: str, name: str, *, options: "QFileDialog.Option") -> Path | None:
        proposed = str(self._saved_in / name)
        chosen, _ = _files().getSaveFileName(self._window, title, proposed, options=options)
        if chosen:
            self._saved_in = Path(chosen).parent
        return Path(chosen) if chosen else None

    def _one(self, title: str, kinds: str) -> Path | None:
        chosen, _ = _files().getOpenFileName(self._window, title, str(self._found_in), kinds)
        return self._found(Path(chosen)) if chosen else None

    def _several(self, title: str) -> tuple[Path, ...]:
        names, _ = _files().getOpenFileNames(self._window, title, str(self._found_in))
        return tuple(self._found(Path(name)) for name in names)

    def _found(self, place: Path) -> Path:
        self._found_in = place.parent
        return place


def _usual(what: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(what))
