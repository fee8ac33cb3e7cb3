"""Who of a team gets a ticket."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.model.routing import (
    ABSENT,
    AgentWork,
    Candidate,
    HandingOut,
    Hindrance,
    Level,
    Match,
    Need,
    Verdict,
    Way,
)
from deskbell.rules.routing import decide, level_above, speaks

RETURNS, BILLING = 1, 2
ONA, MIA, TOM = 1, 2, 3
TURN, LEAST, LAST = (Way(handing) for handing in (HandingOut.TURN, HandingOut.LEAST, HandingOut.LAST))


def who(
    agent_id: int, *, skills: tuple[int, ...] = (), speak: str = "", most: int | None = None, **more: object
) -> Candidate:
    work = AgentWork(frozenset(skills), frozenset(speak.split()), most)
    return Candidate(agent_id, work, **more)  # type: ignore[arg-type]


def hindrances(verdict: Verdict) -> dict[int, tuple[Hindrance, ...]]:
    return {one.candidate.agent_id: one.hindrances for one in verdict.judged}


@pytest.mark.parametrize(
    ("way", "team", "chosen"),
    [
        (TURN, [who(ONA), who(MIA)], ONA),
        (TURN, [who(ONA, turn=5), who(MIA, turn=4)], MIA),
        (TURN, [who(ONA, turn=5, load=0), who(MIA, turn=4, load=9)], MIA),
        (LEAST, [who(ONA, load=3), who(MIA, load=2)], MIA),
        (LEAST, [who(ONA, load=2, turn=7), who(MIA, load=2, turn=6)], MIA),
        (LAST, [who(ONA, load=0), who(MIA, load=9), who(TOM)], MIA),
        (LAST, [who(ONA, load=1), who(MIA, absent=Hindrance.AWAY), who(TOM)], TOM),
        (LEAST, [who(ONA, absent=Hindrance.AWAY), who(MIA, load=9)], MIA),
        (LEAST, [who(ONA, most=3, load=3), who(MIA, load=9)], MIA),
        (LEAST, [who(ONA, most=0), who(MIA, load=9)], MIA),
        (TURN, [], None),
        (TURN, [who(ONA, absent=Hindrance.GONE), who(MIA, absent=Hindrance.CLOSED)], None),
        (TURN, [who(ONA, most=1, load=1), who(MIA, absent=Hindrance.AWAY)], None),
    ],
)
def test_ways_of_handing_out(way: Way, team: list[Candidate], chosen: int | None) -> None:
    """Whoever answered the customer last is Mia."""
    assert decide(Need(), way, team, answered=MIA).agent_id == chosen


@pytest.mark.parametrize(
    ("match", "team", "chosen", "why"),
    [
        (Match.REQUIRED, [who(ONA), who(MIA, skills=(RETURNS,))], MIA, Hindrance.SKILL),
        (Match.REQUIRED, [who(ONA, skills=(BILLING,)), who(MIA, absent=Hindrance.AWAY)], None, Hindrance.SKILL),
        (Match.PREFERRED, [who(ONA, load=0), who(MIA, skills=(RETURNS,), load=5)], MIA, Hindrance.BEHIND),
        (Match.PREFERRED, [who(ONA), who(MIA, skills=(RETURNS,), absent=Hindrance.AWAY)], ONA, None),
        (Match.ANY, [who(ONA, load=0), who(MIA, skills=(RETURNS,), load=5)], ONA, None),
    ],
)
def test_skills(match: Match, team: list[Candidate], chosen: int | None, why: Hindrance | None) -> None:
    """The ticket asks for Returns; what is said of Ona is `why`."""
    verdict = decide(Need(skills=frozenset({RETURNS})), replace(LEAST, skills=match), team)
    assert verdict.agent_id == chosen
    assert hindrances(verdict)[ONA] == (() if why is None else (why,))


def test_the_fewest_skills_are_lacking_where_none_has_all() -> None:
    both = Need(skills=frozenset({RETURNS, BILLING}))
    team = [who(ONA), who(MIA, skills=(BILLING,), load=3), who(TOM, load=1)]
    verdict = decide(both, replace(LEAST, skills=Match.PREFERRED), team)
    assert verdict.agent_id == MIA
    assert verdict.chosen is not None
    assert (verdict.chosen.has, verdict.chosen.lacks) == (frozenset({BILLING}), frozenset({RETURNS}))


@pytest.mark.parametrize(
    ("match", "language", "team", "chosen"),
    [
        (Match.REQUIRED, "fr", [who(ONA, speak="en lt"), who(MIA, speak="en fr", load=4)], MIA),
        (Match.REQUIRED, "fr", [who(ONA, speak="en lt")], None),
        (Match.REQUIRED, "", [who(ONA, speak="en lt")], ONA),
        (Match.PREFERRED, "fr", [who(ONA, speak="en"), who(MIA, speak="fr", load=4)], MIA),
        (Match.PREFERRED, "fr", [who(ONA, speak="en")], ONA),
        (Match.ANY, "fr", [who(ONA, speak="en"), who(MIA, speak="fr", load=4)], ONA),
        # Who named no language answers in any.
        (Match.REQUIRED, "fr", [who(ONA, speak="en"), who(MIA, load=4)], MIA),
    ],
)
def test_languages(match: Match, language: str, team: list[Candidate], chosen: int | None) -> None:
    assert decide(Need(language=language), replace(LEAST, languages=match), team).agent_id == chosen


@pytest.mark.parametrize(
    ("spoken", "wanted", "answer"),
    [("pt", "pt-BR", True), ("pt-BR", "pt", True), ("zh", "zh-TW", True), ("en", "fr", False), ("", "fr", True)],
)
def test_a_language_is_known_however_it_is_written(spoken: str, wanted: str, answer: bool) -> None:
    assert speaks(spoken.split(), wanted) is answer


@pytest.mark.parametrize(
    ("level", "there", "chosen"),
    [
        (Level.FIRST, (Level.FIRST, Level.SECOND, Level.SPECIALIST), ONA),
        (Level.SECOND, (Level.FIRST, Level.SECOND, Level.SPECIALIST), MIA),
        (Level.SPECIALIST, (Level.FIRST, Level.SECOND, Level.SPECIALIST), TOM),
        (Level.SECOND, (Level.FIRST, Level.SPECIALIST, Level.SPECIALIST), MIA),
        (Level.FIRST, (Level.SECOND, Level.SPECIALIST, Level.SPECIALIST), ONA),
        (Level.SPECIALIST, (Level.FIRST, Level.SECOND, Level.FIRST), MIA),
    ],
)
def test_levels(level: Level, there: tuple[Level, ...], chosen: int) -> None:
    team = [who(agent_id, level=one) for agent_id, one in zip((ONA, MIA, TOM), there, strict=True)]
    assert decide(Need(level=level), TURN, team).agent_id == chosen


def test_another_level_does_not_step_in() -> None:
    team = [who(ONA, absent=Hindrance.AWAY), who(MIA, level=Level.SECOND)]
    verdict = decide(Need(), TURN, team)
    assert verdict.agent_id is None
    assert hindrances(verdict) == {ONA: (Hindrance.AWAY,), MIA: (Hindrance.LEVEL,)}
    assert not verdict.nobody_there


@pytest.mark.parametrize(
    ("level", "there", "next_one"),
    [
        (Level.FIRST, {Level.FIRST, Level.SECOND}, Level.SECOND),
        (Level.FIRST, {Level.FIRST, Level.SPECIALIST}, Level.SPECIALIST),
        (Level.SECOND, {Level.FIRST, Level.SECOND}, None),
        (Level.FIRST, {Level.FIRST}, None),
        (Level.FIRST, {Level.SECOND, Level.SPECIALIST}, Level.SPECIALIST),
        (Level.FIRST, set(), None),
    ],
)
def test_where_a_ticket_is_escalated_to(level: Level, there: set[Level], next_one: Level | None) -> None:
    assert level_above(level, there) == next_one


def test_who_had_it_does_not_get_it_again() -> None:
    team = [who(ONA), who(MIA, load=5)]
    assert decide(Need(), LEAST, team, had={ONA}).agent_id == MIA
    verdict = decide(Need(), LEAST, team, had={ONA, MIA})
    assert verdict.agent_id is None
    assert set(hindrances(verdict).values()) == {(Hindrance.HAD,)}
    assert not verdict.nobody_there


def test_all_that_hinders_is_told() -> None:
    team = [who(ONA, speak="lt", most=2, load=2, absent=Hindrance.CLOSED, level=Level.SECOND), who(MIA)]
    way = Way(HandingOut.TURN, Match.REQUIRED, Match.REQUIRED)
    found = hindrances(decide(Need(skills=frozenset({RETURNS}), language="fr"), way, team, had={ONA}))
    assert found[ONA] == (
        Hindrance.CLOSED,
        Hindrance.FULL,
        Hindrance.LEVEL,
        Hindrance.SKILL,
        Hindrance.LANGUAGE,
        Hindrance.HAD,
    )


def test_nobody_there() -> None:
    assert decide(Need(), TURN, [who(ONA, absent=Hindrance.GONE)]).nobody_there
    assert decide(Need(), TURN, []).nobody_there
    assert not decide(Need(), TURN, [who(ONA, most=1, load=1)]).nobody_there


SKILLS = st.frozensets(st.integers(1, 4), max_size=3)
LANGUAGES = st.frozensets(st.sampled_from(["en", "lt", "fr", "pt-BR"]), max_size=3)
WORK = st.builds(AgentWork, SKILLS, LANGUAGES, st.none() | st.integers(0, 5))
TEAMS = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 30),
        WORK,
        st.sampled_from(Level),
        st.none() | st.sampled_from(sorted(ABSENT)),
        st.integers(0, 6),
        st.integers(0, 50),
    ),
    max_size=8,
    unique_by=lambda one: one.agent_id,
)
WAYS = st.builds(Way, st.sampled_from(HandingOut), st.sampled_from(Match), st.sampled_from(Match))
NEEDS = st.builds(Need, st.just(0), SKILLS, st.sampled_from(["", "en", "fr", "pt"]), st.sampled_from(Level))


@given(NEEDS, WAYS, TEAMS, st.frozensets(st.integers(1, 30)), st.integers(1, 30), st.randoms())
def test_laws(need: Need, way: Way, team: list[Candidate], had: frozenset[int], answered: int, order: object) -> None:
    """Never somebody who is absent, full or had it; nobody only where something hinders each; and the order in which the team is told changes nothing."""
    verdict = decide(need, way, team, had, answered)
    assert sorted(one.candidate.agent_id for one in verdict.judged) == sorted(one.agent_id for one in team)
    chosen = verdict.chosen
    if chosen is None:
        assert verdict.agent_id is None
        assert all(one.hindrances and Hindrance.BEHIND not in one.hindrances for one in verdict.judged)
    else:
        assert chosen.hindrances == ()
        assert chosen.candidate.absent is None
        assert not chosen.candidate.full
        assert chosen.candidate.agent_id not in had
        assert way.skills is not Match.REQUIRED or need.skills <= chosen.candidate.work.skills
        assert way.languages is not Match.REQUIRED or chosen.speaks is not False
        assert all(one.hindrances for one in verdict.judged if one is not chosen)
    mixed = list(team)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert decide(need, way, mixed, had, answered) == verdict


@given(st.integers(1, 7), st.integers(1, 40), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_in_turn_is_fair(people: int, tickets: int, loads: list[int]) -> None:
    """Whoever is there all the time has got as many as anybody else, or one more or less, whatever they had before."""
    team = [who(agent_id, load=loads[agent_id]) for agent_id in range(people)]
    got: Counter[int] = Counter({one.agent_id: 0 for one in team})
    for turn in range(1, tickets + 1):
        chosen = decide(Need(), TURN, team).agent_id
        assert chosen is not None
        got[chosen] += 1
        team = [replace(one, turn=turn, load=one.load + 1) if one.agent_id == chosen else one for one in team]
    assert max(got.values()) - min(got.values()) <= 1
