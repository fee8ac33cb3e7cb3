"""A box that drops down a few choices."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget


class ChoiceBox(QComboBox):
    """Turns with the wheel only while it has the focus, so that scrolling a page changes nothing. A choice that has no room ends in dots."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        box, words = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(box, option, words, self).width()
        dots = Qt.TextElideMode.ElideRight
        setattr(option, "currentText", self.fontMetrics().elidedText(self.currentText(), dots, room))  # noqa: B010
        painter.drawComplexControl(box, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def setAccessibleName(self, name: str) -> None:
        """The name of the field in it, too, which has the keyboard where one types."""
        super().setAccessibleName(name)
        if (edit := self.lineEdit()) is not None:
            edit.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
