"""Drafts that colleagues look over: shown, taken over by one at a time, given back, sent; and never written by two."""

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import DiscardDraft, SaveAgent, SaveDraft, SendReply
from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind, ReplyKind
from deskbell.model.mail import Mailbox, OutboundAttachment
from deskbell.model.rows import DraftRow
from deskbell.model.sharing import AskToLook, EndAsking, HandBack, KeepVersion, SharedDraft, TakeDraft
from deskbell.store.draft_versions import MOST
from deskbell.store.integrity import problems
from deskbell.store.queries import drafts, mentions, shared_drafts
from deskbell.store.tables import draft

REPLY = ReplyKind.REPLY


class Shared:
    """Ona has begun an answer, with a file."""

    def __init__(self, small: SmallDesk) -> None:
        self.small, self.desk = small, small.desk
        (placed,) = small.arrive(mail("1@mail.example"))
        self.ticket = placed.ticket_id
        email = "rasa@desk.example"
        self.rasa = perform(small.desk, SaveAgent(agent_id=None, id=0, name="Rasa", email=email)) or 0
        file = OutboundAttachment("a.txt", "text/plain", b"a")
        self.draft = self.write("Dear Li Na, no.", small.ona, attachments=(file,))

    def write(self, text: str, agent: int, **values: object) -> int:
        command = SaveDraft(
            agent_id=agent, ticket_id=self.ticket, kind=REPLY, mailbox_id=self.small.support, text=text, **values
        )
        return perform(self.desk, command) or 0

    def ask(self, *agents: int, by: int = 0, kind: ReplyKind = REPLY) -> None:
        me = by or self.small.ona
        perform(
            self.desk,
            AskToLook(agent_id=me, ticket_id=self.ticket, kind=kind, agents=agents, text="@Tomas, is this polite?"),
        )

    def take(self, agent: int) -> None:
        perform(self.desk, TakeDraft(agent_id=agent, draft_id=self.draft))

    def back(self, agent: int) -> None:
        perform(self.desk, HandBack(agent_id=agent, draft_id=self.draft, text="@Ona, I made it kinder."))

    def seen(self, agent: int) -> tuple[SharedDraft, ...]:
        return self.desk.read(shared_drafts.of_ticket, agent, self.ticket)

    def own(self, agent: int) -> tuple[DraftRow, ...]:
        return self.desk.read(drafts.of_ticket, agent, self.ticket)


@pytest.fixture
def shared(small: SmallDesk) -> Shared:
    return Shared(small)


def test_who_is_asked_reads_it_and_is_told_and_nobody_else(shared: Shared, small: SmallDesk) -> None:
    assert shared.seen(small.ona) == shared.seen(small.tomas) == ()
    shared.ask(small.tomas, small.ona)
    (found,) = shared.seen(small.tomas)
    assert (found.author, found.holder, found.text, found.readers) == ("Ona", "Ona", "Dear Li Na, no.", (small.tomas,))
    assert shared.seen(small.ona) == (found,)
    assert shared.seen(shared.rasa) == ()
    assert [(one.author, one.asks) for one in shared.desk.read(mentions.unseen, small.tomas)] == [("Ona", True)]
    assert shared.desk.read(mentions.unseen, shared.rasa) == ()
    note = small.ticket(shared.ticket).messages[-1]
    assert (note.kind, note.text) == (MessageKind.NOTE, "@Tomas, is this polite?")
    shared.ask(shared.rasa)
    assert [one.readers for one in shared.seen(shared.rasa)] == [(small.tomas, shared.rasa)]
    # What its author types meanwhile is seen, and it is still the author's.
    shared.write("Dear Li Na, alas.", small.ona)
    assert shared.seen(small.tomas)[0].text == "Dear Li Na, alas."
    assert shared.desk.read(problems) == []


def test_one_writes_at_a_time_until_it_is_handed_back(shared: Shared, small: SmallDesk) -> None:
    shared.ask(small.tomas, shared.rasa)
    shared.take(small.tomas)
    (his,) = shared.own(small.tomas)
    assert (his.text, [file.name for file in his.attachments]) == ("Dear Li Na, no.", ["a.txt"])
    assert shared.own(small.ona) == ()
    kept = tuple(file.id for file in his.attachments)
    assert shared.write("Dear Li Na, alas, no.", small.tomas, kept_attachments=kept) == shared.draft
    with pytest.raises(Mistake, match="Tomas is writing it"):
        shared.take(shared.rasa)
    with pytest.raises(Mistake, match="Tomas is writing it"):
        perform(shared.desk, EndAsking(agent_id=small.ona, draft_id=shared.draft))
    (hers,) = shared.seen(small.ona)
    assert (hers.holder, hers.before, hers.text) == ("Tomas", "Dear Li Na, no.", "Dear Li Na, alas, no.")
    shared.back(small.tomas)
    (again,) = shared.own(small.ona)
    assert (again.text, [file.name for file in again.attachments]) == ("Dear Li Na, alas, no.", ["a.txt"])
    assert again.version > his.version, "her window takes it for another one"
    (hers,) = shared.seen(small.ona)
    assert (hers.holder_id, hers.returned_by, hers.before) == (small.ona, "Tomas", "Dear Li Na, no.")
    assert [(one.author, one.asks) for one in shared.desk.read(mentions.unseen, small.ona)] == [("Tomas", False)]
    assert shared.desk.read(problems) == []


def test_the_author_takes_it_back(shared: Shared, small: SmallDesk) -> None:
    shared.ask(small.tomas)
    shared.take(small.tomas)
    shared.write("Dear Li Na, hm", small.tomas)
    shared.take(small.ona)
    assert [one.text for one in shared.own(small.ona)] == ["Dear Li Na, hm"]
    assert shared.own(small.tomas) == ()
    with pytest.raises(Mistake, match="not there to look over"):
        shared.back(small.tomas)


def test_who_has_taken_it_over_sends_it_and_does_not_throw_it_away(shared: Shared, small: SmallDesk) -> None:
    shared.ask(small.tomas)
    shared.take(small.tomas)
    with pytest.raises(Mistake, match="a colleague's"):
        perform(shared.desk, DiscardDraft(agent_id=small.tomas, ticket_id=shared.ticket, kind=REPLY))
    send = SendReply(
        agent_id=small.tomas,
        ticket_id=shared.ticket,
        kind=REPLY,
        mailbox_id=small.support,
        to=(Mailbox("Li Na", "li.na@mail.example"),),
        text="Dear Li Na, alas.",
    )
    perform(shared.desk, send)
    assert shared.seen(small.ona) == shared.seen(small.tomas) == ()
    with pytest.raises(Mistake, match="was sent, or taken back"):
        shared.take(small.ona)


def test_a_new_answer_of_ones_own_is_never_written_over(shared: Shared, small: SmallDesk) -> None:
    shared.ask(small.tomas)
    shared.write("Mine", small.tomas)
    with pytest.raises(Mistake, match="begun an answer of your own"):
        shared.take(small.tomas)
    assert [one.text for one in shared.own(small.tomas)] == ["Mine"]
    perform(shared.desk, DiscardDraft(agent_id=small.tomas, ticket_id=shared.ticket, kind=REPLY))
    shared.take(small.tomas)
    # Her window had not heard of it.
    shared.write("Dear Li Na, no. I", small.ona)
    with pytest.raises(Mistake, match="Ona has begun another"):
        shared.back(small.tomas)
    assert [one.text for one in shared.own(small.ona)] == ["Dear Li Na, no. I"]
    assert [one.text for one in shared.own(small.tomas)] == ["Dear Li Na, no."]
    assert shared.desk.read(problems) == []


def test_it_is_ones_own_again(shared: Shared, small: SmallDesk) -> None:
    shared.ask(small.tomas)
    perform(shared.desk, EndAsking(agent_id=small.ona, draft_id=shared.draft))
    assert shared.seen(small.ona) == shared.seen(small.tomas) == ()
    assert [one.asks for one in shared.desk.read(mentions.unseen, small.tomas)] == [False]
    with pytest.raises(Mistake, match="not there to look over"):
        shared.take(small.tomas)
    perform(shared.desk, DiscardDraft(agent_id=small.ona, ticket_id=shared.ticket, kind=REPLY))


def test_what_cannot_be_asked(shared: Shared, small: SmallDesk) -> None:
    with pytest.raises(Mistake, match="at least one colleague"):
        shared.ask(small.ona)
    with pytest.raises(Mistake, match="write something first"):
        shared.ask(small.tomas, kind=ReplyKind.FORWARD)
    with pytest.raises(Mistake, match="write something first"):
        shared.ask(small.ona, by=small.tomas)
    row = SaveAgent(agent_id=None, id=shared.rasa, name="Rasa", email="rasa@desk.example", version=1)
    perform(shared.desk, replace(row, active=False))
    with pytest.raises(Mistake) as refused:
        shared.ask(shared.rasa)
    assert refused.value.code == "agent.missing"
    shared.ask(small.tomas)
    shared.take(small.tomas)
    with pytest.raises(Mistake, match="a colleague's"):
        shared.ask(shared.rasa, by=small.tomas)
    assert shared.seen(shared.rasa) == ()


def test_each_text_that_changed_hands_is_kept(shared: Shared) -> None:
    small = shared.small
    shared.ask(small.tomas)
    shared.take(small.tomas)
    shared.write("Dear Li Na, alas, no.", small.tomas, html="<div>Dear Li Na, <b>alas</b>, no.</div>")
    shared.back(small.tomas)
    shared.write("Dear Li Na, perhaps.", small.ona)
    shared.ask(shared.rasa)
    (seen,) = shared.seen(small.ona)
    assert [(one.agent_id, one.text) for one in seen.versions] == [
        (small.ona, "Dear Li Na, no."),
        (small.tomas, "Dear Li Na, alas, no."),
        (small.ona, "Dear Li Na, perhaps."),
    ], "what was not changed is kept once"
    assert seen.versions[1].html == "<div>Dear Li Na, <b>alas</b>, no.</div>"
    assert [one.versions for one in shared.seen(shared.rasa)] == [seen.versions]
    assert shared.desk.read(problems) == []


def test_what_is_about_to_be_replaced_is_kept_by_who_writes_it(shared: Shared) -> None:
    small = shared.small
    shared.ask(small.tomas)
    shared.write("Dear Li Na, hm.", small.ona)
    with pytest.raises(Mistake):
        perform(shared.desk, KeepVersion(agent_id=small.tomas, draft_id=shared.draft))
    for _ in range(2):
        perform(shared.desk, KeepVersion(agent_id=small.ona, draft_id=shared.draft))
    assert [one.text for one in shared.seen(small.ona)[0].versions] == ["Dear Li Na, no.", "Dear Li Na, hm."]


def test_no_more_than_the_last_are_kept(shared: Shared) -> None:
    shared.ask(shared.small.tomas)
    for number in range(MOST + 3):
        shared.write(f"Try {number}", shared.small.ona)
        perform(shared.desk, KeepVersion(agent_id=shared.small.ona, draft_id=shared.draft))
    (seen,) = shared.seen(shared.small.ona)
    assert len(seen.versions) == MOST
    assert seen.versions[-1].text == f"Try {MOST + 2}"


def test_what_an_older_program_kept_is_a_version(shared: Shared) -> None:
    shared.ask(shared.small.tomas)
    with shared.desk.writing() as session:
        session.connection.execute(update(draft).values(versions=[], before="Dear Li Na, never."))
    assert [(one.agent_id, one.text) for one in shared.seen(shared.small.ona)[0].versions] == [
        (0, "Dear Li Na, never.")
    ]
