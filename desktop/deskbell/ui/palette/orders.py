"""The orders and the groups that the palette offers for the list that is shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from deskbell.model.grouping import Group
from deskbell.ui.inbox.group_head import group_word
from deskbell.ui.inbox.list_header import ListHeader
from deskbell.ui.palette.entries import Entry
from deskbell.ui.theme.icons import Icon
from deskbell.ui.words import sort_word


def with_orders(offers: Callable[[], list[Entry]], header: ListHeader) -> Callable[[], list[Entry]]:
    """What gives all that is offered, and these behind it."""
    return lambda: [*offers(), *order_entries(header)]


def order_entries(header: ListHeader) -> list[Entry]:
    """Those that its menu has."""
    by_order = QCoreApplication.translate("palette", "Order: %1")
    by_group = QCoreApplication.translate("palette", "Group by: %1")
    made = [
        Entry(
            by_order.replace("%1", sort_word(sort)),
            "",
            Icon.SORT,
            partial(header.sorted_by.emit, sort),
            key=f"order:{sort}",
        )
        for sort in header.orders
    ]
    for by in (None, *Group) if header.can_group else ():
        words = group_word(by) if by is not None else QCoreApplication.translate("order", "Nothing")
        do = partial(header.grouped_by.emit, by)
        made.append(Entry(by_group.replace("%1", words), "", Icon.LIST, do, key=f"group:{by or ''}"))
    return made
