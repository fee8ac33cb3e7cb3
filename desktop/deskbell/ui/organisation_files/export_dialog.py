"""The window that asks what a table of organisations is to have, before it is written."""

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.fields import FieldOwner
from deskbell.rules.organisation_columns import columns_with
from deskbell.ui.organisation_files.columns import column_words
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.taking_out.table_dialog import ExportTableDialog, Table
from deskbell.ui.theme.source import ThemeSource


class ExportOrganisationsDialog(ExportTableDialog):
    """Without names it can be written, but not be taken in again."""

    def __init__(
        self, theme: ThemeSource, runner: Runner, prompts: Prompts, kept: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, runner, prompts, kept, _table(), parent)


def _table() -> Table:
    translate = QCoreApplication.translate
    return Table(
        title=translate("ExportOrganisationsDialog", "Export organisations"),
        promise=translate(
            "ExportOrganisationsDialog", "A table (CSV) with a line for each organisation. Choose its columns."
        ),
        file=translate("ExportOrganisationsDialog", "Organisations.csv"),
        owner=FieldOwner.ORGANISATION,
        columns=columns_with,
        words=column_words,
        needed=Column.NAME,
        lacking=translate(
            "ExportOrganisationsDialog",
            "Without names this table cannot be imported: organisations are known by these.",
        ),
        kept="organisations/left-out-of-exports",
    )
