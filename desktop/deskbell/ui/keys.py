"""The actions of one window, made of the table of keys."""

from collections.abc import Callable, Collection, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from deskbell.ui.key_table import BY_ID, TABLE, KeyAction
from deskbell.ui.my_keys import MyKeys, sequences


class PlacedAction(QAction):
    """An action that may be put aside, whatever whoever made it says of it meanwhile."""

    def __init__(self, words: str, parent: QObject) -> None:
        super().__init__(words, parent)
        self._works = True
        self._is_aside = False

    def setEnabled(self, works: bool) -> None:
        self._works = works
        super().setEnabled(works and not self._is_aside)

    def put_aside(self, aside: bool) -> None:
        """It does nothing now; or what it did before."""
        self._is_aside = aside
        self.setEnabled(self._works)


class Keys(QObject):
    """Only what is bound exists: a key that does nothing is not listed anywhere. The keys are those of the person (`mine`), and follow them."""

    def __init__(self, window: QWidget, mine: MyKeys) -> None:
        super().__init__(window)
        self._window = window
        self.mine = mine
        self._bound: dict[str, PlacedAction] = {}
        self._listed: set[str] = set()
        self._only: Collection[str] | None = None
        self._beside: Keys | None = None
        mine.changed.connect(self._follow)

    def bind(self, action_id: str, do: Callable[[], None]) -> QAction:
        """Let the action do this; `KeyError` where the table has no such action."""
        action = PlacedAction(BY_ID[action_id].words, self._window)
        action.setShortcuts(sequences(self.mine.of(action_id)))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(action_id in {"next", "previous"})
        action.triggered.connect(lambda _checked: do())
        self._window.addAction(action)
        self._bound[action_id] = action
        self._place(action_id)
        return action

    def only(self, action_ids: Collection[str] | None, beside: "Keys | None" = None) -> None:
        """From now on only these do anything, None for all of them: another part of the window is in sight, with keys of its own (`beside`), which are on the
        sheet as long."""
        self._only, self._beside = action_ids, beside
        for action_id in self._bound:
            self._place(action_id)

    def list_only(self, *action_ids: str) -> None:
        """Another part of the window has these keys; they belong on the sheet all the same."""
        self._listed.update(BY_ID[one].id for one in action_ids)

    def known(self, *elsewhere: str) -> list[KeyAction]:
        """What this window can do by keys, whether it has any or not, and what only another one can, in the order of the table."""
        known = {*self._bound, *self._listed, *elsewhere}
        return [entry for entry in TABLE if entry.id in known]

    def listed(self) -> list[KeyAction]:
        """What works by key now, in the order of the table."""
        works = self._listed if self._only is None else set()
        works = works | {entry.id for keys in (self, self._beside) if keys is not None for entry, _ in keys.bound()}
        return [entry for entry in TABLE if entry.id in works and self.mine.of(entry.id)]

    def bound(self) -> Iterable[tuple[KeyAction, QAction]]:
        """What can be set off here and now, in the order of the table."""
        there = [(entry, self._bound[entry.id]) for entry in TABLE if entry.id in self._bound]
        return [(entry, action) for entry, action in there if action.isEnabled()]

    def _place(self, action_id: str) -> None:
        self._bound[action_id].put_aside(self._only is not None and action_id not in self._only)

    def _follow(self) -> None:
        for action_id, action in self._bound.items():
            action.setShortcuts(sequences(self.mine.of(action_id)))
