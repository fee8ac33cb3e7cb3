"""What is written of a customer: kept, told in the journal, taken back, and refused where it cannot be."""

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.people import customer_for
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import LONGEST, MOST, Fact, SaveCustomer
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.mail import Mailbox
from deskbell.model.rows import CustomerRow
from deskbell.rules.customers import saving
from deskbell.store.queries import customer as customers
from deskbell.store.tables import customer, customer_journal, phone

LI = "li.na@mail.example"


@pytest.fixture
def li(small: SmallDesk) -> int:
    """The customer of a mail that has come."""
    small.arrive(mail("1@mail.example"))
    with small.desk.reading() as session:
        return session.connection.execute(select(customer.c.id)).scalar_one()


def known(small: SmallDesk, customer_id: int) -> CustomerRow:
    panel = small.desk.read(customers.panel, customer_id, 0)
    assert panel is not None
    return panel.customer


def save(small: SmallDesk, customer_id: int, **facts: object) -> SaveCustomer:
    """Save these as Ona, and the rest as it is."""
    command = replace(saving(replace(known(small, customer_id), **facts)), agent_id=small.ona)
    perform(small.desk, command)
    return command


CHANGES: list[tuple[dict[str, object], dict[Fact, tuple[str, str]]]] = [
    ({"name": " Li\n Na "}, {}),
    ({"name": "Na Li"}, {Fact.NAME: ("Li Na", "Na Li")}),
    ({"organisation": "Mail GmbH"}, {Fact.ORGANISATION: ("", "Mail GmbH")}),
    ({"language": "zh"}, {Fact.LANGUAGE: ("", "zh")}),
    ({"time_zone": "Asia/Shanghai"}, {Fact.TIME_ZONE: ("", "Asia/Shanghai")}),
    ({"note": "pays\nlate"}, {Fact.NOTE: ("", "pays\nlate")}),
    ({"vip": True}, {Fact.VIP: ("", "1")}),
    ({"phones": ("+86 10 1234 5678", "112")}, {Fact.PHONES: ("", "+86 10 1234 5678\n112")}),
    ({"emails": (LI, "Li@Home.example")}, {Fact.EMAILS: (LI, f"{LI}\nli@home.example")}),
    ({"emails": ("li@home.example", LI)}, {Fact.EMAILS: (LI, f"li@home.example\n{LI}")}),
    ({"emails": ("li@home.example",)}, {Fact.EMAILS: (LI, "li@home.example")}),
    ({"vip": True, "note": "x"}, {Fact.NOTE: ("", "x"), Fact.VIP: ("", "1")}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "told"), CHANGES)
def test_every_fact_is_kept_told_and_taken_back(
    small: SmallDesk, li: int, facts: dict[str, object], told: dict[Fact, tuple[str, str]]
) -> None:
    before = known(small, li)
    command = save(small, li, **facts)
    with small.desk.reading() as session:
        lines = session.connection.execute(select(customer_journal)).all()
    assert {Fact(line.kind): (line.before, line.after) for line in lines} == told
    assert {(line.customer_id, line.agent_id, line.deed_id) for line in lines} <= {(li, small.ona, command.deed)}
    after = known(small, li)
    assert {key for key in facts if getattr(after, key) != getattr(before, key)} == {fact.value for fact in told}
    if told:
        perform(small.desk, UndoDeed(agent_id=small.tomas, undo=command.deed))
        back = known(small, li)
        assert replace(back, version=before.version) == replace(before, utc_offset=None)
    else:
        with pytest.raises(Mistake, match="nothing to undo"):
            perform(small.desk, UndoDeed(agent_id=small.tomas, undo=command.deed))


def test_the_clock_there_is_known(small: SmallDesk, li: int) -> None:
    save(small, li, time_zone="Asia/Shanghai")
    assert known(small, li).utc_offset == 8 * 60


def test_a_step_is_undone_after_others_that_left_its_values(small: SmallDesk, li: int) -> None:
    first = save(small, li, vip=True, organisation="Mail GmbH")
    save(small, li, note="later")
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=first.deed))
    after = known(small, li)
    assert (after.vip, after.organisation, after.note) == (False, "", "later")


def test_what_was_changed_again_is_not_undone(small: SmallDesk, li: int) -> None:
    first = save(small, li, vip=True, organisation="Mail GmbH")
    save(small, li, organisation="Mail AG")
    with pytest.raises(Mistake, match="Li Na was changed again since"):
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=first.deed))
    assert known(small, li).vip, "nothing of it was undone"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": " \n"}, "name.empty"),
        ({"name": "n" * (LONGEST + 1)}, "customer.too_long"),
        ({"phones": ("1" * (LONGEST + 1),)}, "customer.too_long"),
        ({"phones": tuple(str(number) for number in range(MOST + 1))}, "customer.too_many"),
        ({"time_zone": "Europe/Atlantis"}, "customer.time_zone"),
        ({"time_zone": "../../etc/passwd"}, "customer.time_zone"),
        ({"emails": ()}, "customer.no_address"),
        ({"emails": (LI, "no address")}, "address.bad"),
        ({"emails": (LI, "a@b.example\nBcc: c@d.example")}, "address.bad"),
        ({"emails": (LI, "Support@Desk.example")}, "address.own"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    small: SmallDesk, li: int, facts: dict[str, object], code: str
) -> None:
    before = known(small, li)
    with pytest.raises(Mistake) as refused:
        save(small, li, vip=True, **facts)
    assert refused.value.code == code
    assert known(small, li) == before


def test_an_address_is_one_customers_alone(small: SmallDesk, li: int) -> None:
    other = small.desk.transact(lambda session: customer_for(session, Mailbox("Jonas", "jonas@mail.example")))
    with pytest.raises(Mistake) as refused:
        save(small, li, emails=(LI, "Jonas@mail.example"))
    assert refused.value.code == "address.taken"
    assert refused.value.values == {"address": "jonas@mail.example", "name": "Jonas", "customer": other}
    assert known(small, li).emails == (LI,)


def test_an_address_that_somebody_else_has_by_now_does_not_come_back(small: SmallDesk, li: int) -> None:
    save(small, li, emails=(LI, "li@home.example"))
    off = save(small, li, emails=(LI,))
    small.desk.transact(lambda session: customer_for(session, Mailbox("Mother", "li@home.example")))
    with pytest.raises(Mistake, match="Mother"):
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=off.deed))
    assert known(small, li).emails == (LI,)


def test_mail_from_a_second_address_is_theirs(small: SmallDesk, li: int) -> None:
    save(small, li, emails=(LI, "li@home.example"))
    (placed,) = small.arrive(mail("2@mail.example", sender="li@home.example"))
    row = small.ticket(placed.ticket_id).row
    assert (row.customer_id, row.customer_email) == (li, LI)


def test_a_phone_can_be_found_however_it_is_written(small: SmallDesk, li: int) -> None:
    save(small, li, phones=("+370 612 34567", "112"))
    with small.desk.reading() as session:
        rows = session.connection.execute(select(phone.c.position, phone.c.sought).order_by(phone.c.position)).all()
    assert [tuple(row) for row in rows] == [(0, "61234567"), (1, "")]


def test_the_card_says_that_they_are_a_vip(small: SmallDesk, li: int) -> None:
    (placed,) = small.arrive(mail("2@mail.example"))
    assert not small.ticket(placed.ticket_id).row.vip
    save(small, li, vip=True)
    assert small.ticket(placed.ticket_id).row.vip


def test_who_comes_second_is_told(small: SmallDesk, li: int) -> None:
    stale = known(small, li)
    save(small, li, vip=True)
    with pytest.raises(Conflict) as refused:
        perform(small.desk, replace(saving(stale), agent_id=small.ona, note="mine"))
    assert refused.value.code == "customer.changed"
