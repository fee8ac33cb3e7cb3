"""Drafts in files of this computer: all of what was written, the last of each, whatever ends the program in between."""

from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.draft_keeper import DraftKeeper, DraftState
from deskbell.ui.composer.drafts_here import DraftsHere, Keeping
from deskbell.ui.composer.texts import Texts
from deskbell.ui.runner import Runner
from ui.ticket.stand import Stand

FILE = OutboundAttachment("slip.pdf", "application/pdf", b"%PDF\x00\xff")
INLINE = OutboundAttachment("退款.png", "image/png", b"\x89PNG", "cid-1")
REPLY = SaveDraft(
    agent_id=1,
    ticket_id=7,
    kind=ReplyKind.REPLY,
    mailbox_id=2,
    to="Ona <ona@example.org>",
    cc="a@example.org",
    bcc="b@example.org",
    subject="Re: 订单",
    html="<p>Sąskaita</p>",
    text="Sąskaita",
    attachments=(FILE, INLINE),
    kept_attachments=(3, 4),
    original_id=-1,
    passed=(9,),
    macro_id=4,
)
NOTE = SaveDraft(agent_id=1, ticket_id=7, kind=ReplyKind.NOTE, mailbox_id=2, text="Ask the warehouse.")
GONE = DiscardDraft(agent_id=1, ticket_id=8, kind=ReplyKind.REPLY)


@pytest.fixture
def here(tmp_path: Path) -> DraftsHere:
    return DraftsHere(tmp_path / "drafts" / "desk")


def contents(tmp_path: Path) -> int:
    return sum(1 for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".json")


def test_what_was_put_is_there_again(here: DraftsHere, tmp_path: Path) -> None:
    assert here.waiting() == []
    for command in (REPLY, NOTE, GONE):
        here.put(command)
    again = DraftsHere(tmp_path / "drafts" / "desk").waiting()
    assert sorted(again, key=repr) == sorted((REPLY, NOTE, GONE), key=repr)


def test_the_last_of_each_is_kept_and_a_file_only_once(here: DraftsHere, tmp_path: Path) -> None:
    here.put(REPLY)
    here.put(replace(REPLY, text="Better"))
    assert contents(tmp_path) == 2
    here.put(replace(REPLY, text="Best", attachments=(FILE,)))
    assert here.waiting() == [replace(REPLY, text="Best", attachments=(FILE,))]
    assert contents(tmp_path) == 1
    here.drop(7, ReplyKind.REPLY)
    here.drop(7, ReplyKind.REPLY)
    assert (here.waiting(), contents(tmp_path)) == ([], 0)


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'{"kind": "reply"}', b'{"kind": "shout"}', b"\xff\xfe"])
def test_a_damaged_file_is_left_and_keeps_no_other_back(here: DraftsHere, tmp_path: Path, harm: bytes) -> None:
    here.put(NOTE)
    bad = tmp_path / "drafts" / "desk" / "9-reply.json"
    bad.write_bytes(harm)
    assert here.waiting() == [NOTE]
    here.put(REPLY)
    here.drop(7, ReplyKind.NOTE)
    assert here.waiting() == [REPLY]
    assert bad.read_bytes() == harm


def test_a_file_of_a_draft_that_is_gone_takes_the_draft_out_of_the_way(here: DraftsHere, tmp_path: Path) -> None:
    here.put(REPLY)
    here.put(NOTE)
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.suffix != ".json":
            file.unlink()
    assert here.waiting() == [NOTE]


@pytest.fixture
def keeper(stand: Stand, here: DraftsHere) -> DraftKeeper:
    made = DraftKeeper(stand.runner)
    made.keep_here(here)
    made._again.setInterval(60_000)
    return made


def states(keeper: DraftKeeper) -> list[DraftState]:
    told: list[DraftState] = []
    keeper.state_changed.connect(lambda *args: told.append(args[2]))
    return told


def waits(qtbot: QtBot, stand: Stand, here: DraftsHere) -> list[Keeping]:
    stand.settle(qtbot)
    return here.waiting()


def test_what_the_database_does_not_take_lies_here_until_it_does(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere
) -> None:
    told, troubles = states(keeper), list[Exception]()
    keeper.troubled.connect(troubles.append)
    stand.errors = [Trouble("db.unreachable", address="x"), Trouble("db.unreachable", address="x")]
    keeper.keep(NOTE)
    qtbot.waitUntil(lambda: told[-1:] == [DraftState.HERE])
    assert (keeper.busy(), keeper.in_danger()) == (True, False)
    later = replace(NOTE, text="Ask twice.")
    keeper.keep(later)
    assert keeper.in_danger()
    qtbot.waitUntil(lambda: not keeper.in_danger())
    assert waits(qtbot, stand, here) == [later]
    keeper._send()
    qtbot.waitUntil(lambda: not keeper.busy())
    assert waits(qtbot, stand, here) == []
    assert stand.of(SaveDraft) == [later]
    assert told[-1] is DraftState.SAVED
    assert troubles == [], "it is safe, so nobody need worry"


def test_one_that_takes_long_lies_here_meanwhile(qtbot: QtBot, here: DraftsHere) -> None:
    go_on = Event()
    runner = Runner(lambda query, *args, **kwargs: None, lambda _: go_on.wait(20))
    keeper = DraftKeeper(runner)
    keeper.keep_here(here)
    keeper._late.setInterval(1)
    keeper.keep(NOTE)
    qtbot.waitUntil(lambda: not keeper.in_danger())
    assert here.waiting() == [NOTE]
    go_on.set()
    qtbot.waitUntil(lambda: not keeper.busy() and here.waiting() == [])
    runner.close()


def test_where_it_cannot_lie_here_either_it_is_said(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, tmp_path: Path
) -> None:
    (tmp_path / "drafts").write_text("a file in the way")
    stand.errors = [Trouble("db.unreachable", address="x")]
    with qtbot.waitSignal(keeper.troubled):
        keeper.keep(NOTE)
    assert keeper.in_danger()


def test_what_is_being_sent_lies_here_until_it_is(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere
) -> None:
    keeper.go_away()
    keeper.hand_over(NOTE)
    assert waits(qtbot, stand, here) == [NOTE]
    assert keeper.is_sending(7, ReplyKind.NOTE)
    keeper.was_sent(7, ReplyKind.NOTE)
    assert waits(qtbot, stand, here) == []
    assert stand.of(SaveDraft) == []


def test_what_is_typed_after_that_lies_here_in_its_place(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere
) -> None:
    keeper.hand_over(NOTE)
    later = replace(NOTE, text="One more thing.")
    stand.errors = [Trouble("db.unreachable", address="x")]
    keeper.keep(later)
    qtbot.waitUntil(lambda: not keeper.in_danger())
    assert waits(qtbot, stand, here) == [later]
    keeper.was_sent(7, ReplyKind.NOTE)
    assert waits(qtbot, stand, here) == [later]


def test_what_could_not_be_sent_lies_here_until_it_is_kept(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere
) -> None:
    keeper.go_away()
    keeper.hand_over(NOTE)
    keeper.was_refused(7, ReplyKind.NOTE)
    assert waits(qtbot, stand, here) == [NOTE]
    keeper.keep(NOTE)
    qtbot.waitUntil(lambda: not keeper.busy())
    assert waits(qtbot, stand, here) == []


def test_what_was_thrown_away_is_thrown_away(qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere) -> None:
    stand.errors = [Trouble("db.unreachable", address="x"), Trouble("db.unreachable", address="x")]
    keeper.keep(NOTE)
    qtbot.waitUntil(lambda: not keeper.in_danger())
    keeper.forget(7, ReplyKind.NOTE)
    gone = DiscardDraft(agent_id=1, ticket_id=7, kind=ReplyKind.NOTE)
    keeper.keep(gone)
    assert waits(qtbot, stand, here) == [gone]


def test_what_can_never_be_kept_does_not_lie_here(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere
) -> None:
    stand.errors = [Mistake("ticket.missing", number=7)]
    keeper.go_away()
    with qtbot.waitSignal(keeper.refused):
        keeper.keep(NOTE)
    assert waits(qtbot, stand, here) == []


def test_what_the_database_has_not_taken_is_there_when_its_ticket_is_opened_again(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper, here: DraftsHere
) -> None:
    """The newest of each kind, whether it waits, is under way, or lies here since an earlier run."""
    keeper.keep_here(here)
    keeper.take_over([REPLY, NOTE])
    assert keeper.unsaved(REPLY.ticket_id) == (REPLY, NOTE)
    assert keeper.unsaved(GONE.ticket_id) == ()
    assert not keeper.in_danger(), "it lies here already"
    newer = replace(NOTE, text="Ask the driver.")
    keeper.keep(newer)
    texts = Texts()
    texts.open(REPLY.ticket_id, (), keeper.unsaved(REPLY.ticket_id))
    reply, note = texts.get(ReplyKind.REPLY), texts.get(ReplyKind.NOTE)
    assert reply is not None
    assert note is not None
    assert reply.save(REPLY.agent_id or 0, REPLY.ticket_id).attachments == REPLY.attachments
    assert (reply.text, reply.to, note.text) == (REPLY.text, REPLY.to, newer.text)
    keeper.keep(DiscardDraft(agent_id=1, ticket_id=NOTE.ticket_id, kind=NOTE.kind))
    texts.open(REPLY.ticket_id, (), keeper.unsaved(REPLY.ticket_id))
    assert texts.get(ReplyKind.NOTE) is None
