"""The source of a mail: its bytes as plain text, in a window of its own."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Pane

_SHOWN: Final = 1_000_000
"""Bytes: more than this is attachments in base64, which nobody reads."""
_LONGEST_LINE: Final = 2_000
"""Letters: twice what a mail's line may have (RFC 5322, 2.1.1). Qt lays a line of a million out for seconds."""


def readable(raw: bytes) -> str:
    """Raw mail as text: UTF-8, or every byte as one letter where it isn't. Lines that no mail may have are broken."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if len(text) < _LONGEST_LINE:
        return text
    return "\n".join(
        line[start : start + _LONGEST_LINE]
        for line in text.split("\n")
        for start in range(0, max(1, len(line)), _LONGEST_LINE)
    )


class SourceWindow(Pane):
    """Shows a raw mail; closes with Escape and goes when it is closed."""

    def __init__(self, theme: ThemeSource, title: str, raw: bytes, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Source of the message"))
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setPlainText(readable(raw[:_SHOWN]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        if len(raw) > _SHOWN:
            rest = self.tr("Only the beginning is shown. Save the message to see all of it.")
            layout.addWidget(Label(rest, ink="muted", wrap=True, parent=self))
        close = self.addAction(self.tr("Close"))
        close.setShortcut(Qt.Key.Key_Escape)
        close.triggered.connect(self.close)
        self.resize(QSize(theme.px(760), theme.px(620)))
