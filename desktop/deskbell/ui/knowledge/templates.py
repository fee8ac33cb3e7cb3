"""What an article may begin as: offered beside an empty text, in the language of the article."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.resources import resource
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S4, S8, S16, S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label

translate = QCoreApplication.translate

CODES: Final = ("how-to", "known-error", "procedure", "policy")
LANGUAGES: Final = ("en", "lt", "ru", "zh", "zh-Hant")


def text_of(_session: object, code: str, language: str) -> str:
    """What an article of this kind begins with, in English where we have none in the language. A query for the runner; it asks the database nothing."""
    return resource("templates", f"{code}.{language if language in LANGUAGES else 'en'}.md").read_text(encoding="utf-8")


class Templates(QWidget):
    """A button for each, with what it is for.

    Signals:
        chosen(str): the code of one.
    """

    chosen = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(S24, S24, S24, S24)
        column.setSpacing(S4)
        column.addWidget(Label(self.tr("Begin with a template"), TextRole.title, wrap=True, parent=self))
        column.addWidget(
            Label(
                self.tr("Its headings are in the language of the article. Or write: what you write is shown here."),
                ink="muted",
                wrap=True,
                parent=self,
            )
        )
        column.addSpacing(S8)
        self.buttons = {}
        for code, (name, purpose) in _words().items():
            button = self.buttons[code] = GhostButton(name, self)
            button.clicked.connect(lambda _checked=False, code=code: self.chosen.emit(code))
            column.addSpacing(S8)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(Label(purpose, TextRole.small, ink="muted", wrap=True, parent=self))
        column.addSpacing(S16)
        column.addStretch(1)


def _words() -> dict[str, tuple[str, str]]:
    """What each is called, and what it is for."""
    return {
        "how-to": (translate("knowledge", "How-to"), translate("knowledge", "Steps that lead to one result.")),
        "known-error": (
            translate("knowledge", "Known error"),
            translate("knowledge", "What is seen, why, and what helps until it is solved."),
        ),
        "procedure": (
            translate("knowledge", "Procedure"),
            translate("knowledge", "Who does what, and by when, each time something comes up."),
        ),
        "policy": (
            translate("knowledge", "Policy"),
            translate("knowledge", "What is decided, why, and who may decide otherwise."),
        ),
    }
