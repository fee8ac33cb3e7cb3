"""A mail that came inside another mail, read by a child process of its own and shown in a window, as safely as any other."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.errors import Trouble
from deskbell.model.kinds import MessageKind, Why
from deskbell.model.mail import InboundMail
from deskbell.model.rows import AttachmentRow, MessageRow
from deskbell.rules.attachments import dangerous
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.message_card import CardSurroundings, MessageCard
from deskbell.ui.ticket.message_head import HeadStyle
from deskbell.ui.ticket.message_pictures import MessagePictures
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.ticket.pictures import read_pictures
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane

_SIDE: Final = 16
_NO_DATE: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Attached(Struct, frozen=True):
    """A mail that was read, and its own pictures."""

    mail: InboundMail
    pictures: dict[str, QImage]


def read_attached(raw: bytes) -> Attached:
    """Read a mail in a child process, so that a hostile one costs a child. Raises `Trouble` with the reason where it cannot be read."""
    from deskbell.mail.pool import ParserPool, Unread
    from deskbell.rules.unread import note, sentence_of

    with ParserPool(workers=1) as pool:
        (outcome,) = pool.parse([raw])
    if isinstance(outcome, Unread):
        code, values = sentence_of(note(outcome.code, outcome.reason))
        raise Trouble(code, **values)
    images = {part.content_id: part.content for part in outcome.attachments if part.content_id}
    return Attached(outcome, read_pictures(images))


def row_of(mail: InboundMail) -> MessageRow:
    """The mail as a card shows it. Its attachments have their places in the mail as ids."""
    files = tuple(
        AttachmentRow(
            number, 0, part.name, part.content_type, part.size, part.inline, part.content_id, dangerous(part.name)
        )
        for number, part in enumerate(mail.attachments)
    )
    return MessageRow(
        id=1, ticket_id=0, kind=MessageKind.IN, author=mail.sender.name, author_email=mail.sender.email, agent_id=None,
        to=mail.to, cc=mail.cc, at=mail.date or _NO_DATE, text=mail.text, visible=mail.text, html=mail.html,
        html_visible=mail.html, attachments=files, why=Why.IMPORTED.value, is_auto=mail.is_auto_reply,
        is_bounce=mail.is_bounce, outbox=None, outbox_not_before=None, outbox_reason="", outbox_values={},
        problems=mail.problems, raw_id=None, invites=mail.invites,
    )  # fmt: skip


class AttachedView(Pane):
    """Its subject, and one card. `pictures` fetches those of the internet, on a click alone.

    Signals:
        closed: it goes.
    """

    closed = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        attached: Attached,
        pictures: MessagePictures,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__("background", parent)
        self.subject = attached.mail.subject or self.tr("Attached message")
        around = CardSurroundings(theme, HeadStyle(theme), now, lambda _: "", pictures.of, pictures.state)
        pictures.put(1, attached.pictures)
        self.card = MessageCard(around, self)
        self._scroll = QScrollArea(self)
        self._scroll.setAccessibleName(self.subject)
        self._inside = QWidget()
        self._inside.setObjectName("content")
        self.card.setParent(self._inside)
        self.card.hide_menu()
        self.card.show_message(row_of(attached.mail))
        self.card.resized.connect(self._fit)
        pictures.come.connect(self.card.show_pictures)
        self._scroll.setWidget(self._inside)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title = Label(self.subject, TextRole.title, wrap=True, parent=self)
        title.setContentsMargins(_SIDE, 12, _SIDE, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self._scroll, 1)
        theme.changed.connect(self._wear_theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(120, self._scroll.width() - 2 * _SIDE)
        height = self.card.fit(width)
        self.card.move(_SIDE, _SIDE)
        self._inside.resize(self._scroll.width(), height + 2 * _SIDE)

    def _wear_theme(self) -> None:
        self.card.wear_theme()
        self._fit()


class AttachedWindow(QWidget):
    """A window of its own for one; closes with Escape and goes when it is closed."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        close = self.addAction(self.tr("Close"))
        close.setShortcut(Qt.Key.Key_Escape)
        close.triggered.connect(self.close)
        self.resize(QSize(theme.px(680), theme.px(560)))

    def show_view(self, view: AttachedView) -> None:
        """Show this mail."""
        self.view = view
        self.setWindowTitle(view.subject)
        self._layout.addWidget(view)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.view.closed.emit()
