"""What is typed after an option, looked at before anything is opened: what cannot be is wrong use (exit code 2)."""

import argparse
from collections.abc import Callable
from typing import Final

# The largest that the database's numbers go.
_LARGEST: Final = (1 << 63) - 1
MOST_ROWS: Final = 10_000_000


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A converter for argparse that takes whole numbers from `low` to `high`."""

    def convert(typed: str) -> int:
        digits = typed.removeprefix("-")
        number = int(typed) if digits.isdecimal() and len(digits) <= len(str(high)) else low - 1
        if not low <= number <= high:
            msg = f"“{typed}” is not a number between {low:,} and {high:,}"
            raise argparse.ArgumentTypeError(msg)
        return number

    return convert


def ticket_number(typed: str) -> int:
    """A ticket's number, as it is shown (#12) or bare."""
    digits = typed.removeprefix("#")
    if not digits.isdecimal() or len(digits) > len(str(_LARGEST)) or not 0 < int(digits) <= _LARGEST:
        msg = f"“{typed}” is not the number of a ticket, such as 12 or #12"
        raise argparse.ArgumentTypeError(msg)
    return int(digits)


def asking(typed: str) -> str:
    """The address of a ticket or a mail; what is wrong inside of it the window says, as whoever clicks one sees no terminal."""
    from deskbell.rules.asked_addresses import is_asking

    if not is_asking(typed) or not typed.isprintable():
        msg = (
            f"“{typed}” is not an address that Deskbell opens, such as deskbell://ticket/1042 or mailto:ona@example.com"
        )
        raise argparse.ArgumentTypeError(msg)
    return typed


def something(typed: str) -> str:
    """Anything but nothing: an empty value is a variable that was not set, and must not mean the usual desk."""
    if not typed.strip():
        msg = "nothing was given"
        raise argparse.ArgumentTypeError(msg)
    return typed
