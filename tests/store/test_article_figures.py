"""How much articles are read and used, whether they were of use, and what is listed of it, on both engines."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from building import Builder
from deskbell.actions import article_figures as verbs
from deskbell.actions.dispatch import perform
from deskbell.model.article_figures import Figures, NoteReadings, SayUseful, UsedPage
from deskbell.model.articles import ArticleState, Audience, SettleArticle, UseArticle, VerifyArticle, WriteArticle
from deskbell.model.commands import SaveSettings
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.store.desk import Desk
from deskbell.store.queries.article_figures import figures
from deskbell.store.queries.articles_by_use import STALE_DAYS, most_used, never_used, stale
from deskbell.store.queries.articles_to_verify import count_to_verify, to_verify
from deskbell.store.tables import article, article_opinion, article_read, article_reader, article_text, change


class Shelf:
    """Published articles of the desk's first agent, by their titles."""

    def __init__(self, desk: Desk, build: Builder) -> None:
        self.desk, self.build = desk, build
        self.tom = build.agent("Tom", "tom@desk.example", role=Role.AGENT)
        self.ids = {title: self.make(title) for title in ("Refund", "Parcel", "Printer")}

    def make(self, title: str, audience: Audience = Audience.EVERYONE) -> int:
        me = self.build.me
        made = perform(self.desk, WriteArticle(agent_id=me, id=0, language="en", title=title, body="Text.")) or 0
        state = ArticleState.PUBLISHED
        settled = SettleArticle(
            agent_id=me, id=made, version=1, category_id=None, state=state, owner_id=me, audience=audience
        )
        perform(self.desk, settled)
        return made

    def read(self, *titles: str, by: int | None = None) -> None:
        ids = tuple(self.ids[title] for title in titles)
        perform(self.desk, NoteReadings(agent_id=by or self.build.me, ids=ids))

    def say(self, title: str, why: str | None = None, by: int | None = None) -> None:
        said = SayUseful(agent_id=by or self.tom, id=self.ids[title], useful=why is None, why=why or "")
        perform(self.desk, said)

    def of(self, title: str, by: int | None = None) -> Figures:
        found = self.desk.read(figures, by or self.build.me, self.ids[title])
        assert found is not None
        return found

    def age(self, days: int) -> None:
        """All readings are so many days older."""
        with self.desk.writing() as session:
            session.connection.execute(update(article_read).values(day=article_read.c.day - days))

    def listed(self, query: object) -> list[str]:
        return [one.row.title for one in self.desk.read(query, self.build.me, "en").rows]  # type: ignore[arg-type]

    def pages(self, query: Callable[..., UsedPage], limit: int) -> list[str]:
        """All that is listed, read so many at once."""
        found = [self.desk.read(query, self.build.me, "en", limit=limit)]
        while found[-1].last is not None:
            found.append(self.desk.read(query, self.build.me, "en", found[-1].last, limit))
        assert [len(page.rows) for page in found[:-1]] == [limit] * (len(found) - 1)
        return [one.row.title for page in found for one in page.rows]


@pytest.fixture
def shelf(desk: Desk, build: Builder) -> Shelf:
    return Shelf(desk, build)


def test_readings_are_counted_by_day_without_names(shelf: Shelf) -> None:
    shelf.read("Refund", "Parcel")
    shelf.read("Refund", by=shelf.tom)
    assert (shelf.of("Refund").week, shelf.of("Refund").month) == (2, 2)
    shelf.age(7)
    shelf.read("Refund")
    assert (shelf.of("Refund").week, shelf.of("Refund").month) == (1, 3)
    shelf.age(23)
    assert (shelf.of("Refund").week, shelf.of("Refund").month) == (0, 1)
    with shelf.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(article_reader)).scalar_one() == 0


def test_a_reading_wakes_nobody_and_the_same_command_is_the_same_one(shelf: Shelf) -> None:
    with shelf.desk.reading() as session:
        before = session.connection.execute(select(func.max(change.c.id))).scalar()
    once = NoteReadings(agent_id=shelf.build.me, ids=(shelf.ids["Refund"], 999))
    perform(shelf.desk, once)
    perform(shelf.desk, once)
    with shelf.desk.reading() as session:
        assert session.connection.execute(select(func.max(change.c.id))).scalar() == before
    assert shelf.of("Refund").week == 1


def test_what_an_agent_does_not_see_is_not_counted(shelf: Shelf) -> None:
    shelf.ids["Secret"] = shelf.make("Secret", Audience.MANAGERS)
    shelf.read("Secret", by=shelf.tom)
    assert shelf.of("Secret").week == 0
    assert shelf.desk.read(figures, shelf.tom, shelf.ids["Secret"]) is None
    with pytest.raises(Mistake):
        shelf.say("Secret", "I should not see it")


def test_names_are_kept_where_the_desk_wants_them_for_those_who_run_it(shelf: Shelf) -> None:
    me = shelf.build.me
    perform(shelf.desk, SaveSettings(agent_id=me, values=(("knowledge.names", True),)))
    for _ in range(2):
        shelf.read("Refund", by=shelf.tom)
    assert shelf.of("Refund").readers == (shelf.tom,)
    assert shelf.of("Refund").week == 1, "each agent once a day, whichever window"
    assert shelf.of("Refund", by=shelf.tom).readers == ()
    perform(shelf.desk, SaveSettings(agent_id=me, values=(("knowledge.names", False),)))
    shelf.desk.transact(verbs.forget_readings)
    assert shelf.of("Refund").readers == ()
    assert shelf.of("Refund").week == 1
    shelf.age(verbs.KEPT.days + 1)
    shelf.desk.transact(verbs.forget_readings)
    with shelf.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(article_read)).scalar_one() == 0


def test_each_agent_has_one_opinion(shelf: Shelf) -> None:
    shelf.say("Refund", "Missing  the\nform")
    shelf.say("Refund", by=shelf.build.me)
    told = shelf.of("Refund")
    assert (told.useful, told.useless, told.mine) == (1, 1, True)
    assert [(one.agent_id, one.why) for one in told.complaints] == [(shelf.tom, "Missing the form")]
    shelf.say("Refund")
    told = shelf.of("Refund", by=shelf.tom)
    assert (told.useful, told.useless, told.mine, told.complaints) == (2, 0, True, ())
    assert shelf.of("Parcel").mine is None


def test_why_it_was_of_no_use_comes_to_whoever_answers_for_it_until_they_say_it_is_right(shelf: Shelf) -> None:
    me = shelf.build.me
    shelf.say("Parcel", "")
    assert shelf.desk.read(count_to_verify, me) == 0, "nothing is said to be done"
    shelf.say("Refund", "The form is another one")
    assert shelf.desk.read(count_to_verify, me) == 1
    assert shelf.desk.read(count_to_verify, shelf.tom) == 0
    shelf.say("Parcel", "Too long")
    rows = shelf.desk.read(to_verify, me, "en").rows
    assert {row.title: row.complaint for row in rows} == {"Refund": "The form is another one", "Parcel": "Too long"}
    shelf.say("Parcel", "")
    with shelf.desk.writing() as session:
        earlier = session.now - timedelta(seconds=1)
        session.connection.execute(update(article_opinion).values(at=earlier))
    perform(shelf.desk, VerifyArticle(agent_id=me, id=shelf.ids["Refund"]))
    assert shelf.desk.read(count_to_verify, me) == 0
    assert shelf.of("Refund").complaints == ()


def test_what_is_used_most_and_never(shelf: Shelf) -> None:
    assert shelf.listed(most_used) == []
    assert shelf.listed(never_used) == ["Refund", "Parcel", "Printer"]
    shelf.read("Parcel", "Refund")
    shelf.read("Parcel", by=shelf.tom)
    for _ in range(2):
        use = UseArticle(agent_id=shelf.build.me, id=shelf.ids["Refund"], ticket_id=shelf.build.ticket())
        perform(shelf.desk, use)
    found = shelf.desk.read(most_used, shelf.build.me, "en").rows
    assert [(one.row.title, one.reads, one.uses) for one in found] == [("Refund", 1, 2), ("Parcel", 2, 0)]
    assert shelf.listed(never_used) == ["Printer"]


def test_what_nobody_has_touched_for_long_is_stale(shelf: Shelf) -> None:
    assert shelf.listed(stale) == []
    with shelf.desk.writing() as session:
        long_ago = session.now - timedelta(days=STALE_DAYS + 1)
        session.connection.execute(update(article_text).values(changed_at=long_ago))
    assert shelf.listed(stale) == ["Refund", "Parcel", "Printer"]
    shelf.read("Parcel")
    perform(shelf.desk, VerifyArticle(agent_id=shelf.build.me, id=shelf.ids["Printer"]))
    assert shelf.listed(stale) == ["Refund"]
    shelf.age(STALE_DAYS + 1)
    with shelf.desk.writing() as session:
        session.connection.execute(update(article).values(verified_at=long_ago))
    assert shelf.listed(stale) == ["Refund", "Parcel", "Printer"]
    perform(shelf.desk, UseArticle(agent_id=1, id=shelf.ids["Refund"], ticket_id=shelf.build.ticket()))
    assert shelf.listed(stale) == ["Parcel", "Printer"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_of_these_lists_follow_each_other_and_miss_nothing(shelf: Shelf, limit: int) -> None:
    """Also where several stand at one place."""
    shelf.ids |= {title: shelf.make(title) for title in ("Post", "Account", "Door", "Bill")}
    with shelf.desk.writing() as session:
        for title, days in zip(shelf.ids, (9, 8, 8, 8, 7, 7, 1), strict=True):
            at = session.now - timedelta(days=STALE_DAYS + days)
            of, told = article.c.id == shelf.ids[title], article_text.c.article_id == shelf.ids[title]
            session.connection.execute(update(article).where(of).values(created_at=at))
            session.connection.execute(update(article_text).where(told).values(changed_at=at))
    in_order = list(shelf.ids)
    assert shelf.pages(never_used, limit) == shelf.pages(stale, limit) == in_order
    for times, titles in ((3, in_order[:1]), (2, in_order[1:5]), (1, in_order[5:])):
        for _ in range(times):
            shelf.read(*titles)
    assert shelf.pages(most_used, limit) == in_order
