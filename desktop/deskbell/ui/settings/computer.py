"""The settings of this computer, kept beside the window's state and not in the desk."""

import logging
from collections.abc import Mapping

from PySide6.QtCore import QObject, QSettings, Signal

from deskbell.model.declaration import Declaration, Scope
from deskbell.model.errors import Mistake
from deskbell.model.settings import BY_KEY, DECLARATIONS, Settings

log = logging.getLogger("deskbell.ui.settings")


class ComputerSettings(QObject):
    """Reads and writes the declared settings of `Scope.COMPUTER`. What is kept but not as declared stays at its default. `store` is where they are kept, beside
    what else the window remembers.

    Signals:
        changed: `settings` are others.
    """

    changed = Signal()

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        declared = (one for one in DECLARATIONS if one.scope is Scope.COMPUTER)
        self.settings = Settings({one.key: self._read(one) for one in declared})

    def write(self, values: Mapping[str, object]) -> None:
        """Keep these. Raises `Mistake` setting.bad, and keeps none then."""
        checked = {key: BY_KEY[key].check(value) for key, value in values.items()}
        for key, value in checked.items():
            self.store.setValue(_place(key), value)
        settings = Settings({**self.settings.values, **checked})
        if settings != self.settings:
            self.settings = settings
            self.changed.emit()

    def _read(self, declaration: Declaration) -> bool | int | str:
        kept = self.store.value(_place(declaration.key))
        if kept is None:
            return declaration.default
        try:
            return declaration.check(_typed(kept, declaration.default))
        except (Mistake, ValueError):
            log.warning("setting %s is not as declared; its default serves", declaration.key)
            return declaration.default


def _place(key: str) -> str:
    return "settings/" + key


def _typed(kept: object, default: bool | int | str) -> object:
    """An INI file holds texts only."""
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(str(kept).lower(), kept)
    return int(str(kept)) if isinstance(default, int) else kept
