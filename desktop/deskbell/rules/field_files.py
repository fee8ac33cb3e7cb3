"""Custom fields in files: what stands there, the same in all languages, and what it is kept as."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldKind
from deskbell.rules import fields as rules
from deskbell.rules.table_numbers import numbers

_BETWEEN: Final = re.compile(r"[,;|\n]")
_NO: Final = frozenset({"no", "n", "0", "false", "-"})
_YES: Final = frozenset({"yes", "y", "1", "true", "x", "✓"})


def in_file(field: CustomField, value: str) -> str:
    """What stands in a file for a kept value: choices by their names, each on a line of its own where one of them looks like several."""
    if field.kind is FieldKind.CHOICES:
        names = [choice.name for choice in rules.chosen(field, value)]
        apart = any(map(_BETWEEN.search, names))
        return "\n".join([*names, ""]) if apart else ", ".join(names)
    return rules.worded(field, value)


def from_file(field: CustomField, text: str) -> str:
    """The same back, as it is kept. Raises `Mistake` as `rules.fields.kept`, and field.choice."""
    plain = rules.one_line(text)
    match field.kind:
        case FieldKind.NUMBER:
            by_point, _ = numbers(plain)
            return rules.kept(field, by_point or plain)
        case FieldKind.CHECK:
            word = plain.casefold()
            return rules.kept(field, rules.YES if word in _YES else "" if word in _NO else plain)
        case FieldKind.CHOICE:
            return _choices(field, [plain]) if plain else ""
        case FieldKind.CHOICES:
            parts = text.split("\n") if "\n" in text else [plain] if _is_one(field, plain) else _BETWEEN.split(plain)
            return _choices(field, [part for part in map(rules.one_line, parts) if part])
        case _:
            return rules.kept(field, plain)


def read(fields: Mapping[str, CustomField], said: Iterable[tuple[str, str]]) -> str:
    """What a file says of the fields of a customer (`fields` by `rules.fields.key`), as a fact; of a field that there is not nothing is said. Raises as `from_file`."""
    values: dict[int, str] = {}
    for name, text in said:
        field = fields.get(rules.key(name))
        if field is not None:
            values[field.id] = from_file(field, text)
    return rules.as_lines(values)


def _is_one(field: CustomField, name: str) -> bool:
    return any(rules.key(choice.name) == rules.key(name) for choice in field.choices)


def _choices(field: CustomField, names: Iterable[str]) -> str:
    """The choices of these names; a retired one only where no other is called so."""
    ordered = sorted(field.choices, key=lambda choice: not choice.retired)
    ids = {rules.key(choice.name): choice.id for choice in ordered}
    found = [ids.get(rules.key(name)) for name in names]
    if None in found:
        raise Mistake("field.choice", field=field.name)
    return rules.kept(field, " ".join(map(str, found)))
