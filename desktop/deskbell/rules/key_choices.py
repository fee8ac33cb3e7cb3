"""The keys that a person chose instead of the table's, as a setting keeps them: a JSON object, action to list of keys."""

import json
from collections.abc import Mapping
from typing import Final

MOST: Final = 8
"""How many keys one action has at most."""

Choices = Mapping[str, tuple[str, ...]]


def choices_of(kept: str) -> Choices:
    """The keys by action's id, an empty tuple for none at all; what is not written as `kept_choices` does is left out."""
    try:
        found = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {action: tuple(keys[:MOST]) for action, keys in found.items() if _is_keys(keys)}


def kept_choices(choices: Choices) -> str:
    """What a setting keeps of them, "" for none."""
    return json.dumps({action: list(choices[action]) for action in sorted(choices)}) if choices else ""


def _is_keys(keys: object) -> bool:
    return isinstance(keys, list) and all(isinstance(one, str) for one in keys)
