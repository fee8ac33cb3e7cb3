"""An import in the rail: how far it is, as a ring, and that it is over until somebody has looked."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskbell.ui.importing.imports import Imports, ImportState
from deskbell.ui.importing.words import ImportWords
from deskbell.ui.rail import RailButton
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource

_CIRCLE = 360 * 16
_TOP = 90 * 16
_RING = 28
_THICK = 2.5


class ImportSign(RailButton):
    """Hidden while there is no import. Its tooltip says in words what the ring shows."""

    def __init__(self, theme: ThemeSource, imports: Imports, parent: QWidget | None = None) -> None:
        super().__init__(theme, Icon.DOWNLOAD, "", parent)
        self._imports = imports
        self._words = ImportWords(self)
        imports.changed.connect(self._look)
        self._look()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours, side = self._theme.colours, self._theme.px(_RING)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        pen = QPen(QColor(colours.rail_ground_on), self._theme.px(1) * _THICK)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawEllipse(area)
        over = self._imports.state is ImportState.OVER
        end = self._imports.end
        whole = over and end is not None and not end.refused and not end.cut_off
        ink = colours.good_dot if whole else colours.warning_dot if over else colours.toast_accent
        pen.setColor(QColor(ink))
        painter.setPen(pen)
        painter.drawArc(area, _TOP, -round(_CIRCLE * (1.0 if over else self._imports.course.part)))

    def _look(self) -> None:
        state, course = self._imports.state, self._imports.course
        self.setVisible(state is not ImportState.IDLE)
        if state is ImportState.OVER:
            self.set_name(self.tr("The import is over: see what came of it"))
        else:
            words = (self.tr("Importing mail"), self._words.done(course), self._words.pace(course))
            self.set_name("\n".join(word for word in words if word))
        self.update()
