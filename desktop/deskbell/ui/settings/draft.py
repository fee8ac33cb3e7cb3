"""What every form of a settings page holds, and what can be wrong with it."""

from collections.abc import Mapping
from typing import Self

from msgspec import Struct
from msgspec.structs import replace


class Draft(Struct, frozen=True, kw_only=True):
    """A thing as it is being edited. `id` 0 is a new one; `version` is that of the row which it changes."""

    id: int = 0
    version: int = 0

    def upon(self, now: Self) -> Self:
        """As a change of what the row is now."""
        return replace(self, version=now.version)


class Fault(Struct, frozen=True):
    """What is wrong: a code of `model.sentences` and its values."""

    code: str
    values: Mapping[str, object] = {}
