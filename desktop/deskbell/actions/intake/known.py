"""What a mail has to do with what is there: the tickets that it points to."""

from enum import Enum, auto

from deskbell.actions.intake.memory import Memory, looked_up
from deskbell.actions.intake.plan import TicketPlan
from deskbell.model.kinds import MessageKind, Standing
from deskbell.model.mail import InboundMail
from deskbell.rules.threading import Known


class Sender(Enum):
    """What From is good for: NAMED takes part where that address does, DOUBTED nowhere, OURS everywhere."""

    NAMED = auto()
    DOUBTED = auto()
    OURS = auto()


def known_tickets(memory: Memory, mail: InboundMail, sender: Sender) -> list[Known]:
    """The tickets that the mail points to, nearest first."""
    tokens = memory.tokens_of(mail)
    email = mail.sender.email.casefold() if sender is Sender.NAMED else ""
    found: list[Known] = []
    for pointer in dict.fromkeys([*looked_up(mail), *tokens]):
        signed = tokens.get(pointer)
        moved = False
        for seen in memory.messages.get(pointer, ()):
            ticket = seen.plan.ticket if seen.plan is not None else memory.tickets[seen.ticket_id]
            ours = seen.kind is MessageKind.OUT
            # The message may have been moved since it was sent: where it lies now counts, not what its mark says.
            moved = moved or (ours and signed is not None)
            part = _takes_part(memory, ticket, email) if email else sender is Sender.OURS
            found.append(_known(memory, ticket, by_token=ours and signed is not None, ours=ours, takes_part=part))
        if signed is not None and signed in memory.tickets and not moved:
            found.append(_known(memory, memory.tickets[signed], by_token=True, ours=True, takes_part=False))
    return found


def _takes_part(memory: Memory, ticket: TicketPlan, email: str) -> bool:
    if ticket.participants.get(email, Standing.SHOWN) is not Standing.SHOWN:
        return True
    goal = memory.survivor(ticket)
    return goal is not ticket and goal.participants.get(email, Standing.SHOWN) is not Standing.SHOWN


def _known(memory: Memory, ticket: TicketPlan, *, by_token: bool, ours: bool, takes_part: bool) -> Known:
    goal = memory.survivor(ticket)
    return Known(
        ticket_id=_key(memory, goal),
        status=goal.status,
        done_at=goal.done_at,
        by_token=by_token,
        ours=ours,
        takes_part=takes_part,
        merged=goal is not ticket,
    )


def _key(memory: Memory, ticket: TicketPlan) -> int:
    """A ticket that is not written yet goes by a negative number within its batch."""
    if ticket.id:
        return ticket.id
    key = -1 - id(ticket)
    memory.tickets[key] = ticket
    return key
