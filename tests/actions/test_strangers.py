"""Attacks on tickets by mail: nobody gets into a ticket, or gets what is written there, by what a mail claims."""

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.test_receive import LI, reply
from building import statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SendReply, SetStatus
from deskbell.model.kinds import RawState, ReplyKind, Status, Why
from deskbell.model.mail import Mailbox
from deskbell.model.rows import TicketDetail
from deskbell.rules import token, warnings
from deskbell.rules.recipients import Recipients, recipients_of
from deskbell.store.integrity import problems
from deskbell.store.queries.identity import identity
from deskbell.store.tables import listed_sender, mailbox, ticket, ticket_link

EVIL = "evil@stranger.example"
MX = "mx.desk.example"
PROVEN = (f"{MX}; dmarc=pass header.from=desk.example",)
OURS = ("support@desk.example", "billing@desk.example")
LI_NA = Mailbox("Li Na", LI)


@pytest.fixture
def asked(small: SmallDesk) -> int:
    """A ticket of Li Na that Ona has answered."""
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    return number


def answered(detail: TicketDetail, kind: ReplyKind = ReplyKind.REPLY_ALL) -> Recipients:
    customer = Mailbox(detail.row.customer, detail.row.customer_email)
    return recipients_of(kind, detail.messages, customer, OURS, detail.unasked)


def links(small: SmallDesk) -> list[tuple[int, int, str]]:
    with small.desk.reading() as session:
        rows = session.connection.execute(select(ticket_link)).all()
    return [(row.ticket_id, row.other_id, row.kind) for row in rows]


def trust(small: SmallDesk) -> None:
    with small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(authserv_id=MX))


def test_a_reference_to_a_strangers_ticket_begins_another_that_is_linked(small: SmallDesk, asked: int) -> None:
    (placed,) = small.arrive(mail("2@x.example", sender=EVIL, references=("1@mail.example",)))
    assert placed.ticket_id != asked
    assert links(small) == [(placed.ticket_id, asked, "suggested")]
    assert small.ticket(asked).row.messages == 2


def test_a_number_in_the_subject_begins_another_that_is_linked(small: SmallDesk, asked: int) -> None:
    named, wrong, order, known = small.arrive(
        mail("2@x.example", sender=EVIL, subject=f"Re: [#{asked}]"),
        mail("3@x.example", subject="Re: [#99999]"),
        mail("4@x.example", sender=EVIL, subject=f"My order #{asked}"),
        mail("5@x.example", subject=f"About #{asked}"),
    )
    whys = [small.ticket(placed.ticket_id).messages[0].why for placed in (named, wrong, order, known)]
    assert whys == [Why.SUBJECT, Why.NEW, Why.NEW, Why.SUBJECT]
    assert links(small) == [(named.ticket_id, asked, "suggested"), (known.ticket_id, asked, "suggested")]


def test_who_joins_by_our_token_gets_no_answers(small: SmallDesk, asked: int) -> None:
    """Our Message-ID may have been passed on. What comes with it belongs to the ticket, and its writer gets nothing by it."""
    ours = small.outgoing_id(asked)
    (placed,) = small.arrive(
        mail(
            "2@x.example",
            sender=EVIL,
            in_reply_to=(ours,),
            cc=(Mailbox("", "more@stranger.example"),),
            reply_to=(Mailbox("", "other@stranger.example"),),
        )
    )
    detail = small.ticket(asked)
    assert placed.ticket_id == asked
    assert detail.messages[-1].problems == (warnings.JOINED, "copied:more@stranger.example")
    assert detail.unasked == {EVIL, "more@stranger.example", "other@stranger.example"}
    assert answered(detail) == answered(detail, ReplyKind.REPLY) == Recipients((LI_NA,))


def test_a_person_lets_a_stranger_in_by_writing_to_them(small: SmallDesk, asked: int) -> None:
    small.arrive(mail("2@x.example", sender="wife@mail.example", in_reply_to=(small.outgoing_id(asked),)))
    wife = Mailbox("Li Na", "wife@mail.example")
    perform(
        small.desk,
        SendReply(
            agent_id=small.ona,
            ticket_id=asked,
            kind=ReplyKind.REPLY,
            mailbox_id=small.support,
            to=(LI_NA,),
            cc=(wife,),
            text="Dear both",
        ),
    )
    assert small.ticket(asked).unasked == frozenset()
    small.arrive(mail("3@x.example", sender="wife@mail.example", references=("2@x.example",)))
    assert answered(small.ticket(asked)) == Recipients((LI_NA,), (wife,)), "who had a copy and answers keeps it"


def test_copies_of_a_first_mail_take_part_and_those_of_later_mails_do_not(small: SmallDesk) -> None:
    boss, late = Mailbox("", "boss@mail.example"), Mailbox("", "late@mail.example")
    (first,) = small.arrive(mail("1@mail.example", cc=(boss,)))
    small.arrive(mail("2@mail.example", references=("1@mail.example",), cc=(boss, late)))
    detail = small.ticket(first.ticket_id)
    assert detail.unasked == {"late@mail.example"}
    assert answered(detail) == Recipients((LI_NA,), (boss,))
    by_boss, by_late = small.arrive(
        mail("3@mail.example", sender="boss@mail.example", references=("1@mail.example",)),
        mail("4@mail.example", sender="late@mail.example", references=("1@mail.example",)),
    )
    assert by_boss.ticket_id == first.ticket_id
    assert by_late.ticket_id != first.ticket_id


@pytest.mark.parametrize("spoil", ["other ticket", "other desk", "cut", "garbled"])
def test_a_forged_token_joins_nothing(small: SmallDesk, asked: int, spoil: str) -> None:
    ours = small.outgoing_id(asked)
    (other,) = small.arrive(mail("other@mail.example"))
    own = small.desk.read(identity)
    forged = {
        "other ticket": ours.replace(f".{asked}.", f".{other.ticket_id}.", 1),
        "other desk": token.make(b"another desk's secret, 32 bytes..", own.desk_id, asked, "nonce", "desk.example"),
        "cut": ours.replace("@", "a@", 1),
        "garbled": ours[:-20] + "zz" + ours[-18:],
    }[spoil]
    plus = token.make_plus(b"another desk's secret, 32 bytes..", "support@desk.example", asked)
    (placed,) = small.arrive(mail("2@x.example", sender=EVIL, in_reply_to=(forged,), to=(Mailbox("", plus),)))
    assert placed.ticket_id not in {asked, other.ticket_id}


def test_an_answer_to_the_address_with_a_token_finds_its_ticket(small: SmallDesk) -> None:
    with small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(plus_address=True))
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    own = small.desk.read(identity)
    address = token.make_plus(own.token_key, "support@desk.example", number)
    for found in ({"to": (Mailbox("", address.upper()),)}, {"delivered_to": (address,)}):
        (placed,) = small.arrive(mail(f"{len(found)}{list(found)}@mail.example", **found))
        assert placed.ticket_id == number
        assert small.ticket(number).messages[-1].why == Why.TOKEN
        assert answered(small.ticket(number)) == Recipients((LI_NA,)), "the address with a token is our own"


def test_a_thousand_references_cost_no_more_than_a_few(small: SmallDesk, asked: int) -> None:
    ours = small.outgoing_id(asked)
    many = tuple(f"{number}@x.example" for number in range(1000))
    with statements(small.desk) as few:
        (near,) = small.arrive(mail("2@mail.example", references=("1@mail.example", *many[:20], ours)))
    with statements(small.desk) as sent:
        (placed,) = small.arrive(mail("3@mail.example", references=("1@mail.example", *many, ours, *many[:100])))
    assert near.ticket_id == placed.ticket_id == asked
    assert len(sent) == len(few)
    assert max(len(values) for _, values in sent) < 200


def test_our_own_mail_comes_back_through_a_list(small: SmallDesk, asked: int) -> None:
    ours, text = small.outgoing_id(asked), "[Shop]\nPlease  restart\nit.\n\n____\nUnsubscribe: https://list.example"
    back, other = small.arrive(
        mail(ours, text, sender="shop@list.example", is_list=True), mail(ours, "Not at all what we wrote.", sender=EVIL)
    )
    assert back.state is RawState.IGNORED
    assert other.state is RawState.FILED
    assert other.ticket_id != asked, "it only has the id of ours"


def test_one_mail_to_two_of_our_mailboxes_is_one_message(small: SmallDesk) -> None:
    both = mail("1@mail.example", to=(Mailbox("", OURS[0]),), cc=(Mailbox("", OURS[1]),))
    (first,), (second,) = small.arrive(both), small.arrive(both, mailbox=small.billing)
    detail = small.ticket(first.ticket_id)
    assert second.state is RawState.IGNORED
    assert detail.row.messages == 1
    assert answered(detail) == Recipients((LI_NA,))
    assert detail.messages[0].problems == ()


@pytest.mark.parametrize("sender", ["ona@desk.example", "support@desk.example", "support+x@desk.example"])
def test_who_only_claims_to_be_one_of_us_is_a_customer_with_a_warning(
    small: SmallDesk, asked: int, sender: str
) -> None:
    trust(small)
    forged = (f"{MX}; dmarc=fail header.from=desk.example", *PROVEN)
    (placed,) = small.arrive(
        mail(
            "2@x.example",
            sender=sender,
            references=("1@mail.example",),
            authentication=forged,
            forwarded_from=Mailbox("", "victim@mail.example"),
        )
    )
    detail = small.ticket(placed.ticket_id)
    assert placed.ticket_id != asked
    assert detail.messages[0].problems == (warnings.UNPROVEN,)
    assert detail.messages[0].author_email == sender
    assert detail.row.customer_email == sender


def test_a_customer_whose_server_says_no_is_marked(small: SmallDesk) -> None:
    trust(small)
    said = (f"{MX}; dmarc=fail header.from=mail.example", f"{MX}; dmarc=pass header.from=mail.example")
    forged, good = small.arrive(
        mail("1@mail.example", authentication=said), mail("2@mail.example", authentication=said[1:])
    )
    assert small.ticket(forged.ticket_id).messages[0].problems == (warnings.FAILED,)
    assert small.ticket(good.ticket_id).messages[0].problems == ()


def test_several_senders_prove_none(small: SmallDesk) -> None:
    trust(small)
    two = mail("2@x.example", sender="ona@desk.example", authentication=PROVEN, problems=(warnings.SEVERAL,))
    (placed,) = small.arrive(replace(two, forwarded_from=Mailbox("", "victim@mail.example")))
    assert warnings.UNPROVEN in small.ticket(placed.ticket_id).messages[0].problems


def test_a_form_on_our_website_writes_as_ourselves_for_its_visitor(small: SmallDesk) -> None:
    visitor = Mailbox("Ana", "ana@visitor.example")
    (placed,) = small.arrive(mail("1@web.example", sender=OURS[0], reply_to=(visitor,)))
    detail = small.ticket(placed.ticket_id)
    assert detail.row.customer_email == visitor.email
    assert answered(detail) == Recipients((visitor,))


@pytest.mark.parametrize(
    ("reply_to", "goes_to"),
    [
        ((Mailbox("", "me@work.example"),), "me@work.example"),
        ((Mailbox("", OURS[1]),), LI),
        ((Mailbox("", "a@x.example"), Mailbox("", "b@x.example")), LI),
        ((Mailbox("", "ona@desk.example"),), LI),
    ],
)
def test_where_a_first_mail_wants_its_answer(small: SmallDesk, reply_to: tuple[Mailbox, ...], goes_to: str) -> None:
    (placed,) = small.arrive(mail("1@mail.example", reply_to=reply_to))
    assert [one.email for one in answered(small.ticket(placed.ticket_id)).to] == [goes_to]


def test_an_agents_forward_is_the_ticket_of_who_wrote_it(small: SmallDesk, asked: int) -> None:
    trust(small)
    forwarded = mail(
        "f@desk.example",
        sender="ona@desk.example",
        subject="Fwd: Broken screen",
        authentication=PROVEN,
        forwarded_from=Mailbox("Ana", "ana@mail.example"),
        forwarded_subject="Broken screen",
    )
    again = replace(
        forwarded, message_id="g@desk.example", forwarded_from=LI_NA, references=(small.outgoing_id(asked),)
    )
    first, twice, joined = small.arrive(forwarded, forwarded, again)
    detail = small.ticket(first.ticket_id)
    assert (detail.row.subject, detail.row.customer_email) == ("Broken screen", "ana@mail.example")
    assert detail.messages[0].why == "forwarded:Ona"
    assert answered(detail) == Recipients((Mailbox("Ana", "ana@mail.example"),))
    assert twice.state is RawState.IGNORED
    assert joined.ticket_id == asked
    assert small.ticket(asked).messages[-1].author_email == LI


def test_a_customers_forward_stays_the_customers(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example", forwarded_from=Mailbox("", "boss@mail.example")))
    assert small.ticket(placed.ticket_id).row.customer_email == LI


def block(small: SmallDesk, pattern: str) -> None:
    with small.desk.writing() as session:
        session.connection.execute(listed_sender.insert(), {"pattern": pattern, "listed": "blocked", "at": session.now})


def test_whom_the_desk_has_blocked_joins_nothing(small: SmallDesk, asked: int) -> None:
    block(small, "mail.example")
    (placed,) = small.arrive(mail("2@mail.example", in_reply_to=(small.outgoing_id(asked),)))
    detail = small.ticket(placed.ticket_id)
    assert placed.ticket_id != asked
    assert (detail.row.status, detail.messages[0].why) == (Status.SPAM, "blocked:mail.example")
    (more,) = small.arrive(mail("3@mail.example", references=("2@mail.example",)))
    assert more.ticket_id == placed.ticket_id


def test_what_the_provider_suspects_hides_no_answer(small: SmallDesk, asked: int) -> None:
    suspected = mail("2@mail.example", in_reply_to=(small.outgoing_id(asked),), spam="X-Spam-Flag: YES")
    answer, fresh = small.arrive(suspected, replace(suspected, message_id="3@mail.example", in_reply_to=()))
    assert answer.ticket_id == asked
    detail = small.ticket(fresh.ticket_id)
    assert (detail.row.status, detail.messages[0].why) == (Status.SPAM, "spam_header:X-Spam-Flag: YES")


def test_an_answer_on_a_merged_ticket_goes_to_the_survivor(small: SmallDesk, asked: int) -> None:
    one, two = (small.arrive(mail(f"{name}@mail.example"))[0].ticket_id for name in "ab")
    with small.desk.writing() as session:
        for source, goal in ((asked, one), (one, two), (two, asked)):
            session.connection.execute(update(ticket).where(ticket.c.id == source).values(merged_into=goal))
    ours = small.outgoing_id(asked)
    (ring,) = small.arrive(mail("2@mail.example", in_reply_to=(ours,)))
    assert ring.ticket_id in {asked, one, two}, "a ring of merged tickets ends"
    with small.desk.writing() as session:
        session.connection.execute(update(ticket).where(ticket.c.id == two).values(merged_into=None))
    (placed,) = small.arrive(mail("3@mail.example", in_reply_to=(ours,)))
    assert placed.ticket_id == two
    assert small.ticket(two).messages[-1].why == Why.MERGED


def test_an_answer_to_a_closed_ticket_begins_one_that_follows_it(small: SmallDesk, asked: int) -> None:
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(asked,), status=Status.CLOSED))
    with small.desk.writing() as session:
        old = session.now.replace(year=session.now.year - 1)
        session.connection.execute(update(ticket).values(done_at=old))
    (placed,) = small.arrive(mail("2@mail.example", in_reply_to=(small.outgoing_id(asked),)))
    assert links(small) == [(placed.ticket_id, asked, "follow_up")]
    assert small.desk.read(problems) == []
