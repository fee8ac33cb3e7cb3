"""The custom fields of the desk, as they are now."""

from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.fields import CustomField, FieldOwner
from deskbell.model.kinds import Entity
from deskbell.store.queries import fields
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class FieldsNow(QObject):
    """Reads them, and again when somebody changes one. `known` says whether they were read yet.

    Signals:
        changed: `fields` are others, or were read for the first time.
        failed(Exception): they could not be read; those that are known stay.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.fields: tuple[CustomField, ...] = ()
        self.known = False
        desk.heard.connect(self._hear)

    def field(self, field_id: int | None) -> CustomField | None:
        """One of them, None where there is no such."""
        return next((field for field in self.fields if field.id == field_id), None)

    def before(self, field_id: int) -> int:
        """The field in use of the same owner that this one comes after, 0 where it is the first; of a new one (0) the last of tickets."""
        field = self.field(field_id)
        owner = field.owner if field is not None else FieldOwner.TICKET
        used = [one.id for one in self.fields if one.owner is owner and (not one.retired or one.id == field_id)]
        place = used.index(field_id) if field_id in used else len(used)
        return used[place - 1] if place else 0

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("fields", id(self))
        self._runner.ask(fields.every, done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def _hear(self, changes: Changes) -> None:
        # They are told as settings (`actions.field_definitions`).
        if changes.lost or 0 in changes.of(Entity.SETTING):
            self.read_again()

    def _take(self, found: tuple[CustomField, ...]) -> None:
        if not self.known or found != self.fields:
            self.known = True
            self.fields = found
            self.changed.emit()
