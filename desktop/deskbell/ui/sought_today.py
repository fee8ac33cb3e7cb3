"""What one person searched for today, wherever they searched."""

from PySide6.QtCore import QDate


class SoughtToday:
    """Words that count once a day, by whichever of a person's searches they came; those of the day before are forgotten."""

    def __init__(self) -> None:
        self._day = QDate()
        self._keys: set[str] = set()

    def is_first(self, key: str) -> bool:
        """Whether these words were not noted today; they are now."""
        today = QDate.currentDate()
        if self._day != today:
            self._day, self._keys = today, set()
        if key in self._keys:
            return False
        self._keys.add(key)
        return True
