"""Drafts of articles that the desk cannot take now, in files of this computer for their owner only, until it can."""

import logging
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from deskbell.model.articles import KeptArticle
from deskbell.ui.composer.drafts_here import write_wholly

log = logging.getLogger("deskbell.ui.drafts")

FOLDER: Final = "article-drafts"
"""Where they lie in the data folder; each desk and agent has a folder of its own there."""
_KEPT: Final = ".json"
_GONE: Final = ".gone"


class Left(Struct, frozen=True):
    """What was written, and what was thrown away, while the desk took neither."""

    written: tuple[KeptArticle, ...] = ()
    thrown_away: tuple[KeptArticle, ...] = ()


def article_drafts_here(data: Path) -> int:
    """How many drafts of articles lie in the folder `data` that no desk has yet, of whichever desk and agent."""
    folder = data / FOLDER
    return sum(len(ArticleDraftsHere(one).left().written) for one in folder.iterdir()) if folder.is_dir() else 0


class ArticleDraftsHere:
    """One file an article and language, or one that says that it was thrown away, in a folder of one desk and agent, which is made when it is needed. For any thread, one at a time. Errors are `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, draft: KeptArticle) -> None:
        """Keep this in place of what was kept of the same text."""
        # In this order: where both are there, whoever threw it away did so last.
        self._file(draft.article_id, draft.language, _GONE).unlink(missing_ok=True)
        self._write(draft, _KEPT)

    def throw_away(self, draft: KeptArticle) -> None:
        """Keep that nobody wants it any more: the desk may have it. Older programs do not read that."""
        self._write(draft, _GONE)
        self._file(draft.article_id, draft.language, _KEPT).unlink(missing_ok=True)

    def drop(self, article_id: int, language: str) -> None:
        """The desk has it, or nobody wants it any more."""
        for kind in (_KEPT, _GONE):
            self._file(article_id, language, kind).unlink(missing_ok=True)

    def left(self) -> Left:
        """What lies here and the desk does not have. A file that cannot be read is left where it is."""
        return Left(self._read(_KEPT), self._read(_GONE))

    def _read(self, kind: str) -> tuple[KeptArticle, ...]:
        found = []
        for file in sorted(self._folder.glob(f"*{kind}")) if self._folder.is_dir() else ():
            try:
                found.append(msgspec.json.decode(file.read_bytes(), type=KeptArticle))
            except (OSError, msgspec.MsgspecError) as error:
                log.error("A draft of an article that was kept here cannot be read: %s", type(error).__name__)
        return tuple(found)

    def _write(self, draft: KeptArticle, kind: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_wholly(self._file(draft.article_id, draft.language, kind), msgspec.json.encode(draft))

    def _file(self, article_id: int, language: str, kind: str) -> Path:
        return self._folder / f"{article_id}-{language}{kind}"
