"""The setting of the words that mean the same: a group a line."""

from deskbell.rules.synonyms import tidy
from deskbell.ui.settings.lines_row import LinesRow


class SynonymsRow(LinesRow):
    """Kept without what is no group."""

    HIGH = 240

    def kept(self, text: str) -> str:
        return tidy(text)
