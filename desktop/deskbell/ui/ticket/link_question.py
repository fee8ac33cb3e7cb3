"""What is asked before a link is followed whose words promise another host than it leads to."""

from PySide6.QtCore import QCoreApplication, QUrl

from deskbell.ui.prompts import Prompts
from deskbell.ui.ticket.body_view import shown_address


def may_follow(prompts: Prompts, url: QUrl, promised: str) -> bool:
    """Whether the person wants to follow a link; they are asked where its words promise another host, "" where they are true."""
    tr = QCoreApplication.translate
    return not promised or prompts.sure(
        tr("links", "This link does not go where it says"),
        tr("links", "Its words say {promised}, but it opens {real}").format(
            promised=promised, real=" · ".join(shown_address(url).split("\n"))
        ),
        tr("links", "Open it all the same"),
    )
