"""Mails that are let go on an open ticket, in whichever window: added to it, or shown in the import, and told."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.model.rows import TicketRow
from deskbell.model.views import View, ViewKind
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    from deskbell.ui.importing.importing import Importing
    from deskbell.ui.ticket.mail_drop import MailDrop
    from deskbell.ui.ticket.pane import TicketPane


def take_mails(theme: ThemeSource, runner: Runner, pane: "TicketPane", importing: "Callable[[], Importing]") -> None:
    """Let mails be dropped on what `pane` shows; `importing` gives the import, which is made when it is first wanted."""

    def take(row: TicketRow, files: tuple[Path, ...]) -> None:
        importing().take(View(ViewKind.MAILBOX, row.mailbox_id), files)

    def make() -> "MailDrop":
        from deskbell.ui.ticket.mail_drop import MailDrop

        drop = MailDrop(theme, runner, lambda: pane.row, pane.page)
        drop.add_wanted.connect(lambda row, files: importing().add(row, files))
        drop.new_wanted.connect(take)
        drop.failed.connect(pane.failed)
        return drop

    pane.page.take_mails(make)
