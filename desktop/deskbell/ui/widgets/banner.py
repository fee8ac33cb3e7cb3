"""Banners: a state that lasts (mail fails, a sample desk) or an error, as a sentence with what can be done. One line, not a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.sign import Sign

_ICONS = {
    Tone.PLAIN: Icon.INFO,
    Tone.ACCENT: Icon.INFO,
    Tone.GOOD: Icon.SOLVED,
    Tone.WARNING: Icon.WARNING,
    Tone.DANGER: Icon.ERROR,
}


class Banner(Pane):
    """One sentence on a ground of its tone, an action, a Details fold with Copy, and a cross where it may be put away.

    Signals:
        acted: the action's button was pressed.
        closed: the cross was pressed.
    """

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        sentence: str,
        tone: Tone = Tone.WARNING,
        *,
        action: str = "",
        detail: str = "",
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        ground, ink = tone.value
        super().__init__(ground, parent)
        # Not fixed: Qt would hold it to the height of its preferred width, and cut words that wrap more often.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(sentence)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Sign(theme, _ICONS[tone], ink, parent=self))
        line.addWidget(Label(sentence, ink=ink if tone is not Tone.PLAIN else "ink", wrap=True, parent=self), 1)
        if action:
            button = LinkButton(action, self)
            button.clicked.connect(self.acted)
            line.addWidget(button)
        if detail:
            self._fold = LinkButton(self.tr("Details"), self)
            self._fold.setCheckable(True)
            self._fold.toggled.connect(self._unfold)
            line.addWidget(self._fold)
        if closable:
            cross = IconButton(theme, Icon.CLOSE, self.tr("Put away"), side=24, icon_size=14, ink=ink, parent=self)
            cross.clicked.connect(self.closed)
            line.addWidget(cross)
        self._detail = QWidget(self)
        self._detail.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self._detail)
        if detail:
            self._lay_detail(detail)

    def _lay_detail(self, detail: str) -> None:
        text = QPlainTextEdit(detail, self._detail)
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("Details"))
        text.setFixedHeight(120)
        copy = LinkButton(self.tr("Copy"), self._detail)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(detail))
        layout = QVBoxLayout(self._detail)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self, open_: bool) -> None:
        self._detail.setVisible(open_)


class Banners(QWidget):
    """The place of banners: one a key, so that the same trouble is told once however often it happens."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: dict[str, tuple[str, Banner]] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        # Not fixed: Qt would hold it to the height of its preferred width, and cut words that wrap more often.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setVisible(False)

    def tell(
        self,
        key: str,
        sentence: str,
        tone: Tone = Tone.WARNING,
        *,
        action: tuple[str, Callable[[], None]] | None = None,
        detail: str = "",
        closable: bool = True,
    ) -> None:
        """Show this, in place of what the same key showed."""
        kept = self._shown.get(key)
        if kept is not None and kept[0] == sentence:
            return
        self.drop(key)
        banner = Banner(
            self._theme,
            sentence,
            tone,
            action=action[0] if action else "",
            detail=detail,
            closable=closable,
            parent=self,
        )
        if action is not None:
            banner.acted.connect(action[1])
        banner.closed.connect(lambda: self.drop(key))
        self._shown[key] = (sentence, banner)
        self._layout.addWidget(banner)
        banner.show()
        self.setVisible(True)

    def drop(self, key: str) -> None:
        """Take this away, where it is shown."""
        kept = self._shown.pop(key, None)
        if kept is not None:
            self._layout.removeWidget(kept[1])
            kept[1].hide()
            kept[1].deleteLater()
        self.setVisible(bool(self._shown))

    def shown(self) -> frozenset[str]:
        """The keys of what is shown now."""
        return frozenset(self._shown)
