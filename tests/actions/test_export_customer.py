"""All that is kept of one person, in one file."""

import zipfile
from pathlib import Path

import msgspec
import pytest

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.export_customer import Exported, export_customer
from deskbell.model.commands import AddNote
from deskbell.model.customers import MergeCustomers
from deskbell.model.errors import Mistake, Trouble
from deskbell.rules.customers import saving
from deskbell.store.queries import customer as customers

HOME, WORK = "li.na@home.example", "l.na@work.example"


def export(small: SmallDesk, customer_id: int, place: Path) -> Exported:
    return small.desk.read(export_customer, customer_id, place)


def test_it_has_all_of_them_and_nothing_of_others(small: SmallDesk, tmp_path: Path) -> None:
    home, work, other = small.arrive(
        mail("1@x.example", "Where is 退款?", sender=HOME),
        mail("2@x.example", "And the parcel?", sender=WORK),
        mail("3@x.example", "Somebody else's secret", sender="jonas@x.example"),
    )
    ids = [small.ticket(placed.ticket_id).row.customer_id for placed in (home, work, other)]
    panel = small.desk.read(customers.panel, ids[0], 0)
    assert panel is not None
    known = msgspec.structs.replace(panel.customer, phones=("+370 612 34567",), vip=True, note="likes tea")
    perform(small.desk, msgspec.structs.replace(saving(known), agent_id=small.ona))
    perform(small.desk, MergeCustomers(agent_id=small.ona, customer_id=ids[1], into_id=ids[0]))
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=home.ticket_id, text="She is right."))
    place = tmp_path / "li.zip"
    place.write_bytes(b"of before")
    assert export(small, ids[0], place) == Exported(2, all=True)
    assert [one.name for one in tmp_path.glob("li*")] == ["li.zip"], "nothing half written lies about"
    with zipfile.ZipFile(place) as file:
        names = file.namelist()
        everything = {name: file.read(name) for name in names}
    told = msgspec.json.decode(everything["customer.json"])
    person = told["customer"]
    assert told["all_tickets_are_here"] is True
    assert (person["name"], person["emails"], person["phones"]) == ("Li Na", [HOME, WORK], ["+370 612 34567"])
    assert (person["vip"], person["note"]) == (True, "likes tea")
    assert {(one["what"], one["after"]) for one in person["changes"]} >= {("note", "likes tea"), ("vip", "1")}
    assert [one["id"] for one in told["merged"]] == [ids[1]]
    assert sorted(name for name in names if name.startswith("tickets/")) == sorted(
        f"tickets/{placed.ticket_id}.json" for placed in (home, work)
    )
    ticket = msgspec.json.decode(everything[f"tickets/{home.ticket_id}.json"])
    assert [(one["kind"], one["text"]) for one in ticket["messages"]] == [
        ("in", "Where is 退款?"),
        ("note", "She is right."),
    ]
    assert ticket["messages"][0]["from"] == {"name": "Li Na", "email": HOME}
    mails = [name for name in names if name.startswith("mails/")]
    assert len(mails) == 2
    assert [name.endswith(" note.eml") for name in names if name.startswith("notes/")] == [True]
    assert all(b"secret" not in content for content in everything.values())


def test_nobody_has_no_file(small: SmallDesk, tmp_path: Path) -> None:
    with pytest.raises(Mistake) as refused:
        export(small, 4711, tmp_path / "nobody.zip")
    assert refused.value.code == "customer.missing"
    assert list(tmp_path.glob("nobody*")) == []


def test_a_place_that_cannot_be_written_is_told(small: SmallDesk, tmp_path: Path) -> None:
    (placed,) = small.arrive(mail("1@x.example", sender=HOME))
    with pytest.raises(Trouble) as failed:
        export(small, small.ticket(placed.ticket_id).row.customer_id, tmp_path / "away" / "li.zip")
    assert failed.value.code == "file.unwritable"
