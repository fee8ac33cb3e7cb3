"""Where every widget gets the theme from, and hears that it changed."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from deskbell.ui.theme.colours import DARK, LIGHT, Colours
from deskbell.ui.theme.icons import Icon, IconDrawer
from deskbell.ui.theme.palette import qt_palette
from deskbell.ui.theme.style_sheet import style_sheet
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole, families

SYSTEM = "system"


class ThemeSource(QObject):
    """The theme of this window: dresses the application, follows the system or a choice, scales with the text size.

    Widgets that paint themselves take it in their constructor, read `now` while painting, and update on `changed`.

    Signals:
        changed: the theme is another one; `now` already is.
    """

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._scheme = SYSTEM
        self.icons = IconDrawer()
        self.now = Theme(self._colours(), 1.0, families())
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._dress()

    @property
    def colours(self) -> Colours:
        """The palette of now."""
        return self.now.colours

    def choose(self, scheme: str, text_size: int = 100) -> None:
        """Take the settings: `scheme` is "system", "light" or "dark"; `text_size` in percent."""
        self._scheme = scheme
        self._become(replace(self.now, colours=self._colours(), scale=text_size / 100))

    def px(self, length: int) -> int:
        """`Theme.px` of now."""
        return self.now.px(length)

    def icon(self, icon: Icon, colour: str = "muted", size: int = 16) -> QIcon:
        """A `QIcon` in a colour of the palette, by the colour's name. Ask again on `changed`."""
        return self.icons.icon(icon, getattr(self.colours, colour), self.px(size))

    def _colours(self) -> Colours:
        if self._scheme == SYSTEM:
            dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._scheme == "dark" else LIGHT

    def _system_changed(self) -> None:
        if self._scheme == SYSTEM:
            self._become(replace(self.now, colours=self._colours()))

    def _become(self, theme: Theme) -> None:
        if theme != self.now:
            self.now = theme
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        self._application.setPalette(qt_palette(self.now.colours))
        self._application.setFont(self.now.font(TextRole.body))
        self._application.setStyleSheet(style_sheet(self.now))
