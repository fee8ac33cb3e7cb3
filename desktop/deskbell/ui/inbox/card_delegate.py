"""Draws one ticket as a card: picture, customer and age, subject, chips. Everything that does not change from card to card is made once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from deskbell.model.kinds import TagColour
from deskbell.model.rows import TicketRow
from deskbell.model.views import ViewKind
from deskbell.rules.due import is_overdue
from deskbell.ui.inbox.card_text import NO_COLOURS, Badge, chips, from_the_hit, marked, no_subject
from deskbell.ui.inbox.kept_cards import KeptCards, Look
from deskbell.ui.inbox.ticket_model import CHOSEN, HEAD, TICKET
from deskbell.ui.sla_left import is_waited_for, left_tone, left_words
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_ENTRY, TICKET_CARD
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.chip import ChipPainter, ChipText
from deskbell.ui.widgets.item_state import is_hovered, is_selected
from deskbell.ui.widgets.label import plain_tooltip

if TYPE_CHECKING:
    from deskbell.ui.inbox.group_head import HeadPainter

Index = QModelIndex | QPersistentModelIndex

_SIDE = 14
_TOP = 10
_AVATAR = 34
_GAP = 10
_LINE = 18
_CHIP_GAP = 6
_BADGE = 18


class TextLine:
    """A font with what is needed to set one line of it in a box of a given height."""

    def __init__(self, font: QFont, height: float) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.drop = round((height + self.metrics.ascent() - self.metrics.descent()) / 2)

    def draw(self, painter: QPainter, left: float, top: float, width: float, text: str, ink: QColor) -> None:
        if self.metrics.horizontalAdvance(text) > width:
            text = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setFont(self.font)
        painter.setPen(ink)
        painter.drawText(QPointF(left, top + self.drop), text)


class CardDelegate(QStyledItemDelegate):
    """Paints and explains the cards. `kind` is the view they stand in: it decides what is worth a chip; `words` are those searched for;
    `badges` the colleagues at tickets, by number; `mentioning` the tickets whose mention was not seen; `colours` those of tags that are not blue (see `show_colours`)."""

    def __init__(self, theme: ThemeSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips = ChipPainter(theme)
        self.kind = ViewKind.MINE
        self.words: tuple[str, ...] = ()
        self.badges: Mapping[int, Badge] = {}
        self.mentioning: frozenset[int] = frozenset()
        self.colours = NO_COLOURS
        self._lately: Look | None = None
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @cached_property
    def heads(self) -> "HeadPainter":
        """What draws the heads of groups; made with the first."""
        from deskbell.ui.inbox.group_head import HeadPainter

        return HeadPainter(self._theme)

    @property
    def head_height(self) -> int:
        """Of the head of a group, in logical pixels."""
        return self._theme.px(LIST_ENTRY)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.height)

    def show_colours(self, colours: Mapping[str, TagColour]) -> bool:
        """Paint tags in these, by name; whether they are others than before."""
        if colours == self.colours:
            return False
        self.colours = colours
        self._kept = KeptCards()
        return True

    def tick_area(self, card: QRect) -> QRectF:
        """Where the customer's picture is; a click there ticks the card."""
        px = self._theme.px
        return QRectF(card.left() + px(_SIDE), card.top() + px(_TOP), px(_AVATAR), px(_AVATAR))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(TICKET)
        card: QRect = option.rect
        selected, hovered = is_selected(option, index), is_hovered(option)
        if isinstance(row, TicketRow):
            ratio = painter.device().devicePixelRatio()
            now = datetime.now(UTC)
            ago, late = age(row.activity_at, now), is_overdue(row.status, row.due_at, now)
            chosen = bool(index.data(CHOSEN))
            where = (card.width(), card.height(), ratio, self.kind, self.words)
            look = Look(selected, hovered, chosen, ago, *where, late, row.id in self.mentioning, _left(row, now))
            painter.drawPixmap(card.topLeft(), self._picture(row, look))
            self._lately = look
            if (badge := self.badges.get(row.id)) is not None and not chosen:
                self._paint_badge(painter, card, badge, look)
        else:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if (head := index.data(HEAD)) is not None:
                self.heads.paint(painter, card, head, hovered=hovered)
            else:
                self._paint_ground(painter, card, selected=selected, hovered=hovered)
                self._paint_placeholder(painter, card)
            painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        row = index.data(TICKET)
        if event.type() is not QEvent.Type.ToolTip or not isinstance(row, TicketRow):
            return super().helpEvent(event, view, option, index)
        card: QRect = option.rect
        left, width = self._text_area(card)
        by_age = event.pos().y() < card.top() + self._theme.px(_TOP + _LINE)
        badge = self.badges.get(row.id)
        if badge is not None and event.pos().x() <= left:
            text = plain_tooltip(badge.words)
        elif by_age:
            text = exact(row.activity_at)
        else:
            cut = self._subject(row).metrics.horizontalAdvance(row.subject) > width
            text = plain_tooltip(row.subject) if cut and event.pos().x() > left else ""
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def draw_ahead(self, row: TicketRow, *, selected: bool) -> None:
        """Draw a card as it will be seen next, of the size in which one was seen lately."""
        if self._lately is not None:
            now = datetime.now(UTC)
            ago, late = age(row.activity_at, now), is_overdue(row.status, row.due_at, now)
            mentioned = row.id in self.mentioning
            state = {"selected": selected, "hovered": False, "chosen": False}
            left = _left(row, now)
            self._picture(row, replace(self._lately, **state, ago=ago, late=late, mentioned=mentioned, left=left))

    def _picture(self, row: TicketRow, look: Look) -> QPixmap:
        pixmap = self._kept.get(row, look)
        if pixmap is None:
            pixmap = self._draw(row, look)
            self._kept.keep(row, look, pixmap)
        return pixmap

    def _draw(self, row: TicketRow, look: Look) -> QPixmap:
        """The whole card with its ground, so that the letters are drawn as sharply as straight on the screen."""
        pixmap = QPixmap(round(look.width * look.ratio), round(look.height * look.ratio))
        pixmap.setDevicePixelRatio(look.ratio)
        pixmap.fill(self._panel)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRect(0, 0, look.width, look.height)
        self._paint_ground(painter, card, selected=look.selected, hovered=look.hovered)
        self._paint_ticket(painter, card, row, look)
        painter.end()
        return pixmap

    def _paint_ground(self, painter: QPainter, card: QRect, *, selected: bool, hovered: bool) -> None:
        # Not with `fillRect`, which would first load all that is known of gradients.
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(self._accent_ground)
            painter.drawRect(card)
            painter.setBrush(self._accent)
            painter.drawRect(card.left(), card.top(), 3, card.height() - 1)
        elif hovered:
            painter.setBrush(self._hover)
            painter.drawRect(card)
        painter.setBrush(self._line)
        painter.drawRect(card.left(), card.bottom(), card.width(), 1)

    def _paint_ticket(self, painter: QPainter, card: QRect, row: TicketRow, look: Look) -> None:
        px = self._theme.px
        picture = self.tick_area(card)
        if look.chosen:
            self._paint_tick(painter, picture)
        else:
            person = avatar_pixmap(self._theme.now, row.customer, row.customer_email, px(_AVATAR), look.ratio)
            painter.drawPixmap(picture.topLeft(), person)
        left, width = self._text_area(card)
        top = card.top() + px(_TOP)
        ago_width = self._age.metrics.horizontalAdvance(look.ago)
        self._age.draw(painter, left + width - ago_width, top, ago_width + 1, look.ago, self._faint)
        name = self._strong if row.awaiting else self._medium
        name.draw(painter, left, top, width - ago_width - px(8), row.customer or row.customer_email, self._ink)
        top += px(_LINE) + 1
        self._subject(row).draw(painter, left, top, width, row.subject or no_subject(), self._ink)
        top += px(_LINE) + 2
        if row.hit:
            self._paint_hit(painter, left, top, width, row.hit, look.words)
        else:
            told = chips(row, look.kind, datetime.now(UTC), self.colours, mentioned=look.mentioned)
            self._paint_chips(painter, left, top, width, told)

    def _paint_badge(self, painter: QPainter, card: QRect, badge: Badge, look: Look) -> None:
        """Over the corner of the customer's picture, set off from it: on top of the kept card, because colleagues come and go."""
        px, picture = self._theme.px, self.tick_area(card)
        side = px(_BADGE)
        area = QRectF(picture.right() - side + px(5), picture.bottom() - side + px(5), side, side)
        ground = self._accent_ground if look.selected else self._hover if look.hovered else self._panel
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(area.adjusted(-2, -2, 2, 2))
        person = avatar_pixmap(self._theme.now, badge.name, badge.email, side, look.ratio)
        painter.drawPixmap(area.topLeft(), person)
        painter.restore()

    def _paint_hit(
        self, painter: QPainter, left: float, top: float, width: float, hit: str, words: tuple[str, ...]
    ) -> None:
        """The line that a search found, its words marked by weight and colour."""
        metrics = self._plain.metrics
        seen = from_the_hit(hit, words, lambda text: metrics.horizontalAdvance(text) <= width)
        line = metrics.elidedText(seen, Qt.TextElideMode.ElideRight, width)
        for part, found in marked(line, words):
            font = self._strong if found else self._plain
            font.draw(painter, left, top, width, part, self._accent if found else self._muted)
            advance = font.metrics.horizontalAdvance(part)
            left, width = left + advance, width - advance

    def _paint_chips(self, painter: QPainter, left: float, top: float, width: float, all_: list[ChipText]) -> None:
        room = left + width
        for chip in all_:
            if left + self._chips.width(chip) > room:
                continue
            left += self._chips.paint(painter, left, top, chip) + self._theme.px(_CHIP_GAP)

    def _paint_tick(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        painter.drawEllipse(area)
        theme = self._theme
        theme.icons.paint(painter, Icon.CHECK, theme.colours.on_accent, area, theme.px(18))

    def _paint_placeholder(self, painter: QPainter, card: QRect) -> None:
        px = self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._chip_ground)
        painter.drawEllipse(self.tick_area(card))
        left, width = self._text_area(card)
        for number, part in enumerate((0.4, 0.75, 0.25)):
            top = card.top() + px(_TOP + 4) + number * (px(_LINE) + 1)
            painter.drawRoundedRect(QRectF(left, top, width * part, px(10)), px(5), px(5))

    def _text_area(self, card: QRect) -> tuple[float, float]:
        px = self._theme.px
        left = card.left() + px(_SIDE) + px(_AVATAR) + px(_GAP)
        return left, max(0.0, card.right() + 1 - px(_SIDE) - left)

    def _subject(self, row: TicketRow) -> TextLine:
        return self._strong if row.awaiting else self._plain

    def _take_theme(self) -> None:
        theme = self._theme.now
        height = theme.px(_LINE)
        self.height = theme.px(TICKET_CARD)
        self._plain = TextLine(theme.font(), height)
        self._medium = TextLine(theme.font(weight=Weight.medium), height)
        self._strong = TextLine(theme.font(weight=Weight.strong), height)
        self._age = TextLine(theme.font(TextRole.small), height)
        self._kept = KeptCards()
        self._lately = None
        self._panel = theme.colour("panel")
        self._ink, self._muted, self._faint = theme.colour("ink"), theme.colour("muted"), theme.colour("faint")
        self._accent, self._accent_ground = theme.colour("accent"), theme.colour("accent_ground")
        self._hover, self._line, self._chip_ground = theme.colour("hover"), theme.colour("line"), theme.colour("chip")


def _left(row: TicketRow, now: datetime) -> str:
    """What the countdown says, with its colour; "" where there is none."""
    if row.sla_due_at is None or not is_waited_for(row):
        return ""
    return f"{left_words(row.sla_due_at, now)} {left_tone(row.sla_due_at, now).name}"
