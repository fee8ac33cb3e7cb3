"""The window that takes customers in from a file."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.actions.customer_files import guessed, look, people
from deskbell.actions.take_in_customers import outcome
from deskbell.model.customer_file import Column
from deskbell.model.customers import TakeInCustomers, Written
from deskbell.model.fields import FieldOwner
from deskbell.rules.seen_in_file import SeenPeople
from deskbell.ui.customer_files.columns import known_columns
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.dialog import TakeInDialog
from deskbell.ui.taking_in.kind import Kind, Words
from deskbell.ui.theme.source import ThemeSource


class CustomersDialog(TakeInDialog):
    """Takes customers in from tables and vCards."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        me: int,
        *,
        prompts: Prompts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        kind = Kind(
            words=_words(),
            owner=FieldOwner.CUSTOMER,
            columns=known_columns(),
            needed=Column.EMAIL,
            ask=lambda asked: asked.customers_to_import(),
            look=look,
            guessed=guessed,
            read=people,
            outcome=outcome,
            command=_command,
            seen=SeenPeople,
        )
        super().__init__(theme, runner, me, kind, prompts=prompts, parent=parent)


def _command(agent_id: int, several: tuple[Written, ...], overwrite: bool, /) -> TakeInCustomers:
    return TakeInCustomers(agent_id=agent_id, people=several, overwrite=overwrite)


def _words() -> Words:
    translate = QCoreApplication.translate
    return Words(
        title=translate("CustomersDialog", "Import customers"),
        taking=translate("CustomersDialog", "Importing customers"),
        promise=translate(
            "CustomersDialog",
            "A table (CSV) of another program, a spreadsheet or an address book, or vCards. Who has a known address is not made twice: what is empty is filled.",
        ),
        overwrite=translate("CustomersDialog", "Overwrite what is known of those who are here"),
        lacking=translate("CustomersDialog", "Say which column has the mail addresses."),
        new=translate("CustomersDialog", "New customers"),
        so_many=translate("CustomersDialog", "%1 people"),
        so_many_of=translate("CustomersDialog", "%1 of %2 people"),
        cancelled=translate(
            "CustomersDialog", "Cancelled, what is in by then stays. The same file goes on later: nobody comes twice."
        ),
    )
