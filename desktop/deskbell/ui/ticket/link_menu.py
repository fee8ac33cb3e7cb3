"""The menu of a ticket that is named beside another one: what it is to that."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.kinds import LinkKind
from deskbell.model.rows import TicketTitle
from deskbell.ui.ticket.link_words import link_choice, translate


def link_menu(row: TicketTitle, choose: Callable[[LinkKind | None], None], parent: QWidget) -> QMenu:
    """`choose` is told what it is to be, None for nothing that people say."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = QActionGroup(menu)
    for kind in (LinkKind.RELATED, LinkKind.CHILD, LinkKind.PARENT, LinkKind.DUPLICATE, LinkKind.ORIGINAL):
        action = menu.addAction(link_choice(kind))
        action.setCheckable(True)
        action.setChecked(kind is row.link)
        action.setData(kind)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(LinkKind(action.data())))
    if row.link is not None:
        menu.addSeparator()
        gone = menu.addAction(translate("links", "Link no longer"))
        # Shown only: the line itself has the key.
        gone.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        gone.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        gone.triggered.connect(lambda: choose(None))
    return menu
