"""A theme as a value: palette, text size and families, and the fonts and lengths that follow from them."""

from functools import lru_cache

from msgspec import Struct
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from deskbell.ui.theme.colours import LIGHT, Colours
from deskbell.ui.theme.type import HINTING, TextRole, Weight


class Theme(Struct, frozen=True):
    """All that a painter needs to know. `scale` is the text size setting: 1.0 at 100 %. `still`: things move as little as they can."""

    colours: Colours = LIGHT
    scale: float = 1.0
    families: tuple[str, ...] = ("Noto Sans",)
    still: bool = False

    def px(self, length: int) -> int:
        """A length in logical pixels that grows and shrinks with the text."""
        return round(length * self.scale)

    def font(self, role: TextRole = TextRole.body, weight: Weight = Weight.regular) -> QFont:
        """The font of a role: a copy, which shares what Qt has found out about it until it is changed."""
        return QFont(_font(self.families, self.px(role.value), role, weight))

    def metrics(self, role: TextRole = TextRole.body, weight: Weight = Weight.regular) -> QFontMetricsF:
        """How large letters of `font` are."""
        return _metrics(self.families, self.px(role.value), role, weight)

    def ring(self, colour: str = "accent") -> QPen:
        """What is drawn around that which has the keyboard: a line, in high contrast a broad one, of which a widget's edge cuts a third off."""
        return QPen(self.colour(colour), 3 if self.colours.high else 1)

    def colour(self, name: str) -> QColor:
        """A colour of the palette by its name, for painters: `theme.colour("muted")`."""
        return QColor(getattr(self.colours, name))


@lru_cache(maxsize=64)
def _font(families: tuple[str, ...], size: int, role: TextRole, weight: Weight) -> QFont:
    font = QFont(list(families))
    font.setPixelSize(size)
    font.setWeight(weight.value)
    font.setHintingPreference(HINTING)
    if role is TextRole.section:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
    return font


@lru_cache(maxsize=64)
def _metrics(families: tuple[str, ...], size: int, role: TextRole, weight: Weight) -> QFontMetricsF:
    return QFontMetricsF(_font(families, size, role, weight))
