"""Who of a team gets a ticket: its wants against what each member can do, has, and is there for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from deskbell.model.automation import Hand
from deskbell.model.routing import Candidate, HandingOut, Hindrance, Judged, Level, Match, Need, Verdict, Way
from deskbell.rules.languages import base

OF_RULES: Final[Mapping[Hand, Way]] = {
    Hand.TURN: Way(HandingOut.TURN),
    Hand.LEAST: Way(HandingOut.LEAST),
    Hand.SKILL: Way(HandingOut.LEAST, Match.PREFERRED, Match.PREFERRED),
}
"""How rules hand out, whatever the team does by itself."""

_NOT_THERE: Final = frozenset(Hindrance) - {Hindrance.FULL, Hindrance.HAD, Hindrance.BEHIND}


def decide(
    need: Need, way: Way, team: Iterable[Candidate], had: Collection[int] = (), answered: int | None = None
) -> Verdict:
    """Whom the ticket is given to, and why nobody else: never to somebody who is absent or full. The same question has the same answer, in whatever order the
    team is told.

    `had` are agents who had it taken off them since it came to the team, `answered` who answered its customer last. Of those whom nothing hinders whoever speaks
    the language, then whoever lacks the fewest skills comes first, where these are preferred; then the way of handing out says whose turn it is.
    """
    members = sorted(team, key=lambda one: one.agent_id)
    level = level_asked(need.level, [one.level for one in members])
    judged = [_judge(need, way, one, level, one.agent_id in had, one.agent_id == answered) for one in members]
    free = sorted((one for one in judged if not one.hindrances), key=lambda one: _rank(one, way))
    if not free:
        return Verdict(None, need, way, tuple(judged))
    # Made anew and not by `replace`, which takes many times as long: there are as many as a team has members, for each ticket.
    behind = [
        Judged(one.candidate, (Hindrance.BEHIND,), one.has, one.lacks, one.speaks, one.answered) for one in free[1:]
    ]
    hindered = [one for one in judged if one.hindrances]
    return Verdict(free[0].candidate.agent_id, need, way, (free[0], *behind, *hindered))


def is_unattended(verdict: Verdict) -> bool:
    """Whether nobody who could take the ticket is there: whoever is lacks its level, a skill, or the language. Who is full, or had it before, is there."""
    return verdict.agent_id is None and all(_NOT_THERE.intersection(one.hindrances) for one in verdict.judged)


def level_asked(level: Level, there: Collection[Level]) -> Level:
    """Which of the levels in a team tickets of a level are for: the next higher one where nobody has just that, the highest where nobody is so high."""
    return min((one for one in there if one >= level), default=max(there, default=level))


def level_above(level: Level, there: Collection[Level]) -> Level | None:
    """Where a ticket of this level is escalated to in a team with members of such levels; None from the highest."""
    now = level_asked(level, there)
    return min((one for one in there if one > now), default=None)


def speaks(languages: Collection[str], wanted: str) -> bool:
    """Whether somebody who answers in these languages answers in that one: pt-BR is pt, and who named none answers in any."""
    return not languages or base(wanted) in {base(one) for one in languages}


def absence(
    *, away: bool, works: bool, seen_at: datetime | None, now: datetime, gone_after: timedelta | None
) -> Hindrance | None:
    """Why an agent is not at work, None where they are. `works`: it is within their working hours. `seen_at` is when a Deskbell of theirs told last that it is
    open (None: none ever has); after `gone_after` without a sign they are gone, with None never.
    """
    if away:
        return Hindrance.AWAY
    if not works:
        return Hindrance.CLOSED
    gone = gone_after is not None and (seen_at is None or now - seen_at > gone_after)
    return Hindrance.GONE if gone else None


def _judge(need: Need, way: Way, one: Candidate, level: Level, had: bool, answered: bool) -> Judged:
    asked = need.skills if way.skills is not Match.ANY else frozenset[int]()
    lacks = asked - one.work.skills
    spoken = speaks(one.work.languages, need.language) if need.language and way.languages is not Match.ANY else None
    found = {
        Hindrance.FULL: one.full,
        Hindrance.LEVEL: one.level != level,
        Hindrance.SKILL: bool(lacks) and way.skills is Match.REQUIRED,
        Hindrance.LANGUAGE: spoken is False and way.languages is Match.REQUIRED,
        Hindrance.HAD: had,
    }
    hindrances: tuple[Hindrance, ...] = (one.absent,) if one.absent is not None else ()
    hindrances += tuple(hindrance for hindrance, holds in found.items() if holds)
    return Judged(one, hindrances, asked - lacks, lacks, spoken, answered)


def _rank(one: Judged, way: Way) -> tuple[int, ...]:
    """The lowest comes first."""
    who = one.candidate
    wants = (int(one.speaks is False), len(one.lacks))
    if way.handing is HandingOut.LAST:
        return (int(not one.answered), *wants, who.load, who.turn, who.agent_id)
    if way.handing is HandingOut.LEAST:
        return (*wants, who.load, who.turn, who.agent_id)
    return (*wants, who.turn, who.agent_id)
