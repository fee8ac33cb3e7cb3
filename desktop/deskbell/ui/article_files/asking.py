"""Which files and folders articles come from and go to: asked in the system's dialogs; tests answer without."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget


class Asking(Protocol):
    """What is asked; empty or None where the person thought better of it."""

    def folder_in(self) -> Path | None:
        """A folder with articles."""
        ...

    def files_in(self) -> tuple[Path, ...]:
        """Files of one folder that are to become articles."""
        ...

    def folder_out(self) -> Path | None:
        """Where articles are to be written."""
        ...


class DialogAsking:
    """Asks over `window`."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def folder_in(self) -> Path | None:
        return self._folder(QCoreApplication.translate("article_files", "Import articles"))

    def files_in(self) -> tuple[Path, ...]:
        from PySide6.QtWidgets import QFileDialog

        title = QCoreApplication.translate("article_files", "Import articles")
        kinds = QCoreApplication.translate("article_files", "Articles (*.md *.markdown *.html *.htm *.docx)")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, "", kinds)
        return tuple(map(Path, names))

    def folder_out(self) -> Path | None:
        return self._folder(QCoreApplication.translate("article_files", "Export articles"))

    def _folder(self, title: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self._window, title)
        return Path(chosen) if chosen else None
