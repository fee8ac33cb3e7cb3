"""Giving a mailbox the layout of its mails."""

from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import select, update

from deskbell.actions.deeds import record
from deskbell.mail.sanitize import sanitize
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.mail_layout import LARGEST_LOGO, WIDEST_LOGO, Logo, MailLayout, SaveLayout
from deskbell.rules.mail_layout import good_accent
from deskbell.store.session import Session
from deskbell.store.tables import mail_layout, mailbox
from deskbell.store.upsert import insert_into

_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif"})


def save_layout(session: Session, command: SaveLayout) -> int:
    """Keep it; the mailbox's id. What the editor made is made harmless here: it stands in mails, and on others' screens.

    Raises `Mistake` mailbox.gone, layout.accent, layout.logo and `Conflict` layout.changed.
    """
    name = session.connection.execute(select(mailbox.c.name).where(mailbox.c.id == command.mailbox_id)).scalar()
    if name is None:
        raise Mistake("mailbox.gone")
    values = _values(_checked(command.layout))
    if command.version == 0:
        made = insert_into(session, mail_layout).values(mailbox_id=command.mailbox_id, **values)
        kept = made.on_conflict_do_nothing(index_elements=[mail_layout.c.mailbox_id])
    else:
        kept = (
            update(mail_layout)
            .where(mail_layout.c.mailbox_id == command.mailbox_id, mail_layout.c.version == command.version)
            .values(values | {"version": command.version + 1})
        )
    if session.connection.execute(kept.returning(mail_layout.c.mailbox_id)).first() is None:
        raise Conflict("layout.changed", name=name)
    record(session, command, Deed.SETTINGS, [], command.mailbox_id)
    session.changed(Entity.MAILBOX, command.mailbox_id)
    return command.mailbox_id


def _checked(layout: MailLayout) -> MailLayout:
    accent = layout.accent.strip().lower()
    if not good_accent(accent):
        raise Mistake("layout.accent", colour=layout.accent)
    if layout.logo is not None and not _good(layout.logo):
        raise Mistake("layout.logo", limit=LARGEST_LOGO // 1000)
    return replace(
        layout,
        header_html=sanitize(layout.header_html) if layout.header_text.strip() else "",
        header_text=layout.header_text.strip("\n").rstrip(),
        footer_html=sanitize(layout.footer_html) if layout.footer_text.strip() else "",
        footer_text=layout.footer_text.strip("\n").rstrip(),
        accent=accent,
    )


def _good(logo: Logo) -> bool:
    sides = 0 < logo.width <= WIDEST_LOGO and 0 < logo.height <= WIDEST_LOGO
    return sides and 0 < len(logo.content) <= LARGEST_LOGO and logo.content_type in _PICTURES


def _values(layout: MailLayout) -> dict[str, Any]:
    logo = layout.logo
    return {
        "header_html": layout.header_html,
        "header_text": layout.header_text,
        "footer_html": layout.footer_html,
        "footer_text": layout.footer_text,
        "accent": layout.accent,
        "logo": logo.content if logo is not None else None,
        "logo_type": logo.content_type if logo is not None else "",
        "logo_width": logo.width if logo is not None else 0,
        "logo_height": logo.height if logo is not None else 0,
    }
