"""What one mail may cost, and the verdict on a mail that asks for more."""

from dataclasses import dataclass

from deskbell.model.errors import Trouble


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one mail. A mail beyond them is not cut silently: it raises `Trouble`, and a person gets the original.

    `header_bytes` bounds the mail's own header block, `field_bytes` how much of one field is decoded (the rest of that field is dropped and
    noted among the problems), `depth` how deep multiparts nest, `parts` how many parts there are in all, `body_bytes` the text of all
    bodies together, `message_bytes` the whole mail.
    """

    header_bytes: int = 256 * 1024
    field_bytes: int = 64 * 1024
    depth: int = 40
    parts: int = 2_000
    body_bytes: int = 8 * 1024 * 1024
    message_bytes: int = 150 * 1024 * 1024


def refuse_over(code: str, found: int, limit: int) -> None:
    """Raise `Trouble` with `code` (parse.header_bytes, parse.depth, parse.parts, parse.body_bytes, parse.message_bytes) where `found` exceeds `limit`."""
    if found > limit:
        raise Trouble(code, found=found, limit=limit)
