"""What a custom field may hold, which tickets have it, and which of them must be filled in before a ticket is solved.

Values are kept as text: a number as 12.5, a date as 2026-11-26, a choice as its id, several choices as ids with spaces between them in the order of
the field's choices, a tick as yes. "" is a field that is not filled in.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, FieldValue
from deskbell.model.kinds import Status

LONGEST_TEXT: Final = 500
LONGEST_NAME: Final = 60
YES: Final = "yes"
WITH_CHOICES: Final = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
MEASURED: Final = frozenset({FieldKind.NUMBER, FieldKind.DATE})

# As many digits as a whole number of millionths has room for in 64 bits: by these numbers are compared.
_NUMBER = re.compile(r"([+-]?)0*([0-9]{1,12})(?:\.([0-9]{0,6}))?")
_DONE = frozenset({Status.SOLVED, Status.CLOSED})

TYPED: Final = str.maketrans({"−": "-", "–": "-", " ": "", "\u00a0": "", "\u202f": "", "'": "", "’": ""})
"""For `str.translate`: minus signs and spaces as people type and paste them."""


def one_line(text: str) -> str:
    """A name or a text as it is kept: one line, no spaces around it."""
    return " ".join(text.split())


def key(name: str) -> str:
    """What is the same for names that nobody would tell apart: ORDER and Order, ＶＩＰ and vip."""
    return one_line(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()))


def must_be_good(field: CustomField, before: CustomField | None, others: Iterable[CustomField]) -> None:
    """Raise what is wrong with a field that is to be kept beside `others` of its owner, which are not retired; `before` is what it was, None for a new one.

    Raises `Mistake` name.empty, field.name_long, field.exists, field.kind, field.owner, field.no_choices, field.choice_empty, field.choice_twice.
    """
    if not field.name:
        raise Mistake("name.empty")
    if len(field.name) > LONGEST_NAME:
        raise Mistake("field.name_long", limit=LONGEST_NAME)
    if not field.retired and key(field.name) in {key(other.name) for other in others}:
        raise Mistake("field.exists", name=field.name)
    if before is not None and before.kind is not field.kind:
        raise Mistake("field.kind")
    if before is not None and before.owner is not field.owner:
        raise Mistake("field.owner")
    if field.kind in WITH_CHOICES:
        _choices_must_be_good(field.choices)


def _choices_must_be_good(choices: Iterable[FieldChoice]) -> None:
    known: set[str] = set()
    offered = [choice for choice in choices if not choice.retired]
    for choice in offered:
        if not choice.name:
            raise Mistake("field.choice_empty")
        if len(choice.name) > LONGEST_NAME:
            raise Mistake("field.name_long", limit=LONGEST_NAME)
        if key(choice.name) in known:
            raise Mistake("field.choice_twice", name=choice.name)
        known.add(key(choice.name))
    if not offered:
        raise Mistake("field.no_choices")


def kept(field: CustomField, value: str) -> str:
    """`value` in the form in which it is kept. Raises `Mistake` field.text_long, field.number, field.date, field.choice, field.check."""
    value = one_line(value)
    if not value:
        return ""
    match field.kind:
        case FieldKind.TEXT:
            if len(value) > LONGEST_TEXT:
                raise Mistake("field.text_long", field=field.name, limit=LONGEST_TEXT)
            return value
        case FieldKind.NUMBER:
            return _number(field, value)
        case FieldKind.DATE:
            return _date(field, value)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return _chosen(field, value)
        case FieldKind.CHECK:
            if value != YES:
                raise Mistake("field.check", field=field.name)
            return YES


def plain_number(typed: str, point: str = ".", group: str = ",") -> str:
    """A number as somebody types it, in the form that `kept` takes. `point` is their decimal point, `group` what they put between thousands.

    A comma that stands where it would part no thousands is left, and makes it no number: 1,5 is not 15.
    """
    whole, mark, rest = typed.translate(TYPED).partition(point)
    if group and re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole):
        whole = whole.replace(group, "")
    if rest and whole.strip("+-") == "":
        whole += "0"
    return f"{whole}.{rest}" if mark else whole


def number_kept(plain: str) -> str | None:
    """A number of the form that `plain_number` makes, as it is kept; None where it is none."""
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    sign, whole, rest = found[1], found[2], (found[3] or "").rstrip("0")
    bare = f"{whole}.{rest}" if rest else whole
    return f"-{bare}" if sign == "-" and bare != "0" else bare


def measure(field: CustomField, value: str) -> int | None:
    """What a kept value is compared and sorted by where that is not its text: a number in millionths, a date as its day; None for all else."""
    if value and field.kind is FieldKind.NUMBER:
        whole, _, rest = value.partition(".")
        return int(whole + rest.ljust(6, "0"))
    return date.fromisoformat(value).toordinal() if value and field.kind is FieldKind.DATE else None


def chosen(field: CustomField, value: str) -> tuple[FieldChoice, ...]:
    """The choices that a kept value names, retired ones too."""
    ids = value.split(" ")
    return tuple(choice for choice in field.choices if str(choice.id) in ids)


def worded(field: CustomField, value: str) -> str:
    """A kept value as a file has it: choices by their names."""
    if field.kind in WITH_CHOICES:
        return ", ".join(choice.name for choice in chosen(field, value))
    return value


def journalled(field_id: int, value: str) -> str:
    """A field and what it holds, as the journal keeps them."""
    return f"{field_id}:{value}"


def from_journal(text: str) -> tuple[int, str]:
    """The id of a field and what it held, of the journal."""
    field_id, _, value = text.partition(":")
    return int(field_id), value


def as_lines(values: Mapping[int, str]) -> str:
    """What fields (ids) hold, as a fact of a customer or an organisation."""
    return "\n".join(journalled(field_id, value) for field_id, value in sorted(values.items()) if value)


def from_lines(text: str) -> dict[int, str]:
    """What fields hold, of such a fact."""
    return dict(from_journal(line) for line in text.split("\n") if line)


def back(now: str, before: str, after: str) -> tuple[str, bool]:
    """The fact without what once made `after` of `before`, but where a field has been changed since; and whether none has."""
    held, was, became = from_lines(now), from_lines(before), from_lines(after)
    whole = True
    for field_id in {*was, *became}:
        if was.get(field_id) == became.get(field_id):
            continue
        if held.get(field_id) == became.get(field_id):
            held[field_id] = was.get(field_id, "")
        else:
            whole = False
    return as_lines(held), whole


def applies(field: CustomField, mailbox_id: int, team_id: int | None) -> bool:
    """Whether a ticket of this mailbox and team has the field."""
    if field.retired:
        return False
    everywhere = not field.mailboxes and not field.teams
    return everywhere or mailbox_id in field.mailboxes or team_id in field.teams


def must_be_filled(before: Status, after: Status | None) -> bool:
    """Whether what must be filled in is looked at: where a ticket is put away as done. One that is done already only changes its name."""
    return after in _DONE and before not in _DONE


def lacking(values: Iterable[FieldValue], mailbox_id: int, team_id: int | None) -> tuple[CustomField, ...]:
    """The fields that a ticket of this mailbox and team must have filled in before it is solved, and has not."""
    return tuple(
        one.field for one in values if one.field.required and not one.value and applies(one.field, mailbox_id, team_id)
    )


def _number(field: CustomField, value: str) -> str:
    number = number_kept(value)
    if number is None:
        raise Mistake("field.number", field=field.name, value=value)
    return number


def _date(field: CustomField, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Mistake("field.date", field=field.name, value=value) from None


def _chosen(field: CustomField, value: str) -> str:
    ids = value.split(" ")
    known = {str(choice.id) for choice in field.choices}
    if not known.issuperset(ids) or (field.kind is FieldKind.CHOICE and len(ids) > 1):
        raise Mistake("field.choice", field=field.name)
    return " ".join(str(choice.id) for choice in chosen(field, value))
