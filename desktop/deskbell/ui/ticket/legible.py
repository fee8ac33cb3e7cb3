"""Strangers' colours on our grounds: kept where they can be read, moved towards our ink where they cannot (WCAG 2.2, 1.4.3)."""

from typing import Final

from PySide6.QtGui import QColor

ENOUGH: Final = 4.5
_STEP: Final = 0.06


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(wanted: QColor, ground: QColor, ink: QColor) -> QColor:
    """`wanted` where it can be read on `ground`; else the same hue, lighter or darker; `ink` where no lightness helps."""
    if wanted.alpha() < 128:
        return ink
    if contrast(wanted, ground) >= ENOUGH:
        return wanted
    step = _STEP if _luminance(ground) < 0.4 else -_STEP
    hue, saturation, lightness = max(wanted.hslHueF(), 0.0), wanted.hslSaturationF(), wanted.lightnessF()
    while 0 <= lightness + step <= 1:
        lightness += step
        moved = QColor.fromHslF(hue, saturation, lightness)
        if contrast(moved, ground) >= ENOUGH:
            return moved
    return ink


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = colour.redF(), colour.greenF(), colour.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
