"""A language that nobody speaks: every text in brackets and a third longer, so that a forgotten text or a clipped one is seen at once."""

from PySide6.QtCore import QObject, QTranslator

OPEN, CLOSE = "⟦", "⟧"
# Letters that look like their own but are none of English; with marks above and below, as other scripts have.
_LETTERS = str.maketrans("AEIOUaeiouncs", "ÅËÏÖÜåëïöüñçš")


class PseudoLanguage(QTranslator):
    """Install it, and what comes through `tr` is bracketed; placeholders (%1, %n, {name}) stay as they are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """`source` made strange."""
        return pseudo(source)


def pseudo(source: str) -> str:
    """`source` as this language has it."""
    if not source.strip():
        return source
    return f"{OPEN}{_strange(source)}{'~' * (len(source) // 3 + 1)}{CLOSE}"


def _strange(source: str) -> str:
    """All letters changed but those of placeholders."""
    parts: list[str] = []
    inside = False
    for number, letter in enumerate(source):
        if letter == "{":
            inside = True
        after_percent = number > 0 and source[number - 1] == "%"
        parts.append(letter if inside or after_percent else letter.translate(_LETTERS))
        if letter == "}":
            inside = False
    return "".join(parts)
