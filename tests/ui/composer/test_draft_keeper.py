"""Drafts: kept soon, kept at once, and kept again while the database is busy."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import ReplyKind
from deskbell.ui.composer.draft_keeper import DraftKeeper, DraftState
from ui.ticket.stand import Stand


@pytest.fixture
def keeper(stand: Stand) -> Iterator[DraftKeeper]:
    made = DraftKeeper(stand.runner)
    yield made
    stand.close()


KEY = (1, ReplyKind.REPLY)


def saving(text: str, ticket: int = 1, kind: ReplyKind = ReplyKind.REPLY) -> SaveDraft:
    return SaveDraft(agent_id=1, ticket_id=ticket, kind=kind, mailbox_id=1, text=text)


def test_what_is_typed_in_a_moment_is_kept_once(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    for text in ("a", "ab", "abc"):
        keeper.touch(KEY, lambda text=text: saving(text))
    assert stand.performed == []
    with qtbot.waitSignal(keeper.saved):
        pass
    assert [command.text for command in stand.of(SaveDraft)] == ["abc"]
    assert not keeper.busy()


def test_typing_without_a_rest_is_kept_all_the_while(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    typed = iter(range(1000))
    typing = QTimer(interval=20)
    typing.timeout.connect(lambda: keeper.touch(KEY, lambda: saving(str(next(typed)))))
    typing.start()
    for _ in range(2):
        with qtbot.waitSignal(keeper.saved):
            pass
    typing.stop()


def test_leaving_keeps_at_once_and_asks_no_second_time(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    keeper.touch(KEY, lambda: saving("typed"))
    with qtbot.waitSignal(keeper.saved):
        keeper.flush()
    keeper.flush()
    stand.settle(qtbot)
    assert [command.text for command in stand.of(SaveDraft)] == ["typed"]


def test_nothing_worth_keeping_is_not_kept(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    keeper.touch(KEY, lambda: None)
    keeper.flush()
    stand.settle(qtbot)
    assert stand.performed == []


def test_a_busy_database_is_tried_again_until_it_takes_the_draft(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper
) -> None:
    keeper._again.setInterval(5)
    states: list[DraftState] = []
    keeper.state_changed.connect(lambda *args: states.append(args[2]))
    stand.errors = [Trouble("db.locked"), Trouble("db.locked")]
    with qtbot.waitSignal(keeper.saved):
        keeper.keep(saving("precious"))
    assert [command.text for command in stand.of(SaveDraft)] == ["precious"]
    assert states == [
        DraftState.KEPT,
        DraftState.TROUBLE,
        DraftState.KEPT,
        DraftState.TROUBLE,
        DraftState.KEPT,
        DraftState.SAVED,
    ]


def test_a_newer_text_overtakes_one_that_failed(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    keeper._again.setInterval(5)
    stand.errors = [Trouble("db.locked")]
    keeper.keep(saving("old"))
    keeper.keep(saving("new"))
    qtbot.waitUntil(lambda: not keeper.busy())
    assert [command.text for command in stand.of(SaveDraft)] == ["new"]


def test_a_draft_that_waits_holds_up_no_other_and_goes_with_the_next(
    qtbot: QtBot, stand: Stand, keeper: DraftKeeper
) -> None:
    keeper._again.setInterval(60_000)
    stand.errors = [Trouble("db.locked")]
    keeper.keep(saving("first", 1))
    with qtbot.waitSignal(keeper.saved):
        keeper.keep(saving("second", 2))
    stand.settle(qtbot)
    assert [command.ticket_id for command in stand.of(SaveDraft)] == [2, 1]
    assert not keeper.busy()


def test_what_cannot_be_kept_is_said_and_not_tried_again(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    stand.errors = [Mistake("ticket.missing", number=1)]
    with qtbot.waitSignal(keeper.refused):
        keeper.keep(saving("x"))
    assert not keeper.busy()


def test_what_was_sent_is_not_kept_afterwards(qtbot: QtBot, stand: Stand, keeper: DraftKeeper) -> None:
    keeper._again.setInterval(5)
    stand.errors = [Trouble("db.locked")]
    keeper.keep(saving("sent by now"))
    keeper.forget(1, ReplyKind.REPLY)
    stand.settle(qtbot)
    keeper.keep(DiscardDraft(agent_id=1, ticket_id=9, kind=ReplyKind.NOTE))
    qtbot.waitUntil(lambda: not keeper.busy())
    assert stand.of(SaveDraft) == []
