"""The offer of an empty knowledge base: articles on running a desk that come with the program, in a language of the person's choice."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.article_files.taking import ArticlesTaking, Source
from deskbell.ui.canned.languages import language_name
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.state import TakingState
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label

_LANGUAGES: Final = ("en", "lt", "ru", "zh", "zh-Hant")
_ALL: Final = ""


class StarterOffer(QWidget):
    """A button that takes them in, and in which language.

    Signals:
        told(str): a sentence: how many came in.
        failed(Exception): they could not be taken in.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.taking = ArticlesTaking(runner, me, self)
        words = Label(self.tr("Or begin with twelve articles on running a desk."), ink="muted", parent=self)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.language = ChoiceBox(self)
        self.language.setAccessibleName(self.tr("Language of these articles"))
        for code in _LANGUAGES:
            self.language.addItem(language_name(code), code)
        self.language.addItem(self.tr("All five languages"), _ALL)
        self.language.setCurrentIndex(max(0, self.language.findData(my_language())))
        self.button = GhostButton(self.tr("Take them in"), self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.language)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(words)
        layout.addLayout(row)
        layout.setAlignment(row, Qt.AlignmentFlag.AlignHCenter)
        self.button.clicked.connect(self._take)
        self.taking.changed.connect(self._look)
        self.taking.failed.connect(self.failed)
        self.hide()

    def _take(self) -> None:
        from deskbell.actions.article_files.taking import starter_set

        if not self.taking.running:
            source = Source(starter_set(), "en", alone=self.language.currentData())
            self.taking.start(source, only_look=False)

    def _look(self) -> None:
        taking = self.taking
        self.button.setEnabled(not taking.running)
        if taking.state is TakingState.OVER and not taking.was_stopped:
            self.hide()
            self.told.emit(self.tr("%n articles taken in", "", taking.came.new))
