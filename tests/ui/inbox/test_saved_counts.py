"""When the counts of saved views are asked for: those on the screen, one after the other, and again when something was changed."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.model.errors import Trouble
from deskbell.model.saved_views import ViewCount
from deskbell.model.views import View
from deskbell.ui.inbox import saved_counts
from deskbell.ui.inbox.saved_counts import SavedCounts


class Questions:
    """Takes the place of the runner."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.done: Callable[[ViewCount], None] | None = None
        self.failed: Callable[[Exception], None] | None = None

    def ask(
        self,
        query: object,
        view: View,
        agent_id: int,
        *,
        done: Callable[[ViewCount], None],
        failed: Callable[[Exception], None],
        owner: QObject,
    ) -> None:
        self.asked.append(view.of)
        self.done, self.failed = done, failed

    def answer(self, n: int) -> None:
        assert self.done is not None
        self.done(ViewCount(n))


class Counting:
    """Counts, the views that are on the screen, and what was told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.questions, self.screen = Questions(), [7, 3]
        self.told: list[tuple[int, int]] = []
        self.counts = SavedCounts(self.questions, 1, lambda: self.screen)
        self.counts.counted.connect(lambda view, count: self.told.append((view, count.n)))

    def asked(self, *views: int) -> None:
        self.qtbot.waitUntil(lambda: self.questions.asked == [*views])


@pytest.fixture
def counting(qapp: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    monkeypatch.setattr(saved_counts, "_APART_MS", 0)
    made = Counting(qtbot)
    yield made
    delete(made.counts)


def test_one_after_the_other_and_once(counting: Counting) -> None:
    counting.counts.look()
    counting.asked(7)
    counting.questions.answer(12)
    counting.asked(7, 3)
    counting.questions.answer(0)
    assert counting.told == [(7, 12), (3, 0)]
    counting.screen = [3, 9]
    counting.counts.look()
    counting.asked(7, 3, 9)


def test_nothing_is_asked_for_what_is_not_on_the_screen(counting: Counting) -> None:
    counting.screen = []
    counting.counts.look()
    counting.counts.hear()
    counting.qtbot.waitUntil(lambda: not counting.counts._soon.isActive() and not counting.counts._again.isActive())
    assert counting.questions.asked == []


def test_what_is_changed_is_counted_again(counting: Counting) -> None:
    counting.screen = [7]
    counting.counts.look()
    counting.asked(7)
    counting.counts.hear()
    counting.qtbot.waitUntil(lambda: not counting.counts._again.isActive())
    counting.questions.answer(1)
    counting.asked(7, 7)
    counting.questions.answer(2)
    assert counting.told == [(7, 1), (7, 2)]


def test_a_view_that_asks_otherwise_is_counted_again(counting: Counting) -> None:
    counting.counts.look()
    counting.asked(7)
    counting.counts.forget(7)
    counting.questions.answer(1)
    counting.asked(7, 7)


def test_after_trouble_it_goes_on(counting: Counting) -> None:
    """With the others at once, with the one that could not be counted when something was changed."""
    counting.counts.look()
    counting.asked(7)
    assert counting.questions.failed is not None
    counting.questions.failed(Trouble("db.refused"))
    assert counting.told == []
    counting.asked(7, 3)
    counting.questions.answer(5)
    assert counting.told == [(3, 5)]
    counting.counts.hear()
    counting.asked(7, 3, 7)
