"""What the palette of the main window offers beside tickets and customers: what can be done, where one can go, and what can be set."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from deskbell.model.rows import ViewRow
from deskbell.model.settings import DECLARATIONS
from deskbell.model.views import View, ViewKind
from deskbell.ui.key_table import KeyAction
from deskbell.ui.keys import Keys
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.palette.entries import Entry, Part
from deskbell.ui.settings_opener import SettingsOpener
from deskbell.ui.theme.icons import Icon
from deskbell.ui.words import count_word, view_word

_ICONS = {
    ViewKind.MAILBOX: Icon.MAIL,
    ViewKind.TEAM: Icon.TEAM,
    ViewKind.COLLEAGUE: Icon.PERSON,
    ViewKind.TAG: Icon.TAG,
    ViewKind.SAVED: Icon.SEARCH,
    ViewKind.FOLLOWING: Icon.EYE,
    ViewKind.SNOOZED: Icon.SNOOZE,
    ViewKind.MENTIONS: Icon.MENTION,
    ViewKind.SOON: Icon.HOURGLASS,
}


def offered(
    keys: Keys, rows: Iterable[ViewRow], go_to: Callable[[View], None], settings: SettingsOpener
) -> list[Entry]:
    """What can be done here and now, what cannot is left out; all views; the pages of the settings and each setting, where there are any."""
    gone = [
        Entry(
            view_word(row.view, row.name),
            count_word(row.count, more=row.more),
            _ICONS.get(row.view.kind, Icon.INBOX),
            partial(go_to, row.view),
            Part.GO,
            f"view:{row.view.kind}:{row.view.of}",
        )
        for row in rows
    ]
    return [*done(keys.bound(), keys.mine), *gone, *(_settings(settings) if settings.there else ())]


def done(bound: Iterable[tuple[KeyAction, QAction]], mine: MyKeys) -> list[Entry]:
    """What can be done, with the keys for it."""
    return [
        Entry(action.text(), mine.shown(entry.id), entry.icon, action.trigger, key=f"do:{entry.id}")
        for entry, action in bound
        if entry.id != "palette"
    ]


def _settings(settings: SettingsOpener) -> list[Entry]:
    from deskbell.ui.settings.page_names import page_entries, page_of

    pages = page_entries()
    titles = {page.name: page for page in pages}
    made = [
        Entry(
            page.title, page.group, page.icon, partial(settings.open_page, page.name), Part.SETTING, f"page:{page.name}"
        )
        for page in pages
    ]
    for one in DECLARATIONS:
        page = titles[page_of(one)]
        words = QCoreApplication.translate("settings", one.title)
        go = partial(settings.open_setting, one.key)
        if words != page.title:
            chosen = (QCoreApplication.translate("settings", choice) for _, choice in one.choices)
            also = " ".join((page.title, *chosen))
            made.append(Entry(words, page.title, page.icon, go, Part.SETTING, f"set:{one.key}", also=also))
    return made
