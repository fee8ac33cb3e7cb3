"""What somebody is writing in an article: kept on this computer while they type, until it is saved or thrown away."""

import json

from msgspec import Struct
from PySide6.QtCore import QSettings


class KeptDraft(Struct, frozen=True):
    """A text that is not saved yet, written over the revision `base`."""

    title: str
    body: str
    base: int


class KeptDrafts:
    """By person, article (0 for a new one) and language."""

    def __init__(self, settings: QSettings, agent_id: int) -> None:
        self._settings = settings
        self._agent_id = agent_id

    def keep(self, article_id: int, language: str, draft: KeptDraft) -> None:
        """Keep this in place of what was kept before."""
        words = json.dumps([draft.title, draft.body, draft.base], ensure_ascii=False)
        self._settings.setValue(self._key(article_id, language), words)

    def find(self, article_id: int, language: str) -> KeptDraft | None:
        """What was kept; None where nothing is, or nobody can read it."""
        try:
            title, body, base = json.loads(str(self._settings.value(self._key(article_id, language), "")))
            return KeptDraft(str(title), str(body), int(base))
        except (ValueError, TypeError):
            return None

    def forget(self, article_id: int, language: str) -> None:
        """It is saved, or thrown away."""
        self._settings.remove(self._key(article_id, language))

    def _key(self, article_id: int, language: str) -> str:
        return f"knowledge/draft-{self._agent_id}-{article_id}-{language}"
