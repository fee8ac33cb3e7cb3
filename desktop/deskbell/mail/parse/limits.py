"""The verdict on a mail that asks for more than it may cost."""

from deskbell.model.errors import Trouble


def refuse_over(code: str, found: int, limit: int) -> None:
    """Raise `Trouble` with `code` (parse.header_bytes, parse.depth, parse.parts, parse.body_bytes, parse.message_bytes) where `found` exceeds `limit`."""
    if found > limit:
        raise Trouble(code, found=found, limit=_shown(limit) if code.endswith("_bytes") else limit)


def _shown(size: int) -> str:
    """A size as a person reads it; limits are round ones."""
    if size < 1 << 10:
        return f"{size} B"
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size >> 10} KB"
