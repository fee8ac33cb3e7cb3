"""The layouts of mails, by mailbox."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Row, select

from deskbell.model.mail_layout import KeptLayout, Logo, MailLayout
from deskbell.store.session import Session
from deskbell.store.tables import mail_layout

_NAMES: Final = (
    *("header_html", "header_text", "footer_html", "footer_text", "accent"),
    *("logo", "logo_type", "logo_width", "logo_height"),
)
COLUMNS: Final = tuple(mail_layout.c[name].label(f"layout_{name}") for name in _NAMES)
"""For a select that joins a mailbox's layout, which there may be none of (`of_row`)."""

_KEPT: Final = select(mail_layout.c.mailbox_id, mail_layout.c.version, *COLUMNS)


def layouts(session: Session, mailboxes: Iterable[int] | None = None) -> dict[int, KeptLayout]:
    """The layouts by their mailboxes (ids): of these, or of all."""
    wanted = _KEPT if mailboxes is None else _KEPT.where(mail_layout.c.mailbox_id.in_(list(mailboxes)))
    found = session.connection.execute(wanted).all()
    return {row.mailbox_id: KeptLayout(row.mailbox_id, of_row(row), row.version) for row in found}


def of_row(row: Row[Any]) -> MailLayout:
    """The layout in a row that has `COLUMNS`, NULL where there is none."""
    logo = None
    if row.layout_logo is not None:
        logo = Logo(bytes(row.layout_logo), row.layout_logo_type, row.layout_logo_width, row.layout_logo_height)
    return MailLayout(
        header_html=row.layout_header_html or "",
        header_text=row.layout_header_text or "",
        footer_html=row.layout_footer_html or "",
        footer_text=row.layout_footer_text or "",
        accent=row.layout_accent or "",
        logo=logo,
    )
