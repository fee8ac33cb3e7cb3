"""Message-IDs out of Message-ID, In-Reply-To and References (RFC 5322, section 3.6.4)."""

import re
from typing import Final

_ID: Final = re.compile(r"<([^<>]{1,900})>")
_BARE: Final = re.compile(r"[^\s<>,;\"()]{1,400}@[^\s<>,;\"()]{1,400}")
_COMMENT: Final = re.compile(r"\([^()<>]*\)")
_BLANKS: Final = re.compile(r"\s+")
_MOST: Final = 500


def message_ids(value: bytes) -> tuple[str, ...]:
    """The ids in a field, without their angle brackets, each once and in order; blanks that folding put inside an id go.

    Without any brackets, what looks like an id is taken for one ("In-Reply-To: Your message of Monday …" holds none).
    """
    text = value.decode("utf-8", "replace")
    found = [_BLANKS.sub("", one) for one in _ID.findall(_COMMENT.sub("", text) if "(" in text else text)]
    if not found:
        found = _BARE.findall(text) if "@" in text else []
    ids = list(dict.fromkeys(one for one in found if one))
    # A thread longer than this is kept at both ends: the root and the latest are what threading needs.
    return tuple(ids if len(ids) <= _MOST else ids[:10] + ids[10 - _MOST :])


def message_id(value: bytes) -> str:
    """The one id of a Message-ID field; "" where there is none. An id without an @ is an id too."""
    ids = message_ids(value)
    if ids:
        return ids[0]
    bare = value.decode("utf-8", "replace").strip()
    return bare.strip("<>") if bare and not re.search(r"\s", bare) and len(bare) < 500 else ""
