"""Tickets that are begun by mail: their window, and the draft of one, which is the same whenever one goes on with it."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.ui.bring_forward import bring_forward
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.unsaved import Unsaved
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.chip import Tone

if TYPE_CHECKING:
    from deskbell.rules.asked_addresses import MailAsked
    from deskbell.ui.composer.draft_keeper import DraftKeeper
    from deskbell.ui.composer.drafts_here import DraftsHere
    from deskbell.ui.composer.new_ticket import NewTicketWindow

_KEY: Final = "new ticket"


class NewTickets(QObject):
    """One window at a time, over `host`. What was written in one that was closed before the database could take it is there again in the next.

    Signals:
        sent(int, str): as of `NewTicketWindow`.
        failed(Exception): as of `NewTicketWindow`.
    """

    sent = Signal(int, str)
    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        prompts: Prompts,
        unsaved: Unsaved,
        banners: Banners,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._prompts = prompts
        self._unsaved = unsaved
        self._banners = banners
        self._host = host
        self.window: NewTicketWindow | None = None

    @cached_property
    def keeper(self) -> "DraftKeeper":
        """What keeps the draft."""
        from deskbell.ui.composer.draft_keeper import DraftKeeper

        made = DraftKeeper(self._runner, self)
        self._unsaved.watch(made)
        return made

    def open(self, asked: "MailAsked | None" = None) -> None:
        """Begin one, or go on with what was begun. `asked` is filled in where nothing was; else the person is asked."""
        from deskbell.ui.composer.new_ticket import NewTicketWindow

        self._banners.drop(_KEY)
        window = self.window
        if window is None or not isValid(window) or not window.isVisible():
            window = NewTicketWindow(
                self._theme, self._runner, self._desk, self._prompts, asked=asked, keeper=self.keeper, parent=self._host
            )
            window.sent.connect(self.sent)
            window.failed.connect(self.failed)
            self.window = window
        elif asked is not None:
            window.take(asked)
        bring_forward(window)

    def open_from_template(self) -> None:
        """The same, with the list of templates."""
        self.open()
        if self.window is not None:
            self.window.offer_templates()

    def close(self) -> None:
        """Close the window of one that is being written, if any; what was written goes to be kept at once."""
        if self.window is not None and isValid(self.window):
            self.window.close()

    def take_over(self, here: "DraftsHere") -> None:
        """Go on with what lay on this computer since an earlier run, and say so: no list shows a ticket that is not one yet."""
        left = [one for one in here.left if one.kind is ReplyKind.NEW]
        if left:
            self.keeper.take_over(left)
        if any(isinstance(one, SaveDraft) and one.kind is ReplyKind.NEW for one in (*here.given, *left)):
            self._banners.tell(
                _KEY,
                self.tr("The new ticket that you were writing when Deskbell ended is kept."),
                Tone.ACCENT,
                action=(self.tr("Go on writing"), self.open),
            )
