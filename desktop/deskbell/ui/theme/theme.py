"""A theme as a value: palette, text size and families, and the fonts and lengths that follow from them."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from deskbell.ui.theme.colours import LIGHT, Colours
from deskbell.ui.theme.type import HINTING, TextRole, Weight


@dataclass(frozen=True, slots=True)
class Theme:
    """All that a painter needs to know. `scale` is the text size setting: 1.0 at 100 %."""

    colours: Colours = LIGHT
    scale: float = 1.0
    families: tuple[str, ...] = ("Noto Sans",)

    def px(self, length: int) -> int:
        """A length in logical pixels that grows and shrinks with the text."""
        return round(length * self.scale)

    def font(self, role: TextRole = TextRole.body, weight: Weight = Weight.regular) -> QFont:
        """The font of a role. Make it once a theme, not once a row."""
        font = QFont(list(self.families))
        font.setPixelSize(self.px(role.value))
        font.setWeight(weight.value)
        font.setHintingPreference(HINTING)
        if role is TextRole.section:
            font.setCapitalization(QFont.Capitalization.AllUppercase)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        return font

    def colour(self, name: str) -> QColor:
        """A colour of the palette by its name, for painters: `theme.colour("muted")`."""
        return QColor(getattr(self.colours, name))
