"""What a search finds besides tickets, below these: customers and articles with its words."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskbell.model.answering import ArticleChoice
from deskbell.model.customer_list import CustomerLine
from deskbell.model.found_beside import Beside
from deskbell.model.views import View, ViewKind
from deskbell.rules.search_query import words_anywhere
from deskbell.store.queries.found_beside import beside
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL, LIST_ENTRY
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton, PaintedButton
from deskbell.ui.widgets.label import SectionHead, plain_tooltip
from deskbell.ui.widgets.pane import Line, Pane

_REST_MS: Final = 200
"""The tickets are looked for with each letter; these once no other follows."""
_ICON: Final = 16
_BLEED: Final = 8


class FoundBeside(Pane):
    """Gone while there is nothing. It stands at the lower edge, so that no ticket moves when it comes.

    Signals:
        customer_wanted(int): this customer is to be shown.
        article_wanted(int): this article is.
        customers_wanted(str): all customers with these words are.
        articles_wanted(str): all articles with these words are.
    """

    customer_wanted = Signal(int)
    article_wanted = Signal(int)
    customers_wanted = Signal(str)
    articles_wanted = Signal(str)

    def __init__(self, theme: ThemeSource, runner: Runner, agent_id: int, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._agent_id = agent_id
        self._words = ""
        self.lines: list[FoundLine] = []
        self.more_customers = LinkButton(self.tr("More customers"), self)
        self.more_customers.clicked.connect(lambda: self.customers_wanted.emit(self._words))
        self.more_articles = LinkButton(self.tr("More articles"), self)
        self.more_articles.clicked.connect(lambda: self.articles_wanted.emit(self._words))
        head = QHBoxLayout()
        head.setContentsMargins(_BLEED, 0, 0, 0)
        head.addWidget(SectionHead(self.tr("Also found"), self))
        head.addStretch(1)
        head.addWidget(self.more_customers)
        head.addWidget(self.more_articles)
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(6, 6, 6, 8)
        self._inside.setSpacing(0)
        self._inside.addLayout(head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Line(parent=self))
        layout.addLayout(self._inside)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._ask)
        self.hide()

    def follow(self, view: View) -> None:
        """The tickets of this view are shown."""
        self._words = words_anywhere(view.query) if view.kind is ViewKind.SEARCH else ""
        self._runner.forget(("beside", id(self)))
        if self._words:
            self._rest.start()
        else:
            self._rest.stop()
            self.show_found(Beside())

    def show_found(self, found: Beside) -> None:
        """Show these."""
        wanted = [
            *((partial(FoundLine.show_customer, one=one), self.customer_wanted, one.id) for one in found.customers),
            *((partial(FoundLine.show_article, one=one), self.article_wanted, one.id) for one in found.articles),
        ]
        while len(self.lines) < len(wanted):
            self.lines.append(FoundLine(self._theme, self))
            self._inside.addWidget(self.lines[-1])
        for number, line in enumerate(self.lines):
            if number < len(wanted):
                show, signal, of = wanted[number]
                show(line)
                line.go = partial(signal.emit, of)
            line.setVisible(number < len(wanted))
        self.more_customers.setVisible(found.more_customers)
        self.more_articles.setVisible(found.more_articles)
        self.setVisible(bool(wanted) or found.more_customers)

    def _ask(self) -> None:
        self._runner.ask(
            beside,
            self._words,
            self._agent_id,
            my_language(),
            done=self.show_found,
            failed=lambda _error: self.hide(),
            topic=("beside", id(self)),
            owner=self,
        )


class FoundLine(PaintedButton):
    """One of them: a sign of what it is, its name, and faintly what tells it from others."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = Icon.PERSON
        self._name = self._detail = ""
        self.go: Callable[[], object] = lambda: None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.go())  # noqa: PLW0108  another one each time

    def show_customer(self, one: CustomerLine) -> None:
        """Show a customer."""
        detail = " · ".join(part for part in (one.email if one.name else "", one.organisation) if part)
        self._show(Icon.PERSON, one.name or one.email, detail, self.tr("Customer"))

    def show_article(self, one: ArticleChoice) -> None:
        """Show an article."""
        self._show(Icon.KNOWLEDGE, one.title, one.line, self.tr("Article"))

    def _show(self, icon: Icon, name: str, detail: str, kind: str) -> None:
        self._icon, self._name, self._detail = icon, name, " ".join(detail.split())
        said = ", ".join(part for part in (f"{kind} {name}", self._detail) if part)
        self.setAccessibleName(said)
        self.setToolTip(plain_tooltip("\n".join(part for part in (name, self._detail) if part)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(LIST_ENTRY))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.now.ring() if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        theme.icons.paint(painter, self._icon, colours.muted, QRectF(_BLEED, 0, px(_ICON), self.height()), px(_ICON))
        left = float(_BLEED + px(_ICON) + px(8))
        for words, role, ink in (
            (self._name, TextRole.body, colours.ink),
            (self._detail, TextRole.small, colours.muted),
        ):
            metrics = theme.now.metrics(role)
            painter.setFont(theme.now.font(role))
            painter.setPen(QColor(ink))
            room = self.width() - left - _BLEED
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(left, round((self.height() + metrics.ascent() - metrics.descent()) / 2)), shown)
            left += metrics.horizontalAdvance(shown) + px(8)
            if left > self.width() - px(32):
                return
