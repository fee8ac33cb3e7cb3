"""The field of a macro's form that says which article it puts in."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskbell.model.answering import ArticleChoice
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.found_popup import FoundPopup
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.icon_button import IconButton


class ArticleField(QWidget):
    """Holds the id of an article, or None, and shows its title.

    Signals:
        edited: a person chose another one, or none.
        sought(str): the published articles for these words are wanted, or ("") what is likely.
    """

    edited = Signal()
    sought = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known: dict[int, ArticleChoice] = {}
        self._value: int | None = None
        self._popup: _ArticlePopup | None = None
        self.title = QLineEdit(self)
        self.title.setReadOnly(True)
        self.title.setPlaceholderText(self.tr("None"))
        self.title.setAccessibleName(self.tr("Article"))
        self.choose_button = GhostButton(self.tr("Choose…"), self)
        self.choose_button.setAccessibleName(self.tr("Choose an article"))
        self.choose_button.clicked.connect(self._open)
        self.none_button = IconButton(theme, Icon.CLOSE, self.tr("Link no article"), parent=self)
        self.none_button.clicked.connect(lambda: self._take(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.none_button)
        layout.addWidget(self.choose_button)
        self.setFocusProxy(self.choose_button)
        self._show()

    def know(self, articles: Iterable[ArticleChoice]) -> None:
        """These are there, to be shown by their titles."""
        self._known |= {one.id: one for one in articles}
        self._show()

    def show_value(self, article_id: int | None) -> None:
        """Hold this one, without telling. One that is not known stays, without a title: nothing becomes of it."""
        self._value = article_id
        self._show()

    def value(self) -> int | None:
        """What it holds."""
        return self._value

    def choice(self) -> ArticleChoice | None:
        """The same, None also where it is not known."""
        return self._known.get(self._value or 0)

    def show_found(self, words: str, found: Sequence[ArticleChoice]) -> None:
        """Offer these, which `words` have found."""
        if self._popup is not None:
            self._popup.show_found(words, found)

    def _open(self) -> None:
        popup = self._popup = _ArticlePopup(self._theme, self)
        popup.asked.connect(self.sought)
        popup.chosen.connect(self._choose)
        popup.destroyed.connect(lambda: self._forget(popup))
        popup.open_below(self.choose_button)
        self.sought.emit("")

    def _forget(self, popup: "_ArticlePopup") -> None:
        if self._popup is popup:
            self._popup = None

    def _choose(self, one: ArticleChoice) -> None:
        self._known[one.id] = one
        self._take(one.id)

    def _take(self, article_id: int | None) -> None:
        self.show_value(article_id)
        if article_id is None:
            self.choose_button.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        one = self.choice()
        gone = self.tr("An article that is gone, or that you do not see") if self._value is not None else ""
        self.title.setText(one.title if one is not None else gone)
        self.title.setCursorPosition(0)
        self.none_button.setVisible(self._value is not None)


class _ArticlePopup(FoundPopup):
    """Published articles that words find.

    Signals:
        chosen(ArticleChoice): this one.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, parent)
        words = self.tr("Words of an article")
        self.call(words, words, self.tr("Articles"), self.tr("No article found."))

    def show_found(self, words: str, found: Sequence[ArticleChoice]) -> None:
        """Offer these."""
        inside = self.tr("%1 · for the desk alone")
        self.show_lines(words, [(one, one.title if one.sendable else inside.replace("%1", one.title)) for one in found])

    def _choose(self, value: object) -> None:
        self.close()
        self.chosen.emit(value)
