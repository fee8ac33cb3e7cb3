"""The menu at the list's header: its order, its groups, and what is done to all groups."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.grouping import Group
from deskbell.model.views import MOST_SORTED, Sort
from deskbell.ui.inbox.group_head import group_word
from deskbell.ui.time_left import number
from deskbell.ui.words import sort_word

_FIRST: Final = (Sort.LATEST, Sort.OLDEST, Sort.URGENT, Sort.DUE, Sort.BEST)


def order_menu(
    parent: QWidget,
    sort: Sort,
    orders: Sequence[Sort],
    by: Group | None,
    *,
    can_group: bool,
    sorted_by: Callable[[Sort], None],
    grouped_by: Callable[[Group | None], None],
    fold_all: Callable[[bool], None],
) -> QMenu:
    """The orders that people want most first; the others, and the groups, in menus of their own."""
    tr = QCoreApplication.translate
    menu = QMenu(parent)
    picks = QActionGroup(menu)
    others = [one for one in orders if one not in _FIRST]
    for one in _FIRST:
        if one in orders:
            _choice(menu, picks, sort_word(one), one, checked=one is sort)
    more = menu.addMenu(tr("order", "More orders"))
    for one in others:
        _choice(more, picks, sort_word(one), one, checked=one is sort)
    picks.triggered.connect(lambda action: sorted_by(Sort(action.data())))
    menu.addSeparator()
    groups = QActionGroup(menu)
    words = tr("order", "Group by") if can_group else tr("order", "Group by (up to %1 tickets)")
    grouping = menu.addMenu(words.replace("%1", number(MOST_SORTED)))
    grouping.setEnabled(can_group)
    _choice(grouping, groups, tr("order", "Nothing"), "", checked=by is None)
    for one_group in Group:
        _choice(grouping, groups, group_word(one_group), one_group, checked=one_group is by)
    groups.triggered.connect(lambda action: grouped_by(Group(action.data()) if action.data() else None))
    if by is not None:
        menu.addAction(tr("order", "Fold all groups")).triggered.connect(lambda: fold_all(True))
        menu.addAction(tr("order", "Unfold all groups")).triggered.connect(lambda: fold_all(False))
    return menu


def _choice(menu: QMenu, group: QActionGroup, words: str, data: Any, *, checked: bool) -> None:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(checked)
    action.setData(str(data))
    group.addAction(action)
