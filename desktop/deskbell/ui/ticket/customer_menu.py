"""The menu of the customer beside a ticket."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.person_side import PersonSide

translate = QCoreApplication.translate


def customer_menu(
    theme: ThemeSource,
    side: PersonSide,
    merge: Callable[[], None],
    export: Callable[[], None],
    search: Callable[[], None],
    block: Callable[[], None],
    parent: QWidget,
    erase: Callable[[], None] | None = None,
    messages: Callable[[], None] | None = None,
    tag: Callable[[], None] | None = None,
    show: Callable[[], None] | None = None,
) -> QMenu:
    """What can be done with the customer. `erase` is None for those who may not, `messages`, `tag` and `show` (among all customers) where they have no place to be shown."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(theme.icon(Icon.DRAFT), translate("customer_menu", "Edit")).triggered.connect(side.edit)
    # Beside an icon no tick is seen, so the words say which way it goes.
    is_vip = side.customer is not None and side.customer.vip
    words = translate("customer_menu", "No longer a VIP") if is_vip else translate("customer_menu", "Mark as VIP")
    menu.addAction(theme.icon(Icon.STAR), words).triggered.connect(lambda: side.save(vip=not is_vip))
    choosing = menu.addAction(theme.icon(Icon.ORGANISATION), translate("customer_menu", "Choose the organisation…"))
    choosing.triggered.connect(side.ask_organisation)
    if tag is not None:
        tagging = menu.addAction(theme.icon(Icon.TAG), translate("customer_menu", "Add a tag…"))
        tagging.triggered.connect(tag)
    menu.addSeparator()
    if show is not None:
        showing = menu.addAction(theme.icon(Icon.CUSTOMERS), translate("customer_menu", "Show among all customers"))
        showing.triggered.connect(show)
    tickets = menu.addAction(theme.icon(Icon.SEARCH), translate("customer_menu", "All their tickets"))
    tickets.triggered.connect(search)
    if messages is not None:
        written = menu.addAction(theme.icon(Icon.HISTORY), translate("customer_menu", "All their messages…"))
        written.triggered.connect(messages)
    merging = menu.addAction(theme.icon(Icon.MERGE), translate("customer_menu", "Merge with another customer…"))
    merging.triggered.connect(merge)
    exporting = menu.addAction(theme.icon(Icon.DOWNLOAD), translate("customer_menu", "Save all that is kept of them…"))
    exporting.triggered.connect(export)
    menu.addSeparator()
    blocked = side.customer is not None and side.customer.blocked
    words = (
        translate("customer_menu", "Let their mail in") if blocked else translate("customer_menu", "Block their mail")
    )
    menu.addAction(theme.icon(Icon.BLOCK), words).triggered.connect(block)
    if erase is not None:
        erasing = menu.addAction(theme.icon(Icon.TRASH, "danger"), translate("customer_menu", "Erase for good…"))
        erasing.triggered.connect(erase)
    return menu
