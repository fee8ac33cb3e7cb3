"""The runner: off the window's thread, back on it, in order, and never to somebody who is gone."""

from collections import deque
from collections.abc import Iterator
from threading import Event, get_ident
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QObject
from pytestqt.qtbot import QtBot

from deskbell.model.commands import Command, SetPriority
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Priority
from deskbell.ui.runner import Runner


class FakeDesk:
    """Reads by calling the query with itself; keeps the commands it was given."""

    def __init__(self) -> None:
        self.commands: list[Command] = []

    def read(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return query(self, *args, **kwargs)

    def perform(self, command: Command) -> object:
        self.commands.append(command)
        return len(self.commands)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def runner(desk: FakeDesk, qapp: object) -> Iterator[Runner]:
    runner = Runner(desk.read, desk.perform)
    yield runner
    runner.close()


def priority(of: Priority) -> SetPriority:
    return SetPriority(agent_id=1, tickets=(1,), priority=of)


def test_query_runs_elsewhere_and_its_answer_comes_here(runner: Runner, qtbot: QtBot) -> None:
    threads: list[int] = []
    answers: list[tuple[int, int]] = []
    runner.ask(
        lambda _s, a, *, b: threads.append(get_ident()) or a + b,
        2,
        b=3,
        done=lambda n: answers.append((n, get_ident())),
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(5, get_ident())]
    assert threads != [get_ident()]


def test_superseded_answer_is_dropped(runner: Runner, qtbot: QtBot) -> None:
    first_begun, first_may_end = Event(), Event()
    answers: list[str] = []

    def slow(_s: object) -> str:
        first_begun.set()
        first_may_end.wait(10)
        return "first"

    runner.ask(slow, done=answers.append, topic="view")
    assert first_begun.wait(10)
    runner.ask(lambda _s: "second", done=answers.append, topic="view")
    runner.ask(lambda _s: "other", done=answers.append, topic="another")
    qtbot.waitUntil(lambda: len(answers) == 2)
    with qtbot.waitSignal(runner.busy, check_params_cb=lambda busy: not busy):
        first_may_end.set()
    assert sorted(answers) == ["other", "second"]


def test_waiting_question_that_was_superseded_is_not_run(runner: Runner, qtbot: QtBot) -> None:
    may_go_on = Event()
    ran: list[int] = []
    for _ in range(2):
        runner.ask(lambda _s: may_go_on.wait(10), done=lambda _: None)
    for number in range(20):
        runner.ask(lambda _s, n: ran.append(n), number, done=lambda _: None, topic="scroll")
    with qtbot.waitSignal(runner.busy, check_params_cb=lambda busy: not busy):
        may_go_on.set()
    assert ran == [19]


def test_commands_are_done_in_order(runner: Runner, desk: FakeDesk, qtbot: QtBot) -> None:
    given = [priority(p) for p in Priority] * 5
    numbers: list[int] = []
    for command in given:
        runner.do(command, done=numbers.append)
    qtbot.waitUntil(lambda: len(numbers) == len(given))
    assert desk.commands == given
    assert numbers == sorted(numbers)


def test_error_goes_to_who_asked(runner: Runner, qtbot: QtBot) -> None:
    def refuse(_s: object) -> None:
        raise Mistake("ticket.missing", number=7)

    errors: list[Exception] = []
    with qtbot.assertNotEmitted(runner.troubled):
        runner.ask(refuse, done=lambda _: None, failed=errors.append)
        qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "There is no ticket #7."


def test_error_that_nobody_takes_is_told_and_the_thread_lives(runner: Runner, qtbot: QtBot) -> None:
    for _ in range(4):
        with qtbot.waitSignal(runner.troubled) as told:
            runner.ask(lambda _s: 1 / 0, done=lambda _: None)
        assert isinstance(told.args[0], ZeroDivisionError)
    answers: list[int] = []
    runner.ask(lambda _s: 1, done=answers.append)
    qtbot.waitUntil(lambda: answers == [1])


def test_callback_of_a_deleted_object_is_not_called(runner: Runner, qtbot: QtBot) -> None:
    class Screen(QObject):
        def show(self, answer: object) -> None:
            self.setObjectName(str(answer))

    screen = Screen()
    may_end = Event()
    runner.ask(lambda _s: may_end.wait(10), done=screen.show)
    from shiboken6 import delete

    delete(screen)
    with qtbot.waitSignal(runner.busy, check_params_cb=lambda busy: not busy):
        may_end.set()


@pytest.mark.parametrize("fails", [False, True])
def test_callback_of_a_deleted_owner_is_not_called(runner: Runner, qtbot: QtBot, fails: bool) -> None:
    owner = QObject()
    may_end = Event()
    called: list[object] = []

    def work(_s: object) -> None:
        may_end.wait(10)
        if fails:
            raise Mistake("undo.nothing")

    runner.ask(work, done=called.append, failed=called.append, owner=owner)
    from shiboken6 import delete

    delete(owner)
    with qtbot.waitSignal(runner.busy, check_params_cb=lambda busy: not busy):
        may_end.set()
    assert called == []


def test_what_a_callback_held_goes_on_the_windows_thread(runner: Runner, qapp: object) -> None:
    """A widget may be destroyed nowhere else; on a thread that answered it was, once in thirty answers."""
    went: list[int] = []

    class Held(QObject):
        def __del__(self) -> None:
            went.append(get_ident())

    def ask_for(held: QObject, loop: QEventLoop) -> None:
        runner.ask(lambda _s: None, done=lambda _, held=held: loop.quit())

    for _ in range(300):
        loop = QEventLoop()
        ask_for(Held(), loop)
        loop.exec()
    assert len(went) > 250
    assert set(went) == {get_ident()}


def test_what_a_thread_has_still_in_hand_is_not_delivered_with_what_another_is_done_with(
    desk: FakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else that thread would be the last to hold it."""
    in_hand, go_on = Event(), Event()
    went, delivered = list[int](), list[str]()

    class Ended(deque[object]):
        def append(self, task: object) -> None:
            super().append(task)
            if not in_hand.is_set():
                in_hand.set()
                go_on.wait(10)

    class Held(QObject):
        def __del__(self) -> None:
            went.append(get_ident())

    def ask_for(held: QObject) -> None:
        runner.ask(lambda _s: None, done=lambda _, held=held: delivered.append("first"))

    monkeypatch.setattr("deskbell.ui.runner.deque", Ended)
    runner = Runner(desk.read, desk.perform)
    ask_for(Held())
    assert in_hand.wait(10)
    runner.ask(lambda _s: None, done=lambda _: delivered.append("second"))
    qtbot.waitUntil(lambda: bool(delivered))
    go_on.set()
    qtbot.waitUntil(lambda: len(delivered) == 2 and bool(went))
    assert delivered == ["second", "first"]
    assert went == [get_ident()]
    runner.close()


def test_closing_finishes_commands_and_drops_questions(desk: FakeDesk, qapp: object) -> None:
    runner = Runner(desk.read, desk.perform)
    ran: list[int] = []
    begun, may_end = Event(), Event()

    def hold(_s: object) -> None:
        begun.set()
        may_end.wait(10)

    runner.ask(hold, done=lambda _: None)
    assert begun.wait(10)
    for number in range(50):
        runner.ask(lambda _s, n: ran.append(n), number, done=lambda _: None, topic=number % 3)
        runner.do(priority(Priority.HIGH))
    may_end.set()
    runner.close()
    assert len(desk.commands) == 50
    runner.do(priority(Priority.LOW))
    assert len(desk.commands) == 50


def test_quitting_during_work_a_hundred_times(desk: FakeDesk, qapp: object) -> None:
    for number in range(100):
        runner = Runner(desk.read, desk.perform)
        for _ in range(5):
            runner.ask(lambda _s: sum(range(200)), done=lambda _: None, topic=number % 2)
        runner.close()
        runner.deleteLater()


def test_a_command_in_doubt_is_tried_again_until_it_is_known(
    desk: FakeDesk, qapp: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.ui.runner._SETTLE_SECONDS", 0.01)
    doubts = [Trouble("db.in_doubt", address="x")] * 3
    tried: list[str] = []

    def perform(command: Command) -> object:
        tried.append(command.deed)
        if doubts:
            raise doubts.pop()
        return desk.perform(command)

    runner = Runner(desk.read, perform)
    first, second = priority(Priority.HIGH), priority(Priority.LOW)
    answers: list[object] = []
    runner.do(first, answers.append)
    runner.do(second, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert tried == [first.deed] * 4 + [second.deed]
    assert answers == [1, 2]
    runner.close()


def test_closing_gives_up_a_command_in_doubt(desk: FakeDesk, qapp: object, qtbot: QtBot) -> None:
    tried = Event()

    def perform(command: Command) -> object:
        tried.set()
        raise Trouble("db.in_doubt", address="x")

    runner = Runner(desk.read, perform)
    runner.do(priority(Priority.HIGH))
    assert tried.wait(20)
    runner.close()


def test_files_are_written_while_a_command_waits_and_also_when_it_closes(
    desk: FakeDesk, qapp: object, qtbot: QtBot
) -> None:
    go_on, written = Event(), list[int]()
    runner = Runner(desk.read, lambda _: go_on.wait(20))
    runner.do(priority(Priority.HIGH))
    answers: list[object] = []
    runner.aside(lambda: written.append(1), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 1)
    runner.aside(lambda: written.append(2))
    go_on.set()
    runner.close()
    assert written == [1, 2]
