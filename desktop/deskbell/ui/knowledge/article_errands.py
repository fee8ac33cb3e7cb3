"""Where the links of an article lead: to pages of the web, to tickets, to mails to be written."""

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from deskbell.rules.asked_addresses import is_asking
from deskbell.ui.prompts import Prompts
from deskbell.ui.ticket.link_question import may_follow


class ArticleErrands(QObject):
    """Follows links.

    Signals:
        address_wanted(str): an address of the desk's own is to be opened.
    """

    address_wanted = Signal(str)

    def __init__(self, prompts: Prompts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts

    def follow(self, url: QUrl, promised: str) -> None:
        """Open a link; first ask where its words promise another host."""
        if not may_follow(self._prompts, url, promised):
            return
        if is_asking(address := url.toString(QUrl.ComponentFormattingOption.FullyEncoded)):
            self.address_wanted.emit(address)
        else:
            QDesktopServices.openUrl(url)
