"""What was read, as one goes back and forward through it."""

from typing import Final, NamedTuple

_MOST: Final = 100


class Visit(NamedTuple):
    """An article, in a language."""

    article_id: int
    language: str


class Visits:
    """In order, the last hundred; `here` is the one that is read now, None before there is one."""

    def __init__(self) -> None:
        self._visited: list[Visit] = []
        self._at = -1

    @property
    def here(self) -> Visit | None:
        """Where one is."""
        return self._visited[self._at] if self._visited else None

    def is_at(self, article_id: int, language: str) -> bool:
        """Whether one is at this article, in this language ("" for any)."""
        here = self.here
        return here is not None and here.article_id == article_id and language in ("", here.language)

    def add(self, article_id: int, language: str) -> None:
        """On to this one; what lay ahead is forgotten."""
        visit = Visit(article_id, language)
        if self.here != visit:
            self._visited = [*self._visited[: self._at + 1], visit][-_MOST:]
            self._at = len(self._visited) - 1

    def can_go(self, by: int) -> bool:
        """Whether there is something so many steps back (below 0) or ahead."""
        return 0 <= self._at + by < len(self._visited)

    def go(self, by: int) -> None:
        """So many steps back or ahead."""
        if self.can_go(by):
            self._at += by
