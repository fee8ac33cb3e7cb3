"""What a person is choosing on the page of keys, until it is applied."""

from collections.abc import Sequence

from deskbell.rules.key_choices import MOST, Choices
from deskbell.ui.key_table import BY_ID, TABLE
from deskbell.ui.my_keys import keys_in_force, meet


class KeyDraft:
    """`choices` as they are kept; also those of actions that only another version knows stay."""

    def __init__(self, choices: Choices) -> None:
        self._choices = dict(choices)
        self._in_force = dict(keys_in_force(choices))

    @property
    def choices(self) -> Choices:
        """What is chosen instead of the table's keys."""
        return self._choices

    def keys_of(self, action_id: str) -> tuple[str, ...]:
        """The keys that the action would have."""
        return self._in_force[action_id]

    def is_chosen(self, action_id: str) -> bool:
        """Whether they are others than the table's."""
        return self._in_force[action_id] != BY_ID[action_id].keys

    def any_chosen(self) -> bool:
        """Whether any action has others."""
        return any(self.is_chosen(entry.id) for entry in TABLE)

    def holders(self, action_id: str, words: str) -> list[str]:
        """The other actions that have these keys, or some that one stroke would not tell from them."""
        return [
            other
            for other, keys in self._in_force.items()
            if other != action_id and any(meet(words, one) for one in keys)
        ]

    def has_like(self, action_id: str, words: str, at: int) -> bool:
        """Whether the action has these keys, or some like them, in another place than this."""
        return any(meet(words, one) for number, one in enumerate(self._in_force[action_id]) if number != at)

    def put(self, action_id: str, words: str, at: int) -> None:
        """Have these in the place of the keys with this number, or beside them where there is none yet; whoever else has them loses them."""
        for other in self.holders(action_id, words):
            self._set(other, [one for one in self._in_force[other] if not meet(words, one)])
        keys = list(self._in_force[action_id])
        keys[at : at + 1] = [words]
        self._set(action_id, keys[:MOST])

    def remove(self, action_id: str, at: int) -> None:
        """Have the keys with this number no more."""
        keys = list(self._in_force[action_id])
        del keys[at]
        self._set(action_id, keys)

    def reset(self, action_id: str) -> None:
        """Back to the table's keys; whoever has them now loses them."""
        for words in BY_ID[action_id].keys:
            for other in self.holders(action_id, words):
                self._set(other, [one for one in self._in_force[other] if not meet(words, one)])
        self._set(action_id, BY_ID[action_id].keys)

    def reset_all(self) -> None:
        """All of them as the table has them."""
        for entry in TABLE:
            self._set(entry.id, entry.keys)

    def _set(self, action_id: str, keys: Sequence[str]) -> None:
        self._in_force[action_id] = tuple(keys)
        if self.is_chosen(action_id):
            self._choices[action_id] = tuple(keys)
        else:
            self._choices.pop(action_id, None)
