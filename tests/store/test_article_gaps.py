"""What was searched for and not found: counted, settled and forgotten, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from building import Builder
from deskbell.actions import gaps as verbs
from deskbell.actions.dispatch import perform
from deskbell.model.changes import Change
from deskbell.model.commands import SaveSettings
from deskbell.model.errors import Mistake
from deskbell.model.gaps import AddSynonym, Gap, GapState, NoteUnfound, SettleGap
from deskbell.model.kinds import Entity, Role
from deskbell.rules import gaps
from deskbell.store import listing
from deskbell.store.desk import Desk
from deskbell.store.queries import settings
from deskbell.store.queries.gaps import listed, open_gaps
from deskbell.store.tables import article_gap, change


def asked(desk: Desk, build: Builder, *words: str, hits: int = 0) -> None:
    for one in words:
        perform(desk, NoteUnfound(agent_id=build.me, words=one, hits=hits))


def shown(desk: Desk, agent_id: int) -> list[tuple[str, int]]:
    return [(one.written, one.times) for one in desk.read(listed, agent_id)]


def gap(desk: Desk, build: Builder, written: str) -> Gap:
    return next(one for one in desk.read(listed, build.me) if one.written == written)


def test_words_are_counted_whatever_their_case_and_accents(desk: Desk, build: Builder) -> None:
    asked(desk, build, "VPN", "sąskaita", "Saskaita", "vpn", "Vpn", "anna@example.org")
    assert shown(desk, build.me) == [("Vpn", 3), ("Saskaita", 2)]
    assert desk.read(open_gaps) == 2


def test_the_same_command_a_second_time_is_the_same_search(desk: Desk, build: Builder) -> None:
    once = NoteUnfound(agent_id=build.me, words="vpn")
    perform(desk, once)
    perform(desk, once)
    assert shown(desk, build.me) == [("vpn", 1)]


def test_counting_wakes_nobody(desk: Desk, build: Builder) -> None:
    with desk.reading() as session:
        before = session.connection.execute(select(change.c.id)).all()
    asked(desk, build, "vpn")
    with desk.reading() as session:
        assert session.connection.execute(select(change.c.id)).all() == before


def test_what_was_put_away_stays_so_and_comes_last(desk: Desk, build: Builder) -> None:
    asked(desk, build, "vpn", "vpn", "vpn", "router")
    perform(desk, SettleGap(agent_id=build.me, id=gap(desk, build, "vpn").id, state=GapState.AWAY))
    asked(desk, build, "vpn")
    assert shown(desk, build.me) == [("router", 1), ("vpn", 4)]
    assert desk.read(open_gaps) == 1
    perform(desk, SettleGap(agent_id=build.me, id=gap(desk, build, "vpn").id, state=GapState.OPEN))
    assert shown(desk, build.me) == [("vpn", 4), ("router", 1)]


def test_what_has_an_answer_is_gone_and_begins_again_where_it_is_none(desk: Desk, build: Builder) -> None:
    asked(desk, build, "vpn", "vpn")
    perform(desk, SettleGap(agent_id=build.me, id=gap(desk, build, "vpn").id, state=GapState.ANSWERED))
    assert shown(desk, build.me) == []
    asked(desk, build, "vpn")
    assert shown(desk, build.me) == [("vpn", 1)]


def test_a_synonym_is_kept_beside_those_that_are_there_and_settles_the_words(desk: Desk, build: Builder) -> None:
    asked(desk, build, "cash back")
    number = gap(desk, build, "cash back").id
    perform(desk, SaveSettings(agent_id=build.me, values=(("knowledge.synonyms", "refund, money back"),)))
    perform(desk, AddSynonym(agent_id=build.me, word="cash back", other="refund", gap_id=number))
    perform(desk, AddSynonym(agent_id=build.me, word="tunnel", other="VPN"))
    kept = desk.read(settings.read, build.me).text("knowledge.synonyms")
    assert kept == "refund, money back, cash back\nVPN, tunnel"
    assert shown(desk, build.me) == []
    with desk.reading() as session:
        told = [Change(*row[:4]) for row in session.connection.execute(select(change).order_by(change.c.id))]
    assert (Entity.SETTING, 0) in [(one.entity, one.row_id) for one in told]


@pytest.mark.parametrize(
    ("word", "other", "code"), [("vpn", "VPN", "gap.same"), ("vpn", "a, b", "gap.word"), ("", "vpn", "gap.word")]
)
def test_a_synonym_that_is_none_is_refused(desk: Desk, build: Builder, word: str, other: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        perform(desk, AddSynonym(agent_id=build.me, word=word, other=other))
    assert refused.value.code == code
    assert desk.read(settings.read, build.me).text("knowledge.synonyms") == ""


def test_names_are_kept_only_where_the_desk_wants_them_and_for_those_who_run_it(desk: Desk, build: Builder) -> None:
    other = build.agent("Tom", "tom@desk.example", role=Role.AGENT)
    asked(desk, build, "vpn")
    assert gap(desk, build, "vpn").asked_by is None
    perform(desk, SaveSettings(agent_id=build.me, values=(("knowledge.names", True),)))
    asked(desk, build, "vpn", "router")
    assert gap(desk, build, "vpn").asked_by == build.me
    assert {one.asked_by for one in desk.read(listed, other)} == {None}
    perform(desk, SettleGap(agent_id=build.me, id=gap(desk, build, "router").id, state=GapState.AWAY))
    assert gap(desk, build, "router").asked_by is None
    perform(desk, SaveSettings(agent_id=build.me, values=(("knowledge.names", False),)))
    desk.transact(verbs.forget_gaps)
    assert gap(desk, build, "vpn").asked_by is None


def test_what_a_customer_is_called_is_not_kept(desk: Desk, build: Builder) -> None:
    """Of the people of the open ticket in any words and cases, and of others as they are called."""
    ticket_id = build.ticket(customer_id=build.customer("Živilė Petrauskienė"))
    build.customer("Anna Mill")
    build.customer("王小明")
    desk.transact(listing.list_anew)
    for words, kept in (
        ("petrauskienes vpn", False),
        ("zivile", False),
        ("vpn", True),
        ("anna mill refund", False),
        ("mill anna", False),
        ("Mill", False),
        ("steel mill", True),
        ("王小明", False),
    ):
        perform(desk, NoteUnfound(agent_id=build.me, words=words, ticket_id=ticket_id))
        assert (words in [one for one, _ in shown(desk, build.me)]) is kept, words
    asked(desk, build, "petrauskienes vpn")
    assert ("petrauskienes vpn", 1) in shown(desk, build.me), "nobody knows who that may be"


def test_who_became_a_customer_since_is_forgotten(desk: Desk, build: Builder) -> None:
    asked(desk, build, "anna mill", "router")
    build.customer("Anna Mill")
    desk.transact(listing.list_anew)
    desk.transact(verbs.forget_gaps)
    assert shown(desk, build.me) == [("router", 1)]


def test_room_is_made_for_what_is_wanted_most(desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "MOST", 2)
    asked(desk, build, "one", "two", "three", "three", "four", "four", "five", "three")
    assert len(shown(desk, build.me)) == 4, "twice as many until the worker has made room"
    desk.transact(verbs.forget_gaps)
    assert shown(desk, build.me) == [("three", 3), ("four", 2)]
    with desk.writing() as session:
        old = session.now - timedelta(days=gaps.KEPT_DAYS + 1)
        here = article_gap.c.written == "three"
        session.connection.execute(update(article_gap).where(here).values(asked_at=old))
    desk.transact(verbs.forget_gaps)
    assert shown(desk, build.me) == [("four", 2)]


def test_a_synonym_is_for_those_who_run_the_desk(desk: Desk, build: Builder) -> None:
    tom = build.agent("Tom", "tom@desk.example", role=Role.AGENT)
    with pytest.raises(Mistake):
        perform(desk, AddSynonym(agent_id=tom, word="vpn", other="tunnel"))
