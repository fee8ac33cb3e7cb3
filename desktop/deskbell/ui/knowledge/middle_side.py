"""What stands between the categories and the article: a list of articles, or one of what the knowledge base lacks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.insight_side import InsightSide
from deskbell.ui.knowledge.list_side import ListSide
from deskbell.ui.knowledge.place import INSIGHTS, Place
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource


class MiddleSide(QStackedWidget):
    """One of them at a time.

    Signals:
        entered: the keyboard is to go on to the right.
        failed(Exception): something could not be read.
        articles_wanted: the person goes from what is lacking to articles.
    """

    entered = Signal()
    failed = Signal(object)
    articles_wanted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget) -> None:
        super().__init__(parent)
        self.listed = ListSide(theme, runner, desk, self)
        self.insight = InsightSide(theme, runner, desk, self)
        self.insight.search_wanted.connect(self.begin_search)
        for side in (self.listed, self.insight):
            self.addWidget(side)
            side.entered.connect(self.entered)
            side.failed.connect(self.failed)

    @property
    def tells_insight(self) -> bool:
        """Whether what is in sight says what is lacking."""
        return self.currentWidget() is self.insight

    def show_place(self, place: Place) -> None:
        """Show what lies there, and the first of it."""
        if place.kind in INSIGHTS:
            self.setCurrentWidget(self.insight)
            self.insight.read(place.kind, open_first=True)
        else:
            self.setCurrentWidget(self.listed)
            self.listed.show_place(place)

    def read(self, place: Place, *, open_first: bool = False) -> None:
        """Read what lies there as it is now."""
        if place.kind in INSIGHTS:
            self.insight.read(place.kind)
        else:
            self.listed.read(place, open_first=open_first)

    def step(self, by: int) -> None:
        """Go so many lines down, or up."""
        (self.insight.view if self.tells_insight else self.listed.article_list).step(by)

    def focus_list(self) -> None:
        """Bring the keyboard to the lines."""
        (self.insight if self.tells_insight else self.listed).focus_list()

    def mark(self, article_id: int | None) -> None:
        """This article is read."""
        self.listed.mark(article_id)
        self.insight.mark(article_id)

    def begin_search(self) -> None:
        """Bring the keyboard to the search over articles."""
        self.go_to_articles()
        self.listed.begin_search()

    def search_for(self, words: str) -> None:
        """Search for these words, as if they had been typed; whoever wants to see what is found does not miss them."""
        self.go_to_articles()
        self.listed.unfound.pass_over(words)
        self.listed.search.setText(words)
        self.listed.search.search_now()
        self.listed.begin_search()

    def go_to_articles(self) -> None:
        """Show the list of articles."""
        if self.tells_insight:
            self.setCurrentWidget(self.listed)
            self.articles_wanted.emit()
