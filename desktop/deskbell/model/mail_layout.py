"""What stands around the mails that leave a mailbox: above and below what an agent writes, with a colour and a picture."""

from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.hidden import all_but

LARGEST_LOGO: Final = 200_000
"""Bytes of a logo, at most: it goes along with each mail."""

WIDEST_LOGO: Final = 600
"""Pixels that a logo is shown wide or high, at most."""


class Logo(Struct, frozen=True):
    """A picture that goes along. `width` and `height` are those that it is shown in, in pixels."""

    content: bytes
    content_type: str
    width: int
    height: int

    __repr__ = all_but("content")


class MailLayout(Struct, frozen=True):
    """Header and footer as HTML fragments and as text, both with placeholders, "" for none. `accent` is the colour of the lines, "#RRGGBB" or ""."""

    header_html: str = ""
    header_text: str = ""
    footer_html: str = ""
    footer_text: str = ""
    accent: str = ""
    logo: Logo | None = None

    def header(self) -> bool:
        """Whether anything stands above what is written."""
        return bool(self.header_text.strip() or self.accent or self.logo)

    def footer(self) -> bool:
        """Whether anything stands below it."""
        return bool(self.footer_text.strip())


NO_LAYOUT: Final = MailLayout()


class KeptLayout(Struct, frozen=True):
    """A mailbox's layout as it is kept; version 0 where it never had one."""

    mailbox_id: int
    layout: MailLayout = NO_LAYOUT
    version: int = 0


class SaveLayout(Command, frozen=True, kw_only=True):
    """Give a mailbox this layout in the place of the one of `version`. `NO_LAYOUT` for none."""

    mailbox_id: int
    layout: MailLayout
    version: int = 0
