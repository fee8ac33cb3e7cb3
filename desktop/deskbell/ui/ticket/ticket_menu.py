"""The menu of an open ticket: what can be done with all of it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.kinds import Shelf
from deskbell.model.rows import TicketRow
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.card_errands import CardErrands
from deskbell.ui.ticket.filling import Filling
from deskbell.ui.ticket.header import TicketHeader

translate = QCoreApplication.translate


def ticket_menu(
    theme: ThemeSource,
    row: TicketRow,
    errands: CardErrands,
    header: TicketHeader,
    filling: Filling,
    keys: MyKeys,
    parent: QWidget,
    *,
    apart: Callable[[], None] | None = None,
) -> QMenu:
    """What kind it is, when it is due, when one is reminded of it, who follows it, what there is to do, what it is linked to and merged into, its own link, an article, paper, PDF, and the mails as files.
    `apart` opens it in a window of its own; None where it is in one.
    """
    printing, exporting = errands.printing, errands.exporting
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    due = menu.addAction(theme.icon(Icon.CALENDAR), translate("ticket_menu", "Due date…"))
    due.triggered.connect(header.ask_due)
    remind = menu.addAction(theme.icon(Icon.BELL), translate("ticket_menu", "Remind me…"))
    remind.triggered.connect(header.ask_reminder)
    kind = menu.addAction(theme.icon(Icon.TYPE), translate("ticket_menu", "Type…"))
    kind.triggered.connect(header.ask_type)
    words = translate("ticket_menu", "Follow no longer") if header.follows else translate("ticket_menu", "Follow")
    follow = menu.addAction(theme.icon(Icon.EYE_OFF if header.follows else Icon.EYE), words)
    follow.triggered.connect(header.follow)
    followers = menu.addAction(theme.icon(Icon.TEAM), translate("ticket_menu", "Followers…"))
    followers.triggered.connect(header.ask_followers)
    checklist = menu.addAction(theme.icon(Icon.CHECKBOX), translate("ticket_menu", "Add to the checklist…"))
    checklist.triggered.connect(filling.begin_checklist)
    link = menu.addAction(theme.icon(Icon.LINK), translate("ticket_menu", "Link to another ticket…"))
    link.triggered.connect(lambda: errands.ask_link(header.menu_button))
    merge = menu.addAction(theme.icon(Icon.MERGE), translate("ticket_menu", "Merge into another ticket…"))
    merge.triggered.connect(lambda: errands.ask_merge((row.id,), header.menu_button))
    if header.can_escalate:
        escalate = menu.addAction(theme.icon(Icon.UP), translate("ticket_menu", "Escalate…"))
        escalate.triggered.connect(header.ask_escalate)
        keys.hint(escalate, "escalate")
    history = menu.addAction(theme.icon(Icon.HISTORY), translate("ticket_menu", "History"))
    history.triggered.connect(header.history_button.toggle)
    copy = menu.addAction(theme.icon(Icon.COPY), translate("ticket_menu", "Copy link"))
    copy.triggered.connect(lambda: errands.copy_links((row.id,)))
    article = menu.addAction(theme.icon(Icon.KNOWLEDGE), translate("ticket_menu", "Make an article of it…"))
    article.triggered.connect(lambda: errands.article_wanted.emit(row.id))
    keys.hint(article, "make_article")
    if apart is not None:
        words = translate("ticket_menu", "Open in a window of its own")
        own = menu.addAction(theme.icon(Icon.POP_OUT), words)
        own.triggered.connect(apart)
        keys.hint(own, "apart")
    menu.addSeparator()
    paper = menu.addAction(theme.icon(Icon.PRINTER), translate("ticket_menu", "Print…"))
    paper.triggered.connect(lambda: printing.print_ticket(row))
    pdf = menu.addAction(theme.icon(Icon.FILE), translate("ticket_menu", "Save as PDF…"))
    pdf.triggered.connect(lambda: printing.save_ticket(row))
    menu.addSeparator()
    mbox = menu.addAction(theme.icon(Icon.DOWNLOAD), translate("ticket_menu", "Save mails as mbox…"))
    mbox.triggered.connect(lambda: exporting.save_mbox(row))
    folder = menu.addAction(
        theme.icon(Icon.DOWNLOAD), translate("ticket_menu", "Save mails as a folder of .eml files…")
    )
    folder.triggered.connect(lambda: exporting.save_folder(row))
    if errands.may_erase and row.shelf in {Shelf.SPAM, Shelf.TRASH}:
        menu.addSeparator()
        erase = menu.addAction(theme.icon(Icon.TRASH, "danger"), translate("ticket_menu", "Erase for good…"))
        erase.triggered.connect(lambda: errands.erasing.ask((row.id,)))
        keys.hint(erase, "erase")
    named = {"due": due, "type": kind, "follow": follow, "followers": followers, "checklist": checklist, "print": paper}
    for action_id, action in {**named, "remind": remind, "link": link, "merge": merge, "copy_link": copy}.items():
        keys.hint(action, action_id)
    return menu
