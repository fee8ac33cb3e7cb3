"""A control of a form: its title above, and below it one line that helps, or says what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import literal
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.sign import Sign


class Field(QWidget):
    """`title`, `control`, and a line of words. A fault takes the place of the hint until it is mended.

    The control gets the title as its accessible name and the line below as its description, so that a screen reader says both. `extra` stands at
    the right of the title (a link).
    """

    def __init__(
        self,
        theme: ThemeSource,
        title: str,
        control: QWidget,
        *,
        hint: str = "",
        extra: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.control = control
        self._hint = hint
        self._fault = ""
        self._wrong = control
        self._title = Label(literal(title), TextRole.small, ink="muted", parent=self)
        self._title.setBuddy(control)
        self._title.setVisible(bool(title))
        self._sign = Sign(theme, Icon.ERROR, "danger", size=14, parent=self)
        self._words = Label("", TextRole.small, wrap=True, parent=self)
        if title:
            control.setAccessibleName(title)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title, 1)
        if extra is not None:
            head.addWidget(extra)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(control)
        layout.addLayout(line)
        self._say()

    def set_hint(self, hint: str) -> None:
        """What helps to fill this in; "" for nothing."""
        self._hint = hint
        self._say()

    def set_fault(self, sentence: str, *, at: QWidget | None = None) -> None:
        """What is wrong and how to mend it; "" when nothing is. `at` is what gets the red frame where it is not the control."""
        wrong = at or self.control
        if sentence == self._fault and wrong is self._wrong:
            return
        _frame(self._wrong, wrong=False)
        self._fault, self._wrong = sentence, wrong
        _frame(wrong, wrong=bool(sentence))
        self._say()

    def fault(self) -> str:
        """The sentence that is shown, "" when nothing is wrong."""
        return self._fault

    def focus(self) -> None:
        """Put the keyboard here."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        words = self._fault or self._hint
        self._words.setText(words)
        self._words.set_ink("danger" if self._fault else "muted")
        self._words.setVisible(bool(words))
        self._sign.setVisible(bool(self._fault))
        self.control.setAccessibleDescription(words)


def _frame(control: QWidget, *, wrong: bool) -> None:
    if bool(control.property("wrong")) is not wrong:
        control.setProperty("wrong", wrong)
        control.style().unpolish(control)
        control.style().polish(control)
