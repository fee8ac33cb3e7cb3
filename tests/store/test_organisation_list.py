"""The list of all organisations: its pages, what a line counts, what is found, what is known of one, and the tickets of its customers."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from building import BEGIN, Builder, plan, statements
from deskbell.model.customer_list import MOST_COUNTED
from deskbell.model.kinds import Shelf, Status
from deskbell.rules.folding import fold
from deskbell.store.desk import Desk
from deskbell.store.queries import customer_tickets, organisation_list
from deskbell.store.tables import custom_field, organisation, organisation_domain, organisation_value


def made(build: Builder, name: str, *domains: str, **values: object) -> int:
    number = build.insert(organisation, **{"name": name, "key": name, "sought": fold(name)} | values)
    with build.desk.writing() as session:
        for domain in domains:
            session.connection.execute(insert(organisation_domain), {"domain": domain, "organisation_id": number})
    return number


def of(build: Builder, number: int, name: str, person: str) -> int:
    return build.customer(person, f"{person}@customer.example".lower(), organisation=name, organisation_id=number)


@pytest.fixture
def schools(build: Builder) -> dict[str, int]:
    names = ("Žalia mokykla", "Aldwych School", "beta college", "Green School Ltd")
    return {name: made(build, name) for name in names}


def test_pages_follow_one_another_by_name(desk: Desk, build: Builder, schools: dict[str, int]) -> None:
    for number in range(5):
        made(build, f"Same {number}", sought="same")
    everything = desk.read(organisation_list.page, "", None, 100)
    assert everything.last is None
    names = [line.name for line in everything.lines]
    assert names[:3] == ["Aldwych School", "beta college", "Green School Ltd"]
    assert names[-1] == "Žalia mokykla"
    seen, key = [], None
    while True:
        page = desk.read(organisation_list.page, "", key, 2)
        seen += [line.name for line in page.lines]
        key = page.last
        if key is None:
            break
    assert seen == names
    assert desk.read(organisation_list.count, "") == 9


def test_a_line_counts_customers_and_their_open_tickets(desk: Desk, build: Builder, schools: dict[str, int]) -> None:
    name = "Green School Ltd"
    people = [of(build, schools[name], name, person) for person in ("Ona", "Jonas", "Ieva")]
    other = of(build, schools["beta college"], "beta college", "Rasa")
    for person in (people[0], people[0], people[1], other):
        build.ticket(customer_id=person)
    build.ticket(customer_id=people[0], status=Status.SOLVED)
    build.ticket(customer_id=people[2], snoozed_until=BEGIN + timedelta(days=900))
    build.ticket(customer_id=people[2], status=Status.TRASH)
    lines = {line.name: line for line in desk.read(organisation_list.page, "").lines}
    assert (lines[name].customers, lines[name].open) == (3, 4)
    assert (lines["beta college"].customers, lines["beta college"].open) == (1, 1)
    assert (lines["Aldwych School"].customers, lines["Aldwych School"].open) == (0, 0)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("school", ["Aldwych School", "Green School Ltd"]),
        ("green sch", ["Green School Ltd"]),
        ("ŽALIA", ["Žalia mokykla"]),
        ("zalia", ["Žalia mokykla"]),
        ("chool", []),
        ("@beta.ex", ["beta college"]),
        ("beta.example", ["beta college"]),
        ("  Beta  ", ["beta college"]),
        ("%", []),
        ("_", []),
    ],
)
def test_they_are_found_by_the_words_of_their_names_and_by_domains(
    desk: Desk, build: Builder, words: str, found: list[str]
) -> None:
    for name, domain in (
        ("Žalia mokykla", "zm.lt"),
        ("Aldwych School", ""),
        ("beta college", "beta.example"),
        ("Green School Ltd", ""),
    ):
        made(build, name, *([domain] if domain else []))
    assert [line.name for line in desk.read(organisation_list.page, words).lines] == found
    assert desk.read(organisation_list.count, words) == len(found)


def test_what_is_known_of_one(desk: Desk, build: Builder) -> None:
    one = made(build, "Acme", "b.example", "a.example", note="On account", vip=True)
    of(build, one, "Acme", "Ona")
    fields = [
        build.insert(
            custom_field,
            created_at=BEGIN,
            name=name,
            key=name,
            kind="text",
            owner=owner,
            position=position,
            retired=retired,
        )
        for position, (name, owner, retired) in enumerate(
            (
                ("Rabatt", "organisation", False),
                ("Old", "organisation", True),
                ("Room", "customer", False),
                ("Area", "organisation", False),
            )
        )
    ]
    with desk.writing() as session:
        value = {"organisation_id": one, "field_id": fields[3], "value": "North", "sought": "north"}
        session.connection.execute(insert(organisation_value), value)
    panel = desk.read(organisation_list.panel, one)
    assert panel is not None
    known = panel.organisation
    assert (known.name, known.domains, known.note, known.customers, known.vip) == (
        "Acme",
        ("a.example", "b.example"),
        "On account",
        1,
        True,
    )
    assert [(value.field.name, value.value) for value in panel.fields] == [("Rabatt", ""), ("Area", "North")]
    assert desk.read(organisation_list.panel, one + 1) is None


def test_tickets_of_all_its_customers_the_latest_first(
    desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = made(build, "Acme"), made(build, "Other")
    people = [of(build, one, "Acme", person) for person in ("Ona", "Jonas")]
    stranger = of(build, other, "Other", "Rasa")
    own = [
        build.ticket(customer_id=people[number % 2], at=BEGIN + timedelta(minutes=number % 3)) for number in range(9)
    ]
    build.ticket(customer_id=stranger)
    build.ticket(customer_id=people[0], merged_into=own[0])
    wanted = sorted(own, key=lambda number: (BEGIN + timedelta(minutes=own.index(number) % 3), number), reverse=True)
    lines = desk.read(organisation_list.tickets, one)
    assert [line.id for line in lines] == wanted
    assert {line.customer for line in lines} == {"Ona", "Jonas"}
    monkeypatch.setattr(organisation_list, "AT_ONCE", 4)
    assert len(lines) < customer_tickets.AT_ONCE, "there are no more"
    seen, last = [], None
    while some := desk.read(organisation_list.tickets, one, last):
        seen += [line.id for line in some]
        last = some[-1]
    assert seen == wanted


def test_what_is_counted_ends(desk: Desk, build: Builder) -> None:
    with statements(desk) as sent:
        desk.read(organisation_list.page, "")
    ((words, values),) = sent
    assert words.count(f"LIMIT {MOST_COUNTED}") == 2
    if desk.engine.dialect.name == "sqlite":
        steps = plan(desk, words, values)
        assert any("ix_ticket_open" in step for step in steps), steps
        assert not any("SCAN ticket" in step or "SCAN customer" in step for step in steps), steps
    assert Shelf.SNOOZED == 1, "what the index takes for open"
