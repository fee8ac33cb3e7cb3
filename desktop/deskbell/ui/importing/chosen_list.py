"""What was chosen to import, a line each: what it is called, and what it is, or why it is left out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from deskbell.model.kinds import MailForm
from deskbell.ui.importing.looking import Looked
from deskbell.ui.importing.words import ImportWords
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.label import ElidedLabel, Label, plain_tooltip
from deskbell.ui.widgets.sign import Sign
from deskbell.ui.words import told_error

_SHOWN = 4
_ROW = 20
_FOLDERS = frozenset({MailForm.MAILDIR, MailForm.FOLDER})


class ChosenList(QFrame):
    """A card with the first few; those that are left out come first. With nothing chosen it says what can be."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._words = ImportWords(self)
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(8)
        self.show_hint()

    def show_hint(self) -> None:
        """Nothing is chosen."""
        words = self.tr("Drop files or a folder here: mbox, .eml, .msg of Outlook, or a Maildir.")
        self._fill([self._sentence(words)])

    def show_looking(self) -> None:
        """It is being looked at."""
        self._fill([self._sentence(self.tr("Looking what it is…"))])

    def show_chosen(self, found: Sequence[Looked]) -> None:
        """What was found."""
        ordered = sorted(found, key=lambda one: one.error is None)
        rows = [self._row(one) for one in ordered[:_SHOWN]]
        if len(ordered) > _SHOWN:
            rest = self.tr("and %1 more").replace("%1", str(len(ordered) - _SHOWN))
            rows.append(self._sentence(rest))
        self._fill(rows)

    def names(self) -> tuple[str, ...]:
        """What is shown by name."""
        return tuple(label.text() for row in self._rows for label in row.findChildren(ElidedLabel))

    def _fill(self, rows: list[QWidget]) -> None:
        for row in self._rows:
            if isValid(row):
                row.hide()
                row.deleteLater()
        self._rows = rows
        for row in rows:
            self._layout.addWidget(row)

    def _sentence(self, words: str) -> QWidget:
        return Label(words, ink="muted", wrap=True, parent=self)

    def _row(self, looked: Looked) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        row.setMinimumHeight(self._theme.px(_ROW))
        wrong = looked.error is not None
        ink = "danger" if wrong else "muted"
        icon = Icon.ERROR if wrong else Icon.FOLDER if looked.form in _FOLDERS else Icon.MAIL
        line.addWidget(Sign(self._theme, icon, ink, parent=row))
        line.addWidget(ElidedLabel(looked.path.name or str(looked.path), ink="danger" if wrong else "", parent=row), 1)
        kind = Label(self._words.kind(looked), TextRole.small, ink=ink, parent=row)
        if looked.error is not None:
            kind.setToolTip(plain_tooltip(told_error(looked.error)))
        line.addWidget(kind)
        return row
