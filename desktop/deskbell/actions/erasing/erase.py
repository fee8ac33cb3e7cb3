"""The erasure of a person, from first to last in one transaction."""

from typing import Any, Final

import msgspec
from sqlalchemy import insert, select, update

from deskbell.actions.deeds import record, set_answer
from deskbell.actions.erasing.originals import STUB, let_go_of
from deskbell.actions.erasing.others import drafts_without, others_without
from deskbell.actions.erasing.shared import Shared
from deskbell.mail.parse.headers import split_headers
from deskbell.model.customers import EraseCustomer
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, OutboxState, RawState
from deskbell.rules.blacking_out import Blackout
from deskbell.store import blobs
from deskbell.store.bulk import in_parts
from deskbell.store.erasing import Eraser
from deskbell.store.queries import erasure as found_of
from deskbell.store.queries.customer_facts import kept, sees_tickets
from deskbell.store.queries.erasure import Person, Reach
from deskbell.store.session import Session
from deskbell.store.tables import erasure, message, outbox, raw_mail, ticket

_UNREAD: Final = (RawState.NEW.value, RawState.UNREADABLE.value)
_HEAD: Final = 1 << 16


def erase(session: Session, command: EraseCustomer) -> int:
    """Take a person out of the desk; the id of what is kept of it.

    Raises `Mistake` customer.missing, customer.merged where they are somebody else by now, customer.unseen where they have tickets that are not seen here, and
    erase.sending where a mail to them is being sent or, of a ticket that stays, has not left.
    """
    who = found_of.person(session, command.customer_id)
    # Nothing is written of them meanwhile.
    kept(session, who.ids)
    if not all(sees_tickets(session, one) for one in who.ids):
        raise Mistake("customer.unseen", name=who.name)
    # First of all: in an office nothing is let go of before.
    record(session, command, Deed.CUSTOMER_ERASED, [])
    return _Erasing(session, command, who).carry_out()


class _Erasing:
    """One erasure, under way."""

    def __init__(self, session: Session, command: EraseCustomer, who: Person) -> None:
        self._session = session
        self._command = command
        self._who = who
        self._eraser = Eraser(session)
        self._blackout = Blackout(who.emails, who.names, who.phones)
        (self._stub,) = blobs.keep(session, [STUB])
        self._unneeded: set[int] = set()

    def carry_out(self) -> int:
        session, who = self._session, self._who
        of_them = self._with_unread(found_of.reach(session, who))
        gone = of_them.gone
        self._refuse_sending(gone)
        told = found_of.counts(who, of_them), found_of.mailboxes(session, gone)
        self._let_go_of_originals(gone)
        self._unneeded |= found_of.files(session, gone)
        self._unneeded |= self._eraser.draft_contents([], list(of_them.whole))
        for number, ids in of_them.whole.items():
            self._eraser.forget_words(ids)
            self._remove_ticket(number)
            session.went_on()
        shared = Shared(session, self._eraser, self._blackout, self._stub)
        for number, ids in of_them.shared.items():
            self._eraser.forget_words(ids)
            self._eraser.remove("message", ids)
            changed = shared.without(number, ids, of_them.heirs.get(number))
            self._let_go_of_originals(changed)
            session.changed(Entity.TICKET, number, number)
            session.went_on()
        self._unneeded |= shared.unneeded
        self._unneeded |= drafts_without(session, self._eraser, who, self._blackout)
        others_without(session, self._eraser, who, self._blackout)
        self._eraser.forget(who.emails, who.ids)
        self._eraser.remove("customer", who.ids)
        for one in who.ids:
            session.changed(Entity.CUSTOMER, one)
        contents = self._eraser.remove_unneeded(self._unneeded)
        self._eraser.finish([*gone, *shared.reworded])
        return self._keep(*told, contents)

    def _remove_ticket(self, number: int) -> None:
        # What was merged into it has nothing any more.
        merged = update(ticket).where(ticket.c.merged_into == number).values(merged_into=None)
        self._session.connection.execute(merged)
        for table in ("draft", "viewer"):
            self._eraser.remove(table, [number], "ticket_id")
        self._eraser.remove("ticket", [number])
        self._session.changed(Entity.TICKET, number, number)

    def _let_go_of_originals(self, message_ids: list[int]) -> None:
        """Let nothing be kept of the mails that these messages came as, or were sent as, wherever else they came."""
        contents, rows = found_of.originals(self._session, message_ids)
        for row in rows:
            let_go_of(self._eraser, self._stub, row.id)
        self._unneeded |= contents

    def _with_unread(self, of_them: Reach) -> Reach:
        """With the mails of theirs that nobody has read yet, or that could not be read: these are tickets of nobody's."""
        whole, shared = dict(of_them.whole), dict(of_them.shared)
        unread = select(raw_mail).where(raw_mail.c.state.in_(_UNREAD))
        for row in self._session.connection.execute(unread).all():
            if not self._is_from_them(row.blob_id):
                continue
            self._unneeded.add(row.blob_id)
            let_go_of(self._eraser, self._stub, row.id)
            there = select(message.c.ticket_id).where(message.c.id == row.message_id)
            number = self._session.connection.execute(there).scalar()
            if number is None or row.message_id in of_them.gone:
                continue
            rest = select(message.c.id).where(message.c.ticket_id == number, message.c.id != row.message_id).limit(1)
            alone = number not in shared and self._session.connection.execute(rest).first() is None
            (whole if alone else shared)[number] = (*shared.get(number, ()), row.message_id)
        return msgspec.structs.replace(of_them, whole=whole, shared=shared)

    def _is_from_them(self, blob_id: int) -> bool:
        raw = blobs.read(self._session, blob_id)
        headers, _ = split_headers(raw, 0, min(len(raw), _HEAD))
        sender = headers.first("from").decode("utf-8", "replace").casefold()
        return any(email in sender for email in self._who.emails)

    def _refuse_sending(self, gone: list[int]) -> None:
        for part in in_parts(gone):
            being_sent = select(message.c.ticket_id).join(outbox, outbox.c.message_id == message.c.id)
            being_sent = being_sent.where(message.c.id.in_(part), outbox.c.state == OutboxState.SENDING.value)
            for number in self._session.connection.execute(being_sent.limit(1)).scalars():
                raise Mistake("erase.sending", number=number)
        if not self._who.emails:
            return
        # What goes to others, too, and stays, is to leave first.
        waits = outbox.c.state.in_([state.value for state in OutboxState if state is not OutboxState.SENT])
        for row in self._session.connection.execute(
            select(message.c.id, message.c.ticket_id)
            .join(outbox, outbox.c.message_id == message.c.id)
            .where(waits, found_of.sent_to(self._who.emails))
        ):
            if row.id not in gone:
                raise Mistake("erase.sending", number=row.ticket_id)

    def _keep(self, counts: Any, mailboxes: tuple[str, ...], contents: int) -> int:
        told = msgspec.to_builtins(counts) | {"contents": contents, "mailboxes": mailboxes}
        row = {"deed_id": self._command.deed, "agent_id": self._command.agent_id, "at": self._session.now}
        made = self._session.connection.execute(insert(erasure).values(row | {"counts": told}).returning(erasure.c.id))
        answer = int(made.scalar_one())
        set_answer(self._session, self._command, answer)
        return answer
