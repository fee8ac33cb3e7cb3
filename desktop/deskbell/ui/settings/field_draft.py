"""A custom field as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Iterable

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, FieldOwner, SaveField
from deskbell.rules import fields as rules
from deskbell.ui.settings.draft import Draft, Fault


class FieldDraft(Draft, frozen=True):
    """Everything that the form of a field holds. `after` is the field that it comes behind, 0 for none.

    With `everywhere` every ticket has it, whatever is ticked.
    """

    name: str = ""
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[FieldChoice, ...] = ()
    everywhere: bool = True
    mailboxes: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    required: bool = False
    after: int = 0
    owner: FieldOwner = FieldOwner.TICKET

    @classmethod
    def of(cls, field: CustomField, after: int) -> "FieldDraft":
        """The draft that changes nothing about `field`, which stands behind `after`."""
        return cls(
            field.name,
            field.kind,
            field.choices,
            not field.mailboxes and not field.teams,
            field.mailboxes,
            field.teams,
            field.required,
            after,
            field.owner,
            id=field.id,
            version=field.version,
        )

    def field(self) -> CustomField:
        """The field that it would be."""
        some = self.owner is FieldOwner.TICKET and not self.everywhere
        return CustomField(
            self.id,
            rules.one_line(self.name),
            self.kind,
            self.choices if self.kind in rules.WITH_CHOICES else (),
            self.mailboxes if some else frozenset(),
            self.teams if some else frozenset(),
            self.required and self.owner is FieldOwner.TICKET,
            owner=self.owner,
        )

    def command(self, agent_id: int | None) -> SaveField:
        """What writes it."""
        field = self.field()
        return SaveField(
            agent_id=agent_id,
            id=field.id,
            name=field.name,
            kind=field.kind,
            choices=field.choices,
            mailboxes=field.mailboxes,
            teams=field.teams,
            required=field.required,
            after=self.after,
            owner=field.owner,
            version=self.version,
        )


def field_fault(draft: FieldDraft, fields: Iterable[CustomField]) -> Fault | None:
    """What must be mended about `draft` before it can be saved among `fields`."""
    others = [field for field in fields if field.id != draft.id and not field.retired and field.owner is draft.owner]
    try:
        rules.must_be_good(draft.field(), None, others)
    except Mistake as mistake:
        return Fault(mistake.code, mistake.values)
    somewhere = draft.owner is not FieldOwner.TICKET or draft.everywhere or draft.mailboxes or draft.teams
    return None if somewhere else Fault("field.nowhere")
