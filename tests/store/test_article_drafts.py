"""What becomes of a ticket as the beginning of an article, on both engines."""

from building import Builder
from deskbell.model.kinds import MessageKind
from deskbell.rules.blanking import Blank
from deskbell.store.desk import Desk
from deskbell.store.queries.article_drafts import draft_of

WORDS = {kind: kind.value for kind in Blank}
HEADS = ("Question", "Answer")


def test_question_and_answer_without_who_wrote_them(desk: Desk, build: Builder) -> None:
    who = build.customer("Jonas Petrauskas")
    number = build.ticket(subject="Re: Refund for Jonas", customer_id=who)
    build.message(number, "My order 88213 is late.\nJonas", kind=MessageKind.IN)
    build.message(number, "Ask him on the phone!", kind=MessageKind.NOTE, agent_id=build.me)
    build.message(number, "Dear Jonas, we trace *parcels* after five days.", kind=MessageKind.OUT, agent_id=build.me)
    build.message(number, "You are welcome.", kind=MessageKind.OUT, agent_id=build.me)
    found = desk.read(draft_of, number, WORDS, HEADS)
    assert found is not None
    assert found.title == "Refund for ⟦name⟧"
    assert found.body == (
        "## Question\n\nMy order ⟦number⟧ is late.\n⟦name⟧\n\n"
        "## Answer\n\nDear ⟦name⟧, we trace \\*parcels\\* after five days.\n"
    )
    assert found.blanks == 4


def test_of_no_ticket_there_is_none_and_of_a_silent_one_the_subject(desk: Desk, build: Builder) -> None:
    assert desk.read(draft_of, 999, WORDS, HEADS) is None
    found = desk.read(draft_of, build.ticket(subject="Hum"), WORDS, HEADS)
    assert found is not None
    assert (found.title, found.body, found.blanks) == ("Hum", "", 0)
