"""The groups that a list of tickets can be in."""

from enum import StrEnum

from msgspec import Struct

from deskbell.model.rows import TicketRow


class Group(StrEnum):
    """What the tickets of a group have in common."""

    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    TEAM = "team"
    MAILBOX = "mailbox"
    TYPE = "type"
    CUSTOMER = "customer"
    ORGANISATION = "organisation"


class Grouping(Struct, frozen=True):
    """By what a list is grouped, and the groups (`GroupRow.id`) of which only the heads are shown."""

    by: Group
    folded: frozenset[int] = frozenset()


class GroupRow(Struct, frozen=True):
    """The head of a group in a list. `id` is below 0, where no ticket's is, and the same wherever the group stands. `of` is the status, the priority, the type
    or the id of what the tickets have in common, None for none; `name` what that is called, of an id alone. `tickets` is how many there are."""

    id: int
    by: Group
    of: int | None
    name: str
    tickets: int
    folded: bool = False


class WholeList(Struct, frozen=True):
    """What is known of a list that was sorted whole: how many lines and how many tickets it has, which lines are heads of groups (`heads`, of
    the groups `groups`), at which line its page begins, and the lines of the page. `more`: only the newest tickets were sorted, and there may be more."""

    lines: int
    tickets: int
    heads: tuple[int, ...]
    groups: tuple[int, ...]
    start: int
    page: tuple[TicketRow | GroupRow, ...]
    more: bool = False
