"""What is said of a setting where it is declared."""

import re
from enum import StrEnum

from msgspec import Struct

from deskbell.model.errors import Mistake


class Scope(StrEnum):
    """Whose a setting is: the whole desk's, one person's on every computer, or this computer's.

    A HIDDEN one is this computer's too, and lies among its secrets: never in the database, nor in what is copied from it.
    """

    DESK = "desk"
    PERSON = "person"
    COMPUTER = "computer"
    HIDDEN = "hidden"


class Declaration(Struct, frozen=True):
    """One setting. `choices` are the values allowed (empty: any of the type), `low` and `high` the bounds of a number, `unit` what it counts.

    A text fits `pattern`, and `wrong` is the sentence where it does not.
    """

    key: str
    default: bool | int | str
    scope: Scope
    title: str
    explanation: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    unit: str = ""
    pattern: str = ""
    wrong: str = "setting.bad"

    def check(self, value: object) -> bool | int | str:
        """`value` as this setting takes it; raises `Mistake` setting.bad, or what is `wrong`, where it cannot."""
        good = type(value) is type(self.default)
        if good and self.choices:
            good = value in {choice for choice, _ in self.choices}
        if good and isinstance(value, int) and not isinstance(value, bool) and self.high:
            good = self.low <= value <= self.high
        if good and self.pattern:
            good = re.fullmatch(self.pattern, str(value)) is not None
        if not good or not isinstance(value, bool | int | str):
            raise Mistake(self.wrong, key=self.key, value=value)
        return value
