"""What an attachment is called on a screen and on a disk: the sender's name made harmless, or one made from the type."""

import mimetypes
import re
import unicodedata
from functools import cache
from typing import Final

from deskbell.mail.parse.headers import split_headers
from deskbell.mail.parse.words import HeaderText, one_line

_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f]')
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST: Final = 180
_EXTENSIONS: Final = {
    "message/rfc822": ".eml", "message/global": ".eml", "text/calendar": ".ics", "application/ics": ".ics", "text/x-vcard": ".vcf",
    "text/vcard": ".vcf", "text/plain": ".txt", "text/html": ".html", "text/rfc822-headers": ".txt", "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt", "message/feedback-report": ".txt", "message/external-body": ".txt", "image/jpeg": ".jpg",
    "image/jpg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "application/octet-stream": ".bin",
    "application/pgp-signature": ".asc", "application/pgp-keys": ".asc", "application/pgp-encrypted": ".asc",
    "application/pkcs7-signature": ".p7s", "application/x-pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m", "application/ms-tnef": ".dat", "audio/mpeg": ".mp3", "text/csv": ".csv", "application/xml": ".xml",
}  # fmt: skip
_STEMS: Final = {
    "message/rfc822": "message", "text/calendar": "invite", "application/pgp-signature": "signature", "application/pkcs7-signature": "smime",
    "application/x-pkcs7-signature": "smime", "application/pkcs7-mime": "smime", "application/x-pkcs7-mime": "smime",
    "message/delivery-status": "delivery-status", "message/disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report", "text/rfc822-headers": "headers", "application/ms-tnef": "winmail",
    "application/pgp-encrypted": "version", "application/pgp-keys": "key",
}  # fmt: skip


def attachment_name(sent: str, content_type: str, number: int, subject: str = "") -> str:
    """A name to show and save under: without path, control and invisible format characters, never empty.

    `number` (from 1) tells nameless parts apart; `subject` names an attached message.
    """
    # A backslash is a path on Windows, except in names that were sent escaped; a name after the last separator is what every client shows.
    name = safe_name(sent.replace("\\", "/").rstrip("/ ").rpartition("/")[2])
    if name:
        return name
    extension = _EXTENSIONS.get(content_type) or _types().guess_extension(content_type) or ".bin"
    stem = safe_name(subject.replace("/", "-").replace("\\", "-")) if subject else ""
    if stem:
        return f"{stem[: _LONGEST - len(extension)].rstrip('. ')}{extension}"
    known = _STEMS.get(content_type)
    if known:
        return f"{known}{extension}"
    return f"{content_type.partition('/')[0] if content_type.startswith(('image/', 'audio/', 'video/')) else 'attachment'}-{number}{extension}"


@cache
def _types() -> mimetypes.MimeTypes:
    """Python's own table, the same on every system, without what a machine's registry adds."""
    return mimetypes.MimeTypes()


def type_of_name(name: str) -> str:
    """The content type that a file name's extension stands for."""
    return _types().guess_type(name)[0] or "application/octet-stream"


def safe_name(text: str) -> str:
    """`text` as one component of a path on every system; "" where nothing is left."""
    shown = "".join(character for character in text if unicodedata.category(character) not in {"Cf", "Cs", "Co", "Cn"})
    name = one_line(
        _FORBIDDEN.sub("_", unicodedata.normalize("NFC", shown).replace("/", "_").replace("\\", "_"))
    ).rstrip(" .")
    if not name.strip("_. "):
        return ""
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    if len(name) > _LONGEST:
        stem, dot, extension = name.rpartition(".")
        name = (
            f"{stem[: _LONGEST - len(extension) - 1]}.{extension}" if dot and len(extension) <= 10 else name[:_LONGEST]
        )
    return name


def message_subject(raw: bytes, header: HeaderText) -> str:
    """The subject of an attached message, "" where it has none."""
    headers, _ = split_headers(raw, 0, min(len(raw), 64 * 1024))
    return header.text(headers.first("subject"), "subject")
