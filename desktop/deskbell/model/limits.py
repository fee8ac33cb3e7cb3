"""What one mail may cost, whoever sent it."""

from msgspec import Struct

from deskbell.model.settings import Settings


class Limits(Struct, frozen=True):
    """The most that is read of one mail. A mail beyond them is not cut silently: a person gets the original.

    `header_bytes` bounds the mail's own header block, `field_bytes` how much of one field is decoded (the rest of that field is dropped and
    noted among the problems), `depth` how deep multiparts nest, `parts` how many parts there are in all, `body_bytes` the text of all
    bodies together, `message_bytes` the whole mail. `seconds` and `memory_bytes` are what the child process may take for it.
    """

    header_bytes: int = 256 << 10
    field_bytes: int = 64 << 10
    depth: int = 40
    parts: int = 2_000
    body_bytes: int = 8 << 20
    message_bytes: int = 100 << 20
    seconds: float = 5.0
    memory_bytes: int = 512 << 20

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """The limits that the desk's settings name."""
        return cls(
            header_bytes=settings.number("parse.header_kb") << 10,
            depth=settings.number("parse.depth"),
            parts=settings.number("parse.parts"),
            body_bytes=settings.number("parse.body_mb") << 20,
            message_bytes=settings.number("parse.message_mb") << 20,
            seconds=settings.number("parse.seconds"),
            memory_bytes=settings.number("parse.memory_mb") << 20,
        )
