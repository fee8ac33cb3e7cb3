"""The palette on the screen: a field and a list, floating over the upper part of the window."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deskbell.model.answering import ArticleChoice
from deskbell.model.customers import CustomerTitle
from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.finding import fit
from deskbell.store.queries import article_choices, customers_found, ticket_list
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.unfound import Unfound
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.palette.entries import MOST, Entry, Part, answers, number_in
from deskbell.ui.palette.heads import head
from deskbell.ui.palette.lately import lately
from deskbell.ui.palette.painting import ENTRY, HEAD, ROW, EntryDelegate
from deskbell.ui.palette.recent import Recent, number_of
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.pane import Line

_WIDTH = 560
_HIGH = 12 * ROW
_REST_MS = 40
_SHORTEST = 2


_FOUND = (Part.TICKET, Part.CUSTOMER, Part.ARTICLE)


class Palette(QFrame):
    """Opens over `host` with `open_over`. `entries` gives actions, views and settings each time it opens, `recent` is what was chosen and opened before.

    Signals:
        ticket_picked(int): a ticket was chosen, by number or among those found.
        customer_picked(int): a customer was.
        article_picked(int): an article was.
    """

    ticket_picked = Signal(int)
    customer_picked = Signal(int)
    article_picked = Signal(int)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        entries: Callable[[], Sequence[Entry]],
        recent: Recent,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self.setObjectName("floating")
        self._theme = theme
        self._runner = runner
        self._agent_id = desk.me.id
        self._entries = entries
        self._recent = recent
        self._host = host
        self._offered: Sequence[Entry] = ()
        self._opened: list[Entry] = []
        self._known: list[Entry] = []
        self._found: dict[Part, list[Entry]] = {}
        self._came_from: QWidget | None = None
        # Whether somebody went to the current line, which stays then when others come.
        self._pointed = False
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 10)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        self._field = QLineEdit(self)
        self._field.setProperty("bare", True)
        self._field.setPlaceholderText(
            self.tr("Do something, go to a view or a setting, or find a ticket, a customer or an article")
        )
        self._field.setAccessibleName(self.tr("Do or find anything"))
        self._field.textChanged.connect(self._typed)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(EntryDelegate(theme, self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("Results"))
        self._list.itemEntered.connect(self._point)
        self._list.itemClicked.connect(self._choose)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        field = QVBoxLayout()
        field.setContentsMargins(16, 10, 16, 10)
        field.addWidget(self._field)
        layout.addLayout(field)
        layout.addWidget(Line())
        results = QVBoxLayout()
        results.setContentsMargins(6, 6, 6, 6)
        results.addWidget(self._list)
        layout.addLayout(results)
        self._unfound = Unfound(runner, desk, self)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._find)
        host.installEventFilter(self)
        self.hide()

    def open_over(self) -> None:
        """Show it, empty, with the caret in it."""
        self._offered = self._entries()
        self._found = {}
        self._opened, self._known = [], []
        self._ask_lately()
        self._came_from = self._host.window().focusWidget()
        self._field.clear()
        self._show_entries()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def look_for(self, words: str) -> None:
        """As if these were typed."""
        self._field.setText(words)

    def close_again(self) -> None:
        """Put it away; the keyboard goes back to where it was."""
        self._unfound.leave()
        self._forget()
        self.hide()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
            self._came_from = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._place()
        if watched is self._field:
            if event.type() is QEvent.Type.FocusOut and self.isVisible():
                self._unfound.leave()
                self._forget()
                self._came_from = None
                self.hide()
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Escape:
                self.close_again()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._step(-1 if key == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._step(-8 if key == Qt.Key.Key_PageUp else 8, around=False)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                item: QListWidgetItem | None = self._list.currentItem()
                if item is not None:
                    self._choose(item)
            case _:
                return False
        return True

    def _typed(self) -> None:
        self._found = {}
        self._pointed = False
        self._unfound.pass_by()
        self._forget()  # An answer to the words before would come into these.
        self._show_entries()
        self._rest.start()

    def _ask_lately(self) -> None:
        """The words of what is remembered by number."""
        chosen, opened = self._recent.chosen, self._recent.opened
        tickets = list(dict.fromkeys([*opened, *(number for key in chosen if (number := number_of(key, "ticket")))]))
        customers, of = (
            [number for key in chosen if (number := number_of(key, kind))] for kind in ("customer", "article")
        )
        if tickets or customers or of:
            self._runner.ask(
                lately,
                tickets,
                customers,
                of,
                self._agent_id,
                my_language(),
                done=self._take_lately,
                failed=self._found_nothing,
                topic=("palette-lately", id(self)),
            )

    def _take_lately(self, found: tuple[Sequence[TicketRow], Sequence[CustomerTitle], Sequence[ArticleChoice]]) -> None:
        rows, customers, of = found
        self._opened = [self._ticket_entry(row) for row in rows]
        self._known = [*map(self._customer_entry, customers), *map(self._article_entry, of)]
        self._show_entries()

    def _find(self) -> None:
        words = self._field.text().strip()
        if len(words) < _SHORTEST or number_in(words) or not self.isVisible():
            return
        view = View(ViewKind.SEARCH, query=words)
        self._runner.ask(
            ticket_list.page,
            view,
            Sort.LATEST,
            self._agent_id,
            limit=MOST[Part.TICKET],
            done=self._take_tickets,
            failed=self._found_nothing,
            topic=self._topic(Part.TICKET),
        )
        self._runner.ask(
            customers_found.beginning,
            words,
            done=self._take_customers,
            failed=self._found_nothing,
            topic=self._topic(Part.CUSTOMER),
        )
        self._runner.ask(
            article_choices.choices,
            words,
            self._agent_id,
            my_language(),
            done=self._take_articles,
            failed=self._found_nothing,
            topic=self._topic(Part.ARTICLE),
        )

    def _take_tickets(self, page: TicketPage) -> None:
        self._found[Part.TICKET] = [self._ticket_entry(row) for row in page.rows]
        self._show_entries()
        self._tell_unfound()

    def _take_customers(self, found: Sequence[CustomerTitle]) -> None:
        self._found[Part.CUSTOMER] = [self._customer_entry(one) for one in found]
        self._show_entries()
        self._tell_unfound()

    def _take_articles(self, found: Sequence[ArticleChoice]) -> None:
        self._found[Part.ARTICLE] = [self._article_entry(one) for one in found[: MOST[Part.ARTICLE]]]
        self._show_entries()
        self._tell_unfound()

    def _tell_unfound(self) -> None:
        """Once all have answered: where nothing is found for the words, and nothing is called so, there is no article either."""
        words = self._field.text().strip()
        known = [*self._offered, *self._opened, *self._known]
        if [self._found.get(part) for part in _FOUND] == [[]] * len(_FOUND) and not any(
            one.strong for one in answers(words, known, self._recent.chosen)
        ):
            self._unfound.saw(words, 0)

    def _found_nothing(self, error: Exception) -> None:
        """Half a query may be a wrong one; what is known here stays."""

    def _ticket_entry(self, row: TicketRow) -> Entry:
        who = row.customer or row.customer_email
        pick = partial(self.ticket_picked.emit, row.id)
        also = f"{row.id} {row.customer} {row.customer_email}"
        return Entry(row.subject, f"#{row.id} · {who}", Icon.MAIL, pick, Part.TICKET, f"ticket:{row.id}", also)

    def _customer_entry(self, one: CustomerTitle) -> Entry:
        pick = partial(self.customer_picked.emit, one.id)
        detail = " · ".join(part for part in (one.email if one.name else "", one.organisation) if part)
        key = f"customer:{one.id}"
        return Entry(one.name or one.email, detail, Icon.PERSON, pick, Part.CUSTOMER, key, one.email)

    def _article_entry(self, one: ArticleChoice) -> Entry:
        pick = partial(self.article_picked.emit, one.id)
        return Entry(one.title, one.line, Icon.KNOWLEDGE, pick, Part.ARTICLE, f"article:{one.id}")

    def _lines(self, typed: str) -> list[Entry]:
        """What to show, part by part."""
        if not typed:
            return self._at_first()
        known = [*self._offered, *self._opened, *self._known]
        there = answers(typed, known, self._recent.chosen)
        by_part = {one.part: list(one.entries) for one in there if one.strong}
        for part in _FOUND:
            by_part.setdefault(part, []).extend(self._others(typed, part, by_part.get(part, ())))
        for one in there:
            by_part.setdefault(one.part, list(one.entries))
        lines = [entry for entries in by_part.values() for entry in entries]
        number = number_in(typed)
        if number:
            go = self.tr("Go to ticket #%1").replace("%1", str(number))
            pick = partial(self.ticket_picked.emit, number)
            lines.insert(0, Entry(go, "", Icon.MAIL, pick, lines[0].part if lines else Part.TICKET, f"ticket:{number}"))
        return lines

    def _at_first(self) -> list[Entry]:
        """Before anything is typed: what was chosen lately, the tickets that were opened, and all else."""
        known = {entry.key: entry for entry in (*self._known, *self._opened, *self._offered)}
        recent = [known[key] for key in self._recent.chosen if key in known][: MOST[Part.RECENT]]
        seen = {entry.key for entry in recent}
        opened = [entry for entry in self._opened if entry.key not in seen][: MOST[Part.OPENED]]
        others = [entry for entry in self._offered if entry.key not in seen]
        return [
            *(replace(entry, part=Part.RECENT) for entry in recent),
            *(replace(entry, part=Part.OPENED) for entry in opened),
            *others,
        ]

    def _others(self, typed: str, part: Part, there: Sequence[Entry]) -> list[Entry]:
        """What the search found beside these. It stands behind what is known here and begins so: that must not move while one presses Enter."""
        keys = {entry.key for entry in there}
        others = [entry for entry in self._found.get(part, ()) if entry.key not in keys]
        return [
            replace(entry, marks=fit(typed, entry.words).marks) for entry in others[: max(2, MOST[part] - len(keys))]
        ]

    def _show_entries(self) -> None:
        before: QListWidgetItem | None = self._list.currentItem()
        pointed = before.data(ENTRY).key if before is not None and self._pointed else ""
        self._list.clear()
        part: Part | None = None
        first: QListWidgetItem | None = None
        for entry in self._lines(self._field.text().strip()):
            if entry.part is not part:
                part = entry.part
                above = QListWidgetItem(head(part), self._list)
                above.setFlags(Qt.ItemFlag.NoItemFlags)
            item = QListWidgetItem(entry.words, self._list)
            item.setData(ENTRY, entry)
            said = ", ".join(word for word in (entry.words, entry.detail) if word)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            if first is None or (pointed and entry.key == pointed):
                first = item
        if first is not None:
            self._list.setCurrentItem(first)
        elif len(self._found) == len(_FOUND):
            nothing = QListWidgetItem(self.tr("Nothing found"), self._list)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
        self._place()
        if not self._pointed:
            self._list.scrollToTop()

    def _step(self, by: int, *, around: bool = True) -> None:
        """To another entry; heads are passed over."""
        rows = [row for row in range(self._list.count()) if self._list.item(row).data(ENTRY) is not None]
        if rows:
            at = rows.index(self._list.currentRow()) + by if self._list.currentRow() in rows else 0
            self._pointed = True
            self._list.setCurrentRow(rows[at % len(rows) if around else max(0, min(at, len(rows) - 1))])
            if self._list.currentRow() == rows[0]:
                self._list.scrollToTop()

    def _point(self, item: QListWidgetItem) -> None:
        if item.data(ENTRY) is not None:
            self._pointed = True
            self._list.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        entry = item.data(ENTRY)
        if isinstance(entry, Entry):
            self._recent.choose(entry.key)
            self._unfound.pass_by()
            self.close_again()
            entry.do()

    def _place(self) -> None:
        heights = (ROW if self._list.item(row).data(ENTRY) is not None else HEAD for row in range(self._list.count()))
        px = self._theme.px
        top = min(96, self._host.height() // 8)
        room = max(px(ROW) * 3, self._host.height() - 2 * top - px(64))
        self._list.setFixedHeight(min(max(px(ROW), sum(map(px, heights))), px(_HIGH), room))
        width = min(px(_WIDTH), self._host.width() - 48)
        self.setFixedWidth(max(240, width))
        # The layout would tell how high it was before.
        self._layout.activate()
        self.adjustSize()
        self.move((self._host.width() - self.width()) // 2, top)

    def _forget(self) -> None:
        for part in _FOUND:
            self._runner.forget(self._topic(part))

    def _topic(self, part: Part) -> tuple[str, int]:
        return (f"palette-{part.name}", id(self))
