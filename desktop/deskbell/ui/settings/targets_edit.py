"""Within how long: a line for each priority, a column for each thing that is promised."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from deskbell.model.kinds import Priority
from deskbell.model.sla import Metric
from deskbell.ui.sla_words import metric_word
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.label import Label
from deskbell.ui.words import priority_word


class TargetsEdit(QWidget):
    """`lines` has the fields by priority and metric, as places in their order.

    Signals:
        edited: a person typed something.
        left: a field was left.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[tuple[int, int], QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, metric in enumerate(Metric):
            grid.addWidget(Label(metric_word(metric), TextRole.small, ink="muted", parent=self), 0, place + 1)
            grid.setColumnStretch(place + 1, 1)
        # The most urgent first, as people think of them.
        for row, priority in enumerate(sorted(Priority, reverse=True), 1):
            word = priority_word(priority)
            grid.addWidget(Label(word, parent=self), row, 0)
            for place, metric in enumerate(Metric):
                line = self.lines[priority, place] = QLineEdit(self)
                line.setAccessibleName(f"{word}, {metric_word(metric)}")
                line.setPlaceholderText(self.tr("No promise"))
                line.textEdited.connect(lambda _: self.edited.emit())
                line.editingFinished.connect(self.left)
                grid.addWidget(line, row, place + 1)
        grid.setColumnMinimumWidth(0, theme.px(72))
        first = self.lines[Priority.URGENT, 0]
        self.setFocusProxy(first)

    def show_texts(self, texts: tuple[tuple[str, ...], ...]) -> None:
        """Show these, by priority from LOW on, without telling."""
        for (priority, place), line in self.lines.items():
            line.setText(texts[priority][place])

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What is typed."""
        return tuple(
            tuple(" ".join(self.lines[priority, place].text().split()) for place in range(len(Metric)))
            for priority in Priority
        )
