"""The subject in the header: read as a title, changed in place."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QToolTip, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.label import plain_tooltip


class SubjectLine(QAbstractButton):
    """Shows the subject and the ticket's number. A click, Enter or F2 makes it a field; Enter takes the change, Escape drops it.

    Signals:
        changed(str): another subject was entered.
    """

    changed = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._subject = ""
        self._number = 0
        self._field = QLineEdit(self)
        self._field.setAccessibleName(self.tr("Subject"))
        self._field.hide()
        self._field.editingFinished.connect(self._take)
        self._field.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_subject(self, subject: str, number: int) -> None:
        """Show these. What is being typed is left alone while it is the same ticket's."""
        if number != self._number and not self._field.isHidden():
            self._leave()
        self._subject, self._number = " ".join(subject.split()), number
        self.setAccessibleName(
            self.tr("Subject: {subject}, ticket {number}").format(subject=self._subject, number=number)
        )
        self.update()

    def edit(self) -> None:
        """Make it a field, with everything selected."""
        self._field.setFont(self._theme.now.font(TextRole.headline, Weight.strong))
        self._field.setText(self._subject)
        self._field.setGeometry(self.rect())
        self._field.show()
        self._field.selectAll()
        self._field.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(30))

    def resizeEvent(self, event: object) -> None:
        self._field.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.now.ring() if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours.hover))
            wide = min(self._width() + 12.0, float(self.width()))
            painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, self.height() - 1), CORNER_CONTROL, CORNER_CONTROL)
        strong, plain = self._fonts()
        left = 6.0
        number = f"#{self._number}"
        room = self.width() - 12 - plain.horizontalAdvance(number) - 6
        subject = strong.elidedText(self._said(), Qt.TextElideMode.ElideRight, room)
        baseline = round((self.height() + strong.ascent() - strong.descent()) / 2)
        painter.setFont(theme.now.font(TextRole.headline, Weight.strong))
        painter.setPen(theme.now.colour("ink" if self._subject else "faint"))
        painter.drawText(QPointF(left, baseline), subject)
        painter.setFont(theme.now.font(TextRole.headline))
        painter.setPen(theme.now.colour("faint"))
        painter.drawText(QPointF(left + strong.horizontalAdvance(subject) + 6, baseline), number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() <= self._width() + 12:
            self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space}:
            self.edit()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            cut = self._width() > self.width() - 12
            QToolTip.showText(
                event.globalPos(), plain_tooltip(self._subject) if cut else self.tr("Change the subject"), self
            )
            return True
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            # A field lets Enter go on to its parent, which would open it again with all of it selected.
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                self.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                self.setFocus()
                return True
        return super().eventFilter(self._field, event)

    def _take(self) -> None:
        if self._field.isHidden():
            return
        subject = " ".join(self._field.text().split())
        self._leave()
        if subject and subject != self._subject:
            self._subject = subject
            self.update()
            self.changed.emit(subject)

    def _leave(self) -> None:
        self._field.blockSignals(True)
        self._field.hide()
        self._field.blockSignals(False)

    def _said(self) -> str:
        return self._subject or self.tr("No subject")

    def _width(self) -> float:
        strong, plain = self._fonts()
        return strong.horizontalAdvance(self._said()) + 6 + plain.horizontalAdvance(f"#{self._number}")

    def _fonts(self) -> tuple[QFontMetricsF, QFontMetricsF]:
        now = self._theme.now
        return now.metrics(TextRole.headline, Weight.strong), now.metrics(TextRole.headline)
