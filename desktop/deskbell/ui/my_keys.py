"""The keys as the person at this window has them: those of the table, and what they chose instead."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from deskbell.rules.key_choices import Choices, choices_of
from deskbell.ui.key_rules import refusal
from deskbell.ui.key_table import TABLE, named, native
from deskbell.ui.widgets.icon_button import IconButton

KeysById = Mapping[str, tuple[str, ...]]


def meet(one: str, other: str) -> bool:
    """Whether one stroke would not tell these keys apart: they are the same, or one is how the other begins."""
    first, second = QKeySequence(one), QKeySequence(other)
    apart = QKeySequence.SequenceMatch.NoMatch
    return first.matches(second) != apart or second.matches(first) != apart


def clashes(keys: KeysById) -> list[tuple[str, str]]:
    """Pairs of actions with keys that meet."""
    strokes = [(action, words) for action, all_ in keys.items() for words in all_]
    return [
        (action, other)
        for number, (action, words) in enumerate(strokes)
        for other, another in strokes[number + 1 :]
        if meet(words, another)
    ]


def keys_in_force(choices: Choices) -> KeysById:
    """The keys of all actions. What was chosen goes before what the table says of others; what cannot be (a program with other keys kept it, or
    somebody wrote it by hand) is as if it were not chosen.
    """
    chosen = {
        entry.id: choices[entry.id]
        for entry in TABLE
        if entry.id in choices and not entry.fixed and all(refusal(words, entry) is None for words in choices[entry.id])
    }
    taken = [words for entry in TABLE if entry.fixed for words in entry.keys]
    in_force: dict[str, tuple[str, ...]] = {}
    for entry in sorted(TABLE, key=lambda entry: entry.id not in chosen):
        wanted = chosen.get(entry.id, entry.keys)
        if chosen and not entry.fixed:
            wanted = _free(wanted, taken)
            taken += wanted if entry.id in chosen else ()
        in_force[entry.id] = wanted
    return {entry.id: in_force[entry.id] for entry in TABLE}


def sequences(keys: Iterable[str]) -> list[QKeySequence]:
    """What Qt listens to; Enter beside the digits does what Return does."""
    twice = [words for one in keys for words in dict.fromkeys((one, one.replace("Return", "Enter")))]
    return [QKeySequence(words) for words in twice]


class MyKeys(QObject):
    """Read from the person's settings by `take`. What shows or hears keys is handed to it and follows.

    Signals:
        changed: they are others.
    """

    changed = Signal()

    def __init__(self, kept: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = kept

    @cached_property
    def _in_force(self) -> KeysById:
        return keys_in_force(self.choices) if self._kept else {entry.id: entry.keys for entry in TABLE}

    @property
    def choices(self) -> Choices:
        """What was chosen instead of the table's keys."""
        return choices_of(self._kept)

    def take(self, kept: str) -> None:
        """Have the keys of a setting as `rules.key_choices` keeps it."""
        if kept != self._kept:
            self._kept = kept
            self.__dict__.pop("_in_force", None)
            self.changed.emit()

    def of(self, action_id: str) -> tuple[str, ...]:
        """The keys of an action; `KeyError` where the table has no such."""
        return self._in_force[action_id]

    def shown(self, action_id: str) -> str:
        """The first keys of an action as this system writes them, "" for none."""
        keys = self.of(action_id)
        return native(keys[0]) if keys else ""

    def name(self, button: IconButton, words: str, action_id: str) -> None:
        """Call the button so, with the action's keys behind it; once more calls it something else."""
        for kept in button.findChildren(_Named, options=Qt.FindChildOption.FindDirectChildrenOnly):
            kept.words = words
            kept.show()
            return
        _Named(self, button, words, action_id)

    def hint(self, action: QAction, action_id: str) -> None:
        """Show the keys behind an entry of a menu that is about to be opened. The window has the keys, and one of them is enough."""
        keys = self.of(action_id)
        action.setShortcuts([QKeySequence(named(words)) for words in keys[:1]])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def listen(self, widget: QWidget, action_id: str, deed: Callable[[], None]) -> None:
        """Let the action's keys do this wherever the keyboard is within the widget."""
        _Listener(self, widget, action_id).heard.connect(deed)


class _Named(QObject):
    """What a button is called, for as long as there is one."""

    def __init__(self, keys: MyKeys, button: IconButton, words: str, action_id: str) -> None:
        super().__init__(button)
        self._keys = keys
        self._button = button
        self._action_id = action_id
        self.words = words
        keys.changed.connect(self.show)
        self.show()

    def show(self) -> None:
        self._button.set_name(self.words, self._keys.shown(self._action_id))


class _Listener(QObject):
    heard = Signal()

    def __init__(self, keys: MyKeys, widget: QWidget, action_id: str) -> None:
        super().__init__(widget)
        self._keys = keys
        self._action_id = action_id
        self._shortcut = QShortcut(widget)
        self._shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._shortcut.activated.connect(self.heard)
        keys.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._shortcut.setKeys(sequences(self._keys.of(self._action_id)))


def _free(wanted: tuple[str, ...], taken: list[str]) -> tuple[str, ...]:
    return tuple(words for words in wanted if not any(meet(words, other) for other in taken))
