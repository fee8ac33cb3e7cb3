"""The frame of what comes before the window: the bell, a title, one step at a time, and the buttons below."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.resources import resource
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.welcome.step_dots import StepDots
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.buttons import GhostButton, LinkButton, PrimaryButton
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import error_detail, told_error

_WIDE, _HIGH, _SIDE, _BELL = 600, 812, 64, 44
_ROOM_FOR_SENTENCE = 72


class WelcomeFrame(Pane):
    """Shows one of some pages, with its title. The buttons stand there; what they do is the window's."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Welcome to Deskbell"))
        self._banners = Banners(theme, self)
        self._title = Label("", TextRole.headline, wrap=True, parent=self)
        self._lead = Label("", ink="muted", wrap=True, parent=self)
        self._stack = QStackedWidget(self)
        self.later_button = LinkButton(self.tr("Later"), self)
        self.back_button = GhostButton(self.tr("Back"), self)
        self.anyway_button = GhostButton(self.tr("Use it anyway"), self)
        self.go_button = PrimaryButton("", self)
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))

    def lay_pages(self, pages: Sequence[QWidget], *, counted: bool = True) -> None:
        """Have these pages, in this order; called once. `counted`: everybody goes through all of them, and sees how far they are."""
        for page in pages:
            self._stack.addWidget(self._scrolled(page))
        self._dots = StepDots(self._theme, len(pages), self)
        self._dots.setVisible(counted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banners)
        layout.addLayout(_indented(self._lay_head(), 36, 24))
        layout.addWidget(self._stack, 1)
        layout.addWidget(Line(parent=self))
        layout.addLayout(self._lay_footer())
        tab_as_one_reads(self)

    def show_page(self, number: int, title: str, lead: str) -> None:
        """Show one page under this title; `lead` says what it is about."""
        self._dots.set_step(number)
        self._stack.setCurrentIndex(number)
        self._title.setText(title)
        self._lead.setText(lead)
        self.setAccessibleName(title)

    def show_error(self, error: Exception) -> None:
        """What could not be done, above everything."""
        self._banners.tell("error", told_error(error), Tone.DANGER, detail=error_detail(error))

    def drop_error(self) -> None:
        """It is being tried again."""
        self._banners.drop("error")

    def see(self, widget: QWidget | None) -> None:
        """Scroll to a widget of the page that is shown, and the sentence below it."""
        area = self._stack.currentWidget()
        if widget is not None and isinstance(area, QScrollArea):
            # What was unfolded or said just now has no place before the layout has run.
            QTimer.singleShot(0, self, partial(area.ensureWidgetVisible, widget, 0, _ROOM_FOR_SENTENCE))

    def busy(self, word: str) -> None:
        """Something is under way: the filled button says what, and none can be pressed."""
        self.go_button.setText(word)
        for button in self._buttons():
            button.setEnabled(False)

    def ready(self, word: str) -> None:
        """The buttons can be pressed, and the filled one says this."""
        self.go_button.setText(word)
        self.go_button.setAccessibleName(word)
        for button in self._buttons():
            button.setEnabled(True)

    def _buttons(self) -> tuple[QWidget, ...]:
        return self.later_button, self.back_button, self.anyway_button, self.go_button

    def _lay_head(self) -> QVBoxLayout:
        bell = QSvgWidget(str(resource("icons", "deskbell.svg")), self)
        bell.setFixedSize(QSize(_BELL, _BELL))
        head = QVBoxLayout()
        head.setSpacing(8)
        head.addWidget(bell)
        head.addSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._lead)
        return head

    def _lay_footer(self) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setContentsMargins(24, 12, 24, 12)
        footer.setSpacing(8)
        footer.addWidget(self._dots)
        footer.addSpacing(8)
        footer.addWidget(self.later_button)
        footer.addStretch(1)
        footer.addWidget(self.back_button)
        footer.addWidget(self.anyway_button)
        footer.addWidget(self.go_button)
        return footer

    def _scrolled(self, page: QWidget) -> QScrollArea:
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout()
        column.addWidget(page)
        column.addStretch(1)
        content.setLayout(_indented(column, 0, 24))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area


def _indented(column: QVBoxLayout, above: int, below: int) -> QHBoxLayout:
    """A column between margins that are the same on every page."""
    line = QHBoxLayout()
    line.setContentsMargins(_SIDE, above, _SIDE, below)
    line.addLayout(column, 1)
    return line
