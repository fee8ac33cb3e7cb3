"""The window that asks what a table of customers is to have, before it is written."""

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from deskbell.model.customer_file import Column
from deskbell.model.fields import FieldOwner
from deskbell.rules.customer_columns import columns_with
from deskbell.ui.customer_files.columns import column_words
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.taking_out.table_dialog import ExportTableDialog, Table
from deskbell.ui.theme.source import ThemeSource


class ExportCustomersDialog(ExportTableDialog):
    """Without mail addresses it can be written, but not be taken in again."""

    def __init__(
        self, theme: ThemeSource, runner: Runner, prompts: Prompts, kept: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, runner, prompts, kept, _table(), parent)


def _table() -> Table:
    translate = QCoreApplication.translate
    return Table(
        title=translate("ExportCustomersDialog", "Export customers"),
        promise=translate("ExportCustomersDialog", "A table (CSV) with a line for each customer. Choose its columns."),
        file=translate("ExportCustomersDialog", "Customers.csv"),
        owner=FieldOwner.CUSTOMER,
        columns=columns_with,
        words=column_words,
        needed=Column.EMAIL,
        lacking=translate(
            "ExportCustomersDialog",
            "Without mail addresses this table cannot be imported: customers are known by these.",
        ),
        kept="customers/left-out-of-exports",
    )
