"""The scenes of organisations on their way in from a file."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.actions.table_files import Sheet
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.customer_file import Outcome, Refused
from deskbell.ui.organisation_files.dialog import OrganisationsDialog
from deskbell.ui.organisation_files.export_dialog import ExportOrganisationsDialog
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.state import TakingState

_DIALOG = (600, 560)
_EXPORT = (460, 600)
_ROWS = (
    ("Organisation", "Domains", "Notes", "VIP", "Tags", "Customers"),
    ("ACME", "acme.example\nacme.test", "Pays within 30 days", "yes", "gold, press", "17"),
    ("Shenzhen Audio Trading Co.", "szaudio.example", "", "no", "", "3"),
)
_SHEET = Sheet(Path("/home/ona/Organisations.csv"), "utf-8-sig", ",", headings=True, rows=_ROWS)
_REFUSED = (
    Refused(17, "import.no_name", {}, "acme.test"),
    Refused(240, "organisation.has_domain", {"domain": "szaudio.example", "name": "Shenzhen Audio"}, "SZ Audio"),
    Refused(1_044, "organisation.free_mail", {"domain": "gmail.com"}, "Jonas and sons"),
)


def organisation_files() -> Iterator[Scene]:
    """All of them."""
    yield Scene("organisations-import", _DIALOG, _dialog)
    yield Scene("organisations-import-columns", _DIALOG, _dialog, (_choose,))
    yield Scene("organisations-import-done", _DIALOG, _dialog, (_choose, _done))
    yield Scene("organisations-export", _EXPORT, _columns)
    yield Scene("organisations-export-no-name", _EXPORT, _columns, (_no_name,))


def _dialog(stage: Stage) -> QWidget:
    return OrganisationsDialog(stage.theme, stage.runner, 1)


def _columns(stage: Stage) -> QWidget:
    return ExportOrganisationsDialog(stage.theme, stage.runner, DialogPrompts(QWidget()), stage.settings)


def _no_name(dialog: QWidget) -> None:
    assert isinstance(dialog, ExportOrganisationsDialog)
    dialog.columns.tick(Column.NAME, on=False)


def _choose(dialog: QWidget) -> None:
    assert isinstance(dialog, OrganisationsDialog)
    dialog.show_sheet(_SHEET)


def _done(dialog: QWidget) -> None:
    assert isinstance(dialog, OrganisationsDialog)
    taking = dialog.taking
    taking.state, taking.only_looked, taking.done, taking.total = TakingState.OVER, False, 8_310, 8_310
    taking.counts = Outcome(new=7_204, changed=1_020, same=83)
    if not taking.refusals.count:
        taking.refusals.add(_REFUSED)
    taking.changed.emit()
