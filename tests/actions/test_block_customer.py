"""A customer whose mail goes to Spam, and comes in again."""

import pytest
from sqlalchemy import insert, select

from actions.conftest import SmallDesk, mail
from actions.test_block import lists, write
from actions.test_customers import known, li, save  # noqa: F401  li is a fixture
from deskbell.actions.dispatch import perform
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import BlockCustomer, Fact
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity, Status
from deskbell.store.tables import address, change, customer, customer_journal

WORK, HOME = "li.na@mail.example", "li@home.example"


def block(small: SmallDesk, customer_id: int, *, on: bool = True) -> BlockCustomer:
    command = BlockCustomer(agent_id=small.ona, customer_id=customer_id, block=on)
    perform(small.desk, command)
    return command


def status_of_next(small: SmallDesk, number: int, sender: str) -> Status:
    """Where the next mail from this address lies."""
    (placed,) = small.arrive(mail(f"{number}@next.example", sender=sender))
    return small.ticket(placed.ticket_id).row.status


def test_all_their_addresses_are_blocked_and_let_in(small: SmallDesk, li: int) -> None:  # noqa: F811
    save(small, li, emails=(WORK, HOME))
    write(small, allow=(HOME,), block=("pest@mail.example",))
    kept = lists(small)
    assert not known(small, li).blocked
    command = block(small, li)
    assert known(small, li).blocked
    assert lists(small) == (tuple(sorted((WORK, HOME, "pest@mail.example"))), ())
    assert {status_of_next(small, number, email) for number, email in enumerate((WORK, HOME))} == {Status.SPAM}
    assert small.ticket(1).row.status is Status.NEW, "what has come stays where it is"
    perform(small.desk, UndoDeed(agent_id=small.tomas, undo=command.deed))
    assert (lists(small), known(small, li).blocked) == (kept, False)
    assert status_of_next(small, 3, WORK) is not Status.SPAM


def test_they_are_let_in_by_themselves_too(small: SmallDesk, li: int) -> None:  # noqa: F811
    block(small, li)
    command = block(small, li, on=False)
    assert (lists(small), known(small, li).blocked) == (((), ()), False)
    with small.desk.reading() as session:
        lines = session.connection.execute(select(customer_journal).order_by(customer_journal.c.id)).all()
        told = session.connection.execute(select(change.c.entity, change.c.row_id)).all()
    assert [(Fact(line.kind), line.before, line.after) for line in lines] == [
        (Fact.BLOCKED, "", f"blocked {WORK}"),
        (Fact.BLOCKED, f"blocked {WORK}", ""),
    ]
    assert {(Entity.CUSTOMER.value, li), (Entity.SETTING.value, 0)} <= {tuple(row) for row in told}
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert known(small, li).blocked


def test_what_the_list_says_otherwise_by_now_is_not_taken_back(small: SmallDesk, li: int) -> None:  # noqa: F811
    command = block(small, li)
    write(small, allow=(WORK,))
    with pytest.raises(Mistake) as refused:
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert refused.value.code == "undo.customer"
    assert lists(small) == ((), (WORK,))


def test_what_cannot_be_blocked_is_refused(small: SmallDesk, li: int) -> None:  # noqa: F811
    with small.desk.writing() as session:
        bare = insert(customer).values(name="Nobody", created_at=session.now).returning(customer.c.id)
        nobody = session.connection.execute(bare).scalar_one()
        ours = insert(customer).values(name="Ona", created_at=session.now).returning(customer.c.id)
        ona = session.connection.execute(ours).scalar_one()
        session.connection.execute(insert(address).values(email="ona@desk.example", customer_id=ona))
    for number, code in ((nobody, "customer.addressless"), (99, "customer.missing"), (ona, "pattern.own")):
        with pytest.raises(Mistake) as refused:
            block(small, number)
        assert refused.value.code == code
    assert lists(small) == ((), ())
