"""Which tickets of a customer are offered as maybe the same: few are looked at, and none that is surely another matter."""

from datetime import timedelta

import pytest

from building import BEGIN, Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.errors import Mistake
from deskbell.model.kinds import LinkKind, Status
from deskbell.model.linking import LinkTickets, TellApart
from deskbell.store.desk import Desk
from deskbell.store.queries import duplicates

SUBJECT = "Printer offline after moving offices"


@pytest.fixture
def others(build: Builder) -> dict[str, int]:
    """The customer's other tickets by what there is to say of them; `here` is the one that is open."""
    who = build.customer("Li Na", "li.na@mail.example")
    here = BEGIN + timedelta(days=100)

    def ticket(**values: object) -> int:
        return build.ticket(
            **{"customer_id": who, "subject": SUBJECT, "created_at": here, "activity_at": here} | values
        )

    lately, long_ago = here - timedelta(days=29), here - timedelta(days=31)
    made = {
        "open": ticket(subject=f"Re: {SUBJECT}"),
        "done lately": ticket(status=Status.SOLVED, done_at=lately),
        "done long ago": ticket(status=Status.CLOSED, done_at=long_ago),
        "spam": ticket(status=Status.SPAM),
        "another matter": ticket(subject="Invoice of October"),
        "somebody else's": build.ticket(subject=SUBJECT),
        "linked": ticket(),
        "linked from there": ticket(),
        "told apart": ticket(),
        "told apart from there": ticket(),
        "merged": ticket(status=Status.CLOSED, done_at=here, merged_into=1),
        "here": ticket(activity_at=here + timedelta(days=1)),
    }
    me = {"agent_id": build.me}
    at = made["here"]
    perform(build.desk, LinkTickets(**me, ticket_id=at, other_id=made["linked"], kind=LinkKind.RELATED))
    perform(build.desk, LinkTickets(**me, ticket_id=made["linked from there"], other_id=at, kind=LinkKind.RELATED))
    perform(build.desk, TellApart(**me, ticket_id=at, other_id=made["told apart"]))
    perform(build.desk, TellApart(**me, ticket_id=made["told apart from there"], other_id=at))
    return made


def found(desk: Desk, number: int) -> list[int]:
    return [row.id for row in desk.read(duplicates.maybe_same, number)]


def test_open_ones_and_those_done_lately(desk: Desk, others: dict[str, int]) -> None:
    assert sorted(found(desk, others["here"])) == sorted([others["open"], others["done lately"]])


def test_by_what_was_written_first(desk: Desk, build: Builder) -> None:
    who = build.customer("Li Na", "li.na@mail.example")
    one, other = (build.ticket(customer_id=who, subject=words) for words in ("Help", "Please"))
    for number in (one, other):
        build.message(number, "Since yesterday the printer in our office shows an error and prints empty pages.")
        build.message(number, f"What came after it is not looked at: {number}.")
    assert found(desk, one) == [other]
    assert found(desk, other) == [one]


def test_what_was_told_apart_comes_back_where_nobody_says_so(
    desk: Desk, build: Builder, others: dict[str, int]
) -> None:
    here, other = others["here"], others["told apart"]
    command = TellApart(agent_id=build.me, ticket_id=other, other_id=here, apart=False)
    perform(desk, command)
    assert other in found(desk, here)
    assert here in found(desk, other)
    twice = TellApart(agent_id=build.me, ticket_id=here, other_id=other)
    perform(desk, twice)
    perform(desk, TellApart(agent_id=build.me, ticket_id=other, other_id=here))
    assert other not in found(desk, here)


def test_no_ticket_is_told_apart_from_itself_or_from_none(desk: Desk, build: Builder) -> None:
    number = build.ticket()
    for other, code in ((number, "link.same"), (9_999, "ticket.missing")):
        with pytest.raises(Mistake) as refused:
            perform(desk, TellApart(agent_id=build.me, ticket_id=number, other_id=other))
        assert refused.value.code == code


def test_only_the_newest_are_looked_at(desk: Desk, build: Builder) -> None:
    who = build.customer("Li Na", "li.na@mail.example")
    with build.together():
        old = build.ticket(customer_id=who, subject=SUBJECT)
        for day in range(1, duplicates.AMONG):
            build.ticket(customer_id=who, subject="Else", activity_at=BEGIN + timedelta(days=day))
        here = build.ticket(customer_id=who, subject=SUBJECT, activity_at=BEGIN + timedelta(days=99))
    assert found(desk, here) == [old]
    build.ticket(customer_id=who, subject="One more", activity_at=BEGIN + timedelta(days=99))
    assert found(desk, here) == []


def test_sqlite_goes_along_the_index_of_the_customer(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    number = build.ticket()
    with statements(desk) as sent:
        desk.read(duplicates.maybe_same, number)
    steps = [step for words, values in sent if "not_same" in words for step in plan(desk, words, values)]
    assert any("ix_ticket_customer (customer_id=?)" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") and not step.startswith("SCAN CONSTANT")]
    desk.close()
