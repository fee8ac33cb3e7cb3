"""What an attachment is called where its name says nothing: the parts of signed and encrypted mail; and which is a message of its own."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.rows import AttachmentRow
from deskbell.rules.attachments import Wrapping

_T = QT_TRANSLATE_NOOP

_WORDS: Final = {
    Wrapping.SMIME_SIGNATURE: _T("attachments", "Signature (S/MIME)"),
    Wrapping.SMIME_SEALED: _T("attachments", "Sealed message (S/MIME)"),
    Wrapping.PGP_SIGNATURE: _T("attachments", "Signature (OpenPGP)"),
    Wrapping.PGP_SEALED: _T("attachments", "Encrypted message (OpenPGP)"),
    Wrapping.PGP_VERSION: _T("attachments", "Version of OpenPGP"),
    Wrapping.PGP_KEY: _T("attachments", "Public key (OpenPGP)"),
}
SEALED: Final = frozenset({Wrapping.SMIME_SEALED, Wrapping.PGP_SEALED, Wrapping.PGP_VERSION})
"""What hides the words of a mail from whoever has no key."""


def wrapping_word(what: Wrapping) -> str:
    """What such a part is called; "" for an ordinary attachment."""
    return QCoreApplication.translate("attachments", _WORDS[what]) if what in _WORDS else ""


def is_message(row: AttachmentRow) -> bool:
    """Whether it is a mail that can be read as one (RFC 2046, 5.2.1)."""
    return row.content_type == "message/rfc822" or row.name.casefold().endswith(".eml")
