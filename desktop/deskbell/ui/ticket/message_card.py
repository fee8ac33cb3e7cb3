"""One message of a thread: head, text, what hangs on it, and what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.kinds import MessageKind
from deskbell.model.rows import AgentRow, AttachmentRow, MessageRow
from deskbell.rules.picture_trust import may_be_trusted
from deskbell.rules.remote_pictures import addresses
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CARD
from deskbell.ui.ticket.attachment_box import AttachmentBox
from deskbell.ui.ticket.body_view import BodyView
from deskbell.ui.ticket.card_words import Hint, HintDeed, about, about_all, hint, marks
from deskbell.ui.ticket.file_writing import has_source
from deskbell.ui.ticket.fold_button import FoldButton
from deskbell.ui.ticket.hint_line import HintLine
from deskbell.ui.ticket.invite_box import InviteBox
from deskbell.ui.ticket.message_body import Part, body_of, foldable, pictures_named
from deskbell.ui.ticket.message_head import HeadStyle, MessageHead
from deskbell.ui.ticket.message_pictures import RemoteState
from deskbell.ui.ticket.outbox_line import OutboxLine
from deskbell.ui.ticket.pictures_bar import PicturesBar
from deskbell.ui.ticket.quiet_button import QuietButton

_SIDE: Final = 16
_TOP: Final = 12
_MORE: Final = 24


class CardSurroundings(Struct, frozen=True):
    """What all cards of a thread share: the look, the clock, the name of a mailbox by its address ("" where it is none of ours), the pictures of a
    message as far as they have been read, how those stand that would have to be fetched, the agent who reads (0 for nobody), and agents by their ids.
    """

    theme: ThemeSource
    style: HeadStyle
    now: Callable[[], datetime]
    mailbox_name: Callable[[str], str]
    pictures: Callable[[int], Mapping[str, QImage] | None]
    remote: Callable[[MessageRow], RemoteState]
    me: int = 0
    agent: Callable[[int | None], AgentRow | None] = lambda _: None


class MessageCard(QWidget):
    """Shows one message after another: cards are kept and used again for the next ticket.

    Signals:
        resized: its height for its width is another one.
        pictures_wanted(int): the message's inline pictures are needed; call `show_pictures` once they are there.
        look_wanted(AttachmentRow, tuple): look at one of these.
        open_wanted(AttachmentRow), message_wanted(AttachmentRow), save_wanted(AttachmentRow), drag_wanted(AttachmentRow): of an attachment.
        all_wanted(tuple): save these attachments.
        decided(int, type): what is to become of an outgoing message, as of `OutboxLine`.
        remote_wanted(MessageRow), always_wanted(MessageRow): fetch its pictures from the internet, now or whenever its sender writes.
        original_wanted(MessageRow), original_dragged(MessageRow): save the mail as it came; its head is being dragged away.
        link_wanted(QUrl, str), pointed(str): as of `BodyView`.
        menu_wanted(MessageRow, QPoint): the button of its menu was pressed.
    """

    resized = Signal()
    pictures_wanted = Signal(int)
    look_wanted = Signal(object, object)
    open_wanted = Signal(object)
    message_wanted = Signal(object)
    save_wanted = Signal(object)
    all_wanted = Signal(object)
    drag_wanted = Signal(object)
    decided = Signal(int, object)
    remote_wanted = Signal(object)
    always_wanted = Signal(object)
    original_wanted = Signal(object)
    original_dragged = Signal(object)
    link_wanted = Signal(QUrl, str)
    pointed = Signal(str)
    menu_wanted = Signal(object, object)

    def __init__(self, around: CardSurroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._theme = around.theme
        self._message: MessageRow | None = None
        self._at_any_cost = False
        self._alone = False
        self._pressed_at: QPoint | None = None
        self._boxes: list[AttachmentBox] = []
        self._invites: list[InviteBox] = []
        self._outbox: OutboxLine | None = None
        self._bar: PicturesBar | None = None
        self._hint: HintLine | None = None
        self._remark: Hint | None = None
        self._head = MessageHead(around.style, around.now, self)
        self._head.move(_SIDE, _TOP)
        self.body = BodyView(self._theme, self)
        self.body.link_wanted.connect(self.link_wanted)
        self.body.pointed.connect(self.pointed)
        self._fold = FoldButton(self._theme, self)
        self._fold.toggled.connect(self._folded)
        self._menu = QuietButton(self._theme, Icon.MORE, self.tr("More about this message"), side=_MORE, parent=self)
        self._menu.clicked.connect(self._ask_menu)
        self._head.keep_room(self._theme.px(_MORE) + 4)

    @property
    def message(self) -> MessageRow | None:
        """What is shown."""
        return self._message

    @property
    def whole(self) -> bool:
        """Whether it shows what the message quotes, too."""
        return self._fold.isChecked()

    @property
    def files(self) -> tuple[AttachmentRow, ...]:
        """What hangs on the message and is listed below it."""
        return _listed(self._message) if self._message is not None else ()

    def show_message(self, message: MessageRow, *, whole: bool = False) -> None:
        """Show this message, folded unless `whole`."""
        before, self._message = self._message, message
        if before is not None and before.id == message.id:
            whole = whole or self.whole
        else:
            self._at_any_cost = False
        self._show_head(message)
        self._fold.blockSignals(True)
        self._fold.setChecked(whole)
        self._fold.blockSignals(False)
        self._fold.setVisible(foldable(message))
        self._show_body()
        files = _listed(message)
        if before is None or before.id != message.id or before.attachments != message.attachments:
            self._show_files(files)
        if before is None or before.id != message.id or before.invites != message.invites:
            self._show_invites(message)
        self._show_outbox(message)
        self.setAccessibleName(self._head.accessibleName())

    def show_pictures(self) -> None:
        """Pictures of the message have come, or stand differently: show it again."""
        self._show_body()
        self.resized.emit()

    def hide_menu(self) -> None:
        """It has none: what is shown is no message of the desk, so that nobody's pictures can be trusted for good either."""
        self._menu.hide()
        self._alone = True

    def unfold(self, *, whole: bool) -> None:
        """Show or hide what the message quotes, where it quotes anything."""
        if foldable(self._message) if self._message is not None else False:
            self._fold.setChecked(whole)

    def wear_theme(self) -> None:
        """Colours or sizes are others."""
        self.body.wear_theme()
        for box in self._boxes:
            box.resize(box.sizeHint())
        self.update()

    def fit(self, width: int) -> int:
        """Place everything for this width and say how high the card is."""
        px = self._theme.px
        inner = width - 2 * _SIDE
        top = _TOP + self._head.fit(inner) + 8
        if self._bar is not None and not self._bar.isHidden():
            self._bar.move(_SIDE, top)
            top += self._bar.fit(inner) + 8
        # A mail of nothing but attachments has no empty line above them.
        height = self.body.fit(inner) if self.body.toPlainText() else 0
        self.body.setVisible(height > 0)
        self.body.setGeometry(_SIDE, top, inner, height)
        top += height
        if self._hint is not None and not self._hint.isHidden():
            top += 6
            self._hint.move(_SIDE, top)
            top += self._hint.fit(inner)
        if not self._fold.isHidden():
            top += 8
            self._fold.setGeometry(_SIDE, top, self._fold.sizeHint().width(), self._fold.sizeHint().height())
            top += self._fold.height()
        for invite in self._invites:
            top += px(10)
            invite.move(_SIDE, top)
            top += invite.fit(inner)
        if self._boxes:
            top = self._place_boxes(top + px(10), inner)
        if self._outbox is not None and not self._outbox.isHidden():
            top += 6
            self._outbox.move(_SIDE, top)
            top += self._outbox.fit(inner) - 4
        self._menu.move(_SIDE + self._head.time_left() - self._menu.width() - 4, _TOP + 2)
        self.resize(width, top + 14)
        return self.height()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        note = self._message is not None and self._message.kind is MessageKind.NOTE
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(colours.note_line if note else colours.line), 1))
        painter.setBrush(QColor(colours.note if note else colours.panel))
        painter.drawRoundedRect(frame, CORNER_CARD, CORNER_CARD)
        if self._message is not None and self._message.kind is MessageKind.OUT:
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), CORNER_CARD, CORNER_CARD)
            painter.setClipPath(shape)
            painter.fillRect(0, 0, 3, self.height(), QColor(colours.accent))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._menu.set_quiet(False)
        super().enterEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed_at = at if left and self._head.geometry().contains(at) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The head is what one takes a mail by, where its original is kept."""
        at, message = self._pressed_at, self._message
        if at is None or message is None or not has_source(message):
            return
        if (event.position().toPoint() - at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.original_dragged.emit(message)

    def leaveEvent(self, event: QEvent) -> None:
        self._menu.set_quiet(True)
        super().leaveEvent(event)

    def _show_head(self, message: MessageRow) -> None:
        said = about(message, self._around.mailbox_name)
        agent = self._around.agent(message.agent_id)
        own = agent.email if agent is not None else ""
        known = marks(message, self._around.me)
        self._head.show_head(message.author, message.author_email, said, about_all(message), message.at, known, own)

    def _show_body(self) -> None:
        message = self._message
        assert message is not None
        body = body_of(message, Part.WHOLE if self.whole else Part.NEW, at_any_cost=self._at_any_cost)
        ground = "note" if message.kind is MessageKind.NOTE else "panel"
        named = pictures_named(body.html)
        pictures = self._around.pictures(message.id) if named or addresses(body.html) else None
        # Qt lays a document out as soon as it is shown: in the width that it will have, or it does so twice.
        self.body.resize(max(80, self.width() - 2 * _SIDE), self.body.height())
        self.body.show_body(body.text, body.html, ground=ground, pictures=pictures)
        self._show_bar(message, body.html)
        self._remark = hint(message, shortened=body.shortened)
        if self._remark is not None:
            self._hint_line().say(self._remark.words, self._remark.action, "\n".join(message.problems))
        elif self._hint is not None:
            self._hint.hide()
        if named:
            self.pictures_wanted.emit(message.id)

    def _show_bar(self, message: MessageRow, html: str) -> None:
        count = len(addresses(html))
        if not count:
            if self._bar is not None:
                self._bar.hide()
            return
        if self._bar is None:
            self._bar = PicturesBar(self._theme, self)
            self._bar.show_wanted.connect(lambda: self.remote_wanted.emit(self._message))
            self._bar.always_wanted.connect(lambda: self.always_wanted.emit(self._message))
        sender = message.author_email if may_be_trusted(message) and not self._alone else ""
        self._bar.say(self._around.remote(message), count, sender)

    def _hint_line(self) -> HintLine:
        if self._hint is None:
            self._hint = HintLine(self._theme, self)
            self._hint.acted.connect(self._act_on_hint)
        self._hint.show()
        return self._hint

    def _show_files(self, files: tuple[AttachmentRow, ...]) -> None:
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes = [AttachmentBox(self._theme, row, self, several=len(files) > 1) for row in files]
        for box in self._boxes:
            box.look_wanted.connect(lambda row: self.look_wanted.emit(row, files))
            box.open_wanted.connect(self.open_wanted)
            box.message_wanted.connect(self.message_wanted)
            box.save_wanted.connect(self.save_wanted)
            box.all_wanted.connect(lambda: self.all_wanted.emit(files))
            box.drag_wanted.connect(self.drag_wanted)
            box.show()

    def _show_invites(self, message: MessageRow) -> None:
        for old in self._invites:
            old.hide()
            old.deleteLater()
        self._invites = [InviteBox(self._theme, invite, self) for invite in message.invites]
        for box in self._invites:
            box.show()

    def _place_boxes(self, top: int, inner: int) -> int:
        left, row_height = _SIDE, 0
        for box in self._boxes:
            size = box.sizeHint()
            width = min(size.width(), inner)
            if left > _SIDE and left + width > _SIDE + inner:
                left, top = _SIDE, top + row_height + 8
            box.setGeometry(left, top, width, size.height())
            left, row_height = left + width + 8, size.height()
        return top + row_height

    def _show_outbox(self, message: MessageRow) -> None:
        if message.outbox is None:
            if self._outbox is not None:
                self._outbox.hide()
            return
        if self._outbox is None:
            self._outbox = OutboxLine(self._theme, self._around.now, self)
            self._outbox.decided.connect(lambda decision: self.decided.emit(self._shown_id(), decision))
        self._outbox.show_state(message)
        self._outbox.show()

    def _shown_id(self) -> int:
        return self._message.id if self._message is not None else 0

    def _folded(self) -> None:
        self._show_body()
        self.resized.emit()

    def _act_on_hint(self) -> None:
        if self._remark is not None and self._remark.deed is HintDeed.SAVE_ORIGINAL:
            self.original_wanted.emit(self._message)
            return
        self._at_any_cost = True
        self._show_body()
        self.resized.emit()

    def _ask_menu(self) -> None:
        if self._message is not None:
            self.menu_wanted.emit(self._message, self._menu.mapToGlobal(self._menu.rect().bottomLeft()))


def _listed(message: MessageRow) -> tuple[AttachmentRow, ...]:
    return tuple(row for row in message.attachments if not _in_the_text(row, message.html))


def _in_the_text(row: AttachmentRow, html: str) -> bool:
    """Whether the HTML shows this picture, so that it needs no box of its own."""
    return bool(row.content_id) and f"cid:{row.content_id}" in html
