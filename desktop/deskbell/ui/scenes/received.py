"""The scenes of received mail that a sample desk has none of: pictures left out, meetings, sealed and attached mail, what could not be read."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.mail.parse import parse
from deskbell.model.kinds import Why
from deskbell.model.rows import MessageRow, TicketDetail
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket.attached_message import Attached, AttachedView, AttachedWindow, row_of
from deskbell.ui.ticket.message_card import CardSurroundings
from deskbell.ui.ticket.message_head import HeadStyle
from deskbell.ui.ticket.message_pictures import MessagePictures, Remote, RemoteState
from deskbell.ui.ticket.thread import Thread
from deskbell.ui.widgets.pane import Pane

_NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
_CALENDAR = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@example.com
DTSTART:20261124T080000Z
DTEND:20261124T093000Z
SUMMARY:Return of order 88213
LOCATION:Amberline, Room 4
ORGANIZER;CN=Jane Doe:mailto:jane@example.com
END:VEVENT
END:VCALENDAR
"""


def received() -> Iterator[Scene]:
    """All of them."""
    size = (640, 900)
    yield Scene("received-pictures", size, partial(_thread, make=_with_pictures), (_build_all, _point_at_link))
    yield Scene("received-parts", size, partial(_thread, make=_with_parts), (_build_all,))
    yield Scene("received-troubled", size, partial(_thread, make=_troubled), (_build_all,))
    yield Scene("received-attached", (680, 420), _attached)


def _thread(stage: Stage, make: Callable[[], tuple[MessageRow, ...]]) -> QWidget:

    rows = make()
    states = {row.id: RemoteState(Remote.SHOWN, 2) if row.id == 2 else RemoteState() for row in rows}
    around = CardSurroundings(
        stage.theme,
        HeadStyle(stage.theme),
        lambda: _NOW,
        lambda _: "Returns",
        lambda _: None,
        lambda row: states[row.id],
    )
    row = stage.database.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, stage.desk.me.id, limit=1).rows[0]
    ground = Pane("background")
    thread = Thread(around, ground)
    inside = QVBoxLayout(ground)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(thread)
    thread.show_detail(TicketDetail(row, rows, (), (), 0))
    return ground


def _conversation(screen: QWidget) -> Thread:
    found = screen.findChild(Thread)
    assert found is not None
    return found


def _build_all(screen: QWidget) -> None:
    """What is not seen at once is built in slices, which a busy computer may not have come to yet."""
    while _conversation(screen).building():
        QCoreApplication.processEvents()
    _conversation(screen).to_newest()


def _mail(subject: str, text: str, html: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jane Doe <jane@example.com>"
    made["To"] = "Returns <returns@amberline.example>"
    made["Subject"] = subject
    made["Date"] = "Fri, 20 Nov 2026 17:05:00 +0000"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def _row(number: int, mail: EmailMessage, **changes: object) -> MessageRow:
    at = _NOW - timedelta(minutes=40 - number)
    return replace(row_of(parse(mail.as_bytes())), id=number, at=at, why=Why.NEW.value, raw_id=number, **changes)


def _with_pictures() -> tuple[MessageRow, ...]:
    html = (
        "<p>Hello,</p><p>our autumn sale has begun. Sign in at "
        '<a href="https://evil.example/login">www.amberline.example</a> to see your price.</p>'
        '<img src="https://shop.example/one.png"><img src="https://shop.example/two.png"><img src="https://spy.example/p" width="1">'
    )
    few = _mail("Sale", "Hello,", html)
    return (_row(1, few), _row(2, few), _row(3, few))


def _point_at_link(screen: QWidget) -> None:
    _conversation(screen).cards()[-1].body.highlighted.emit(QUrl("https://evil.example/login"))


def _with_parts() -> tuple[MessageRow, ...]:
    meeting = _mail("Meeting", "Shall we meet about the return?")
    meeting.add_alternative(_CALENDAR.replace("\n", "\r\n"), subtype="calendar", params={"method": "REQUEST"})
    off = _mail("Meeting", "It has to wait, sorry.")
    off.add_alternative(_CALENDAR.replace("REQUEST", "CANCEL"), subtype="calendar", params={"method": "CANCEL"})
    files = _mail("Files", "All that you asked for:")
    for name, kind in (
        ("invoice.pdf", "pdf"),
        ("returns.xlsx", "octet-stream"),
        ("price list.html", "octet-stream"),
        ("smime.p7s", "pkcs7-signature"),
    ):
        files.add_attachment(b"x" * 84_000, maintype="application", subtype=kind, filename=name)
    files.add_attachment(_mail("The first mail", "Hello"))
    sealed = _mail("Sealed", "")
    sealed.add_attachment(b"x" * 3_000, maintype="application", subtype="octet-stream", filename="encrypted.asc")
    return (_row(1, meeting), _row(2, off), _row(3, files), _row(4, sealed))


def _troubled() -> tuple[MessageRow, ...]:
    away = _row(1, _mail("Away", "I am away until Monday."), is_auto=True)
    bounce = _row(2, _mail("Undelivered", "Your message could not be delivered: no such user."), is_bounce=True)
    unread = _row(3, _mail("Could not be read", ""))
    unread = replace(unread, why=Why.UNREADABLE.value, problems=("parse.time:5",))
    long = _row(0, _mail("Long", "A long mail, line after line of it.\n" * 2000))
    return (long, away, bounce, unread)


def _attached(stage: Stage) -> QWidget:
    inner = _mail(
        "The first mail",
        "Hello",
        "<p>Hello,</p><p>the headphones that I returned last week:</p><img src='https://shop.example/a.png'>",
    )
    inner.add_attachment(b"x" * 84_000, maintype="application", subtype="pdf", filename="invoice.pdf")
    pictures = MessagePictures(stage.runner, lambda _: False)
    window = AttachedWindow(stage.theme)
    window.show_view(AttachedView(stage.theme, Attached(parse(inner.as_bytes()), {}), pictures, now=lambda: _NOW))
    pictures.setParent(window)
    return window
