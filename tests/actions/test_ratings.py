"""Ratings by mail, from the link in our answer to the mail that comes of it: kept, journalled, and no work again."""

import re
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk
from deskbell.actions.dispatch import perform
from deskbell.model.automation import Check, Condition, Event, Group, RuleActions, What
from deskbell.model.canned import CannedText, SaveCannedReply
from deskbell.model.commands import BlockSender, MergeTickets, SendReply
from deskbell.model.customers import EraseCustomer
from deskbell.model.kinds import Deed, MessageKind, ReplyKind, Status
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.mail_layout import MailLayout, SaveLayout
from deskbell.model.ratings import Rating
from deskbell.store import blobs
from deskbell.store.tables import journal, outbox, rating

_LINK = re.compile(r"mailto:[^>\s\"]+")


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def answered(small: SmallDesk, text: str = "Is it all right?\n{{rating}}", html: str = "") -> int:
    """A ticket that is solved with this answer; its number."""
    (placed,) = small.arrive(mail("1@mail.example"))
    answer(small, placed.ticket_id, text, html)
    return placed.ticket_id


def answer(small: SmallDesk, number: int, text: str, html: str = "") -> None:
    command = SendReply(
        agent_id=small.ona,
        ticket_id=number,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        to=(Mailbox("Li Na", "li.na@mail.example"),),
        text=text,
        html=html,
        undo_seconds=0,
        then=Status.SOLVED,
    )
    perform(small.desk, command)


def sent(small: SmallDesk) -> list[tuple[str, str]]:
    """The mails that wait to leave, the oldest first: their text, and their HTML."""
    with small.desk.reading() as session:
        ids = session.connection.execute(select(outbox.c.blob_id).order_by(outbox.c.id)).scalars().all()
        raws = [blobs.read(session, blob_id) for blob_id in ids]
    found = []
    for raw in raws:
        made = message_from_bytes(raw, policy=policy.default)
        parts = {
            part.get_content_type(): part.get_content() for part in made.walk() if part.get_content_maintype() == "text"
        }
        found.append((parts.get("text/plain", ""), parts.get("text/html", "")))
    return found


def subject_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["subject"][0]


def links(small: SmallDesk) -> list[str]:
    """Where the links of the last mail lead."""
    return _LINK.findall(sent(small)[-1][0])


def clicked(link: str, message_id: str = "2@mail.example", text: str = "Thank you so much!") -> InboundMail:
    """The mail that a customer's program makes of a link, with a word of theirs."""
    return mail(message_id, text, subject=subject_of(link))


def kept(small: SmallDesk) -> list[tuple[object, ...]]:
    with small.desk.reading() as session:
        columns = (rating.c.ticket_id, rating.c.rating, rating.c.comment, rating.c.assignee_id)
        return [tuple(row) for row in session.connection.execute(select(*columns).order_by(rating.c.ticket_id))]


def said(small: SmallDesk, number: int) -> list[tuple[str, str]]:
    with small.desk.reading() as session:
        asked = select(journal.c.before, journal.c.after).where(
            journal.c.ticket_id == number, journal.c.kind == Deed.RATED.value
        )
        return [tuple(row) for row in session.connection.execute(asked.order_by(journal.c.id))]


def test_a_click_is_kept_and_opens_nothing(small: SmallDesk) -> None:
    number = answered(small)
    good, _ = links(small)
    assert good.startswith("mailto:support@desk.example?subject=")
    (placed,) = small.arrive(clicked(good))
    assert placed.ticket_id == number
    assert kept(small) == [(number, "good", "Thank you so much!", small.ona)]
    detail = small.ticket(number)
    assert (detail.row.status, detail.row.awaiting, detail.rating) == (Status.SOLVED, False, Rating.GOOD)
    last = detail.messages[-1]
    assert (last.kind, last.text, last.why, last.is_auto) == (MessageKind.IN, "Thank you so much!", "rated", True)
    assert [(event.kind, event.before, event.after) for event in detail.events if event.kind is Deed.RATED] == [
        (Deed.RATED, "", "good")
    ]


def test_the_last_word_holds_and_the_journal_has_both(small: SmallDesk) -> None:
    number = answered(small)
    good, bad = links(small)
    small.arrive(clicked(good), clicked(bad, "3@mail.example", "It broke again."))
    assert kept(small) == [(number, "bad", "It broke again.", small.ona)]
    small.arrive(clicked(good, "4@mail.example", ""))
    assert kept(small) == [(number, "good", "", small.ona)]
    assert said(small, number) == [("", "good"), ("good", "bad"), ("bad", "good")]


def test_a_forged_mark_is_an_ordinary_mail(small: SmallDesk) -> None:
    number = answered(small)
    good, _ = links(small)
    forged = replace(clicked(good), subject=subject_of(good).replace("good", "bad"))
    (placed,) = small.arrive(forged)
    assert placed.ticket_id != number
    assert kept(small) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"sender": Mailbox("Eve", "eve@other.example")},
        {"is_auto_reply": True},
        {"is_bounce": True},
    ],
)
def test_whoever_was_not_asked_rates_nothing(small: SmallDesk, changed: dict[str, object]) -> None:
    """A stranger whom the mail was passed on to, a machine that is away."""
    answered(small)
    good, _ = links(small)
    small.arrive(replace(clicked(good), **changed))
    assert kept(small) == []


def test_whom_the_desk_has_blocked_rates_nothing(small: SmallDesk) -> None:
    number = answered(small)
    good, _ = links(small)
    perform(small.desk, BlockSender(agent_id=small.ona, ticket_id=number, pattern="li.na@mail.example"))
    small.arrive(clicked(good))
    assert kept(small) == []


def test_the_html_has_links_too_and_what_was_written_stays_what_is_seen(small: SmallDesk) -> None:
    number = answered(
        small,
        "Fine? {{rating.good|Yes, it is}} {{rating.bad|No}}",
        "<div>Fine? {{rating.good|Yes, it is}} {{rating.bad|No}}</div>",
    )
    text, html = sent(small)[-1]
    assert "{{" not in text + html
    assert ">Yes, it is</a>" in html
    assert "Yes, it is <mailto:" in text
    shown = small.ticket(number).messages[-1]
    assert "{{" not in shown.visible + shown.html_visible


def test_what_a_customer_writes_is_not_filled_in(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example", "{{rating}}"))
    command = SendReply(
        agent_id=small.ona,
        ticket_id=placed.ticket_id,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        to=(Mailbox("Li Na", "li.na@mail.example"),),
        text="Hello",
        quoted="> {{rating}}",
        quoted_html="<blockquote>{{rating}}</blockquote>",
        undo_seconds=0,
    )
    perform(small.desk, command)
    assert "mailto:" not in sent(small)[-1][0]


def test_a_layout_asks_with_every_mail(small: SmallDesk) -> None:
    layout = MailLayout(footer_html="<div>{{rating.good|Good}}</div>", footer_text="{{rating.good|Good}}")
    perform(small.desk, SaveLayout(agent_id=small.ona, mailbox_id=small.support, layout=layout))
    number = answered(small, "It works now.")
    (good,) = links(small)
    small.arrive(clicked(good))
    assert [row[:2] for row in kept(small)] == [(number, "good")]


def test_a_rule_asks_and_another_hears(desk: Desk) -> None:
    small = desk.small
    texts = (CannedText("", "<div>{{rating}}</div>", "{{rating}}"),)
    ask = SaveCannedReply(agent_id=small.ona, id=0, owner_id=None, name="Ask", texts=texts)
    desk.rule("Ask", RuleActions(reply_id=desk.do(ask)))
    bad_ones = Group(parts=(Condition(What.RATING, Check.IS, ("bad",)),))
    desk.rule("Sorry", RuleActions(add_tags=("unhappy",)), frozenset({Event.RATED}), conditions=bad_ones)
    desk.rule("Back", RuleActions(add_tags=("back",)), frozenset({Event.ANSWERED, Event.UPDATED}))
    number = desk.arrive()
    desk.run()
    good, bad = links(small)
    small.arrive(clicked(good))
    desk.run()
    assert small.ticket(number).row.tags == ()
    small.arrive(clicked(bad, "3@mail.example", "No."))
    desk.run()
    assert "unhappy" in small.ticket(number).row.tags
    rules = desk.rules()
    assert (rules["Sorry"].fired, rules["Ask"].fired) == (1, 1)
    assert rules["Back"].fired <= 1, "by the tag at most: a rating is no answer"


def test_the_ticket_that_took_it_over_is_rated(small: SmallDesk) -> None:
    number = answered(small)
    good, _ = links(small)
    (other,) = small.arrive(mail("9@mail.example", "Another thing"))
    perform(small.desk, MergeTickets(agent_id=small.ona, tickets=(number,), into=other.ticket_id))
    small.arrive(clicked(good))
    assert [row[:2] for row in kept(small)] == [(other.ticket_id, "good")]


def test_it_goes_with_the_person(small: SmallDesk) -> None:
    number = answered(small)
    good, _ = links(small)
    small.arrive(clicked(good, text="My secret is out"))
    she = small.ticket(number).row.customer_id
    perform(small.desk, EraseCustomer(agent_id=small.ona, customer_id=she))
    assert kept(small) == []
