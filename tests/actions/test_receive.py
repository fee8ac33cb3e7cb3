"""Arriving mail: which ticket it goes to, what it changes there, and that nothing comes twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.intake.arrival import Policy
from deskbell.actions.wake import wake
from deskbell.model.commands import MergeTickets, SendReply, SetStatus, Snooze
from deskbell.model.kinds import UNTIL_ANSWERED, MessageKind, Priority, RawState, ReplyKind, Shelf, Status, Why
from deskbell.model.mail import InboundAttachment, Mailbox
from deskbell.model.sentences import sentence
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.unread import sentence_of
from deskbell.store.integrity import problems
from deskbell.store.queries import ticket_list
from deskbell.store.tables import blob, customer, message, raw_mail, ticket

LI = "li.na@mail.example"


def reply(small: SmallDesk, number: int, text: str = "Please restart it.") -> int:
    return perform(
        small.desk,
        SendReply(
            agent_id=small.ona,
            ticket_id=number,
            kind=ReplyKind.REPLY,
            mailbox_id=small.support,
            to=(Mailbox("Li Na", LI),),
            text=text,
        ),
    )


def test_a_first_mail_is_a_new_ticket(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example"))
    detail = small.ticket(placed.ticket_id)
    assert placed.state is RawState.FILED
    assert detail.row.subject == "The printer is offline"
    assert (detail.row.status, detail.row.priority, detail.row.shelf) == (Status.NEW, Priority.NORMAL, Shelf.LIVE)
    assert detail.row.awaiting
    assert detail.row.version == 1, "it is written once"
    assert [(each.kind, each.text, each.why) for each in detail.messages] == [
        (MessageKind.IN, "It does not work.", Why.NEW)
    ]


def test_the_answer_to_our_reply_comes_back_whoever_sends_it(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    ours = small.outgoing_id(number)
    (again,) = small.arrive(
        mail("2@phone.example", sender="wife@mail.example", in_reply_to=(ours,), references=(ours,))
    )
    assert again.ticket_id == number
    assert small.ticket(number).messages[-1].why == Why.TOKEN


@pytest.mark.parametrize(
    ("sender", "joins", "why"),
    [(LI, True, Why.REFERENCES), ("stranger@mail.example", False, Why.STRANGER)],
)
def test_a_reference_joins_only_who_takes_part(small: SmallDesk, sender: str, joins: bool, why: Why) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    (placed,) = small.arrive(mail("2@mail.example", sender=sender, references=("1@mail.example",)))
    assert (placed.ticket_id == number) is joins
    assert small.ticket(placed.ticket_id).messages[-1].why == why


def test_a_subject_alone_never_joins(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    (placed,) = small.arrive(mail("2@mail.example", subject=f"Re: The printer is offline [#{number}]"))
    assert placed.ticket_id != number


def test_a_forged_token_joins_nothing(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    forged = small.outgoing_id(number)[:-20] + "x" * 8 + small.outgoing_id(number)[-12:]
    (placed,) = small.arrive(mail("2@mail.example", sender="stranger@mail.example", in_reply_to=(forged,)))
    assert placed.ticket_id != number


def test_a_thread_in_one_batch_is_one_ticket(small: SmallDesk) -> None:
    placed = small.arrive(
        mail("1@mail.example"),
        mail("2@mail.example", references=("1@mail.example",)),
        mail("3@mail.example", references=("1@mail.example", "2@mail.example"), in_reply_to=("2@mail.example",)),
    )
    assert len({each.ticket_id for each in placed}) == 1
    assert small.ticket(placed[0].ticket_id).row.messages == 3


def test_the_same_mail_through_two_mailboxes_is_one_message(small: SmallDesk) -> None:
    first = small.arrive(mail("1@mail.example"))[0]
    (second,) = small.arrive(mail("1@mail.example"), mailbox=small.billing)
    assert second.state is RawState.IGNORED
    assert small.ticket(first.ticket_id).row.messages == 1


def test_a_message_id_used_again_for_another_text_is_another_message(small: SmallDesk) -> None:
    small.arrive(mail("1@mail.example", "first"))
    (second,) = small.arrive(mail("1@mail.example", "second"))
    assert second.state is RawState.FILED


def test_our_own_mail_coming_back_is_ignored(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    (back,) = small.arrive(mail(small.outgoing_id(number), "Please restart it.", sender="support@desk.example"))
    assert back.state is RawState.IGNORED


def test_filing_the_same_arrivals_twice_files_nothing_twice(small: SmallDesk) -> None:
    from deskbell.actions.receive import receive

    arrival = small.kept(mail("1@mail.example"), small.support)
    first = small.desk.transact(lambda session: receive(session, [arrival], Policy()))
    second = small.desk.transact(lambda session: receive(session, [arrival], Policy()))
    assert len(first) == 1
    assert second == []


def test_an_answer_reopens_and_wakes(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(number,), status=Status.SOLVED))
    small.arrive(mail("2@mail.example", references=("1@mail.example",)))
    assert small.ticket(number).row.status is Status.OPEN
    tomorrow = small.desk.read(lambda session: session.now) + timedelta(days=1)
    for answer, until in enumerate((tomorrow, UNTIL_ANSWERED), start=3):
        perform(small.desk, Snooze(agent_id=small.ona, tickets=(number,), until=until))
        assert small.ticket(number).row.shelf is Shelf.SNOOZED
        small.arrive(mail(f"{answer}@mail.example", references=("1@mail.example",)))
        row = small.ticket(number).row
        assert (row.shelf, row.snoozed_until) == (Shelf.LIVE, None)


def test_who_waits_for_an_answer_is_not_woken_by_time_nor_by_a_machine(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    perform(small.desk, Snooze(agent_id=small.ona, tickets=(number,), until=UNTIL_ANSWERED))
    small.arrive(mail("2@mail.example", references=("1@mail.example",), is_auto_reply=True))
    assert small.desk.transact(wake) == 0
    row = small.ticket(number).row
    assert (row.shelf, row.snoozed_until) == (Shelf.SNOOZED, UNTIL_ANSWERED)


def test_an_auto_reply_reopens_nothing(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(number,), status=Status.SOLVED))
    small.arrive(mail("2@mail.example", references=("1@mail.example",), is_auto_reply=True))
    assert small.ticket(number).row.status is Status.SOLVED


def test_an_answer_long_after_closing_is_a_new_ticket(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(number,), status=Status.CLOSED))
    with small.desk.writing() as session:
        session.connection.execute(update(ticket).values(done_at=session.now - timedelta(days=31)))
    (placed,) = small.arrive(mail("2@mail.example", references=("1@mail.example",)))
    assert placed.ticket_id != number
    assert small.ticket(placed.ticket_id).messages[0].why == Why.CLOSED


def test_a_mail_that_cannot_be_read_is_a_ticket_with_its_original(small: SmallDesk) -> None:
    placed = small.arrive(mail("1@mail.example"), None, mail("2@mail.example"))
    assert len({each.ticket_id for each in placed}) == 3
    broken = small.ticket(placed[1].ticket_id).messages[0]
    assert broken.why == Why.UNREADABLE
    assert sentence(*sentence_of(broken.problems[0])).startswith("This mail could not be read")
    assert [(file.name, file.content_type) for file in broken.attachments] == [("original.eml", "message/rfc822")]
    with small.desk.reading() as session:
        states = session.connection.execute(select(raw_mail.c.state).order_by(raw_mail.c.id)).scalars().all()
    assert states == ["filed", "unreadable", "filed"]


def test_another_one_later_is_nobody_s_either(small: SmallDesk) -> None:
    first, second = (small.arrive(None)[0].ticket_id for _ in range(2))
    assert first != second
    assert small.ticket(first).row.customer_id == small.ticket(second).row.customer_id


def test_an_attachment_is_kept_once(small: SmallDesk) -> None:
    file = InboundAttachment("退货单.pdf", "application/pdf", b"%PDF" + bytes(3000))
    small.arrive(mail("1@mail.example", attachments=(file,)))
    with small.desk.reading() as session:
        before = session.connection.execute(select(func.count()).select_from(blob)).scalar_one()
    placed = small.arrive(mail("2@mail.example", attachments=(file, file)))
    with small.desk.reading() as session:
        after = session.connection.execute(select(func.count()).select_from(blob)).scalar_one()
    assert after == before + 1, "only the raw mail is new"
    row = small.ticket(placed[0].ticket_id).row
    assert row.attachments == 2


def test_one_customer_however_the_address_is_written(small: SmallDesk) -> None:
    small.arrive(mail("1@mail.example"), mail("2@mail.example", sender="Li.Na@Mail.Example"))
    with small.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(customer)).scalar_one() == 1


def test_a_bounce_goes_to_the_ticket_of_the_mail_it_speaks_of(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    ours = small.outgoing_id(number)
    bounce = mail(
        "b@mx.example", sender="mailer-daemon@mx.example", is_bounce=True, is_auto_reply=True, bounced_ids=(ours,)
    )
    (placed,) = small.arrive(bounce)
    assert placed.ticket_id == number
    assert small.ticket(number).messages[-1].why == Why.BOUNCE


def test_imported_history_keeps_dates_people_and_who_wrote(small: SmallDesk) -> None:
    policy = Policy(imported=True, status=Status.SOLVED)
    placed = small.arrive(
        mail("1@mail.example", date=mail("x").date - timedelta(days=900)),
        mail(
            "2@desk.example",
            sender="ona@desk.example",
            to=(Mailbox("Li Na", LI),),
            references=("1@mail.example",),
            date=mail("x").date - timedelta(days=899),
        ),
        policy=policy,
    )
    assert placed[0].ticket_id == placed[1].ticket_id
    detail = small.ticket(placed[0].ticket_id)
    assert [each.kind for each in detail.messages] == [MessageKind.IN, MessageKind.OUT]
    assert detail.messages[1].agent_id == small.ona
    assert detail.row.status is Status.SOLVED
    assert not detail.row.awaiting
    assert detail.row.created_at.year == 2023


@pytest.mark.parametrize("sender", ["support@desk.example", "ona@desk.example"])
def test_imported_mail_of_ours_is_the_ticket_of_whom_it_went_to(small: SmallDesk, sender: str) -> None:
    """Also of somebody whom an earlier batch made a customer; the desk itself is nobody's customer."""
    first = small.arrive(mail("1@mail.example"))[0].ticket_id
    to = (Mailbox("", "billing@desk.example"), Mailbox("Li Na", LI.upper()), Mailbox("", "other@mail.example"))
    (placed,) = small.arrive(mail("2@desk.example", sender=sender, to=to), policy=Policy(imported=True))
    asked, ours = small.ticket(first), small.ticket(placed.ticket_id)
    assert (ours.row.customer_id, ours.messages[0].kind) == (asked.row.customer_id, MessageKind.OUT)
    with small.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(customer)).scalar_one() == 1
    assert small.desk.read(problems) == []


def test_what_arrived_is_found_and_the_database_is_whole(small: SmallDesk) -> None:
    small.arrive(mail("1@mail.example", "订单的退款还没有到账"), mail("2@mail.example", "Sąskaita neteisinga"), None)
    found = small.desk.read(ticket_list.page, View(ViewKind.SEARCH, query="退款"), Sort.LATEST, small.ona)
    assert len(found.rows) == 1
    assert small.desk.read(problems) == []


def test_raw_bytes_are_kept_once_a_mailbox_and_a_known_uid_is_passed_over(small: SmallDesk) -> None:
    from actions.conftest import RECEIVED
    from deskbell.actions.keep_raw import RawMail, keep_raw

    mails = [RawMail(901, RECEIVED, b"a"), RawMail(902, RECEIVED, b"b"), RawMail(903, RECEIVED, b"a")]

    def kept(mailbox: int, uidvalidity: int) -> list[int]:
        return list(small.desk.transact(lambda s: keep_raw(s, mailbox, "INBOX", uidvalidity, mails)))

    assert kept(small.support, 7) == [901, 902]
    assert kept(small.support, 7) == []
    assert kept(small.support, 8) == [], "UIDVALIDITY changed: nothing is news"
    assert kept(small.billing, 1) == [901, 902]
    with small.desk.reading() as session:
        query = select(func.count()).select_from(message)
        assert session.connection.execute(query).scalar_one() == 0


def test_what_is_added_to_a_ticket_goes_there_whatever_it_says(small: SmallDesk) -> None:
    """A mail out of a file, which answers another ticket and is of somebody else; and one that cannot be read."""
    first, second = (placed.ticket_id for placed in small.arrive(mail("1@mail.example"), mail("2@mail.example")))
    stranger = mail("3@else.example", sender="bo@else.example", references=("2@mail.example",))
    placed = small.arrive(stranger, None, policy=Policy(imported=True, ticket_id=first))
    assert [one.ticket_id for one in placed] == [first, first]
    detail = small.ticket(first)
    assert {one.why for one in detail.messages} >= {Why.ADDED.value, Why.UNREADABLE.value}
    assert detail.row.customer_email == LI, "it stays whose it was"
    assert "bo@else.example" in detail.unasked, "whoever wrote it gets no answers by that"
    assert len(small.ticket(second).messages) == 1
    assert small.desk.read(problems) == []


def test_what_is_added_to_a_merged_ticket_goes_on(small: SmallDesk) -> None:
    first, second = (placed.ticket_id for placed in small.arrive(mail("1@mail.example"), mail("2@mail.example")))
    perform(small.desk, MergeTickets(agent_id=small.ona, tickets=(first,), into=second))
    (placed,) = small.arrive(mail("3@else.example"), policy=Policy(imported=True, ticket_id=first))
    assert placed.ticket_id == second


def test_what_is_added_to_a_ticket_that_is_gone_meanwhile_is_a_ticket(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("3@else.example"), policy=Policy(imported=True, status=Status.OPEN, ticket_id=4711))
    assert small.ticket(placed.ticket_id).row.status is Status.OPEN
