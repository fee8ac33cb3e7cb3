"""Shows in an editor what is a placeholder, and what only looks like one."""

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from deskbell.rules.placeholders import slots
from deskbell.ui.theme.source import ThemeSource


class PlaceholderMarks(QSyntaxHighlighter):
    """Placeholders in the accent colour, unknown ones underlined in red. What is written stays as it is: it is only drawn so. `fields` are as of `slots`."""

    def __init__(self, theme: ThemeSource, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self.fields: frozenset[str] | None = None
        theme.changed.connect(self.rehighlight)

    def know(self, fields: frozenset[str]) -> None:
        """There are these custom fields (`field_name`)."""
        if fields != self.fields:
            self.fields = fields
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        known, unknown = QTextCharFormat(), QTextCharFormat()
        known.setForeground(self._theme.now.colour("accent"))
        unknown.setForeground(self._theme.now.colour("danger"))
        unknown.setUnderlineColor(self._theme.now.colour("danger"))
        unknown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        for slot in slots(text, self.fields):
            self.setFormat(slot.start, slot.end - slot.start, known if slot.known else unknown)
