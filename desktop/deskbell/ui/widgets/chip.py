"""A small rounded mark: a tag, a status, a count. Its colour only repeats what its words say."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbell.model.kinds import TagColour
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CHIP
from deskbell.ui.theme.type import TextRole, Weight

_PADDING = 7
_ICON = 11
_GAP = 4


class Tone(Enum):
    """The colours a chip comes in: the names of its ground and its ink."""

    PLAIN = ("chip", "muted")
    ACCENT = ("accent_ground", "accent")
    GOOD = ("good_ground", "good")
    WARNING = ("warning_ground", "warning")
    DANGER = ("danger_ground", "danger")
    VIOLET = ("violet_ground", "violet")
    TEAL = ("teal_ground", "teal")
    PINK = ("pink_ground", "pink")

    @property
    def ink(self) -> str:
        """The name of its ink."""
        return self.value[1]


TAG_TONES: Final[Mapping[TagColour, Tone]] = {
    TagColour.BLUE: Tone.ACCENT,
    TagColour.GREY: Tone.PLAIN,
    TagColour.GREEN: Tone.GOOD,
    TagColour.TEAL: Tone.TEAL,
    TagColour.VIOLET: Tone.VIOLET,
    TagColour.PINK: Tone.PINK,
    TagColour.RED: Tone.DANGER,
    TagColour.AMBER: Tone.WARNING,
}
"""What tags are painted in."""


class ChipText(Struct, frozen=True):
    """What a painted chip says."""

    text: str
    tone: Tone = Tone.PLAIN
    icon: Icon | None = None


class ChipPainter:
    """Paints chips for lists: keeps the font and its metrics while one theme lasts."""

    def __init__(self, theme: ThemeSource) -> None:
        self._theme = theme
        self._font = QFont()
        self._metrics = QFontMetricsF(self._font)
        self._widths: dict[str, float] = {}
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @property
    def height(self) -> int:
        """Of a chip, in logical pixels."""
        return self._theme.px(CHIP)

    def width(self, chip: ChipText) -> float:
        """Of this chip, in logical pixels."""
        text = self._widths.get(chip.text)
        if text is None:
            if len(self._widths) > 4000:
                self._widths.clear()
            text = self._widths[chip.text] = self._metrics.horizontalAdvance(chip.text)
        icon = self._theme.px(_ICON) + (_GAP if chip.text else 0) if chip.icon is not None else 0
        return text + icon + 2 * self._theme.px(_PADDING)

    def fitted(self, chip: ChipText, room: float) -> ChipText:
        """The chip with no more of its words than it is `room` wide with."""
        words = room - (self.width(chip) - self._widths[chip.text])
        return replace(chip, text=self._metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, words))

    def paint(self, painter: QPainter, left: float, top: float, chip: ChipText) -> float:
        """Paint with the upper left corner there; returns the chip's width."""
        theme = self._theme
        ground, ink = chip.tone.value
        width = self.width(chip)
        area = QRectF(left, top, width, self.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.now.colour(ground))
        painter.drawRoundedRect(area, self.height / 2, self.height / 2)
        start = left + theme.px(_PADDING)
        if chip.icon is not None:
            side = theme.px(_ICON)
            theme.icons.paint(
                painter, chip.icon, getattr(theme.colours, ink), QRectF(start, top, side, self.height), side
            )
            start += side + _GAP
        painter.setFont(self._font)
        painter.setPen(theme.now.colour(ink))
        baseline = top + (self.height + self._metrics.ascent() - self._metrics.descent()) / 2
        painter.drawText(QPointF(start, round(baseline)), chip.text)
        return width

    def _take_theme(self) -> None:
        self._font = self._theme.now.font(TextRole.section, Weight.medium)
        self._font.setCapitalization(QFont.Capitalization.MixedCase)
        self._font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100)
        self._metrics = QFontMetricsF(self._font)
        self._widths.clear()


class Chip(QWidget):
    """A chip as a widget that is only read; `ChipButton` is one that does something."""

    def __init__(
        self,
        theme: ThemeSource,
        text: str = "",
        tone: Tone = Tone.PLAIN,
        icon: Icon | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painter = ChipPainter(theme)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(ChipText(text, tone, icon))
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_chip(self, chip: ChipText) -> None:
        """Say something else."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def set_text(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something else, without an icon."""
        self.set_chip(ChipText(text, tone))

    def set_tone(self, tone: Tone) -> None:
        """Say the same in another colour."""
        if tone is not self._chip.tone:
            self._chip = replace(self._chip, tone=tone)
            self.update()

    def text(self) -> str:
        """What it says."""
        return self._chip.text

    def sizeHint(self) -> QSize:
        return QSize(round(self._painter.width(self._chip) + 0.5), self._painter.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint(painter, 0, 0, self._chip)
