"""What the palette of the main window offers beside tickets: what can be done, and where one can go."""

from collections.abc import Callable, Iterable
from functools import partial

from deskbell.model.rows import ViewRow
from deskbell.model.views import View, ViewKind
from deskbell.ui.keys import Keys
from deskbell.ui.palette.entries import Entry
from deskbell.ui.theme.icons import Icon
from deskbell.ui.words import count_word, view_word

_ICONS = {
    ViewKind.MAILBOX: Icon.MAIL,
    ViewKind.TEAM: Icon.TEAM,
    ViewKind.TAG: Icon.TAG,
    ViewKind.SAVED: Icon.SEARCH,
    ViewKind.FOLLOWING: Icon.EYE,
    ViewKind.SNOOZED: Icon.SNOOZE,
    ViewKind.MENTIONS: Icon.MENTION,
}


def offered(keys: Keys, rows: Iterable[ViewRow], go_to: Callable[[View], None]) -> list[Entry]:
    """What can be done by key, between the first views and the others."""
    done = [
        Entry(entry.words, keys.mine.shown(entry.id), entry.icon, action.trigger)
        for entry, action in keys.bound()
        if entry.id != "palette"
    ]
    gone = [
        Entry(
            view_word(row.view, row.name),
            count_word(row.count, more=row.more),
            _ICONS.get(row.view.kind, Icon.INBOX),
            partial(go_to, row.view),
        )
        for row in rows
    ]
    return [*gone[:3], *done, *gone[3:]]
