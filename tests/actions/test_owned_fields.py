"""Custom fields of customers and of organisations: filled in, taken back, merged, given away and erased."""

import json
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from deskbell.actions import customer_files
from deskbell.actions.dispatch import perform
from deskbell.actions.export_customer import export_customer
from deskbell.actions.export_customers import export_customers
from deskbell.actions.take_in_customers import outcome
from deskbell.model.commands import UndoDeed
from deskbell.model.customer_file import FIELD, Column, Outcome, Refused
from deskbell.model.customers import (
    EraseCustomer,
    MergeCustomers,
    MergeOrganisations,
    RemoveOrganisation,
    SaveOrganisation,
    TakeInCustomers,
    Written,
)
from deskbell.model.errors import Mistake
from deskbell.model.fields import (
    FieldChoice,
    FieldKind,
    FieldOwner,
    SaveField,
    SetCustomerField,
    SetField,
    SetOrganisationField,
)
from deskbell.model.rows import CustomerPanel
from deskbell.rules.customers import saving
from deskbell.store.queries import canned
from deskbell.store.queries import customer as customers
from deskbell.store.queries.organisations import page
from deskbell.store.tables import address, custom_field

LI, ANNA = "li.na@mail.example", "anna@mail.example"
CHOICES = (FieldChoice(0, "North"), FieldChoice(0, "South"))


class Fields:
    """Two customers of an organisation, and fields of both."""

    def __init__(self, small: SmallDesk) -> None:
        self.small = small
        placed = small.arrive(mail("1@x.example", sender=LI), mail("2@x.example", sender=ANNA))
        self.ticket = placed[0].ticket_id
        self.li, self.anna = self.number(LI), self.number(ANNA)
        self.contract = self.field("Contract", FieldKind.TEXT, FieldOwner.CUSTOMER)
        self.seats = self.field("Seats", FieldKind.NUMBER, FieldOwner.CUSTOMER)
        self.region = self.field("Region", FieldKind.CHOICE, FieldOwner.ORGANISATION, CHOICES)
        self.acme = self.organisation("Acme")
        for email in (LI, ANNA):
            self.join(email, "Acme")

    def do(self, command: object) -> int:
        return perform(self.small.desk, command) or 0  # type: ignore[arg-type]

    def number(self, email: str) -> int:
        with self.small.desk.reading() as session:
            holder = select(address.c.customer_id).where(address.c.email == email)
            return session.connection.execute(holder).scalar_one()

    def field(
        self, name: str, kind: FieldKind, owner: FieldOwner, choices: tuple[FieldChoice, ...] = (), **more: object
    ) -> int:
        wanted = {"id": 0, "name": name, "kind": kind, "owner": owner, "choices": choices, **more}
        return self.do(SaveField(agent_id=self.small.ona, **wanted))  # type: ignore[arg-type]

    def organisation(self, name: str) -> int:
        return self.do(SaveOrganisation(agent_id=self.small.ona, id=0, name=name))

    def join(self, email: str, organisation: str) -> None:
        row = self.panel(self.number(email)).customer
        self.do(replace(saving(row), agent_id=self.small.ona, organisation=organisation))

    def panel(self, number: int) -> CustomerPanel:
        panel = self.small.desk.read(customers.panel, number, 0)
        assert panel is not None
        return panel

    def of(self, number: int) -> dict[str, str]:
        return {one.field.name: one.value for one in self.panel(number).fields if one.value}

    def of_organisation(self, number: int) -> dict[str, str]:
        return {one.field.name: one.value for one in self.panel(number).organisation_fields if one.value}

    def fill(self, field_id: int, value: str, *numbers: int) -> str:
        command = SetCustomerField(agent_id=self.small.ona, customers=numbers, field_id=field_id, value=value)
        self.do(command)
        return command.deed

    def fill_organisation(self, value: str, number: int = 0) -> str:
        command = SetOrganisationField(
            agent_id=self.small.ona, id=number or self.acme, field_id=self.region, value=value
        )
        self.do(command)
        return command.deed

    def undo(self, deed: str) -> None:
        self.do(UndoDeed(agent_id=self.small.ona, undo=deed))


@pytest.fixture
def fields(small: SmallDesk) -> Fields:
    return Fields(small)


def test_each_has_its_own(fields: Fields) -> None:
    panel = fields.panel(fields.li)
    assert [one.field.name for one in panel.fields] == ["Contract", "Seats"]
    assert [one.field.name for one in panel.organisation_fields] == ["Region"]
    assert fields.small.ticket(fields.ticket).fields == ()
    fields.join(LI, "")
    assert fields.panel(fields.li).organisation_fields == (), "who is in no organisation has none of its"


def test_they_are_filled_in_and_taken_back(fields: Fields) -> None:
    first = fields.fill(fields.contract, " A-17 ", fields.li, fields.anna)
    second = fields.fill(fields.seats, "12.50", fields.li)
    assert (fields.of(fields.li), fields.of(fields.anna)) == (
        {"Contract": "A-17", "Seats": "12.5"},
        {"Contract": "A-17"},
    )
    fields.undo(first)
    assert (fields.of(fields.li), fields.of(fields.anna)) == ({"Seats": "12.5"}, {}), "another field is not in the way"
    fields.fill(fields.seats, "13", fields.li)
    with pytest.raises(Mistake, match="changed"):
        fields.undo(second)
    deed = fields.fill_organisation("2")
    assert fields.of_organisation(fields.anna) == {"Region": "2"}
    fields.undo(deed)
    assert fields.of_organisation(fields.anna) == {}


@pytest.mark.parametrize(("value", "code"), [("many", "field.number"), ("1" * 20, "field.number")])
def test_what_they_cannot_hold_is_refused(fields: Fields, value: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        fields.fill(fields.seats, value, fields.li)
    assert refused.value.code == code


def test_one_of_another_owner_is_none(fields: Fields) -> None:
    of_ticket = fields.field("Order", FieldKind.TEXT, FieldOwner.TICKET)
    commands = (
        SetCustomerField(agent_id=fields.small.ona, customers=(fields.li,), field_id=of_ticket, value="x"),
        SetCustomerField(agent_id=fields.small.ona, customers=(fields.li,), field_id=fields.region, value="1"),
        SetOrganisationField(agent_id=fields.small.ona, id=fields.acme, field_id=fields.contract, value="x"),
        SetField(agent_id=fields.small.ona, tickets=(fields.ticket,), field_id=fields.contract, value="x"),
    )
    for command in commands:
        with pytest.raises(Mistake) as refused:
            fields.do(command)
        assert refused.value.code == "field.missing"
    with pytest.raises(Mistake) as refused:
        fields.do(
            SaveField(
                agent_id=fields.small.ona,
                id=fields.contract,
                name="Contract",
                kind=FieldKind.TEXT,
                owner=FieldOwner.TICKET,
                version=1,
            )
        )
    assert refused.value.code == "field.owner"


def test_each_owner_has_names_of_its_own(fields: Fields) -> None:
    fields.field("contract", FieldKind.TEXT, FieldOwner.TICKET)
    fields.field("CONTRACT", FieldKind.TEXT, FieldOwner.ORGANISATION)
    with pytest.raises(Mistake) as refused:
        fields.field("contract", FieldKind.TEXT, FieldOwner.CUSTOMER)
    assert refused.value.code == "field.exists"


def test_a_program_that_knows_no_owners_sees_them_on_no_ticket(fields: Fields) -> None:
    fields.field("Needed", FieldKind.TEXT, FieldOwner.CUSTOMER, required=True, mailboxes=frozenset({1}))
    with fields.small.desk.reading() as session:
        rows = session.connection.execute(select(custom_field).where(custom_field.c.owner != "ticket")).all()
    assert {(tuple(row.mailboxes), tuple(row.teams), row.required) for row in rows} == {((), (0,), False)}


def test_customers_who_are_one_hold_what_both_did_until_they_are_apart(fields: Fields) -> None:
    fields.fill(fields.contract, "A-17", fields.li)
    fields.fill(fields.contract, "B-3", fields.anna)
    fields.fill(fields.seats, "5", fields.anna)
    command = MergeCustomers(agent_id=fields.small.ona, customer_id=fields.anna, into_id=fields.li)
    fields.do(command)
    assert fields.of(fields.li) == {"Contract": "A-17", "Seats": "5"}
    fields.fill(fields.contract, "A-18", fields.li)
    fields.undo(command.deed)
    assert fields.of(fields.li) == {"Contract": "A-18"}
    assert fields.of(fields.anna) == {"Contract": "B-3", "Seats": "5"}


def test_an_organisation_that_comes_back_holds_what_it_did(fields: Fields) -> None:
    fields.fill_organisation("1")
    other = fields.organisation("Bee")
    fields.fill_organisation("2", other)
    row = next(one for one in fields.small.desk.read(page, "") if one.id == fields.acme)
    merge = MergeOrganisations(agent_id=fields.small.ona, id=fields.acme, into_id=other, version=row.version)
    fields.do(merge)
    assert fields.of_organisation(fields.li) == {"Region": "2"}
    fields.undo(merge.deed)
    assert fields.of_organisation(fields.li) == {"Region": "1"}
    row = next(one for one in fields.small.desk.read(page, "") if one.id == fields.acme)
    remove = RemoveOrganisation(agent_id=fields.small.ona, id=fields.acme, version=row.version)
    fields.do(remove)
    assert fields.panel(fields.li).organisation_fields == ()
    fields.undo(remove.deed)
    assert fields.of_organisation(fields.li) == {"Region": "1"}
    row = next(one for one in fields.small.desk.read(page, "") if one.id == fields.acme)
    save = SaveOrganisation(agent_id=fields.small.ona, id=row.id, name="Acme Ltd", version=row.version)
    fields.do(save)
    assert fields.of_organisation(fields.li) == {"Region": "1"}, "what is not said there stays"


def test_who_asks_is_given_them(fields: Fields, tmp_path: Path) -> None:
    fields.fill(fields.contract, "A-17", fields.li)
    with fields.small.desk.reading() as session:
        export_customer(session, fields.li, tmp_path / "li.zip")
    with zipfile.ZipFile(tmp_path / "li.zip") as file:
        told = json.loads(file.read("customer.json"))
    assert told["customer"]["fields"] == {"Contract": "A-17"}


def test_nobody_is_named_in_those_of_others_who_is_erased(fields: Fields) -> None:
    fields.fill(fields.contract, f"as {LI} has it", fields.anna)
    fields.fill(fields.seats, "3", fields.anna)
    fields.fill(fields.contract, "A-17", fields.li)
    fields.do(EraseCustomer(agent_id=fields.small.ona, customer_id=fields.li))
    held = fields.of(fields.anna)
    assert LI not in held["Contract"]
    assert held["Contract"].startswith("as ")
    assert held["Seats"] == "3"


def test_a_canned_reply_has_them_at_hand(fields: Fields) -> None:
    order = fields.field("Order", FieldKind.TEXT, FieldOwner.TICKET)
    fields.do(SetField(agent_id=fields.small.ona, tickets=(fields.ticket,), field_id=order, value="17"))
    fields.fill(fields.contract, "A-17", fields.li)
    fields.fill_organisation("2")
    found = fields.small.desk.read(canned.asker, fields.ticket)
    assert {one.field.name: one.value for one in found.fields} == {
        "Order": "17",
        "Contract": "A-17",
        "Seats": "",
        "Region": "2",
    }
    nobody = fields.small.desk.read(canned.asker, 0)
    assert {one.value for one in nobody.fields} == {""}
    assert len(nobody.fields) == 4


@pytest.mark.parametrize("ending", ["csv", "vcf"])
def test_files_have_them(fields: Fields, tmp_path: Path, ending: str) -> None:
    sides = (FieldChoice(0, "Left; west"), FieldChoice(0, "Right"))
    side = fields.field("Sides", FieldKind.CHOICES, FieldOwner.CUSTOMER, sides)
    fields.fill(fields.contract, "=A;17, old", fields.li)
    fields.fill(fields.seats, "-12.5", fields.li)
    fields.fill(side, "1 2", fields.li)
    held = fields.of(fields.li)
    place = tmp_path / f"all.{ending}"
    with fields.small.desk.reading() as session:
        export_customers(session, place, cards=ending == "vcf")
    sheet = customer_files.look(place)
    names = ("Contract", "Seats", "Sides")
    said = tuple(
        customer_files.people(sheet, customer_files.guessed(sheet, headings=True, fields=names), headings=True)
    )
    assert not [one for one in said if isinstance(one, Refused)]
    people = tuple(one for one in said if isinstance(one, Written))
    assert fields.small.desk.read(outcome, people, overwrite=False) == Outcome(same=2)
    for field_id in (fields.contract, fields.seats, side):
        fields.fill(field_id, "", fields.li)
    fields.fill(fields.contract, "B", fields.li)
    fields.do(TakeInCustomers(agent_id=fields.small.ona, people=people))
    assert fields.of(fields.li) == held | {"Contract": "B"}, "what is filled in already stays"
    fields.do(TakeInCustomers(agent_id=fields.small.ona, people=people, overwrite=True))
    assert fields.of(fields.li) == held


@pytest.mark.parametrize(
    ("left_out", "first"),
    [
        ((), "Name,Email,Phone,Organisation,Language,Time zone,Notes,VIP,Tags,Field: Contract,Field: Seats"),
        (
            (Column.NOTE, Column.TAGS, f"{FIELD}Contract"),
            "Name,Email,Phone,Organisation,Language,Time zone,VIP,Field: Seats",
        ),
        ((*set(Column) - {Column.EMAIL}, f"{FIELD}Seats"), "Email,Field: Contract"),
    ],
)
def test_a_file_has_the_columns_that_are_not_left_out(
    fields: Fields, tmp_path: Path, left_out: tuple[str, ...], first: str
) -> None:
    fields.fill(fields.contract, "A-17", fields.li)
    place = tmp_path / "all.csv"
    with fields.small.desk.reading() as session:
        assert export_customers(session, place, left_out=left_out) == 2
    assert place.read_text(encoding="utf-8-sig").splitlines()[0] == first
    names = ("Contract", "Seats")
    sheet = customer_files.look(place)
    people = [
        *customer_files.people(
            sheet, customer_files.guessed(sheet, headings=sheet.headings, fields=names), headings=sheet.headings
        )
    ]
    found = fields.small.desk.read(outcome, people, overwrite=True)  # type: ignore[arg-type]
    assert found == Outcome(same=2), "what is left out is left alone"


def test_without_any_column_nothing_is_written(fields: Fields, tmp_path: Path) -> None:
    every = (*Column, f"{FIELD}Contract", f"{FIELD}Seats")
    with fields.small.desk.reading() as session:
        with pytest.raises(Mistake) as refused:
            export_customers(session, tmp_path / "all.csv", left_out=every)
        assert refused.value.code == "export.nothing"
        assert not [*tmp_path.glob("all*")]
        export_customers(session, tmp_path / "all.vcf", left_out=every, cards=True)
    assert f":{LI}" in (tmp_path / "all.vcf").read_text(encoding="utf-8"), "vCards are whole"


def test_what_a_file_is_called_says_not_what_it_is(fields: Fields, tmp_path: Path) -> None:
    with fields.small.desk.reading() as session:
        export_customers(session, tmp_path / "all.vcf", left_out=(Column.EMAIL,))
        export_customers(session, tmp_path / "all", cards=True)
    assert LI not in (tmp_path / "all.vcf").read_text(encoding="utf-8"), "what was left out is in no file"
    assert (tmp_path / "all").read_text(encoding="utf-8").startswith("BEGIN:VCARD")


def test_who_is_new_in_a_file_has_theirs(fields: Fields) -> None:
    new = Written(2, "Bo", ("bo@x.example",), fields=(("contract", "C-1"), ("Nosuch", "x")))
    wrong = Written(3, "Cy", ("cy@x.example",), fields=(("Seats", "many"),))
    found = fields.small.desk.read(outcome, (new, wrong), overwrite=False)
    assert (found.new, [one.code for one in found.refused]) == (1, ["field.number"])
    fields.do(TakeInCustomers(agent_id=fields.small.ona, people=(new, wrong)))
    assert fields.of(fields.number("bo@x.example")) == {"Contract": "C-1"}
