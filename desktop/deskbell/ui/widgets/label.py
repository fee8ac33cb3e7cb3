"""Labels: always plain text, because subjects, names and file names are written by strangers."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from deskbell.ui.theme.type import TextRole


class Label(QLabel):
    """A text in one of the type roles. `ink` is a colour's name: "ink", "muted", "faint", "accent", "good", "warning", "danger"."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.body,
        *,
        ink: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.name)
        if ink:
            self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        self.setText(text)

    def set_ink(self, ink: str) -> None:
        """Another colour of the palette, by name; "" for the ordinary one."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidedLabel(Label):
    """One line that ends in an ellipsis where there is no room; the whole text is its tooltip then, and always its accessible name."""

    def __init__(
        self, text: str = "", role: TextRole = TextRole.body, *, ink: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, ink=ink, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Line breaks become spaces: this is one line."""
        line = " ".join(text.split())
        super().setText(line)
        self.setAccessibleName(line)
        self._show_tooltip()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._show_tooltip()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(self.alignment()), shown)

    def _show_tooltip(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        # A tooltip guesses whether it is rich text; what a stranger wrote must not become markup.
        self.setToolTip(plain_tooltip(self.text()) if cut else "")


def plain_tooltip(text: str) -> str:
    """`text` as a tooltip shows it literally: Qt takes a tooltip with tags for rich text, which may load what it names."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>"


class SectionHead(Label):
    """The small spaced capitals above a group."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, TextRole.section, parent=parent)
        font = self.font()
        font.setCapitalization(font.Capitalization.AllUppercase)
        font.setLetterSpacing(font.SpacingType.PercentageSpacing, 104)
        self.setFont(font)
