"""What a person chose in the palette and which tickets they opened lately, on this computer."""

from typing import Final

from PySide6.QtCore import QSettings

_MOST: Final = 30


class Recent:
    """Kept by person: numbers and names of actions alone, as what tickets say may be erased."""

    def __init__(self, settings: QSettings, agent_id: int) -> None:
        self._settings = settings
        self._chosen_key = f"palette/chosen-{agent_id}"
        self._opened_key = f"palette/opened-{agent_id}"

    @property
    def chosen(self) -> list[str]:
        """The keys of entries, the last chosen first."""
        return _lines(self._settings.value(self._chosen_key, ""))

    @property
    def opened(self) -> list[int]:
        """The numbers of tickets, the last opened first."""
        return [int(word) for word in _lines(self._settings.value(self._opened_key, "")) if _is_number(word)]

    def choose(self, key: str) -> None:
        """This was chosen now."""
        self._put_first(self._chosen_key, self.chosen, key)

    def open(self, ticket_id: int) -> None:
        """This ticket was opened now."""
        self._put_first(self._opened_key, list(map(str, self.opened)), str(ticket_id))

    def _put_first(self, where: str, lines: list[str], line: str) -> None:
        if line and lines[:1] != [line]:
            kept = [line, *(other for other in lines if other != line)][:_MOST]
            self._settings.setValue(where, "\n".join(kept))


def number_of(key: str, kind: str) -> int:
    """The number in a key such as "ticket:12", 0 where it is of no such kind."""
    named, _, number = key.partition(":")
    return int(number) if named == kind and _is_number(number) else 0


def _lines(value: object) -> list[str]:
    return [line for line in value.split("\n") if line][:_MOST] if isinstance(value, str) else []


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 12
