"""Which categories somebody has folded, kept on this computer."""

import json

from PySide6.QtCore import QSettings


class KeptFolds:
    """By person."""

    def __init__(self, settings: QSettings, agent_id: int) -> None:
        self._settings = settings
        self._key = f"knowledge/folded-{agent_id}"
        self.folded = self._read()

    def fold(self, category_id: int, *, folded: bool) -> None:
        """Keep that this one is folded, or no longer."""
        self.folded = self.folded | {category_id} if folded else self.folded - {category_id}
        self._settings.setValue(self._key, json.dumps(sorted(self.folded)))

    def _read(self) -> frozenset[int]:
        """What nobody can read is nothing."""
        try:
            return frozenset(map(int, json.loads(str(self._settings.value(self._key, "[]")))))
        except (ValueError, TypeError):
            return frozenset()
