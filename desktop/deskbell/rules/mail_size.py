"""How large files become when they go by mail, and whether a server takes that."""

from typing import Final

# base64 in lines: 57 bytes become 76 characters and a line end (RFC 2045, 6.8).
_BYTES_A_LINE: Final = 57
_LINE: Final = 78
# For the text and the headers.
_ROOM: Final = 30_000


def as_mail(size: int) -> int:
    """About how large a mail is whose files have `size` bytes together."""
    return -(-size // _BYTES_A_LINE) * _LINE + _ROOM


def room_within(limit: int) -> int:
    """How many bytes of files fit about into a mail of at most `limit` bytes."""
    return max(0, limit - _ROOM) // _LINE * _BYTES_A_LINE


def is_beyond(size: int, limit: int) -> bool:
    """Whether a mail of `size` bytes is larger than a server takes; its `limit` is 0 where it names none, or nobody knows it."""
    return 0 < limit < size


def megabytes(size: int) -> str:
    """A size for a sentence: "8.0 MB"."""
    return f"{size / 1_000_000:.1f} MB"
