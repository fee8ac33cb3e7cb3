"""Tickets in which others took part besides the person who is erased: they stay, without the person."""

from typing import Any, Final

from sqlalchemy import Row, select, update

from deskbell.model.kinds import Deed, MessageKind
from deskbell.rules.blacking_out import Blackout, unquoted
from deskbell.store.erasing import Eraser
from deskbell.store.search import entries
from deskbell.store.session import Session
from deskbell.store.tables import attachment, journal, message, outbox, ticket

_TEXTS: Final = ("from_name", "subject", "why")
_VALUES: Final = ("to", "cc", "reply_to", "problems", "invites")
# What a ticket was about is told by these of its lines, and stays with nobody else.
_TELLING: Final = (Deed.SUBJECT.value, Deed.FIELD.value, Deed.CHECKLIST.value)


class Shared:
    """Takes the person out of one ticket after another. `unneeded` are contents that nothing may need any more, `reworded` messages that say something else now."""

    def __init__(self, session: Session, eraser: Eraser, blackout: Blackout, stub: int) -> None:
        self._session = session
        self._eraser = eraser
        self._blackout = blackout
        self._stub = stub
        self.unneeded: set[int] = set()
        self.reworded: list[int] = []

    def without(self, number: int, theirs: tuple[int, ...], heir: int | None) -> list[int]:
        """Take the person out of what is left of a ticket after `theirs` are gone; the messages whose originals told of them. `heir` is the customer whose the
        ticket, which was the person's, is from now on.
        """
        of_it = select(message).where(message.c.ticket_id == number).order_by(message.c.at, message.c.id)
        left = self._session.connection.execute(of_it).all()
        begun = min(theirs, default=None)
        changed = [row for row in left if heir is not None or self._tells(row, begun)]
        for row in changed:
            self._black_out(row, subject=heir is None)
        self._black_out_lines(number, heir)
        files = self._files(number)
        public = [row for row in left if row.kind != MessageKind.NOTE]
        values: dict[str, Any] = {
            "messages": len(left),
            "attachments": files,
            "awaiting": bool(public) and public[-1].kind == MessageKind.IN,
            "version": ticket.c.version + 1,
        }
        if heir is None:
            subject = self._session.connection.execute(select(ticket.c.subject).where(ticket.c.id == number))
            values["subject"] = self._blackout.text(subject.scalar_one())
        else:
            values |= {"subject": "", "customer_id": heir, "checklist": None}
            self._eraser.remove("field_value", [number], "ticket_id")
        self._session.connection.execute(update(ticket).where(ticket.c.id == number).values(values))
        return [row.id for row in changed]

    def _tells(self, row: Row[Any], begun: int | None) -> bool:
        """Whether the message may hold something of theirs: it came after what they wrote, which it may quote, or it names them."""
        values = [getattr(row, name) for name in _VALUES]
        texts = (row.text, row.html, row.visible or "", row.html_visible or "", *(getattr(row, one) for one in _TEXTS))
        return (
            (begun is not None and row.id > begun)
            or any(self._blackout.value(value) != value for value in values)
            or any(map(self._blackout.knows, texts))
        )

    def _black_out(self, row: Row[Any], *, subject: bool) -> None:
        text = unquoted(row.text if row.visible is None else row.visible)
        html = row.html if row.html_visible is None else row.html_visible
        if self._blackout.knows(text) or self._blackout.knows(html):
            # Within HTML a name may stand in pieces: the text says the same.
            html = ""
        values: dict[str, Any] = {name: self._blackout.text(getattr(row, name)) for name in _TEXTS}
        values |= {name: self._blackout.value(getattr(row, name)) for name in _VALUES}
        values |= {
            "text": self._blackout.text(text),
            "html": html,
            "visible": None,
            "html_visible": None,
            "raw_id": None,
        }
        if not subject:
            values["subject"] = ""
        values["attachments"] = row.attachments - self._remove_files(row.id)
        self._eraser.write("message", row.id, values)
        self._eraser.reword(entries.entry_of(self._session, row.id))
        self._black_out_sent(row.id)
        self.reworded.append(row.id)

    def _remove_files(self, message_id: int) -> int:
        """Remove the files of a message that name the person: attached mails, mostly. How many they were."""
        of_it = select(attachment.c.id, attachment.c.blob_id, attachment.c.name, attachment.c.mail)
        named = [
            row
            for row in self._session.connection.execute(of_it.where(attachment.c.message_id == message_id))
            if self._blackout.knows(row.name) or self._blackout.value(row.mail) != row.mail
        ]
        self.unneeded |= {row.blob_id for row in named}
        self._eraser.remove("attachment", [row.id for row in named])
        return len(named)

    def _black_out_sent(self, message_id: int) -> None:
        sent = self._session.connection.execute(select(outbox).where(outbox.c.message_id == message_id)).first()
        if sent is None:
            return
        self.unneeded.add(sent.blob_id)
        values = {name: self._blackout.value(getattr(sent, name)) for name in ("recipients", "taken", "refused", "bcc")}
        values |= {"reason_values": self._blackout.value(sent.reason_values), "blob_id": self._stub, "copied": True}
        self._eraser.write("outbox", sent.id, values)

    def _black_out_lines(self, number: int, heir: int | None) -> None:
        """Take the lines of the journal out that tell of the person; that something was done, and by whom, stays among the deeds."""
        lines = self._session.connection.execute(select(journal).where(journal.c.ticket_id == number))
        gone = [
            line.id
            for line in lines
            if (heir is not None and line.kind in _TELLING)
            or self._blackout.knows(line.before)
            or self._blackout.knows(line.after)
        ]
        self._eraser.remove("journal", gone)

    def _files(self, number: int) -> int:
        of_it = select(message.c.attachments).where(message.c.ticket_id == number)
        return sum(self._session.connection.execute(of_it).scalars())
