"""Where every widget gets the theme from, and hears that it changed."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from deskbell.model.settings import Settings
from deskbell.ui.theme.colours import DARK, LIGHT, Colours
from deskbell.ui.theme.icons import Icon, IconDrawer
from deskbell.ui.theme.palette import qt_palette
from deskbell.ui.theme.style_sheet import style_sheet
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole, families

if TYPE_CHECKING:
    from deskbell.ui.theme.focus_rings import FocusRings

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
        self._scheme = self._contrast = self._motion = SYSTEM
        self._system_still = False
        self._rings: FocusRings | None = None
        self.icons = IconDrawer()
        self.now = Theme(self._colours(), 1.0, families())
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        application.styleHints().accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self._dress()

    @property
    def colours(self) -> Colours:
        """The palette of now."""
        return self.now.colours

    def choose(self, scheme: str, text_size: int = 100, *, contrast: str = SYSTEM, motion: str = SYSTEM) -> None:
        """Take the settings: `scheme` is "system", "light" or "dark"; `text_size` in percent; `contrast` "system", "high" or "normal"; `motion`
        "system", "less" or "full"."""
        self._scheme, self._contrast, self._motion = scheme, contrast, motion
        self._become(replace(self._chosen(), scale=text_size / 100))

    def take(self, settings: Settings) -> None:
        """Take those of this computer."""
        self.choose(
            settings.text("appearance.theme"),
            settings.number("appearance.text_size"),
            contrast=settings.text("appearance.contrast"),
            motion=settings.text("appearance.motion"),
        )

    def follow_motion(self) -> None:
        """Hear from now on what the system says of motion. Not done at the start, which it may not make longer."""
        from deskbell.ui.theme.motion import follow

        follow(self._application, self.hear_still)

    def follow_focus(self) -> None:
        """Show from now on in lists and scroll areas where the keyboard is (`focus_rings`); also not done at the start."""
        if self._rings is None:
            from deskbell.ui.theme.focus_rings import FocusRings

            self._rings = FocusRings(self, self._application)

    def hear_still(self, still: bool) -> None:
        """What the system says of motion: whether things are to move as little as they can."""
        self._system_still = still
        self._become(self._chosen())

    def px(self, length: int) -> int:
        """`Theme.px` of now."""
        return self.now.px(length)

    def icon(self, icon: Icon, colour: str = "muted", size: int = 16) -> QIcon:
        """A `QIcon` in a colour of the palette, by the colour's name. Ask again on `changed`."""
        return self.icons.icon(icon, getattr(self.colours, colour), self.px(size))

    def _chosen(self) -> Theme:
        still = self._system_still if self._motion == SYSTEM else self._motion == "less"
        return replace(self.now, colours=self._colours(), still=still)

    def _colours(self) -> Colours:
        hints = self._application.styleHints()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark if self._scheme == SYSTEM else self._scheme == "dark"
        high = self._contrast_wished() is Qt.ContrastPreference.HighContrast
        if high if self._contrast == SYSTEM else self._contrast == "high":
            from deskbell.ui.theme.high_contrast import HIGH_DARK, HIGH_LIGHT

            return HIGH_DARK if dark else HIGH_LIGHT
        return DARK if dark else LIGHT

    def _contrast_wished(self) -> Qt.ContrastPreference:
        return self._application.styleHints().accessibility().contrastPreference()

    def _system_changed(self) -> None:
        self._become(self._chosen())

    def _become(self, theme: Theme) -> None:
        if theme != self.now:
            if theme.still != self.now.still:
                # Menus that fade and slide, as the system has them where they may.
                self._application.setEffectEnabled(Qt.UIEffect.UI_General, not theme.still)
            self.now = theme
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        self._application.setPalette(qt_palette(self.now.colours))
        self._application.setFont(self.now.font(TextRole.body))
        self._application.setStyleSheet(style_sheet(self.now))
