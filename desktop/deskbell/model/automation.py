"""Rules: what the desk does by itself, when something happens to a ticket and the ticket is such."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.kinds import Priority, Status, TicketType


class Event(StrEnum):
    """What happened to a ticket. The values are stored: never rename one, only add. UPDATED is a change of its properties, whoever made it. With TIME
    nothing did: so much time has passed as the rule's `Timer` says.
    """

    CREATED = "created"
    UPDATED = "updated"
    ANSWERED = "answered"  # by the customer
    REPLIED = "replied"  # by us
    NOTED = "noted"
    BOUNCED = "bounced"
    TIME = "time"
    RATED = "rated"  # by the customer


class Since(StrEnum):
    """What time is counted from. The values are stored: never rename one, only add. Answers of machines, ours too, are none."""

    CREATED = "created"
    CUSTOMER = "customer"  # wrote last
    AGENT = "agent"  # answered last
    STATUS = "status"  # has been what it is


class Timer(Struct, frozen=True):
    """So many `hours` since something: working hours of the ticket's team with `working`."""

    hours: int
    since: Since
    working: bool = False


class What(StrEnum):
    """What a condition looks at. The values are stored: never rename one, only add."""

    STATUS = "status"
    PRIORITY = "priority"
    MAILBOX = "mailbox"
    TEAM = "team"
    ASSIGNEE = "assignee"
    TYPE = "type"
    TAG = "tag"
    SUBJECT = "subject"
    TEXT = "text"
    SENDER = "sender"
    DOMAIN = "domain"
    ORGANISATION = "organisation"
    VIP = "vip"
    LANGUAGE = "language"
    FIELD = "field"
    ATTACHMENT = "attachment"
    WORKING_HOURS = "working_hours"
    ANSWERS = "answers"
    RATING = "rating"

    # That of enumerations is a function in Python, and each condition of each rule is looked up.
    __hash__ = str.__hash__


class Check(StrEnum):
    """How a condition looks at it. The values are stored: never rename one, only add. WAS and BECAME ask what the event itself changed, and from or to what."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    LACKS = "lacks"
    BEGINS = "begins"
    MATCHES = "matches"
    EMPTY = "empty"
    FILLED = "filled"
    MORE = "more"
    LESS = "less"
    CHANGED = "changed"
    WAS = "was"
    BECAME = "became"


class Condition(Struct, frozen=True, tag="condition"):
    """One condition. Of several `values` one is enough (of those that deny, none may hold).

    Values are text: statuses, priorities and types by number, mailboxes, teams, agents and organisations by id ("" for none), tags by name, ratings as they are kept ("" for none), what is or is
    not so as "1" and "", custom fields as they are kept (`rules.fields`). `field_id` names the custom field.
    """

    what: What
    check: Check
    values: tuple[str, ...] = ()
    field_id: int = 0


class How(StrEnum):
    """How many parts of a group must hold. An empty group holds, however it counts."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class Group(Struct, frozen=True, tag="group"):
    """Conditions and groups within."""

    how: How = How.ALL
    parts: "tuple[Condition | Group, ...]" = ()


class Hand(StrEnum):
    """Who gets a ticket. TURN is the member of the ticket's team whose turn it is, LEAST the one with the fewest open tickets, SKILL whoever knows most of what
    it asks for and speaks its customer's language; nobody who is not at work, or has as many tickets as they take.
    """

    AS_IT_IS = ""
    PERSON = "person"
    NOBODY = "nobody"
    TURN = "turn"
    LEAST = "least"
    SKILL = "skill"


class RuleActions(Struct, frozen=True):
    """What a rule does to a ticket. None, "" and () leave a thing as it is.

    `fields` are custom fields of the ticket (id, value as it is kept). `note` is put on the ticket, and tells `notify` (agents) and `notify_teams`. `reply_id`
    is a canned reply that the customer gets, `macro_id` one whose changes are made. `snooze_hours` puts the ticket away for so long, 0 not at all. `webhook_id` is
    a webhook that is called (`model.webhooks`) when all else is done. With `escalate` the ticket is handed to the next
    level of its team, where there is one.
    """

    status: Status | None = None
    priority: Priority | None = None
    type: TicketType | None = None
    team_id: int | None = None
    assign: Hand = Hand.AS_IT_IS
    assignee_id: int | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    fields: tuple[tuple[int, str], ...] = ()
    note: str = ""
    notify: tuple[int, ...] = ()
    notify_teams: tuple[int, ...] = ()
    reply_id: int | None = None
    snooze_hours: int = 0
    macro_id: int | None = None
    webhook_id: int | None = None
    escalate: bool = False


NO_ACTIONS: Final = RuleActions()


class Rule(Struct, frozen=True):
    """A rule. Rules are looked at in their order; with `stop` those behind are not, once this one has fired.

    `timer` goes with `Event.TIME`. `made_by` is the agent who made it. `fired` is how often it did something, `fired_at` when last, and `fired_on` to which ticket. `cut_at` is when it was last
    kept from doing so a second time in one chain of events, and `cut_on` at which ticket.
    """

    id: int
    name: str
    active: bool = True
    position: int = 0
    events: frozenset[Event] = frozenset({Event.CREATED})
    conditions: Group = Group()
    actions: RuleActions = NO_ACTIONS
    stop: bool = False
    version: int = 0
    timer: Timer | None = None
    made_by: str = ""
    fired: int = 0
    fired_at: datetime | None = None
    fired_on: int = 0
    cut_at: datetime | None = None
    cut_on: int = 0


class SaveRule(Command, frozen=True, kw_only=True):
    """Make a rule (id 0), behind the others, or change one: all of it but its place."""

    id: int
    name: str
    active: bool = True
    events: frozenset[Event] = frozenset({Event.CREATED})
    conditions: Group = Group()
    actions: RuleActions = NO_ACTIONS
    stop: bool = False
    timer: Timer | None = None
    version: int = 0


class SwitchRule(Command, frozen=True, kw_only=True):
    """Have a rule do its work, or rest."""

    id: int
    active: bool


class OrderRules(Command, frozen=True, kw_only=True):
    """Put the rules in this order; those that are not named come behind, as they were."""

    rules: tuple[int, ...]


class RemoveRule(Command, frozen=True, kw_only=True):
    """There is no such rule any more; what it did stays done."""

    id: int
    version: int
