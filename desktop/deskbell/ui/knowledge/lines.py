"""What stands in the lists beside an article: categories, articles, and the headings and links of the one that is read."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import ArticleHit, ArticleRow, ArticleState, CategoryRow
from deskbell.ui.knowledge.place import Kind
from deskbell.ui.knowledge.words import TRUST_TONES, state_word, trust_word
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.chip import ChipPainter, ChipText
from deskbell.ui.widgets.entry_list import ENTRY, EntryDelegate, EntryList, Index
from deskbell.ui.widgets.listed_model import ListedModel

_INDENT: Final = 14
_NAMES: Final = 20
_SIGN: Final = 14
_MEANS_NONE: Final = frozenset(
    {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
)
_LINE: Final = 30
_ANY_HEIGHT: Final = (1 << 24) - 1
"""What Qt calls a maximum where there is none."""


class CategoryLine(Struct, frozen=True):
    """A category as it is listed, `depth` below the uppermost; `id` None is where articles are that lie in none. `holds` others; where it is `folded` those are
    not listed, and their articles are counted as its own."""

    id: int | None
    name: str
    depth: int = 0
    articles: int = 0
    parent_id: int | None = None
    version: int = 0
    holds: bool = False
    folded: bool = False


class KindLine(Struct, frozen=True):
    """A place that is no category as it is listed, and how many articles are there."""

    id: Kind
    name: str
    articles: int = 0
    depth: int = 0


class PlaceLine(Struct, frozen=True):
    """Something in or at the article that is read: its heading by number, another article by id, or a ticket."""

    text: str
    depth: int = 0
    heading: int | None = None
    article_id: int = 0
    ticket_id: int = 0


def tree(rows: Sequence[CategoryRow], folded: Container[int] = ()) -> tuple[CategoryLine, ...]:
    """Categories with those that lie in them right below, in their order; nothing below those that are folded."""
    below: dict[int | None, list[CategoryRow]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def all_in(row: CategoryRow) -> int:
        return row.articles + sum(map(all_in, below.get(row.id, ())))

    def lines(parent_id: int | None, depth: int) -> Iterator[CategoryLine]:
        for row in below.get(parent_id, ()):
            holds = row.id in below
            shut = holds and row.id in folded
            count = all_in(row) if shut else row.articles
            yield CategoryLine(row.id, row.name, depth, count, row.parent_id, row.version, holds, shut)
            if not shut:
                yield from lines(row.id, depth + 1)

    return tuple(lines(None, 0))


def all_lines(rows: Sequence[CategoryRow], folded: Container[int] = ()) -> tuple[CategoryLine, ...]:
    """The same, and below them the place of what lies in none."""
    last = CategoryLine(None, QCoreApplication.translate("knowledge", "Without a category"))
    return (*tree(rows, folded), last)


def inside(lines: Iterable[CategoryLine | CategoryRow], category_id: int) -> frozenset[int]:
    """A category, and all that lie in it."""
    found = {category_id}
    rest = [line for line in lines if line.id is not None]
    while more := {line.id for line in rest if line.parent_id in found and line.id not in found}:
        found |= {number for number in more if number is not None}
    return frozenset(found)


def complaint_told(row: ArticleRow) -> str:
    """Why an article was of no use to somebody, in words; "" where nobody said so."""
    told = QCoreApplication.translate("knowledge", "Of no use: “{why}”")
    return told.format(why=row.complaint) if row.complaint else ""


class LinesModel(ListedModel):
    """Lines that are known at once."""

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Show these and no others."""
        self.become(lines, whole=True)
        self.read.emit()

    def ask_page(self) -> None:
        """No other follow."""

    def refresh(self) -> None:
        """Whoever shows them shows them anew."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def sentence(self, entry: Any) -> str:
        match entry:
            case ArticleRow():
                parts = (entry.title, state_word(entry.state), trust_word(entry.trust), exact(entry.changed_at))
                return ", ".join(filter(None, (*parts, complaint_told(entry))))
            case ArticleHit():
                return ", ".join(filter(None, (entry.title, entry.heading, entry.line)))
            case PlaceLine():
                return entry.text
        words = f"{entry.name}, {entry.articles}" if entry.articles else str(entry.name)
        if isinstance(entry, CategoryLine) and entry.folded:
            return QCoreApplication.translate("knowledge", "{category}, folded").format(category=words)
        return words

    def explained(self, entry: Any) -> str:
        match entry:
            case ArticleRow():
                return "\n".join(filter(None, (entry.title, complaint_told(entry), exact(entry.changed_at))))
            case ArticleHit():
                return entry.title
            case PlaceLine():
                return entry.text
        return str(entry.name)


class LinesView(EntryList):
    """Tells of each step of the keyboard, and of clicks.

    Signals:
        stepped(entry): the keyboard went to this one, or it was clicked.
    """

    stepped = Signal(object)

    def __init__(
        self, theme: ThemeSource, model: LinesModel, delegate: EntryDelegate, name: str, parent: QWidget
    ) -> None:
        super().__init__(theme, name, parent)
        self.setItemDelegate(delegate)
        self.setModel(model)
        self.clicked.connect(self._tell)

    def sizeHint(self) -> QSize:
        """A list that is never to be higher than its lines would be so high: it is scrolled only where there is no room."""
        usual, most = super().sizeHint(), self.maximumHeight()
        return usual if most >= _ANY_HEIGHT else QSize(usual.width(), most)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Let what is under the mouse be taken along."""
        from deskbell.ui.inbox.drag import drag_row
        from deskbell.ui.knowledge.carried import carried

        del actions
        index = self.currentIndex()
        if (what := carried(index.data(ENTRY))) is not None:
            drag_row(self, index, what)

    def mark(self, row: int | None) -> None:
        """Mark a row silently, None for none."""
        self.blockSignals(True)
        index = self.model().index(-1 if row is None else row, 0)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)
        self.blockSignals(False)
        self.viewport().update()

    def step(self, by: int) -> None:
        """Go so many rows down, or up."""
        last = self.model().rowCount() - 1
        if last >= 0:
            row = max(0, min(last, self.currentIndex().row() + by))
            self.setCurrentIndex(self.model().index(row, 0))
            self._tell(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard comes to the first line; a click says itself which one is meant, and a window that comes back means none."""
        if event.reason() in _MEANS_NONE and not self.currentIndex().isValid():
            self.blockSignals(True)
            super().focusInEvent(event)
            self.selectionModel().clearCurrentIndex()
            self.blockSignals(False)
        else:
            super().focusInEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus() and not self.signalsBlocked():
            self._tell(current)

    def _tell(self, index: Index) -> None:
        self.stepped.emit(index.data(ENTRY))


class CategoryDelegate(EntryDelegate):
    """Its name, as far in as it lies deep, and how many articles there are."""

    row_height = _LINE

    @staticmethod
    def left(theme: ThemeSource, depth: int) -> int:
        """Where a name begins; before it is the sign by which it is folded."""
        return theme.px(_NAMES + _INDENT * depth)

    def paint_entry(self, painter: QPainter, area: QRectF, entry: CategoryLine | KindLine, *, selected: bool) -> None:
        colours, px = self.theme.colours, self.theme.px
        left = self.left(self.theme, entry.depth)
        room = area.adjusted(left, 0, -px(10), 0)
        ink = colours.accent if selected else colours.ink
        if isinstance(entry, CategoryLine) and entry.holds:
            sign = QRectF(area.left() + left - px(_SIGN + 2), area.top(), px(_SIGN), area.height())
            icon = Icon.CHEVRON_RIGHT if entry.folded else Icon.CHEVRON_DOWN
            self.theme.icons.paint(painter, icon, colours.muted, sign, px(_SIGN))
        count = str(entry.articles) if entry.articles else ""
        taken = self.write(painter, room, count, TextRole.small, colours.muted, right=True)
        name = room.adjusted(0, 0, -taken - px(8), 0)
        self.write(painter, name, entry.name, TextRole.body, ink, weight=Weight.medium if selected else Weight.regular)


class ArticleDelegate(EntryDelegate):
    """The title above; below whether it can be relied on and when it was changed, or the line in which a search found it."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._chips = ChipPainter(theme)

    def paint_entry(self, painter: QPainter, area: QRectF, entry: ArticleRow | ArticleHit, *, selected: bool) -> None:
        del selected
        colours, px = self.theme.colours, self.theme.px
        upper, lower = self.halves(area, px(12))
        self.write(painter, upper, entry.title, TextRole.body, colours.ink, weight=Weight.medium)
        if isinstance(entry, ArticleHit):
            self._write_spot(painter, lower, entry)
            return
        when = age(entry.changed_at, datetime.now(UTC))
        taken = self.write(painter, lower, when, TextRole.small, colours.muted, right=True)
        chip = ChipText(trust_word(entry.trust), TRUST_TONES[entry.trust])
        room = lower.adjusted(0, 0, -taken - px(8), 0)
        top = round(lower.top() + (lower.height() - self._chips.height) / 2)
        wide = self._chips.paint(painter, lower.left(), top, chip)
        words = [] if entry.state is ArticleState.PUBLISHED else [state_word(entry.state)]
        if entry.complaint:
            words.append(complaint_told(entry))
        if entry.behind:
            words.append(QCoreApplication.translate("knowledge", "Translation is behind"))
        rest = room.adjusted(wide + px(8), 0, 0, 0)
        self.write(painter, rest, " · ".join(words), TextRole.small, colours.muted)

    def _write_spot(self, painter: QPainter, room: QRectF, entry: ArticleHit) -> None:
        """The heading, which takes half of the room at most where a line stands beside it."""
        colours, px = self.theme.colours, self.theme.px
        if entry.heading:
            most = 0.5 if entry.line else 1
            wide = self.write(
                painter, room, entry.heading, TextRole.small, colours.ink, weight=Weight.medium, most=most
            )
            room = room.adjusted(wide + px(8), 0, 0, 0)
        line = entry.line or ("" if entry.heading else state_word(entry.state))
        self.write(painter, room, line, TextRole.small, colours.muted)


class PlaceDelegate(EntryDelegate):
    """A heading, as far in as it is deep; or another article's title."""

    row_height = 28

    def paint_entry(self, painter: QPainter, area: QRectF, entry: PlaceLine, *, selected: bool) -> None:
        colours, px = self.theme.colours, self.theme.px
        room = area.adjusted(px(12 + _INDENT * entry.depth), 0, -px(8), 0)
        self.write(painter, room, entry.text, TextRole.small, colours.accent if selected else colours.ink)
