"""A generated desk: the same for the same seed, coherent, and of the size that was asked for."""

import re
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from deskbell.mail.sanitize import sanitize
from deskbell.model.kinds import Deed, MessageKind, Status
from deskbell.sample.content import SampleDesk, SampleTicket
from deskbell.sample.generate import DEMO_TICKETS, generate
from deskbell.sample.library import LANGUAGES, Library, load
from sample.test_library import RESERVED

# A Sunday night: nobody would be in the office, and yet the sample must look alive.
NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
LEFT_OVER = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\|[^\[\]]*\]|\*\*")
LIVE = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture(scope="module")
def demo(library: Library) -> SampleDesk:
    return generate(library, tickets=DEMO_TICKETS, seed=1, now=NOW)


@pytest.fixture(scope="module")
def tickets(demo: SampleDesk) -> list[SampleTicket]:
    return list(demo.tickets())


def test_the_same_seed_makes_the_same_desk(library: Library, demo: SampleDesk, tickets: list[SampleTicket]) -> None:
    again = generate(library, tickets=DEMO_TICKETS, seed=1, now=NOW)
    assert again.customers == demo.customers
    assert list(again.tickets()) == tickets
    assert list(demo.tickets()) == tickets


def test_another_seed_makes_another_desk(library: Library, tickets: list[SampleTicket]) -> None:
    assert list(generate(library, tickets=DEMO_TICKETS, seed=2, now=NOW).tickets()) != tickets


@pytest.mark.parametrize("count", [6, 50, 3_000])
def test_as_many_tickets_as_were_asked_for(library: Library, count: int) -> None:
    made = generate(library, tickets=count, seed=1, now=NOW)
    assert sum(1 for _ in made.tickets()) == made.count == count


def test_the_demo_is_of_the_promised_size(demo: SampleDesk, tickets: list[SampleTicket]) -> None:
    messages = sum(len(ticket.messages) for ticket in tickets)
    assert len(tickets) == 400
    assert 1_300 <= messages <= 1_700
    assert 115 <= len(demo.customers) <= 145
    assert 80 <= sum(ticket.status in LIVE for ticket in tickets) <= 160
    assert {ticket.language for ticket in tickets} == set(LANGUAGES)
    assert {ticket.status for ticket in tickets} == set(Status)


def test_customers_write_in_their_language(demo: SampleDesk, tickets: list[SampleTicket]) -> None:
    for ticket in tickets:
        assert demo.customers[ticket.customer].language == ticket.language, ticket.subject


def test_a_thread_begins_with_the_customer_and_its_times_rise(tickets: list[SampleTicket]) -> None:
    for ticket in tickets:
        assert ticket.messages[0].kind is MessageKind.IN
        assert ticket.messages[0].at == ticket.created_at
        assert all(one.at < other.at for one, other in pairwise(ticket.messages)), ticket.subject
        assert all(message.at < NOW for message in ticket.messages), ticket.subject
        assert all(ticket.created_at <= event.at <= NOW for event in ticket.events), ticket.subject


def test_tickets_come_in_the_order_of_their_creation(tickets: list[SampleTicket]) -> None:
    assert all(one.created_at <= other.created_at for one, other in pairwise(tickets))


def test_the_newest_message_is_minutes_old_and_the_oldest_weeks(tickets: list[SampleTicket]) -> None:
    assert NOW - max(message.at for ticket in tickets for message in ticket.messages) < timedelta(minutes=10)
    assert timedelta(weeks=7) < NOW - tickets[0].created_at < timedelta(weeks=9)


def test_a_large_desk_has_been_at_work_for_years(library: Library) -> None:
    large = generate(library, tickets=100_000, seed=1, now=NOW)
    first = next(large.tickets())
    assert timedelta(days=1_080) < NOW - first.created_at < timedelta(days=1_100)
    assert len({customer.email for customer in large.customers}) == len(large.customers) > 10_000


def test_a_status_follows_from_what_happened(tickets: list[SampleTicket]) -> None:
    for ticket in tickets:
        changes = [event for event in ticket.events if event.kind is Deed.STATUS]
        assert all(one.after is other.before for one, other in pairwise(changes)), ticket.subject
        assert (changes[-1].after if changes else Status.NEW) is ticket.status, ticket.subject
        agent_wrote = any(message.agent is not None for message in ticket.messages)
        assert not (ticket.status is Status.NEW and agent_wrote), ticket.subject
        if ticket.status in LIVE and ticket.messages[-1].kind is MessageKind.OUT:
            assert ticket.status in (Status.PENDING, Status.ON_HOLD), ticket.subject
        if agent_wrote:
            assert ticket.assignee is not None, ticket.subject
        if ticket.snoozed_until is not None:
            assert ticket.snoozed_until > NOW, ticket.subject


def test_a_team_is_the_mailboxes_or_the_one_that_took_it_over(demo: SampleDesk, tickets: list[SampleTicket]) -> None:
    for ticket in tickets:
        (first,) = (number for number, team in enumerate(demo.teams) if ticket.mailbox in team.mailboxes)
        assert ticket.team is not None
        given = [(event.before, event.after) for event in ticket.events if event.kind is Deed.TEAM]
        assert given == ([] if ticket.team == first else [(first, ticket.team)]), ticket.subject
        assert (ticket.team == first) is demo.teams[2].takes.isdisjoint(ticket.tags), ticket.subject
    assert len({ticket.team for ticket in tickets if ticket.status in LIVE}) == len(demo.teams) == 3


def test_nothing_of_the_templates_is_left_in_the_words(tickets: list[SampleTicket]) -> None:
    for ticket in tickets:
        assert not LEFT_OVER.search(ticket.subject), ticket.subject
        for message in ticket.messages:
            for body in (message.text, message.visible, message.html, message.html_visible):
                assert not LEFT_OVER.search(body), body


def test_a_body_holds_what_was_written_this_time(tickets: list[SampleTicket]) -> None:
    for ticket in tickets:
        for message in ticket.messages:
            assert message.visible
            assert message.text.startswith(message.visible)
            assert message.html.startswith(message.html_visible)
            assert not (message.html_visible and not message.html)


def test_html_is_as_the_sanitiser_leaves_it(tickets: list[SampleTicket]) -> None:
    for ticket in islice(tickets, 100):
        for message in ticket.messages:
            assert sanitize(message.html) == message.html


def test_files_are_shown_where_the_html_names_them(demo: SampleDesk, tickets: list[SampleTicket]) -> None:
    kinds = set()
    for ticket in tickets:
        for message in ticket.messages:
            assert set(re.findall(r'src="cid:([^"]*)"', message.html_visible)) == {
                file.content_id for file in message.files if file.content_id
            }
            kinds |= {file.content_type for file in message.files}
    assert kinds == {"application/pdf", "image/png", "text/csv", "text/plain"}


def test_message_ids_thread_and_never_repeat(tickets: list[SampleTicket]) -> None:
    seen: set[str] = set()
    for ticket in tickets:
        outside = [message for message in ticket.messages if message.kind is not MessageKind.NOTE]
        for before, message in zip([None, *outside], outside, strict=False):
            assert message.in_reply_to == ("" if before is None else before.message_id)
            assert message.message_id not in seen
            assert RESERVED.search(message.message_id.rpartition("@")[2])
            seen.add(message.message_id)


def test_addresses_lie_under_reserved_names(library: Library) -> None:
    large = generate(library, tickets=20_000, seed=1, now=NOW)
    for person in large.customers:
        for email in (person.email, person.other_email):
            assert not email or RESERVED.search(email.rpartition("@")[2]), email
    for address in (*(agent.email for agent in large.agents), *(box.address for box in large.mailboxes)):
        assert RESERVED.search(address.rpartition("@")[2]), address


def test_what_was_chosen_by_hand_stands_on_top_of_my_tickets(demo: SampleDesk, tickets: list[SampleTicket]) -> None:
    mine = [ticket for ticket in tickets if ticket.assignee == 0 and ticket.status in LIVE and not ticket.snoozed_until]
    mine.sort(key=lambda ticket: (ticket.priority, ticket.messages[-1].at), reverse=True)
    assert [demo.customers[ticket.customer].name for ticket in mine[:6]] == [
        "李娜",
        "Jonas Petrauskas",
        "Анна Смирнова",
        "Maria Hoffmann",
        "Daniel Kim",
        "陳美玲",
    ]
    assert 10 <= len(mine) <= 30


def test_no_two_tickets_of_one_customer_tell_the_same(tickets: list[SampleTicket]) -> None:
    first_words = [(ticket.customer, ticket.messages[0].visible) for ticket in tickets if ticket.status < Status.SPAM]
    assert len(set(first_words)) == len(first_words)
