"""The window that takes organisations in from a file."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.actions.organisation_files import guessed, look, organisations
from deskbell.actions.take_in_organisations import outcome
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.customers import TakeInOrganisations, WrittenOrganisation
from deskbell.model.fields import FieldOwner
from deskbell.rules.seen_in_file import SeenOrganisations
from deskbell.ui.organisation_files.columns import known_columns
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.dialog import TakeInDialog
from deskbell.ui.taking_in.kind import Kind, Words
from deskbell.ui.theme.source import ThemeSource


class OrganisationsDialog(TakeInDialog):
    """Takes organisations in from tables."""

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
            owner=FieldOwner.ORGANISATION,
            columns=known_columns(),
            needed=Column.NAME,
            ask=lambda asked: asked.organisations_to_import(),
            look=look,
            guessed=guessed,
            read=organisations,
            outcome=outcome,
            command=_command,
            seen=SeenOrganisations,
        )
        super().__init__(theme, runner, me, kind, prompts=prompts, parent=parent)


def _command(agent_id: int, several: tuple[WrittenOrganisation, ...], overwrite: bool, /) -> TakeInOrganisations:
    return TakeInOrganisations(agent_id=agent_id, organisations=several, overwrite=overwrite)


def _words() -> Words:
    translate = QCoreApplication.translate
    return Words(
        title=translate("OrganisationsDialog", "Import organisations"),
        taking=translate("OrganisationsDialog", "Importing organisations"),
        promise=translate(
            "OrganisationsDialog",
            "A table (CSV) of another program, or one that was exported here. An organisation whose name is here already is not made twice: what is empty is filled, and domains are added. A domain of another one is not taken from it.",
        ),
        overwrite=translate("OrganisationsDialog", "Overwrite what is known of those that are here"),
        lacking=translate("OrganisationsDialog", "Say which column has the names."),
        new=translate("OrganisationsDialog", "New organisations"),
        so_many=translate("OrganisationsDialog", "%1 organisations"),
        so_many_of=translate("OrganisationsDialog", "%1 of %2 organisations"),
        cancelled=translate(
            "OrganisationsDialog", "Cancelled, what is in by then stays. The same file goes on later: none comes twice."
        ),
    )
