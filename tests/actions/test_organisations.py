"""Organisations: made, changed, filled with customers, merged and removed, each in one step that is told and taken back."""

from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, text

from actions.conftest import SmallDesk, mail
from building import plan, statements
from deskbell.actions.dispatch import perform
from deskbell.actions.people import customer_for
from deskbell.model.commands import Command, UndoDeed
from deskbell.model.customers import (
    Fact,
    GatherCustomers,
    MergeOrganisations,
    RemoveOrganisation,
    SaveCustomer,
    SaveOrganisation,
)
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Entity
from deskbell.model.mail import Mailbox
from deskbell.model.organisations import OrganisationFact
from deskbell.rules.customers import saving
from deskbell.store.queries import customer as customers
from deskbell.store.queries import organisations
from deskbell.store.tables import (
    change,
    customer,
    customer_journal,
    organisation,
    organisation_domain,
    organisation_journal,
)

Known = dict[str, tuple[list[str], str, list[str]]]


def do(small: SmallDesk, command: Command) -> int:
    return perform(small.desk, replace(command, agent_id=small.ona)) or 0


def undo(small: SmallDesk, command: Command) -> None:
    perform(small.desk, UndoDeed(agent_id=small.tomas, undo=command.deed))


def make(small: SmallDesk, name: str, *domains: str, note: str = "") -> int:
    return do(small, SaveOrganisation(agent_id=None, id=0, name=name, domains=domains, note=note))


def comes(small: SmallDesk, name: str, email: str) -> int:
    """Somebody new whom an agent writes to."""
    return small.desk.transact(lambda session: customer_for(session, Mailbox(name, email)))


def known(small: SmallDesk) -> Known:
    """What there is: each organisation with domains, note and the names of its customers; "" has those who are in none."""
    found: Known = {"": ([], "", [])}
    with small.desk.reading() as session:
        ask = session.connection.execute
        names = {row.id: row.name for row in ask(select(organisation))}
        found |= {row.name: ([], row.note, []) for row in ask(select(organisation))}
        for row in ask(select(organisation_domain).order_by(organisation_domain.c.domain)):
            found[names[row.organisation_id]][0].append(row.domain)
        for row in ask(select(customer).where(customer.c.merged_into.is_(None)).order_by(customer.c.name)):
            assert row.organisation == names.get(row.organisation_id, "")
            found[row.organisation][2].append(row.name)
    return found


def save(small: SmallDesk, customer_id: int, name: str) -> SaveCustomer:
    """Save that a customer is of this organisation."""
    panel = small.desk.read(customers.panel, customer_id, 0)
    assert panel is not None
    command = replace(saving(replace(panel.customer, organisation=name)), agent_id=small.ona)
    perform(small.desk, command)
    return command


def test_it_is_made_changed_and_both_taken_back(small: SmallDesk) -> None:
    made = SaveOrganisation(agent_id=None, id=0, name="Acme", domains=("Acme.example",), note="pays late")
    number = do(small, made)
    assert known(small) == {"": ([], "", []), "Acme": (["acme.example"], "pays late", [])}
    changed = SaveOrganisation(agent_id=None, id=number, name="ACME Ltd", domains=("acme.test",), version=1)
    do(small, changed)
    assert known(small) == {"": ([], "", []), "ACME Ltd": (["acme.test"], "", [])}
    with pytest.raises(Mistake, match="ACME Ltd was changed again since"):
        undo(small, made)
    undo(small, changed)
    undo(small, made)
    assert known(small) == {"": ([], "", [])}
    with small.desk.reading() as session:
        lines = session.connection.execute(select(organisation_journal)).all()
    assert {line.agent_id for line in lines} == {small.ona, small.tomas}
    assert [(line.before, line.after) for line in lines if line.kind == OrganisationFact.NAME.value] == [
        ("", "Acme"),
        ("Acme", "ACME Ltd"),
        ("ACME Ltd", "Acme"),
        ("Acme", ""),
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "ACME"}, "organisation.exists"),
        ({"name": "Ａｃｍｅ"}, "organisation.exists"),
        ({"name": "Other", "domains": ("ACME.example",)}, "organisation.has_domain"),
        ({"name": "Other", "domains": ("xn--bcher-kva.example",)}, "organisation.has_domain"),
        ({"name": "Other", "domains": ("gmail.com",)}, "organisation.free_mail"),
    ],
)
def test_what_is_taken_is_refused_and_nothing_is_changed(small: SmallDesk, values: dict[str, Any], code: str) -> None:
    make(small, "Acme", "acme.example", "bücher.example")
    other = make(small, "Third")
    before = known(small)
    for about in ({"id": 0}, {"id": other, "version": 1}):
        with pytest.raises(Mistake) as refused:
            do(small, SaveOrganisation(agent_id=None, **about, **values))
        assert refused.value.code == code
    assert known(small) == before


def test_who_comes_second_is_told(small: SmallDesk) -> None:
    number = make(small, "Acme")
    other = make(small, "Other")
    do(small, SaveOrganisation(agent_id=None, id=number, name="Acme", version=1))
    for command in (
        SaveOrganisation(agent_id=None, id=number, name="Acme", version=1),
        RemoveOrganisation(agent_id=None, id=number, version=1),
        MergeOrganisations(agent_id=None, id=number, into_id=other, version=1),
        RemoveOrganisation(agent_id=None, id=99, version=1),
    ):
        with pytest.raises(Conflict) as refused:
            do(small, command)
        assert refused.value.code == "organisation.changed"
    for command, code in (
        (GatherCustomers(agent_id=None, id=99), "organisation.missing"),
        (MergeOrganisations(agent_id=None, id=number, into_id=99, version=2), "organisation.missing"),
        (MergeOrganisations(agent_id=None, id=number, into_id=number, version=2), "organisation.itself"),
    ):
        with pytest.raises(Mistake) as mistaken:
            do(small, command)
        assert mistaken.value.code == code


def test_who_is_new_comes_into_the_organisation_of_their_domain(small: SmallDesk) -> None:
    make(small, "Acme", "acme.example", "bücher.example")
    small.arrive(
        mail("1@a.example", sender="jane@ACME.example"),
        mail("2@a.example", sender="jo@mail.acme.example"),
        mail("3@a.example", sender="eva@xn--bcher-kva.example"),
        mail("4@a.example", sender="li@home.example"),
    )
    comes(small, "Ada", "ada@acme.example")
    comes(small, "Bo", "bo@home.example")
    of_it = known(small)["Acme"][2]
    assert len(of_it) == 3, of_it
    assert "Ada" in of_it
    assert "Bo" in known(small)[""][2]
    small.arrive(mail("5@a.example", sender="li@home.example"))
    make(small, "Home", "home.example")
    small.arrive(mail("6@a.example", sender="li@home.example"))
    assert known(small)["Home"][2] == [], "whoever is known stays where they are"


def test_those_of_its_domains_are_put_in_by_one_step_that_is_taken_back(small: SmallDesk) -> None:
    ann, bea, _ = (comes(small, name, f"{name}@acme.example".lower()) for name in ("Ann", "Bea", "Cid"))
    comes(small, "Dan", "dan@home.example")
    comes(small, "Eva", "eva@xn--bcher-kva.example")
    save(small, bea, "Bea & Co")
    acme = make(small, "Acme", "acme.example", "bücher.example")
    assert small.desk.read(organisations.count_of_their_domains, acme) == 3
    gather = GatherCustomers(agent_id=None, id=acme)
    assert do(small, gather) == 3
    assert do(small, gather) == 3, "the same command a second time changes nothing"
    assert known(small)["Acme"][2] == ["Ann", "Cid", "Eva"]
    assert known(small)["Bea & Co"][2] == ["Bea"]
    assert small.desk.read(organisations.count_of_their_domains, acme) == 0
    with small.desk.reading() as session:
        told = session.connection.execute(
            select(customer_journal).where(customer_journal.c.deed_id == gather.deed)
        ).all()
    assert {(line.kind, line.before, line.after, line.agent_id) for line in told} == {
        (Fact.ORGANISATION.value, "", "Acme", small.ona)
    }
    save(small, ann, "Bea & Co")
    do(small, SaveOrganisation(agent_id=None, id=acme, name="Acme Ltd", domains=("acme.example",), version=1))
    undo(small, gather)
    assert known(small) == {
        "": ([], "", ["Cid", "Dan", "Eva"]),
        "Acme Ltd": (["acme.example"], "", []),
        "Bea & Co": ([], "", ["Ann", "Bea"]),
    }


def test_of_one_that_is_no_more_nothing_is_taken_back(small: SmallDesk) -> None:
    comes(small, "Ann", "ann@acme.example")
    one, other = make(small, "Acme", "acme.example"), make(small, "Other")
    gather = GatherCustomers(agent_id=None, id=one)
    do(small, gather)
    merge = MergeOrganisations(agent_id=None, id=other, into_id=one, version=1)
    do(small, merge)
    do(small, RemoveOrganisation(agent_id=None, id=one, version=2))
    after = known(small)
    for command in (gather, merge):
        with pytest.raises(Mistake, match="does not exist any more"):
            undo(small, command)
    assert known(small) == after


def test_a_new_name_is_the_name_with_each_customer(small: SmallDesk) -> None:
    acme = make(small, "Acme", "acme.example")
    ann = comes(small, "Ann", "ann@acme.example")
    do(small, SaveOrganisation(agent_id=None, id=acme, name="ACME", note="pays late", version=1))
    panel = small.desk.read(customers.panel, ann, 0)
    assert panel is not None
    row = panel.customer
    assert (row.organisation, row.organisation_note, row.version) == ("ACME", "pays late", 2)
    with small.desk.reading() as session:
        told = session.connection.execute(select(change.c.entity, change.c.row_id)).all()
    assert (Entity.ORGANISATION.value, acme) in told


def test_customers_stay_where_their_organisation_is_removed(small: SmallDesk) -> None:
    acme = make(small, "Acme", "acme.example", note="x")
    comes(small, "Ann", "ann@acme.example")
    bea = comes(small, "Bea", "bea@acme.example")
    before = known(small)
    removal = RemoveOrganisation(agent_id=None, id=acme, version=1)
    do(small, removal)
    assert known(small) == {"": ([], "", ["Ann", "Bea"])}
    undo(small, removal)
    assert known(small) == before
    with small.desk.reading() as session:
        assert session.connection.execute(select(organisation.c.id)).scalars().all() == [acme]
    again = RemoveOrganisation(agent_id=None, id=acme, version=1)
    do(small, again)
    save(small, bea, "Acme")
    with pytest.raises(Mistake, match="There is an organisation “Acme” already"):
        undo(small, again)


def test_two_become_one_and_two_again(small: SmallDesk) -> None:
    one, other = make(small, "Acme", "acme.example", note="one"), make(small, "Acme Ltd", "acme.test", note="other")
    comes(small, "Ann", "ann@acme.example")
    comes(small, "Bea", "bea@acme.test")
    before = known(small)
    merge = MergeOrganisations(agent_id=None, id=one, into_id=other, version=1)
    assert do(small, merge) == other
    after = {"": ([], "", []), "Acme Ltd": (["acme.example", "acme.test"], "other\none", ["Ann", "Bea"])}
    assert known(small) == after
    undo(small, merge)
    assert known(small) == before


def test_naming_one_puts_a_customer_in_and_makes_it_where_there_is_none(small: SmallDesk) -> None:
    ann, bea = comes(small, "Ann", "ann@home.example"), comes(small, "Bea", "bea@home.example")
    first = save(small, ann, "Žalia Acme")
    second = save(small, bea, "ŽALIA  ACME")
    assert known(small) == {"": ([], "", []), "Žalia Acme": ([], "", ["Ann", "Bea"])}
    undo(small, second)
    undo(small, first)
    assert known(small) == {"": ([], "", ["Ann", "Bea"])}, "nobody has used what was made by naming it"
    third = save(small, ann, "Acme")
    save(small, ann, "")
    with small.desk.reading() as session:
        row = session.connection.execute(select(organisation)).one()
    do(small, SaveOrganisation(agent_id=None, id=row.id, name="Acme", note="kept", version=row.version))
    save(small, ann, "Acme")
    undo(small, third)
    assert known(small) == {"": ([], "", ["Ann", "Bea"]), "Acme": ([], "kept", [])}


def test_a_program_that_knows_of_no_organisations_writes_what_is_right(small: SmallDesk) -> None:
    ann, bea = comes(small, "Ann", "ann@home.example"), comes(small, "Bea", "bea@home.example")
    make(small, "Žalia")

    def says(number: int, name: str) -> None:
        with small.desk.writing() as session:
            words = text("UPDATE customer SET organisation = :name WHERE id = :id")
            session.connection.execute(words, {"name": name, "id": number})

    says(ann, "Žalia")
    says(bea, "Acme")
    assert known(small) == {"": ([], "", []), "Žalia": ([], "", ["Ann"]), "Acme": ([], "", ["Bea"])}
    says(ann, "ACME")
    assert known(small)["Acme"][2] == ["Ann", "Bea"]
    says(bea, "")
    assert known(small) == {"": ([], "", ["Bea"]), "Žalia": ([], "", []), "Acme": ([], "", ["Ann"])}


def test_customers_are_looked_up_by_domain_along_an_index(small: SmallDesk) -> None:
    acme = make(small, "Acme", "acme.example")
    with statements(small.desk) as sent:
        small.desk.read(organisations.count_of_their_domains, acme)
    ((words, values),) = [one for one in sent if "FROM customer" in one[0]]
    # What PostgreSQL does for an agent, the tests of rights ask.
    if small.desk.engine.dialect.name == "sqlite":
        steps = plan(small.desk, words, values)
        assert [step for step in steps if "ix_address_domain" in step]
        assert not {"SCAN customer", "SCAN address"} & set(steps)
