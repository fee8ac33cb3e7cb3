"""Drafts of articles that the desk cannot take now, in files of this computer for their owner only, until it can."""

import logging
from pathlib import Path

import msgspec

from deskbell.model.articles import KeptArticle
from deskbell.ui.composer.drafts_here import write_wholly

log = logging.getLogger("deskbell.ui.drafts")


class ArticleDraftsHere:
    """One file an article and language, in a folder of one desk and agent, which is made when it is needed. For any thread, one at a time. Errors are `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, draft: KeptArticle) -> None:
        """Keep this in place of what was kept of the same text."""
        self._folder.mkdir(parents=True, exist_ok=True)
        write_wholly(self._file(draft.article_id, draft.language), msgspec.json.encode(draft))

    def drop(self, article_id: int, language: str) -> None:
        """The desk has it, or nobody wants it any more."""
        self._file(article_id, language).unlink(missing_ok=True)

    def left(self) -> tuple[KeptArticle, ...]:
        """What lies here and the desk does not have. A file that cannot be read is left where it is."""
        found = []
        for file in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            try:
                found.append(msgspec.json.decode(file.read_bytes(), type=KeptArticle))
            except (OSError, msgspec.MsgspecError) as error:
                log.error("A draft of an article that was kept here cannot be read: %s", type(error).__name__)
        return tuple(found)

    def _file(self, article_id: int, language: str) -> Path:
        return self._folder / f"{article_id}-{language}.json"
