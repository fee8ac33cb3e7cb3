"""The scenes of customers on their way in from a file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from deskbell.actions.table_files import Sheet
from deskbell.model.customer_file import Column, Outcome, Refused
from deskbell.model.fields import CustomField, FieldKind
from deskbell.ui.customer_files.dialog import CustomersDialog
from deskbell.ui.customer_files.export_dialog import ExportCustomersDialog
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.state import TakingState

_DIALOG = (600, 560)
_EXPORT = (460, 600)
_ROWS = (
    ("First Name", "Last Name", "E-mail Address", "Business Phone", "Company", "Shoe size"),
    ("Ona", "Petrauskaitė", "ona@acme.example", "+370 612 34567", "ACME", "38"),
    ("娜", "李", "li.na@example.com", "+86 755 8123 4567", "Shenzhen Audio Trading Co.", ""),
)
_SHEET = Sheet(Path("/home/ona/contacts.csv"), "cp1257", ";", headings=True, rows=_ROWS)
_FIELDS = (
    CustomField(1, "Contract until", FieldKind.DATE),
    CustomField(2, "Customer since", FieldKind.DATE),
    CustomField(3, "Discount", FieldKind.NUMBER),
)
_DATED = (
    ("Name", "Email", "Contract until", "Customer since", "Discount"),
    ("Ona Petrauskaitė", "ona@acme.example", "03/04/2027", "03/04/19", "1.250"),
    ("李娜", "li.na@example.com", "31/12/2026", "05/06/21", "2.500"),
)
_REFUSED = (
    Refused(17, "import.no_address", {}, "Jonas Jonaitis"),
    Refused(240, "address.own", {"address": "support@desk.example"}, "Support"),
    Refused(1_044, "import.several", {"names": "Li Na, 李娜"}, "Li Na"),
)


def customer_files() -> Iterator[Scene]:
    """All of them."""
    yield Scene("customers-import", _DIALOG, _dialog)
    yield Scene("customers-import-columns", _DIALOG, _dialog, (_choose,))
    yield Scene("customers-import-dates", _DIALOG, _dialog, (_dates,))
    yield Scene("customers-import-dates-looked", _DIALOG, _dialog, (_dates, _looked))
    yield Scene("customers-import-looked", _DIALOG, _dialog, (_choose, _looked))
    yield Scene("customers-import-halfway", _DIALOG, _dialog, (_choose, _halfway))
    yield Scene("customers-import-done", _DIALOG, _dialog, (_choose, _done))
    yield Scene("customers-export", _EXPORT, _columns)
    yield Scene("customers-export-nothing", _EXPORT, _columns, (_nothing,))
    yield Scene("customers-export-no-address", _EXPORT, _columns, (_no_address,))


def _dialog(stage: Stage) -> QWidget:
    return CustomersDialog(stage.theme, stage.runner, 1)


def _columns(stage: Stage) -> QWidget:
    return ExportCustomersDialog(stage.theme, stage.runner, DialogPrompts(QWidget()), stage.settings)


def _nothing(dialog: QWidget) -> None:
    assert isinstance(dialog, ExportCustomersDialog)
    dialog.none_button.click()


def _no_address(dialog: QWidget) -> None:
    assert isinstance(dialog, ExportCustomersDialog)
    dialog.columns.tick(Column.EMAIL, on=False)


def _choose(dialog: QWidget) -> None:
    assert isinstance(dialog, CustomersDialog)
    dialog.show_sheet(_SHEET)


def _dates(dialog: QWidget) -> None:
    """The file is a real one: all of a column is looked at."""
    assert isinstance(dialog, CustomersDialog)
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    # Kept by this, and gone with the window.
    dialog.destroyed.connect(partial(TemporaryDirectory.cleanup, folder))
    place = Path(folder.name) / "customers.csv"
    place.write_text("\n".join(map(";".join, _DATED)), encoding="utf-8")
    dialog.show_fields(_FIELDS)
    dialog.take(place)


def _looked(dialog: QWidget) -> None:
    _stand(dialog, TakingState.OVER, only_looked=True)


def _halfway(dialog: QWidget) -> None:
    _stand(dialog, TakingState.TAKING, only_looked=False)


def _done(dialog: QWidget) -> None:
    _stand(dialog, TakingState.OVER, only_looked=False)


def _stand(dialog: QWidget, state: TakingState, *, only_looked: bool) -> None:
    assert isinstance(dialog, CustomersDialog)
    taking = dialog.taking
    taking.state, taking.only_looked = state, only_looked
    taking.done, taking.total = (40_500, 98_310) if state is TakingState.TAKING else (98_310, 98_310)
    taking.counts = Outcome(new=91_204, changed=6_820, same=283)
    if not taking.refusals.count:
        taking.refusals.add(_REFUSED)
    taking.changed.emit()
