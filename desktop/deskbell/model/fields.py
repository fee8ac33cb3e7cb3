"""Custom fields: what an office wants to know of its tickets, customers and organisations besides what every desk does."""

from enum import StrEnum

from msgspec import Struct

from deskbell.model.commands import Command


class FieldKind(StrEnum):
    """What a field holds. The values are stored: never rename one, only add."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    CHECK = "check"


class FieldOwner(StrEnum):
    """What has a field. The values are stored."""

    TICKET = "ticket"
    CUSTOMER = "customer"
    ORGANISATION = "organisation"


class FieldChoice(Struct, frozen=True):
    """One of what a field of choices offers. `id` is its own within the field, 0 for a new one; a retired one is not offered any more."""

    id: int
    name: str
    retired: bool = False


class CustomField(Struct, frozen=True):
    """A field of what `owner` says. With `mailboxes` or `teams` (ids) tickets of any of these have it, without both every ticket.

    `required`: a ticket is solved only once it is filled in. A retired one is on no ticket any more; its values stay.
    """

    id: int
    name: str
    kind: FieldKind
    choices: tuple[FieldChoice, ...] = ()
    mailboxes: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    required: bool = False
    retired: bool = False
    version: int = 0
    owner: FieldOwner = FieldOwner.TICKET


class FieldValue(Struct, frozen=True):
    """A field and what it holds, of a ticket or of whatever else has it, as it is kept (`rules.fields`); "" where nothing was filled in."""

    field: CustomField
    value: str


class SaveField(Command, frozen=True, kw_only=True):
    """Make a field (id 0) or change one: all of it but its kind and its owner. It comes `after` another one (an id), with 0 before all, with None last or where it was.

    Choices that it has and that are not named are retired: they may stand on tickets.
    """

    id: int
    name: str
    kind: FieldKind
    choices: tuple[FieldChoice, ...] = ()
    mailboxes: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    required: bool = False
    retired: bool = False
    after: int | None = None
    version: int = 0
    owner: FieldOwner = FieldOwner.TICKET


class SetField(Command, frozen=True, kw_only=True):
    """Fill a field of tickets in, or ("") empty it. `value` is of the form that `rules.fields` says."""

    tickets: tuple[int, ...]
    field_id: int
    value: str


class SetCustomerField(Command, frozen=True, kw_only=True):
    """Fill a field of customers in, or ("") empty it. `value` as of `SetField`."""

    customers: tuple[int, ...]
    field_id: int
    value: str


class SetOrganisationField(Command, frozen=True, kw_only=True):
    """Fill a field of an organisation in, or ("") empty it. `value` as of `SetField`."""

    id: int
    field_id: int
    value: str
