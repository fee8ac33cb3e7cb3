"""Articles that are due for verification: told once where the person works, all of them in one sentence, until they look."""

from datetime import UTC, datetime

import pytest

from deskbell.model.articles import ArticleRow, ArticleState, SeeArticleReminders, Trust
from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Entity
from deskbell.model.settings import Settings
from deskbell.store.queries import articles_due
from deskbell.ui.concerns.words import Notice
from deskbell.ui.knowledge import due_here
from deskbell.ui.knowledge.due_here import ArticlesDueHere
from deskbell.ui.widgets.toast import Toast
from ui.concerns.test_here import Office, desktop, office
from ui.ticket.rows import ONA, TOMAS

__all__ = ["desktop", "office"]

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Reader:
    """Somebody who answers for articles, and what they are told."""

    def __init__(self, office: Office) -> None:
        self.office, self.stand = office, office.stand
        self.shown: list[bool] = []
        self.stand.answers[articles_due.unseen] = ()
        self.here = ArticlesDueHere(
            self.stand.desk, office.here._toasts, office.here, lambda: self.shown.append(True), office.window
        )
        self.stand.desk.articles_due.begin()
        self.stand.settle(office.qtbot)

    def due(self, *titles: str, whose: int = ONA.id) -> None:
        """The worker tells somebody; of Ona these are unseen now."""
        rows = (
            ArticleRow(number, None, title, "en", ArticleState.PUBLISHED, Trust.DUE, AT)
            for number, title in enumerate(titles, 1)
        )
        self.stand.answers[articles_due.unseen] = tuple(rows)
        self.stand.desk.heard.emit(Changes((Change(1, Entity.ARTICLE_REMINDER, whose, 0),)))
        self.stand.settle(self.office.qtbot)

    def told(self) -> list[str]:
        """Once what was gathered is said: the time for it is over now, however long the test took."""
        if self.here._gather.isActive():
            self.here._gather.start(0)
        self.office.qtbot.waitUntil(lambda: not self.here._gather.isActive())
        return self.office.toasts()

    def press(self, word: str) -> None:
        (toast,) = self.office.window.findChildren(Toast)
        next(button for button in toast.buttons if button.text() == word).click()

    def seen(self) -> list[tuple[int, ...]]:
        self.stand.settle(self.office.qtbot)
        return [command.articles for command in self.stand.of(SeeArticleReminders)]


@pytest.fixture
def reader(office: Office, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(due_here, "_GATHER_MS", 600_000)
    return Reader(office)


def test_a_night_without_a_worker_is_one_notice(reader: Reader, desktop: list[tuple[Notice, bool]]) -> None:
    reader.office.leave()
    for count in (500, 900):
        reader.due(*(f"Article {number}" for number in range(count)))
    assert reader.told() == ["900 articles are due for verification."]
    text = "Article 0\nArticle 1\nArticle 2\nand 897 more"
    assert desktop == [(Notice("900 articles are due for verification.", text, 0, verify=True), False)]
    reader.office.here.desktop.clicked.emit(desktop[0][0])
    assert reader.shown == [True]
    assert len(reader.seen()[0]) == 900


def test_who_looks_has_seen_it(reader: Reader, desktop: list[tuple[Notice, bool]]) -> None:
    reader.due("Refunds")
    assert reader.told() == ["“Refunds” is due for verification."]
    assert desktop == [], "the person is in the window"
    reader.press("Show")
    assert (reader.shown, reader.seen()) == ([True], [(1,)])


def test_who_puts_it_off_is_not_told_again(reader: Reader) -> None:
    reader.due("Refunds")
    reader.told()
    reader.press("Later")
    assert (reader.shown, reader.seen()) == ([], [(1,)])


def test_what_was_seen_elsewhere_is_taken_down(reader: Reader) -> None:
    reader.due("Refunds", "Times")
    assert reader.told() == ["2 articles are due for verification."]
    reader.due()
    reader.office.qtbot.waitUntil(lambda: reader.office.toasts() == [])
    assert reader.seen() == []


def test_what_is_due_with_others_asks_nothing(reader: Reader) -> None:
    reader.due("Refunds", whose=TOMAS.id)
    assert reader.told() == []


def test_who_does_not_want_to_hear_of_it_does_not(reader: Reader, desktop: list[tuple[Notice, bool]]) -> None:
    reader.stand.desk.settings = Settings({"notice.articles": False})
    reader.office.leave()
    reader.due("Refunds")
    assert (reader.told(), desktop) == ([], [])


def test_hidden_names_no_title(reader: Reader, desktop: list[tuple[Notice, bool]]) -> None:
    reader.office.computer.write({"desktop.hidden": True})
    reader.office.leave()
    reader.due("Refunds")
    reader.told()
    assert desktop == [(Notice("Deskbell", "An article is due for verification.", 0, verify=True), False)]
