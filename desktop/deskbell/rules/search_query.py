"""What a person types into the search box, read: words, "phrases", -negation, and conditions such as status:open or before:2026-10.

Every text is a query. What is no condition that is known, such as http://… or status:whatever, is words to look for.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.routing import Level
from deskbell.rules.tag_names import clean


class Place(StrEnum):
    """Where a word must stand: anywhere in a message, in its subject, or in the name or address of its sender or of a recipient."""

    ANYWHERE = ""
    SUBJECT = "subject"
    SENDER = "from"
    RECIPIENT = "to"


class Key(StrEnum):
    """What a condition is about."""

    STATUS = "status"
    IS = "is"
    HAS = "has"
    ASSIGNEE = "assignee"
    FOLLOWER = "follower"
    TEAM = "team"
    LEVEL = "level"
    MENTIONED = "mentioned"
    MAILBOX = "mailbox"
    TAG = "tag"
    FIELD = "field"
    PRIORITY = "priority"
    DUE = "due"
    TYPE = "type"
    VIP = "vip"
    CUSTOMER = "customer"
    CUSTOMER_TAG = "customer-tag"
    CUSTOMER_FIELD = "customer-field"
    ORG_FIELD = "org-field"
    ORG = "org"
    NUMBER = "number"
    BEFORE = "before"
    AFTER = "after"


OF_FIELDS: Final[Mapping[Key, FieldOwner]] = {
    Key.FIELD: FieldOwner.TICKET,
    Key.CUSTOMER_FIELD: FieldOwner.CUSTOMER,
    Key.ORG_FIELD: FieldOwner.ORGANISATION,
}
"""The keys whose values `of_field` reads, and whose fields they are about."""


class Words(Struct, frozen=True):
    """Words that stand side by side, as they were typed. `prefix`: the last of them may be only the beginning of a longer one."""

    text: str
    place: Place = Place.ANYWHERE
    prefix: bool = False
    negated: bool = False


class Condition(Struct, frozen=True):
    """What a ticket must be (or not be): any one of `values`, which are of the form that `key` wants."""

    key: Key
    values: tuple[str, ...]
    negated: bool = False


class SearchQuery(Struct, frozen=True):
    """A whole query: a message must hold all words, and its ticket meet all conditions."""

    words: tuple[Words, ...] = ()
    conditions: tuple[Condition, ...] = ()


STATUSES: Final[Mapping[str, Status]] = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "pending": Status.PENDING,
    "on-hold": Status.ON_HOLD,
    "solved": Status.SOLVED,
    "closed": Status.CLOSED,
    "spam": Status.SPAM,
    "trash": Status.TRASH,
}
PRIORITIES: Final[Mapping[str, Priority]] = {priority.name.lower(): priority for priority in Priority}
TYPES: Final[Mapping[str, TicketType]] = {kind.name.lower(): kind for kind in TicketType}
LEVELS: Final[Mapping[str, Level]] = {level.name.lower(): level for level in Level}
# The values that a key can have; a key that is not here takes a name, a number or a date. The search box completes from this.
CHOICES: Final[Mapping[Key, tuple[str, ...]]] = {
    Key.STATUS: tuple(STATUSES),
    Key.IS: ("open", "closed", "unassigned", "mine", "overdue", "snoozed", "spam", "trash"),
    Key.HAS: ("attachment", "draft", "checklist"),
    Key.PRIORITY: tuple(PRIORITIES),
    Key.TYPE: (*TYPES, "none"),
    Key.VIP: ("yes", "no"),
    Key.LEVEL: tuple(LEVELS),
}
# Other ways to write the same.
_SAME = {
    (Key.STATUS, "hold"): "on-hold",
    (Key.STATUS, "onhold"): "on-hold",
    (Key.STATUS, "on_hold"): "on-hold",
    (Key.IS, "solved"): "closed",
    (Key.IS, "done"): "closed",
    (Key.HAS, "attachments"): "attachment",
    (Key.HAS, "file"): "attachment",
    (Key.HAS, "drafts"): "draft",
    **{(Key.LEVEL, str(int(level))): name for name, level in LEVELS.items()},
}
_PLACES = {place.value: place for place in Place if place is not Place.ANYWHERE}
_KEYS = frozenset(_PLACES) | frozenset(Key)
# A whole mail pasted into the box is searched for by how it begins.
LONGEST = 1_000
# Numbers of tickets are 64-bit integers on both engines.
_LARGEST_NUMBER = 2**63 - 1

TOKEN = re.compile(
    r'(?P<minus>-?)(?:(?P<key>[A-Za-z]+(?:-[A-Za-z]+)?):)?(?:"(?P<phrase>[^"]*)(?P<end>"|$)|(?P<bare>\S+))'
)
_NUMBER = re.compile(r"#?([0-9]{1,19})(?:(?:-|\.\.)#?([0-9]{1,19}))?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_AGO = re.compile(r"([0-9]{1,4})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_NAMED_DAYS = {"today": 0, "yesterday": 1}
_DUE = re.compile(r"(?P<sign><=|>=|[<>=]?)\s*(?P<day>.+)")
_DUE_WORDS = ("overdue", "none")
# field:"Order number"="A 17" is written as one phrase: field:"Order number=A 17"; so are those of customers and organisations.
_PARTED = re.compile(
    r'(?i)(?<![^\s-])(?P<key>(?:customer-|org-)?field):(?:"(?P<phrase>[^"]*)"|(?P<bare>[^\s"<>=]+))(?P<sign><=|>=|[<>=])(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<value>[^\s"]+))'
)
_OF_FIELD = re.compile(r"([^<>=]+)(?:(<=|>=|[<>=])(.*))?")
# Input methods and word processors put these where the query means a plain quote, colon or comma.
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "：": ":", "，": ",", "＃": "#"})


def parse(text: str) -> SearchQuery:
    """The query that `text` says. Never raises; what cannot be understood is words."""
    words: list[Words] = []
    conditions: list[Condition] = []
    text = _PARTED.sub(_together, text[:LONGEST].translate(PLAIN).strip())
    for found in TOKEN.finditer(text):
        quoted = found["bare"] is None
        value = (found["phrase"] or "") if quoted else found["bare"]
        negated = found["minus"] == "-"
        key = (found["key"] or "").lower()
        if not value.strip() or (not key and value.endswith(":") and value[:-1].lower() in _KEYS):
            continue  # A condition whose value is not typed yet.
        condition = _condition(key, value, quoted, negated) if key else _numbered(value, quoted, negated)
        if condition is not None:
            conditions.append(condition)
            continue
        # The last word may still be on its way; a closing quote says that it is not.
        unfinished = found.end() == len(text) and not found["end"]
        place = _PLACES.get(key, Place.ANYWHERE)
        if key and place is Place.ANYWHERE:
            value = f"{found['key']}:{value}"
        words.append(Words(value, place, unfinished, negated))
    return SearchQuery(tuple(words), tuple(conditions))


def words_anywhere(text: str) -> str:
    """The words of a query as one would type them where there are other conditions: those that are wanted and may stand anywhere, "" for none."""
    wanted = (one.text for one in parse(text).words if one.place is Place.ANYWHERE and not one.negated)
    return " ".join(f'"{one}"' if any(letter.isspace() for letter in one) else one for one in wanted)


def with_tags(text: str, names: Mapping[str, str]) -> str:
    """A query that says the same of tags which are called otherwise: `names` are those of now by those of before. What no query can say stays as it is."""

    def renamed(found: re.Match[str]) -> str:
        if (found["key"] or "").lower() not in (Key.TAG, Key.CUSTOMER_TAG):
            return found[0]
        written = [found["phrase"]] if found["bare"] is None else found["bare"].split(",")
        now = [names.get(clean(value), value) for value in written]
        quoted = found["bare"] is None or any(set(value) & {" ", ","} for value in now)
        if now == written or any('"' in value for value in now) or (quoted and len(now) > 1):
            return found[0]
        value = f'"{now[0]}"' if quoted else ",".join(now)
        return f"{found['minus']}{found['key']}:{value}"

    return TOKEN.sub(renamed, text)


def of_field(value: str) -> tuple[str, str, str]:
    """What a value of field: asks: the name of a field, one of the signs = < > <= >= and what is sought; the latter two "" where it is to be filled in."""
    found = _OF_FIELD.fullmatch(value)
    assert found is not None, value
    sought = (found[3] or "").strip()
    return found[1].strip(), found[2] if sought else "", sought


def day_of(text: str, today: date) -> date | None:
    """The day that a value of before: and after: means, None where it is none.

    2026-11-22, 2026-11 and 2026 are that day or the first one of that month or year; 7d, 2w, 3m and 1y as long ago, a month being 30 days.
    """
    text = text.lower()
    ago = _AGO.fullmatch(text)
    if ago or text in _NAMED_DAYS:
        days = int(ago[1]) * _DAYS[ago[2]] if ago else _NAMED_DAYS[text]
        return date.fromordinal(max(today.toordinal() - days, date.min.toordinal()))
    written = _DATE.fullmatch(text)
    if written is None:
        return None
    try:
        return date(int(written[1]), int(written[2] or 1), int(written[3] or 1))
    except ValueError:
        return None


def due_days(text: str, today: date) -> tuple[date | None, date | None] | None:
    """The days that a value of due: means: the first, and the first after them; None where there is no such end. None for all where it means no days.

    The days are those of `day_of` and tomorrow, and 7d, 2w, 3m and 1y lie so far ahead here. Before them may stand < > <= >= or =.
    """
    asked = _DUE.fullmatch(text.lower())
    if asked is None:
        return None
    sign, day = asked["sign"], asked["day"]
    ahead, written = _AGO.fullmatch(day), _DATE.fullmatch(day)
    if ahead or day == "tomorrow":
        days = int(ahead[1]) * _DAYS[ahead[2]] if ahead else 1
        first: date | None = date.fromordinal(min(today.toordinal() + days, date.max.toordinal()))
    else:
        first = day_of(day, today)
    if first is None:
        return None
    after = _after(first, 1 if written is None or written[3] else 31 if written[2] else 366)
    match sign:
        case "<":
            return None, first
        case "<=":
            return None, after
        case ">":
            return after, None
        case ">=":
            return first, None
    return first, after


def _after(first: date, days: int) -> date:
    """The first day after one that begins then: a day, or a month or year of so many days at most."""
    try:
        after = first + timedelta(days=days)
    except OverflowError:
        return date.max
    return after if days == 1 else after.replace(day=1)


def _together(found: re.Match[str]) -> str:
    name, sought = found["phrase"] or found["bare"] or "", found["quoted"] or found["value"] or ""
    return f'{found["key"]}:"{name}{found["sign"]}{sought}"'


def _condition(name: str, value: str, quoted: bool, negated: bool) -> Condition | None:
    """The condition `name`:`value`, None where it is none. In quotes a comma is one of a name."""
    try:
        key = Key(name)
    except ValueError:
        return None
    written = [value] if quoted or key in OF_FIELDS else value.split(",")
    values = tuple(_value(key, one.strip()) for one in written if one.strip())
    return Condition(key, values, negated) if values and all(values) else None


def _value(key: Key, text: str) -> str:
    """One value in the form that its key wants, "" where it has none."""
    if key in CHOICES:
        lower = _SAME.get((key, text.lower()), text.lower())
        return lower if lower in CHOICES[key] else ""
    if key is Key.NUMBER:
        number = _NUMBER.fullmatch(text)
        if number is None or any(int(end) > _LARGEST_NUMBER for end in number.groups() if end):
            return ""
        return f"{number[1]}-{number[2]}" if number[2] else number[1]
    if key in OF_FIELDS:
        return text if _OF_FIELD.fullmatch(text) else ""
    if key is Key.DUE:
        return text.lower() if text.lower() in _DUE_WORDS or due_days(text, date.max) else ""
    if key in (Key.BEFORE, Key.AFTER):
        return text.lower() if day_of(text, date.max) else ""
    return text


def _numbered(value: str, quoted: bool, negated: bool) -> Condition | None:
    """#1042 alone is the ticket of that number, #1042-1050 are all between these two."""
    if quoted or not value.startswith("#"):
        return None
    number = _value(Key.NUMBER, value)
    return Condition(Key.NUMBER, (number,), negated) if number else None
