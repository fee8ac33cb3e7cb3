"""What a test is doing, step by step: waiting, under way, done, or the sentence of what to do."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.sign import Sign
from deskbell.ui.widgets.spinner import Spinner

_MARK = 18


class StepState(Enum):
    """How far a step is."""

    WAITING = 0
    UNDER_WAY = 1
    GOOD = 2
    FAILED = 3


class _Ring(QWidget):
    """A step that has not begun."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colours.line), 1.6))
        painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))


class TestStep(QWidget):
    """One step: a mark, what is tried, and below it the sentence where it failed."""

    __test__ = False

    def __init__(self, theme: ThemeSource, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = StepState.WAITING
        self._theme = theme
        mark = QWidget(self)
        self._marks = QStackedLayout(mark)
        self._sign = Sign(theme, Icon.SOLVED, "good", size=_MARK, parent=mark)
        for one in (_Ring(theme, mark), Spinner(theme, size=_MARK, parent=mark), self._sign):
            self._marks.addWidget(one)
        self._mark = mark
        self._text = Label(text, parent=self)
        self._sentence = Label("", TextRole.small, ink="danger", wrap=True, parent=self)
        self._sentence.setVisible(False)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._sentence)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self._resize()
        theme.changed.connect(self._resize)
        self.set_state(StepState.WAITING)

    def set_text(self, text: str) -> None:
        """What is tried now."""
        self._text.setText(text)

    def set_state(self, state: StepState, sentence: str = "") -> None:
        """Show how far it is; `sentence` says what came of it."""
        self.state = state
        self._marks.setCurrentIndex({StepState.UNDER_WAY: 1, StepState.GOOD: 2, StepState.FAILED: 2}.get(state, 0))
        self._sign.show_sign(*((Icon.ERROR, "danger") if state is StepState.FAILED else (Icon.SOLVED, "good")))
        self._text.set_ink("muted" if state is StepState.WAITING else "ink")
        self._sentence.set_ink("danger" if state is StepState.FAILED else "muted")
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        said = {StepState.GOOD: self.tr("done"), StepState.FAILED: self.tr("failed")}.get(state, "")
        self.setAccessibleName(", ".join(word for word in (self._text.text(), said, sentence) if word))
        if said:
            announce(self, self.accessibleName())

    def sentence(self) -> str:
        """What is said below the step, "" where nothing is."""
        return self._sentence.text()

    def _resize(self) -> None:
        side = self._theme.px(_MARK)
        self._mark.setFixedSize(QSize(side, side))


class TestSteps(QWidget):
    """The steps of a test under each other. Numbers count from 0."""

    __test__ = False

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.steps: list[TestStep] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)

    def begin(self, texts: Sequence[str]) -> None:
        """A new test of these steps: all of them wait."""
        for step in self.steps:
            self._layout.removeWidget(step)
            step.hide()
            step.deleteLater()
        self.steps = [TestStep(self._theme, text, self) for text in texts]
        for step in self.steps:
            self._layout.addWidget(step)

    def set_state(self, number: int, state: StepState, sentence: str = "") -> None:
        """How far a step is."""
        self.steps[number].set_state(state, sentence)

    def failed(self) -> bool:
        """Whether any step failed."""
        return any(step.state is StepState.FAILED for step in self.steps)
