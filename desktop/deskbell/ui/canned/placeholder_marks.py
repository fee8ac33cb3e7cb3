"""Shows in an editor what is a placeholder, and what only looks like one."""

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from deskbell.rules.placeholders import slots
from deskbell.ui.theme.source import ThemeSource


class PlaceholderMarks(QSyntaxHighlighter):
    """Placeholders in the accent colour, unknown ones underlined in red. What is written stays as it is: it is only drawn so."""

    def __init__(self, theme: ThemeSource, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        known, unknown = QTextCharFormat(), QTextCharFormat()
        known.setForeground(self._theme.now.colour("accent"))
        unknown.setForeground(self._theme.now.colour("danger"))
        unknown.setUnderlineColor(self._theme.now.colour("danger"))
        unknown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        for slot in slots(text):
            self.setFormat(slot.start, slot.end - slot.start, known if slot.known else unknown)
