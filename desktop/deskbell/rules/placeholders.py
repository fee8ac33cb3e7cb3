"""Placeholders of canned replies: `{{customer.first_name|there}}` becomes the name, or what stands behind the bar where there is none.

They are filled in one pass: what was put in is never read again, so a customer called {{agent.email}} is addressed as just that.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from html import escape, unescape
from typing import Final

from msgspec import Struct

from deskbell.model.ratings import SIGNS, Rating
from deskbell.rules.fields import key


class Facts(Struct, frozen=True):
    """What placeholders are filled from; "" (of the number 0) for what is not known. `today`, `weekday` and what custom `fields` hold
    (by `field_name`) are worded in the language of the reply. `ratings` are the links that a customer rates with; without them what asks for them stays as it
    is: they are put in when the mail is sent, and its ticket is known."""

    customer: str = ""
    customer_email: str = ""
    organisation: str = ""
    number: int = 0
    subject: str = ""
    agent: str = ""
    agent_email: str = ""
    mailbox: str = ""
    mailbox_address: str = ""
    team: str = ""
    today: str = ""
    weekday: str = ""
    fields: Mapping[str, str] = {}
    ratings: Mapping[Rating, str] = {}


FIELDS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "customer.first_name": lambda facts: first_name(facts.customer),
    "customer.name": lambda facts: _name(facts.customer),
    "customer.email": lambda facts: facts.customer_email,
    "customer.organisation": lambda facts: facts.organisation,
    "ticket.number": lambda facts: str(facts.number or ""),
    "ticket.subject": lambda facts: facts.subject,
    "agent.first_name": lambda facts: first_name(facts.agent),
    "agent.name": lambda facts: facts.agent,
    "agent.email": lambda facts: facts.agent_email,
    "mailbox.name": lambda facts: facts.mailbox,
    "mailbox.address": lambda facts: facts.mailbox_address,
    "team.name": lambda facts: facts.team,
    "date.today": lambda facts: facts.today,
    "date.weekday": lambda facts: facts.weekday,
}
"""What may stand between the braces, and where its value comes from."""

_RATINGS: Final[Mapping[str, tuple[Rating, ...]]] = {
    "rating": (Rating.GOOD, Rating.BAD),
    "rating.good": (Rating.GOOD,),
    "rating.bad": (Rating.BAD,),
}
RATINGS: Final = tuple(_RATINGS)
"""What may stand between the braces for links that a customer rates with; behind the bar stands what the link says."""

_SLOT: Final = re.compile(r"\{\{([^{}|<>]{0,160})(?:\|([^{}<>]{0,400}))?\}\}")
# One that the editor's formatting goes through the middle of.
_TORN: Final = re.compile(r"\{\{(?:[^{}<>]|</?[a-z]+(?: [^<>]{0,200})?>){1,400}\}\}")
# {{customer.field.Contract}}: what a custom field holds.
_OF_FIELD: Final = re.compile(r"(customer|ticket|organisation)\.field\.(.*\S.*)", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_TITLES: Final = frozenset(
    {"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "sir", "herr", "frau", "pan", "pani", "ponas", "ponia"}
)
_ONE_NAME: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fill(text: str, facts: Facts) -> str:
    """A plain text with its placeholders filled in; those of no known name stay as they are."""
    return _SLOT.sub(lambda slot: _value(slot, facts, lambda words: words, lambda words: words), text)


def fill_html(html: str, facts: Facts) -> str:
    """The same for HTML: values are escaped, line breaks in them kept, and a name that formatting tore apart is found all the same."""
    whole = _TORN.sub(lambda torn: _TAG.sub("", torn[0]), html)
    return _SLOT.sub(lambda slot: _value(slot, facts, unescape, _escaped), whole)


def fill_ratings(text: str, ratings: Mapping[Rating, str]) -> str:
    """A plain text with its links for ratings, and nothing else, filled in."""
    return _SLOT.sub(lambda slot: _rating(slot, _field(slot[1]), ratings, html=False) or slot[0], text)


def fill_ratings_html(html: str, ratings: Mapping[Rating, str]) -> str:
    """The same for HTML."""
    whole = _TORN.sub(lambda torn: _TAG.sub("", torn[0]) if "rating" in torn[0] else torn[0], html)
    return _SLOT.sub(lambda slot: _rating(slot, _field(unescape(slot[1])), ratings, html=True) or slot[0], whole)


def unknown(text: str, fields: Container[str] | None = None) -> tuple[str, ...]:
    """What stands between braces in a plain text and is no placeholder, each once, in order; `fields` as of `slots`."""
    return tuple(dict.fromkeys(one.name for one in slots(text, fields) if not one.known))


def field_name(owner: str, name: str) -> str:
    """How the custom field of this name, of a customer, a ticket or an organisation, is called among placeholders."""
    return f"{owner}.field.{key(name)}"


class Slot(Struct, frozen=True):
    """A placeholder in a plain text, from `start` up to `end`."""

    start: int
    end: int
    name: str
    known: bool


def slots(text: str, fields: Container[str] | None = None) -> Iterator[Slot]:
    """All of a plain text, also those of no known name. `fields` are the custom fields that there are (`field_name`), None where that is not known."""
    for slot in _SLOT.finditer(text):
        name = _field(slot[1])
        known = (
            name in FIELDS
            or name in _RATINGS
            or (name in fields if fields is not None else bool(_OF_FIELD.fullmatch(name)))
        )
        yield Slot(*slot.span(), slot[1].strip(), known)


def first_name(name: str) -> str:
    """What one calls a person by this name: "" where there is no name, the whole of a Chinese, Japanese or Korean one, which is not taken apart."""
    name = _name(name)
    if _ONE_NAME.search(name):
        return name
    if "," in name:
        # "Petraitis, Jonas"
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    words = [word for word in name.split() if word.rstrip(".").casefold() not in _TITLES]
    return words[0] if words else name.strip()


def _name(name: str) -> str:
    """An address in the place of a name is none."""
    name = " ".join(name.split())
    return "" if "@" in name else name


def _field(words: str) -> str:
    found = _OF_FIELD.fullmatch(words.strip())
    return field_name(found[1].casefold(), found[2]) if found is not None else words.strip().casefold()


def _value(slot: re.Match[str], facts: Facts, read: Callable[[str], str], write: Callable[[str], str]) -> str:
    name = _field(read(slot[1]))
    if name in _RATINGS:
        return _rating(slot, name, facts.ratings, html=write is _escaped) or slot[0]
    field = FIELDS.get(name)
    if field is None and name not in facts.fields:
        return slot[0]
    value = field(facts) if field is not None else facts.fields[name]
    # The words behind the bar are the reply's own: HTML in HTML.
    return write(value) or (slot[2] or "").strip()


def _rating(slot: re.Match[str], name: str, ratings: Mapping[Rating, str], *, html: bool) -> str:
    """The links that a slot asks for; "" where it asks for none, or there are none. The words behind the bar are those of a link alone."""
    wanted = [one for one in _RATINGS.get(name, ()) if one in ratings]
    words = (slot[2] or "").strip() if len(wanted) == 1 else ""
    if html:
        between = "&nbsp;&nbsp; "
        return between.join(f'<a href="{escape(ratings[one])}">{words or SIGNS[one]}</a>' for one in wanted)
    return "\n".join(f"{words or SIGNS[one]} <{ratings[one]}>" for one in wanted)


def _escaped(value: str) -> str:
    return escape(value).replace("\n", "<br>")
