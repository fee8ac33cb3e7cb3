"""A customer who is made by hand."""

import pytest

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.commands import UndoDeed
from deskbell.model.customer_list import CustomerFilter, CustomerSort
from deskbell.model.customers import AddCustomer, SaveOrganisation
from deskbell.model.errors import Mistake
from deskbell.store.queries import customer as customers
from deskbell.store.queries.customer_list import page


def add(small: SmallDesk, name: str, email: str) -> tuple[int, AddCustomer]:
    command = AddCustomer(agent_id=small.ona, name=name, email=email)
    made = perform(small.desk, command)
    assert made is not None
    return made, command


def test_they_are_there_and_listed(small: SmallDesk) -> None:
    perform(small.desk, SaveOrganisation(agent_id=small.ona, id=0, name="Else", domains=("else.example",)))
    made, command = add(small, "  Mia   Bérg ", " Mia@Else.example ")
    panel = small.desk.read(customers.panel, made, 0)
    assert panel is not None
    mia = panel.customer
    assert (mia.name, mia.emails, mia.organisation, mia.tickets) == ("Mia Bérg", ("mia@else.example",), "Else", 0)
    found = small.desk.read(page, CustomerFilter(words="berg"), CustomerSort.NAME)
    assert [line.id for line in found.lines] == [made]
    # What was sent a second time has the same answer.
    assert perform(small.desk, command) == made


def test_without_a_name_they_are_called_by_their_address(small: SmallDesk) -> None:
    made, _ = add(small, "", "mia@else.example")
    panel = small.desk.read(customers.panel, made, 0)
    assert panel is not None
    assert panel.customer.name == "mia@else.example"


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("Mia", "", "address.bad"),
        ("Mia", "mia", "address.bad"),
        ("Mia", "a b@else.example", "address.bad"),
        ("x" * 300, "mia@else.example", "customer.too_long"),
        ("Mia", "SUPPORT@desk.example", "address.own"),
        ("Mia", "First@else.example", "address.taken"),
    ],
)
def test_what_is_refused(small: SmallDesk, name: str, email: str, code: str) -> None:
    first, _ = add(small, "First", "first@else.example")
    with pytest.raises(Mistake) as mistake:
        add(small, name, email)
    assert mistake.value.code == code
    if code == "address.taken":
        assert (mistake.value.values["customer"], mistake.value.values["name"]) == (first, "First")


def test_it_is_not_taken_back(small: SmallDesk) -> None:
    """They may have written since."""
    made, command = add(small, "Mia", "mia@else.example")
    with pytest.raises(Mistake):
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    panel = small.desk.read(customers.panel, made, 0)
    assert panel is not None
    assert panel.customer.name == "Mia"
