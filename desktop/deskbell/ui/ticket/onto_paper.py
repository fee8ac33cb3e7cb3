"""A printer of the person's choice, or a PDF where they say: asked for here, painted on a thread, told when done."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPdfWriter
from PySide6.QtWidgets import QWidget

from deskbell.model.errors import Trouble
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.press import page_layout

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# Paints on a device, on a thread, and says how many pages; 0 where the device takes nothing.
Paint = Callable[[QPagedPaintDevice], int]


class OntoPaper(QObject):
    """Asks in dialogs over `host`.

    Signals:
        done(str): a sentence: where it went.
        failed(Exception): it could not be written.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, runner: Runner, prompts: Prompts, host: QWidget) -> None:
        super().__init__(host)
        self._runner = runner
        self._prompts = prompts
        self._host = host

    def print(self, name: str, paint: Paint) -> None:
        """On a printer of the person's choice, which calls it by `name`."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        from PySide6.QtWidgets import QDialog

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        printer.setPageLayout(page_layout(printer.pageLayout().pageSize()))
        if QPrintDialog(printer, self._host).exec() == QDialog.DialogCode.Accepted:
            self._runner.ask(_on_printer, printer, paint, done=self._tell_printed, failed=self.failed.emit)

    def save(self, name: str, title: str, paint: Paint) -> None:
        """As a PDF with this title; `name`, which is safe as that of a file, is proposed."""
        place = self._prompts.place_to_save(f"{name}.pdf")
        if place is not None:
            self._runner.ask(into_file, place, title, paint, done=self._tell_saved, failed=self.failed.emit)

    def _tell_printed(self, pages: int) -> None:
        self.done.emit(self.tr("Pages sent to the printer: %n", "", pages))

    def _tell_saved(self, place: Path) -> None:
        self.done.emit(self.tr("Saved as {place}").format(place=place))


def into_file(_session: object, place: Path, title: str, paint: Paint) -> Path:
    """Write a PDF; raises `Trouble` file.unwritable."""
    try:
        # Qt says nothing about why a file cannot be written.
        place.touch()
    except OSError as error:
        raise Trouble("file.unwritable", path=str(place), reason=error.strerror or str(error)) from error
    writer = QPdfWriter(str(place))
    writer.setTitle(title)
    writer.setCreator("Deskbell")
    writer.setPageLayout(page_layout(QPageSize(_usual_size())))
    paint(writer)
    return place


def _on_printer(_session: object, printer: "QPrinter", paint: Paint) -> int:
    pages = paint(printer)
    if not pages:
        raise Trouble("print.refused", name=printer.printerName())
    return pages


def _usual_size() -> QPageSize.PageSizeId:
    """Letter where people measure in inches, A4 elsewhere."""
    from PySide6.QtCore import QLocale

    metric = QLocale().measurementSystem() is QLocale.MeasurementSystem.MetricSystem
    return QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter
