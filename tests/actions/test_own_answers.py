"""Mail from the desk's own address out of another mail program: what is truly the desk's is its answer, anything else is a stranger's."""

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

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
from deskbell.store.tables import address, auto_reply, customer, journal, mailbox

SUPPORT = Mailbox("Support", "support@desk.example")
SUPPLIER = Mailbox("Parts", "supplier@parts.example")
SENT = "\\Sent"


def from_us(message_id: str = "a@desk.example", **values: object) -> InboundMail:
    """An answer to Li Na's first mail that somebody wrote on their phone, in the mailbox's account."""
    made = mail(message_id, "Please restart it.", sender=SUPPORT.email, references=("1@mail.example",))
    made = replace(made, sender=SUPPORT, to=(LI_NA,), cc=(SUPPORT,), authentication=PROVEN)
    return replace(made, **values)


@pytest.fixture
def waiting(small: SmallDesk) -> int:
    """A new ticket of Li Na that waits for an answer, on a desk that says by itself that mail has arrived."""
    trust(small)
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    with small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(acknowledge=True, acknowledgement="We have it: {number}"))
    return number


def customers(small: SmallDesk) -> list[str]:
    with small.desk.reading() as session:
        rows = select(address.c.email).join(customer, customer.c.id == address.c.customer_id).order_by(address.c.email)
        return list(session.connection.execute(rows).scalars())


def answers_by_itself(small: SmallDesk) -> int:
    with small.desk.reading() as session:
        return session.connection.execute(select(func.count()).select_from(auto_reply)).scalar_one()


@pytest.mark.parametrize(
    ("values", "special"),
    [
        ({}, ""),
        ({"sender": Mailbox("", "Support+phone@desk.example")}, ""),
        ({"cc": (), "authentication": ()}, SENT),
        ({"sender": Mailbox("Billing", "billing@desk.example"), "authentication": ()}, SENT),
    ],
)
def test_an_answer_to_the_customer_is_the_desks_reply(
    small: SmallDesk, waiting: int, values: dict[str, object], special: str
) -> None:
    (placed,) = small.arrive(from_us(**values), special=special)
    detail = small.ticket(waiting)
    answer = detail.messages[-1]
    assert placed.ticket_id == waiting
    assert (answer.kind, answer.agent_id, answer.problems) == (MessageKind.OUT, None, ())
    assert answer.why == f"own_address:{values.get('sender', SUPPORT).email}"
    assert (detail.row.status, detail.row.assignee, detail.row.awaiting) == (Status.OPEN, "", False)
    assert detail.row.customer_email == LI
    assert answered(detail) == Recipients((LI_NA,))
    assert customers(small) == [LI]
    assert answers_by_itself(small) == 0
    with small.desk.reading() as session:
        kinds = session.connection.execute(select(journal.c.kind).where(journal.c.ticket_id == waiting)).scalars().all()
    assert Deed.REPLIED in kinds
    assert small.desk.read(problems) == []


@pytest.mark.parametrize("status", [Status.SOLVED, Status.CLOSED, Status.PENDING])
def test_it_makes_no_new_work(small: SmallDesk, waiting: int, status: Status) -> None:
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(waiting,), status=status))
    (placed,) = small.arrive(from_us())
    assert (placed.ticket_id, small.ticket(waiting).row.status) == (waiting, status)


def test_what_the_customer_says_to_it_belongs_to_the_ticket(small: SmallDesk, waiting: int) -> None:
    small.arrive(from_us())
    (placed,) = small.arrive(mail("2@mail.example", in_reply_to=("a@desk.example",)))
    assert placed.ticket_id == waiting
    assert small.ticket(waiting).row.awaiting


@pytest.mark.parametrize("to", [(SUPPORT,), (SUPPLIER,), (Mailbox("", "tomas@desk.example"),)])
def test_without_the_customer_it_is_a_note_that_says_so(
    small: SmallDesk, waiting: int, to: tuple[Mailbox, ...]
) -> None:
    (placed,) = small.arrive(from_us(to=to))
    detail = small.ticket(waiting)
    note = detail.messages[-1]
    assert placed.ticket_id == waiting
    assert (note.kind, note.agent_id, note.problems) == (MessageKind.NOTE, None, (warnings.NOT_SENT,))
    assert (detail.row.status, detail.row.awaiting) == (Status.NEW, True)
    assert customers(small) == [LI]


@pytest.mark.parametrize("special", ["", SENT])
def test_what_we_began_is_the_ticket_of_whom_it_went_to(small: SmallDesk, waiting: int, special: str) -> None:
    values = {"references": (), "to": (SUPPORT, SUPPLIER, LI_NA), "cc": ()}
    values |= {"authentication": ()} if special else {}
    (placed,) = small.arrive(from_us(**values), special=special)
    detail = small.ticket(placed.ticket_id)
    assert placed.ticket_id != waiting
    assert (detail.row.customer_email, detail.row.status, detail.row.awaiting) == (SUPPLIER.email, Status.OPEN, False)
    assert [one.kind for one in detail.messages] == [MessageKind.OUT]
    assert answered(detail) == Recipients((SUPPLIER, LI_NA))
    assert customers(small) == [LI, SUPPLIER.email]
    assert answers_by_itself(small) == 0
    (back,) = small.arrive(mail("s@parts.example", sender=SUPPLIER.email, in_reply_to=("a@desk.example",)))
    assert back.ticket_id == placed.ticket_id
    assert small.desk.read(problems) == []


def test_what_we_began_with_a_known_customer_is_theirs(small: SmallDesk, waiting: int) -> None:
    (placed,) = small.arrive(from_us(references=()))
    assert placed.ticket_id != waiting
    assert small.ticket(placed.ticket_id).row.customer_id == small.ticket(waiting).row.customer_id


@pytest.mark.parametrize(
    ("values", "special"),
    [
        ({"authentication": ()}, ""),
        ({"authentication": (f"{MX}; dmarc=fail header.from=desk.example", *PROVEN)}, ""),
        ({"authentication": ("mx.elsewhere.example; dmarc=pass header.from=desk.example",)}, ""),
        ({"problems": ("from:doubled",)}, ""),
        ({"problems": (warnings.SEVERAL,)}, ""),
        # It was delivered, and lies among the sent mails only because From says so.
        ({"authentication": (f"{MX}; dmarc=fail header.from=desk.example",)}, SENT),
        ({"authentication": (), "delivered_to": ("support@desk.example",)}, SENT),
        ({"authentication": ()}, "\\Archive"),
    ],
)
def test_who_only_claims_to_be_the_desk_gets_nowhere(
    small: SmallDesk, waiting: int, values: dict[str, object], special: str
) -> None:
    (placed,) = small.arrive(from_us(**values), special=special)
    message = small.ticket(placed.ticket_id).messages[-1]
    assert placed.ticket_id != waiting
    assert message.kind is MessageKind.IN
    assert warnings.UNPROVEN in message.problems
    assert small.ticket(waiting).row.messages == 1


@pytest.mark.parametrize(
    ("values", "asking"),
    [
        # A form on the website, proven by the same signature: its visitor is the one who asks.
        ({"reply_to": (SUPPLIER,), "to": (SUPPORT,), "cc": ()}, SUPPLIER.email),
        ({"reply_to": (SUPPLIER,), "to": (LI_NA,)}, SUPPLIER.email),
        # A program that tells the desk something by its own address, perhaps with a copy to whom it is about.
        ({"to": (SUPPORT,), "cc": ()}, SUPPORT.email),
        ({"to": (SUPPORT,), "cc": (SUPPLIER,)}, SUPPORT.email),
        ({"is_auto_reply": True}, SUPPORT.email),
    ],
)
def test_what_nobody_of_the_desk_wrote_stays_a_question(
    small: SmallDesk, waiting: int, values: dict[str, object], asking: str
) -> None:
    (placed,) = small.arrive(from_us(references=(), **values))
    detail = small.ticket(placed.ticket_id)
    assert [one.kind for one in detail.messages] == [MessageKind.IN]
    assert (detail.row.customer_email, detail.row.awaiting) == (asking, True)


def test_question_and_answer_in_one_batch_and_the_answer_twice(small: SmallDesk) -> None:
    trust(small)
    asked, answer, again = small.arrive(mail("1@mail.example"), from_us(), from_us())
    (other,) = small.arrive(from_us(authentication=()), special=SENT)
    assert asked.ticket_id == answer.ticket_id
    assert again.state is other.state is RawState.IGNORED
    assert [one.kind for one in small.ticket(asked.ticket_id).messages] == [MessageKind.IN, MessageKind.OUT]
