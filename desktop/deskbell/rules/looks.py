"""How a file can be looked at without opening it: by its name and type, and by its bytes where these say nothing."""

from enum import Enum
from typing import Final

from deskbell.rules.attachments import runs


class Look(Enum):
    """HARMFUL: it does something when it is opened, and is only told of. NONE: it is told of, and can be opened or saved."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    CALENDAR = "calendar"
    MESSAGE = "message"
    HARMFUL = "harmful"
    NONE = "none"


_BY_ENDING: Final = {
    **dict.fromkeys(("png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "dib", "ico", "tif", "tiff"), Look.PICTURE),
    "pdf": Look.PDF,
    **dict.fromkeys(("ics", "ical", "ifb", "vcs"), Look.CALENDAR),
    **dict.fromkeys(("eml", "msg"), Look.MESSAGE),
    **dict.fromkeys(
        (
            "txt", "text", "log", "csv", "tsv", "json", "jsonl", "ndjson", "md", "markdown", "rst", "xml", "yml", "yaml", "toml", "ini", "cfg",
            "conf", "properties", "sql", "css", "diff", "patch", "srt", "vcf", "asc", "po", "tex", "bib", "c", "h", "cpp", "java", "kt", "go",
            "rs", "ts", "swift",
        ),
        Look.TEXT,
    ),
}  # fmt: skip
_BY_TYPE: Final = {
    "application/pdf": Look.PDF,
    "application/x-pdf": Look.PDF,
    "text/calendar": Look.CALENDAR,
    "message/rfc822": Look.MESSAGE,
    "application/vnd.ms-outlook": Look.MESSAGE,
    **dict.fromkeys(("application/json", "application/xml", "application/csv", "application/x-ndjson"), Look.TEXT),
    **dict.fromkeys(
        ("image/png", "image/jpeg", "image/pjpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"), Look.PICTURE
    ),
}
_BY_BEGINNING: Final = (
    (b"%PDF-", Look.PDF),
    (b"\x89PNG\r\n\x1a\n", Look.PICTURE),
    (b"\xff\xd8\xff", Look.PICTURE),
    (b"GIF87a", Look.PICTURE),
    (b"GIF89a", Look.PICTURE),
    (b"II*\0", Look.PICTURE),
    (b"MM\0*", Look.PICTURE),
    (b"BEGIN:VCALENDAR", Look.CALENDAR),
)
_TOLD: Final = 1024
"""Bytes at the beginning that say whether a file is text. PDF's header may stand anywhere among as many (ISO 32000, annex H)."""
_OF_TEXT: Final = bytes({7, 8, 9, 10, 12, 13, 27, *range(32, 256)})
"""All but the control characters that no text has."""


def look_of(name: str, content_type: str, *, dangerous: bool) -> Look:
    """How it says that it can be looked at. Of its ending and its type the ending is believed: many programs send all as octet-stream."""
    if dangerous:
        return Look.HARMFUL
    ending = name.rstrip(" .").rpartition(".")[2].casefold() if "." in name else ""
    media = content_type.partition(";")[0].strip().lower()
    found = _BY_ENDING.get(ending) or _BY_TYPE.get(media)
    if found is None and media.startswith("text/") and media != "text/html":
        return Look.TEXT
    return found or Look.NONE


def look_into(content: bytes, said: Look) -> Look:
    """How it can be looked at in truth. What runs is harmful whatever it says; what says nothing may be known by its beginning."""
    if said is Look.HARMFUL or runs(content):
        # A text that begins with #! or looks like a page is only read here: nothing of it runs.
        return said if said is Look.TEXT else Look.HARMFUL
    if content[:_TOLD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Look.PDF
    if said is not Look.NONE:
        return said
    head = content[:_TOLD]
    for beginning, look in _BY_BEGINNING:
        if head.startswith(beginning):
            return look
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Look.PICTURE
    return Look.TEXT if head and not head.translate(None, _OF_TEXT) else Look.NONE
