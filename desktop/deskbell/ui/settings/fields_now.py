"""The custom fields of the desk, as they are now."""

from PySide6.QtCore import QObject

from deskbell.model.fields import CustomField, FieldOwner
from deskbell.store.queries import fields
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import RowsNow
from deskbell.ui.runner import Runner


class FieldsNow(RowsNow[CustomField]):
    """All of them in their order, retired ones too."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(runner, desk, fields.every, (), parent)

    def before(self, field_id: int) -> int:
        """The field in use of the same owner that this one comes after, 0 where it is the first; of a new one (0) the last of tickets."""
        field = self.row(field_id)
        owner = field.owner if field is not None else FieldOwner.TICKET
        used = [one.id for one in self.found if one.owner is owner and (not one.retired or one.id == field_id)]
        place = used.index(field_id) if field_id in used else len(used)
        return used[place - 1] if place else 0
