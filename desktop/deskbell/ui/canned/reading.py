"""Queries for the runner: what canned replies are shown and put in with."""

from msgspec import Struct
from PySide6.QtGui import QImage

from deskbell.model.mail import OutboundAttachment
from deskbell.model.rows import TicketDetail
from deskbell.store.queries import canned, ticket
from deskbell.store.queries.canned import Asker
from deskbell.store.session import Session
from deskbell.ui.ticket.pictures import read_pictures


class Trial(Struct, frozen=True):
    """A ticket to try a reply on; None where there is none."""

    detail: TicketDetail | None
    asker: Asker


class PicturesOf(Struct, frozen=True):
    """The pictures in the texts of a reply, by content id."""

    reply_id: int
    images: dict[str, QImage]


class FilesOf(Struct, frozen=True):
    """What goes along with a reply: its files, and the pictures among them to be seen while one writes."""

    files: tuple[OutboundAttachment, ...]
    images: dict[str, QImage]


def trial(session: Session) -> Trial:
    """The newest ticket."""
    number = canned.newest_ticket(session)
    return Trial(ticket.detail(session, number, newest=1), canned.asker(session, number))


def pictures_of(session: Session, reply_id: int, agent_id: int) -> PicturesOf:
    """The pictures of a reply."""
    return PicturesOf(reply_id, files_of(session, reply_id, agent_id).images)


def files_of(session: Session, reply_id: int, agent_id: int) -> FilesOf:
    """All that goes along with a reply."""
    files = canned.files_of(session, reply_id, agent_id)
    return FilesOf(files, read_pictures({one.content_id: one.content for one in files if one.content_id}))
