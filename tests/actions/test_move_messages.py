"""Moving messages between tickets, merging with all of them, and taking either back: nothing is lost, counted twice, or left behind."""

from typing import Any

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.test_receive import LI, reply
from actions.test_strangers import answered, links
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, MergeTickets, MoveMessages, SetStatus, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Deed, ReplyKind, Shelf, Status, Why
from deskbell.model.mail import InboundAttachment, Mailbox
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.recipients import Recipients
from deskbell.store.integrity import problems
from deskbell.store.queries import customer, ticket_list
from deskbell.store.queries.following_messages import from_here
from deskbell.store.tables import change, participant, ticket, ticket_count

ANA = Mailbox("Ana", "ana@mail.example")
FILE = InboundAttachment("log.txt", "text/plain", b"it broke")


@pytest.fixture
def two(small: SmallDesk) -> tuple[int, int]:
    """Li Na's ticket of three messages, the second one of Ana's with a file; and one of Ana's own."""
    first, other = small.arrive(mail("1@mail.example"), mail("a@mail.example", sender=ANA.email))
    number = first.ticket_id
    reply(small, number)
    small.arrive(
        mail(
            "2@mail.example",
            "发票 is wrong",
            sender=ANA.email,
            in_reply_to=(small.outgoing_id(number),),
            attachments=(FILE,),
        )
    )
    return number, other.ticket_id


def move(small: SmallDesk, source: int, *messages: int, to: int = 0) -> MoveMessages:
    command = MoveMessages(agent_id=small.ona, ticket_id=source, messages=messages, to_ticket=to)
    perform(small.desk, command)
    return command


def undo(small: SmallDesk, command: MoveMessages) -> None:
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))


def picture(small: SmallDesk) -> dict[str, Any]:
    """All of what a move may change, without times and versions."""
    with small.desk.reading() as session:
        run = session.connection.execute
        tickets = run(select(ticket).order_by(ticket.c.id)).all()
        return {
            "tickets": [
                (row.id, row.status, row.shelf, row.messages, row.attachments, row.awaiting, row.activity_at, row.merged_into)
                for row in tickets
            ],
            "threads": {row.id: [one.id for one in small.ticket(row.id).messages] for row in tickets},
            "people": sorted(tuple(row) for row in run(select(participant)).all()),
            "counts": sorted(tuple(row) for row in run(select(ticket_count).where(ticket_count.c.n != 0)).all()),
        }  # fmt: skip


def kinds(small: SmallDesk, number: int) -> list[Deed]:
    return [event.kind for event in small.ticket(number).events if not event.undone]


def found(small: SmallDesk, query: str) -> list[int]:
    page = small.desk.read(ticket_list.page, View(ViewKind.SEARCH, query=query), Sort.LATEST, small.ona)
    return [row.id for row in page.rows]


def test_a_message_moves_with_all_that_belongs_to_it(small: SmallDesk, two: tuple[int, int]) -> None:
    source, goal = two
    before = picture(small)
    moved = small.ticket(source).messages[-1].id
    command = move(small, source, moved, to=goal)
    left, came = small.ticket(source), small.ticket(goal)
    assert (left.row.messages, left.row.attachments, left.row.awaiting) == (2, 0, False)
    assert (came.row.messages, came.row.attachments, came.row.awaiting) == (2, 1, True)
    assert [file.name for file in came.messages[-1].attachments] == ["log.txt"]
    assert left.row.activity_at == left.messages[-1].at
    assert found(small, "发票") == [goal]
    assert (kinds(small, source)[-1], kinds(small, goal)) == (Deed.LEFT, [Deed.CAME])
    assert small.desk.read(problems) == []
    undo(small, command)
    assert picture(small) == before
    assert found(small, "发票") == [source]
    assert small.desk.read(problems) == []


def test_screens_of_both_tickets_are_told(small: SmallDesk, two: tuple[int, int]) -> None:
    source, goal = two
    with small.desk.reading() as session:
        last = session.connection.execute(select(change.c.id).order_by(change.c.id.desc()).limit(1)).scalar_one()
    move(small, source, small.ticket(source).messages[-1].id, to=goal)
    with small.desk.reading() as session:
        told = session.connection.execute(select(change.c.ticket_id).where(change.c.id > last)).scalars().all()
    assert {source, goal} <= set(told)


def test_a_new_ticket_is_that_of_who_wrote_and_is_gone_when_taken_back(small: SmallDesk, two: tuple[int, int]) -> None:
    source, _ = two
    before = picture(small)
    command = move(small, source, small.ticket(source).messages[-1].id)
    number = max(row[0] for row in picture(small)["tickets"])
    detail = small.ticket(number)
    assert (detail.row.customer_email, detail.row.status, detail.row.shelf) == (ANA.email, Status.NEW, Shelf.LIVE)
    assert [one.email for one in answered(detail, ReplyKind.REPLY).to] == [ANA.email]
    assert links(small) == [(number, source, "split")]
    assert [row.id for row in small.desk.read(customer.linked, source)] == [number]
    undo(small, command)
    assert picture(small) == before


def test_a_ticket_is_split_from_a_message_on_and_put_together_again(small: SmallDesk, two: tuple[int, int]) -> None:
    number, other = two
    first, answer, last = (one.id for one in small.ticket(number).messages)
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=number, text="Look"))
    note, before = small.ticket(number).messages[-1].id, picture(small)
    those = small.desk.read(from_here, number, answer)
    assert those == (answer, last, note)
    assert small.desk.read(from_here, number, first) == (first, *those)
    assert small.desk.read(from_here, other, answer) == ()
    command = move(small, number, *those)
    assert [one.id for one in small.ticket(number).messages] == [first]
    made = small.ticket(number).events[-1].after
    assert [(one.id, one.origin) for one in small.ticket(int(made)).messages] == [(one, number) for one in those]
    undo(small, command)
    assert [(one.id, one.origin) for one in small.ticket(number).messages] == [(one, 0) for one in (first, *those)]
    assert picture(small) == before
    assert small.desk.read(problems) == []


def test_a_new_ticket_that_was_used_stays(small: SmallDesk, two: tuple[int, int]) -> None:
    source, _ = two
    command = move(small, source, small.ticket(source).messages[-1].id)
    number = max(row[0] for row in picture(small)["tickets"])
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=number, text="Mine now"))
    undo(small, command)
    assert [one.text for one in small.ticket(number).messages] == ["Mine now"]
    assert small.ticket(source).row.messages == 3
    assert small.desk.read(problems) == []


def test_all_messages_merge_a_ticket(small: SmallDesk, two: tuple[int, int]) -> None:
    source, goal = two
    before = picture(small)
    command = move(small, source, to=goal)
    left, came = small.ticket(source), small.ticket(goal)
    assert (left.row.messages, left.row.status, came.row.messages) == (0, Status.CLOSED, 4)
    assert kinds(small, source)[-3:] == [Deed.LEFT, Deed.MERGED, Deed.STATUS]
    assert [row.id for row in small.desk.read(customer.linked, source)] == [goal]
    assert small.desk.read(problems) == []
    ours = next(one for one in came.messages if one.agent_id == small.ona)
    assert ours.ticket_id == goal
    undo(small, command)
    assert picture(small) == before


@pytest.mark.parametrize("among", [True, False])
def test_several_are_merged_into_one_and_come_apart_again(small: SmallDesk, two: tuple[int, int], among: bool) -> None:
    first, second = two
    (third,) = small.arrive(mail("3@mail.example", sender="bob@mail.example", subject="Bob's"))
    perform(small.desk, Follow(agent_id=small.ona, tickets=(second,), add=(small.ona,)))
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(third.ticket_id,), status=Status.CLOSED))
    before = picture(small)
    tickets = (second, third.ticket_id, first) if among else (second, third.ticket_id, second)
    command = MergeTickets(agent_id=small.ona, tickets=tickets, into=first)
    perform(small.desk, command)
    goal = small.ticket(first)
    assert goal.row.messages == 5
    assert goal.row.followers == (small.ona,)
    assert [small.ticket(number).row.messages for number in (second, third.ticket_id)] == [0, 0]
    assert {small.desk.read(customer.linked, number)[0].id for number in (second, third.ticket_id)} == {first}
    assert small.desk.read(problems) == []
    undo(small, command)
    assert picture(small) == before
    assert small.ticket(first).row.followers == ()
    assert small.desk.read(problems) == []


def test_an_undo_of_several_waits_for_what_was_moved_on(small: SmallDesk, two: tuple[int, int]) -> None:
    first, second = two
    (third,) = small.arrive(mail("3@mail.example", sender="bob@mail.example", subject="Bob's"))
    command = MergeTickets(agent_id=small.ona, tickets=(second, third.ticket_id), into=first)
    perform(small.desk, command)
    move(small, first, small.ticket(first).messages[-1].id)
    before = picture(small)
    with pytest.raises(Mistake) as refused:
        undo(small, command)
    assert refused.value.code == "undo.changed"
    assert picture(small) == before


@pytest.mark.parametrize(
    ("tickets", "into", "code"),
    [
        ((1, 999), 2, "ticket.missing"),
        ((1,), 999, "ticket.missing"),
        ((1, 1), 1, "move.same"),
        ((), 1, "move.same"),
        ((3, 1), 2, "move.gone"),
        ((1, 2), 3, "move.merged"),
    ],
)
def test_what_cannot_be_merged_changes_nothing(
    small: SmallDesk, two: tuple[int, int], tickets: tuple[int, ...], into: int, code: str
) -> None:
    assert two == (1, 2)
    small.arrive(mail("9@mail.example"))
    move(small, 3, to=1)
    before = picture(small)
    with pytest.raises(Mistake) as refused:
        perform(small.desk, MergeTickets(agent_id=small.ona, tickets=tickets, into=into))
    assert refused.value.code == code
    assert picture(small) == before


def test_answers_follow_what_was_moved(small: SmallDesk, two: tuple[int, int]) -> None:
    source, goal = two
    ours = small.outgoing_id(source)
    answer = next(one.id for one in small.ticket(source).messages if one.agent_id == small.ona)
    move(small, source, answer, to=goal)
    (follows,) = small.arrive(mail("5@mail.example", in_reply_to=(ours,)))
    assert follows.ticket_id == goal, "where the mail of ours lies now, not where it was sent from"
    move(small, source, to=goal)
    (by_reference,) = small.arrive(mail("6@mail.example", references=("1@mail.example",)))
    assert by_reference.ticket_id == goal


def test_a_merged_ticket_sends_answers_on(small: SmallDesk, two: tuple[int, int]) -> None:
    """A token of a mail that this database does not know, of a ticket that has gone into another."""
    from deskbell.rules import token
    from deskbell.store.queries.identity import identity

    source, goal = two
    own = small.desk.read(identity)
    move(small, source, to=goal)
    lost = token.make(own.token_key, own.desk_id, source, "lost", "desk.example")
    (placed,) = small.arrive(mail("7@mail.example", in_reply_to=(lost,)))
    assert placed.ticket_id == goal
    assert small.ticket(goal).messages[-1].why == Why.MERGED


def test_who_came_with_a_moved_message_gets_no_answers_by_itself(small: SmallDesk, two: tuple[int, int]) -> None:
    source, goal = two
    move(small, goal, small.ticket(goal).messages[0].id, to=source)
    small.arrive(mail("3@mail.example", sender="bob@mail.example", subject="Bob's"))
    bobs = small.ticket(3)
    move(small, 3, bobs.messages[0].id, to=source)
    detail = small.ticket(source)
    assert "bob@mail.example" in detail.unasked
    assert answered(detail, ReplyKind.REPLY) == Recipients((Mailbox("Li Na", LI),))


@pytest.mark.parametrize(
    ("messages", "to", "code"),
    [
        ((1,), 999, "ticket.missing"),
        ((1,), 1, "move.same"),
        ((999,), 2, "move.gone"),
        ((1, 2), 2, "move.gone"),
        ((), 0, "move.all"),
        ((1,), 3, "move.merged"),
    ],
)
def test_what_cannot_be_moved_changes_nothing(
    small: SmallDesk, two: tuple[int, int], messages: tuple[int, ...], to: int, code: str
) -> None:
    assert two == (1, 2)
    small.arrive(mail("9@mail.example"))
    move(small, 3, to=2)
    before = picture(small)
    with pytest.raises(Mistake) as refused:
        move(small, 1, *messages, to=to)
    assert refused.value.code == code
    assert picture(small) == before


def test_a_move_is_not_taken_back_after_another(small: SmallDesk, two: tuple[int, int]) -> None:
    source, goal = two
    message_id = small.ticket(source).messages[-1].id
    first = move(small, source, message_id, to=goal)
    second = move(small, goal, message_id)
    with pytest.raises(Mistake) as refused:
        undo(small, first)
    assert refused.value.code == "undo.changed"
    undo(small, second)
    undo(small, first)
    with pytest.raises(Mistake) as refused:
        undo(small, first)
    assert refused.value.code == "undo.nothing"
    merged = move(small, source, to=goal)
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(source,), status=Status.OPEN))
    before = picture(small)
    with pytest.raises(Mistake) as refused:
        undo(small, merged)
    assert refused.value.code == "undo.changed"
    assert picture(small) == before, "half of it is nothing"
