"""Draws one ticket as a line of a table. What can be kept for all lines is made once; a line itself is quick enough to be drawn each time."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from deskbell.model.columns import Column, Key, Place
from deskbell.model.rows import TicketRow
from deskbell.rules import columns as rules
from deskbell.ui.inbox.card_delegate import CardDelegate, TextLine
from deskbell.ui.inbox.card_text import Badge, from_the_hit, marked
from deskbell.ui.inbox.cells import Cell, cell, moment
from deskbell.ui.inbox.field_columns import FieldColumns
from deskbell.ui.inbox.ticket_model import CHOSEN, HEAD, TICKET
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_ENTRY
from deskbell.ui.theme.type import Weight
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.chip import TAG_TONES, ChipPainter, ChipText, Tone
from deskbell.ui.widgets.item_state import is_hovered, is_selected
from deskbell.ui.widgets.label import plain_tooltip

Index = QModelIndex | QPersistentModelIndex

MARGIN: Final = 40
"""What stands before the first column: the tick, or a colleague's picture."""
END: Final = 14
PADDING: Final = 8
_TICK = 16
_BADGE = 18
_DOT = 7
_ICON = 13
_CHIP_GAP = 4
_LEAST_TAG = 40
_INKS = ("ink", "muted", "faint", "accent", "good", "warning", "danger", "panel", "accent_ground", "hover", "line", "chip")  # fmt: skip


class LineDelegate(QStyledItemDelegate):
    """Paints and explains the lines. What the view knows of tickets besides their rows it shares with the cards.

    What is shown is set with `show_columns`.
    """

    def __init__(
        self, theme: ThemeSource, cards: CardDelegate, fields: FieldColumns, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards = cards
        self._fields = fields
        self._chips = ChipPainter(theme)
        self._columns: rules.Columns = ()
        self._placed: tuple[int, tuple[Place, ...]] = (-1, ())
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @property
    def height(self) -> int:
        """Of a line, in logical pixels."""
        return self._theme.px(LIST_ENTRY)

    @property
    def head_height(self) -> int:
        """Of the head of a group, in logical pixels."""
        return self.height

    def show_columns(self, columns: rules.Columns) -> None:
        """Have these columns from now on."""
        self._columns = columns
        self._placed = (-1, ())

    def places(self, width: int) -> tuple[Place, ...]:
        """Where the columns stand in a line of this width."""
        if self._placed[0] != width:
            px = self._theme.px
            room = width - px(MARGIN) - px(END)
            self._placed = (width, rules.placed(self._columns, px(MARGIN), room, self._theme.now.scale))
        return self._placed[1]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.height)

    def tick_area(self, line: QRect) -> QRectF:
        """Where a click ticks the line: all that stands before the first column."""
        return QRectF(line.left(), line.top(), self._theme.px(MARGIN), line.height())

    def draw_ahead(self, row: TicketRow, *, selected: bool) -> None:
        """A line is not drawn before it is seen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, line = index.data(TICKET), option.rect
        selected, hovered = is_selected(option, index), is_hovered(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row is None and (head := index.data(HEAD)) is not None:
            self._cards.heads.paint(painter, line, head, hovered=hovered)
            painter.restore()
            return
        self._paint_ground(painter, line, selected=selected, hovered=hovered)
        if isinstance(row, TicketRow):
            self._paint_ticket(painter, line, row)
            badge = self._cards.badges.get(row.id)
            if index.data(CHOSEN) or hovered:
                self._paint_tick(painter, line, on=bool(index.data(CHOSEN)))
            elif badge is not None:
                self._paint_badge(painter, line, badge)
        else:
            self._paint_placeholder(painter, line)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        row = index.data(TICKET)
        if event.type() is not QEvent.Type.ToolTip or not isinstance(row, TicketRow):
            return super().helpEvent(event, view, option, index)
        line: QRect = option.rect
        text = ""
        if event.pos().x() < self._theme.px(MARGIN) and (badge := self._cards.badges.get(row.id)) is not None:
            text = plain_tooltip(badge.words)
        for place in self.places(line.width()):
            if place.left <= event.pos().x() - line.left() < place.right:
                text = self._explain(place, row)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def _explain(self, place: Place, row: TicketRow) -> str:
        """The exact time, or the whole of what may have been cut."""
        if exact := moment(place.column, row):
            return exact
        text = self._cell(place.column, row, datetime.now(UTC)).text
        room = place.width - self._theme.px(PADDING)
        roomy = place.column is not Column.TAGS and self._strong.metrics.horizontalAdvance(text) <= room - 20
        return "" if roomy else plain_tooltip(text)

    def _paint_ground(self, painter: QPainter, line: QRect, *, selected: bool, hovered: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(self._colours["accent_ground"])
            painter.drawRect(line)
            painter.setBrush(self._colours["accent"])
            painter.drawRect(line.left(), line.top(), 3, line.height() - 1)
        elif hovered:
            painter.setBrush(self._colours["hover"])
            painter.drawRect(line)
        painter.setBrush(self._colours["line"])
        painter.drawRect(line.left(), line.bottom(), line.width(), 1)

    def _paint_ticket(self, painter: QPainter, line: QRect, row: TicketRow) -> None:
        now, pad = datetime.now(UTC), self._theme.px(PADDING)
        for place in self.places(line.width()):
            left, room = float(line.left() + place.left), float(place.width - pad)
            if room <= 0:
                continue
            if place.column is Column.TAGS:
                self._paint_tags(painter, line, left, room, row.tags)
            elif place.column is Column.SUBJECT:
                self._paint_subject(painter, line, left, room, row)
            else:
                told = self._cell(place.column, row, now)
                if not told.text:
                    continue
                by_weight = place.column is Column.CUSTOMER and row.awaiting
                if place.column is Column.CUSTOMER and row.vip:
                    sign = Icon.ORGANISATION if row.vip_through else Icon.STAR
                    room -= self._paint_sign(painter, line, left + room, sign, "warning")
                if told.dot:
                    side = self._theme.px(_DOT)
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(self._colours[told.dot])
                    painter.drawEllipse(QRectF(left, line.top() + (self.height - 1 - side) / 2, side, side))
                    left, room = left + side + 6, room - side - 6
                text = self._strong if by_weight else self._plain
                text.draw(painter, left, line.top(), room, told.text, self._colours[told.ink])

    def _cell(self, column: Key, row: TicketRow, now: datetime) -> Cell:
        return cell(column, row, now) if isinstance(column, Column) else Cell(self._fields.words(row.id, column))

    def _paint_subject(self, painter: QPainter, line: QRect, left: float, room: float, row: TicketRow) -> None:
        """The subject by its weight, signs for what the eye looks for, and in a search the words that were found."""
        subject = cell(Column.SUBJECT, row, row.activity_at).text
        if row.attachments:
            room -= self._paint_sign(painter, line, left + room, Icon.ATTACHMENT, "faint")
        if row.id in self._cards.mentioning:
            taken = self._theme.px(_ICON) + 6.0
            self._paint_sign(painter, line, left + taken - 6, Icon.MENTION, "accent")
            left, room = left + taken, room - taken
        text = self._strong if row.awaiting else self._plain
        text.draw(painter, left, line.top(), room, subject, self._colours["ink"])
        taken = text.metrics.horizontalAdvance(subject) + self._theme.px(12)
        if row.hit and taken + 40 < room:
            self._paint_hit(painter, left + taken, line.top(), room - taken, row.hit, self._cards.words)

    def _paint_hit(
        self, painter: QPainter, left: float, top: float, room: float, hit: str, words: tuple[str, ...]
    ) -> None:
        metrics = self._plain.metrics
        seen = from_the_hit(hit, words, lambda text: metrics.horizontalAdvance(text) <= room)
        for part, found in marked(metrics.elidedText(seen, Qt.TextElideMode.ElideRight, room), words):
            text = self._strong if found else self._plain
            text.draw(painter, left, top, room, part, self._colours["accent" if found else "muted"])
            advance = text.metrics.horizontalAdvance(part)
            left, room = left + advance, room - advance

    def _paint_tags(self, painter: QPainter, line: QRect, left: float, room: float, tags: tuple[str, ...]) -> None:
        """As many as have room, the first one as far as it has, and how many more there are."""
        right = left + room
        top = line.top() + (self.height - self._chips.height) // 2
        colours = self._cards.colours
        for number, tag in enumerate(tags):
            chip = ChipText(tag, TAG_TONES[colours[tag]] if tag in colours else Tone.ACCENT)
            rest = ChipText(f"+{len(tags) - number}")
            after = self._chips.width(ChipText("+9")) + _CHIP_GAP if number + 1 < len(tags) else 0
            if left + self._chips.width(chip) + after > right:
                if number or right - after - left < self._theme.px(_LEAST_TAG):
                    self._chips.paint(painter, left, top, rest)
                    return
                chip = self._chips.fitted(chip, right - after - left)
            left += self._chips.paint(painter, left, top, chip) + _CHIP_GAP

    def _paint_sign(self, painter: QPainter, line: QRect, right: float, icon: Icon, ink: str) -> float:
        """A sign that ends at `right`; the room that it takes."""
        side = self._theme.px(_ICON)
        area = QRectF(right - side, line.top(), side, self.height - 1)
        self._theme.icons.paint(painter, icon, getattr(self._theme.colours, ink), area, side)
        return side + 6.0

    def _paint_tick(self, painter: QPainter, line: QRect, *, on: bool) -> None:
        theme, side = self._theme, self._theme.px(_TICK)
        area = QRectF(line.left() + theme.px(14), line.top() + (self.height - 1 - side) / 2, side, side)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours["accent"])
            painter.drawRoundedRect(area, 4, 4)
            theme.icons.paint(painter, Icon.CHECK, theme.colours.on_accent, area, theme.px(12))
        else:
            painter.setPen(QPen(self._colours["faint"], 1))
            painter.setBrush(self._colours["panel"])
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_badge(self, painter: QPainter, line: QRect, badge: Badge) -> None:
        side = self._theme.px(_BADGE)
        ratio = painter.device().devicePixelRatio()
        person = avatar_pixmap(self._theme.now, badge.name, badge.email, side, ratio)
        painter.drawPixmap(
            QRectF(line.left() + self._theme.px(13), line.top() + (self.height - 1 - side) // 2, side, side).topLeft(),
            person,
        )

    def _paint_placeholder(self, painter: QPainter, line: QRect) -> None:
        high = self._theme.px(10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["chip"])
        for place in self.places(line.width()):
            width = place.width * (0.6 if place.column is Column.SUBJECT else 0.5)
            top = line.top() + (self.height - 1 - high) / 2
            painter.drawRoundedRect(QRectF(line.left() + place.left, top, width, high), high / 2, high / 2)

    def _take_theme(self) -> None:
        theme, high = self._theme.now, self.height - 1
        self._plain = TextLine(theme.font(), high)
        self._strong = TextLine(theme.font(weight=Weight.strong), high)
        self._colours: Mapping[str, QColor] = {name: theme.colour(name) for name in _INKS}
        self._placed = (-1, ())
