"""Agents who answer from a mail program of their own: what is truly theirs is an answer or a note of the ticket, anything else is a stranger's."""

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.test_receive import LI
from actions.test_strangers import LI_NA, MX, PROVEN, answered, trust
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetStatus
from deskbell.model.kinds import Deed, MessageKind, RawState, Status
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules import warnings
from deskbell.rules.recipients import Recipients
from deskbell.store.integrity import problems
from deskbell.store.tables import journal, ticket

SUPPORT = Mailbox("", "support@desk.example")
SUPPLIER = Mailbox("Parts", "supplier@parts.example")


def from_ona(message_id: str = "a@desk.example", **values: object) -> InboundMail:
    """Ona's answer to Li Na's first mail, as her mail program sends it."""
    made = mail(message_id, "Please restart it.", sender="ona@desk.example", references=("1@mail.example",))
    made = replace(made, to=(LI_NA,), cc=(SUPPORT,), authentication=PROVEN)
    return replace(made, **values)


@pytest.fixture
def waiting(small: SmallDesk) -> int:
    """A new ticket of Li Na that waits for an answer."""
    trust(small)
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def steps(small: SmallDesk, number: int) -> list[tuple[str, int | None]]:
    with small.desk.reading() as session:
        rows = session.connection.execute(
            select(journal.c.kind, journal.c.agent_id).where(journal.c.ticket_id == number).order_by(journal.c.id)
        )
        return [(row.kind, row.agent_id) for row in rows]


def test_an_answer_to_the_customer_is_the_agents_reply(small: SmallDesk, waiting: int) -> None:
    (placed,) = small.arrive(from_ona())
    detail = small.ticket(waiting)
    answer = detail.messages[-1]
    assert placed.ticket_id == waiting
    assert (answer.kind, answer.author, answer.agent_id) == (MessageKind.OUT, "Ona", small.ona)
    assert (answer.why, answer.problems) == ("own_program:Ona", ())
    assert (detail.row.status, detail.row.assignee, detail.row.awaiting) == (Status.OPEN, "Ona", False)
    assert detail.row.customer_email == LI
    assert answered(detail) == Recipients((LI_NA,))
    assert (Deed.REPLIED, small.ona) in steps(small, waiting)
    assert small.desk.read(problems) == []


def test_what_the_customer_says_to_it_belongs_to_the_ticket(small: SmallDesk, waiting: int) -> None:
    small.arrive(from_ona())
    (placed,) = small.arrive(mail("2@mail.example", in_reply_to=("a@desk.example",)))
    assert placed.ticket_id == waiting
    assert small.ticket(waiting).row.awaiting


@pytest.mark.parametrize("status", [Status.SOLVED, Status.CLOSED, Status.PENDING, Status.ON_HOLD])
def test_it_makes_no_new_work(small: SmallDesk, waiting: int, status: Status) -> None:
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(waiting,), status=status))
    with small.desk.writing() as session:
        long_ago = session.now.replace(year=session.now.year - 1)
        session.connection.execute(update(ticket).where(ticket.c.done_at.is_not(None)).values(done_at=long_ago))
    (placed,) = small.arrive(from_ona())
    assert (placed.ticket_id, small.ticket(waiting).row.status) == (waiting, status)


@pytest.mark.parametrize("to", [(SUPPORT,), (SUPPLIER,), (Mailbox("", "tomas@desk.example"),)])
def test_without_the_customer_it_is_a_note_that_says_so(
    small: SmallDesk, waiting: int, to: tuple[Mailbox, ...]
) -> None:
    (placed,) = small.arrive(from_ona(to=to, cc=(SUPPORT,)))
    detail = small.ticket(waiting)
    note = detail.messages[-1]
    assert placed.ticket_id == waiting
    assert (note.kind, note.agent_id, note.problems) == (MessageKind.NOTE, small.ona, (warnings.NOT_SENT,))
    assert (detail.row.status, detail.row.assignee, detail.row.awaiting) == (Status.NEW, "", True)
    assert answered(detail) == Recipients((LI_NA,))


def test_whom_an_agent_asked_may_answer_and_gets_nothing_unasked(small: SmallDesk, waiting: int) -> None:
    small.arrive(from_ona(to=(SUPPLIER,)))
    (placed,) = small.arrive(mail("s@parts.example", sender=SUPPLIER.email, in_reply_to=("a@desk.example",)))
    detail = small.ticket(waiting)
    assert placed.ticket_id == waiting
    assert detail.unasked == {SUPPLIER.email}
    assert answered(detail) == Recipients((LI_NA,))


@pytest.mark.parametrize(
    "spoof",
    [
        {"authentication": ()},
        {"authentication": (f"{MX}; dmarc=fail header.from=desk.example", *PROVEN)},
        {"authentication": ("mx.elsewhere.example; dmarc=pass header.from=desk.example",)},
        {"authentication": (f"{MX}; dmarc=pass header.from=evil.example",)},
        {"problems": (warnings.SEVERAL,)},
        {"problems": ("from:doubled",)},
    ],
)
def test_who_only_claims_to_be_an_agent_gets_nowhere(
    small: SmallDesk, waiting: int, spoof: dict[str, tuple[str, ...]]
) -> None:
    (placed,) = small.arrive(from_ona(**spoof))
    message = small.ticket(placed.ticket_id).messages[-1]
    assert placed.ticket_id != waiting
    assert (message.kind, message.agent_id) == (MessageKind.IN, None)
    assert warnings.UNPROVEN in message.problems
    assert small.ticket(waiting).row.messages == 1


def test_without_a_server_that_is_trusted_nothing_proves_an_agent(small: SmallDesk) -> None:
    first = small.arrive(mail("1@mail.example"))[0].ticket_id
    (placed,) = small.arrive(from_ona())
    assert placed.ticket_id != first


def test_an_absence_note_is_no_answer(small: SmallDesk, waiting: int) -> None:
    (placed,) = small.arrive(from_ona(is_auto_reply=True))
    assert placed.ticket_id != waiting
    assert small.ticket(waiting).row.awaiting


def test_a_number_in_the_subject_puts_no_agent_anywhere(small: SmallDesk, waiting: int) -> None:
    (placed,) = small.arrive(from_ona(references=(), subject=f"Re: Printer [#{waiting}]"))
    assert placed.ticket_id != waiting


def test_an_agent_who_asks_the_desk_stays_the_one_who_asks(small: SmallDesk, waiting: int) -> None:
    (first,) = small.arrive(from_ona("own@desk.example", references=(), to=(SUPPORT,), cc=()))
    second, later = small.arrive(
        from_ona("b@desk.example", references=("own@desk.example",), to=(SUPPORT,), cc=()),
        from_ona("c@desk.example", references=("b@desk.example",), to=(SUPPORT,), cc=()),
    )
    assert {first.ticket_id, second.ticket_id, later.ticket_id} == {first.ticket_id} != {waiting}
    assert [one.kind for one in small.ticket(first.ticket_id).messages] == [MessageKind.IN] * 3


def test_question_and_answer_in_one_batch_and_the_answer_twice(small: SmallDesk) -> None:
    trust(small)
    asked, answer, again = small.arrive(mail("1@mail.example"), from_ona(), from_ona())
    (other,) = small.arrive(from_ona(), mailbox=small.billing)
    assert asked.ticket_id == answer.ticket_id
    assert again.state is other.state is RawState.IGNORED
    assert [one.kind for one in small.ticket(asked.ticket_id).messages] == [MessageKind.IN, MessageKind.OUT]
