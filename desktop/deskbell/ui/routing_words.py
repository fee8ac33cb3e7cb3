"""How tickets are handed out, in words: to whom, why to them, and why not to others."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import Deed
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.routing import HandingOut, Hindrance, Judged, Level, Match, Verdict
from deskbell.rules.handed import Handed, from_text, handed
from deskbell.ui.canned.languages import language_name

_T = QT_TRANSLATE_NOOP
translate = QCoreApplication.translate

_LEVELS: Final[Mapping[Level, str]] = {
    Level.FIRST: _T("routing", "First level"),
    Level.SECOND: _T("routing", "Second level"),
    Level.SPECIALIST: _T("routing", "Specialist"),
}
_FOR: Final[Mapping[Level, str]] = {
    Level.FIRST: _T("routing", "Handed back to the first level"),
    Level.SECOND: _T("routing", "Escalated to the second level"),
    Level.SPECIALIST: _T("routing", "Escalated to the specialists"),
}
_OF: Final[Mapping[Level, str]] = {
    Level.FIRST: _T("routing", "For the first level of {team}"),
    Level.SECOND: _T("routing", "For the second level of {team}"),
    Level.SPECIALIST: _T("routing", "For the specialists of {team}"),
}
_HANDING: Final[Mapping[HandingOut, str]] = {
    HandingOut.NOT: _T("routing", "Not at all: agents take them from the queue"),
    HandingOut.TURN: _T("routing", "In turn"),
    HandingOut.LEAST: _T("routing", "To whoever has the fewest open tickets"),
    HandingOut.LAST: _T("routing", "To whoever answered the customer last"),
}
_MATCH: Final[Mapping[Match, str]] = {
    Match.ANY: _T("routing", "Does not matter"),
    Match.PREFERRED: _T("routing", "Preferred"),
    Match.REQUIRED: _T("routing", "Required"),
}
_HINDRANCES: Final[Mapping[Hindrance, str]] = {
    Hindrance.AWAY: _T("routing", "away"),
    Hindrance.GONE: _T("routing", "Deskbell is closed there"),
    Hindrance.CLOSED: _T("routing", "outside working hours"),
    Hindrance.LEVEL: _T("routing", "another level of the team"),
    Hindrance.HAD: _T("routing", "had it already"),
}


def level_word(level: int) -> str:
    """Where somebody stands in a team, or whom of it a ticket is for (`model.routing.Level`; what only a newer program knows is above all)."""
    return translate("routing", _LEVELS[_known(level)])


def level_words(level: int, team: str) -> str:
    """Whom of a team a ticket is for, as a sentence; nothing without a team."""
    return translate("routing", _OF[_known(level)]).format(team=team) if team else ""


def handing_word(handing: HandingOut) -> str:
    """How a team hands out."""
    return translate("routing", _HANDING[handing])


def match_word(match: Match) -> str:
    """What a skill or a language is asked for."""
    return translate("routing", _MATCH[match])


def routing_step(kind: Deed, before: str, after: str) -> str:
    """A step of the journal: to whom a ticket was handed and why, for whom it is, or that nobody was there."""
    if kind is Deed.UNATTENDED:
        return translate("routing", "Nobody of {team} who could take it was there").format(team=before)
    if kind is Deed.LEVEL:
        return translate("routing", _FOR[_known(int(after) if after.isdecimal() else int(Level.FIRST))])
    why = from_text(after)
    return translate("routing", "handed out by itself") if why is None else why_words(why)


def why_words(why: Handed) -> str:
    """Why they were given it: "speaks Français, knows Returns, 3 of 10 open"."""
    words = []
    if why.answered:
        words.append(translate("routing", "answered the customer last"))
    if why.language:
        words.append(translate("routing", "speaks {language}").format(language=language_name(why.language)))
    if why.skills:
        words.append(translate("routing", "knows {skills}").format(skills=", ".join(why.skills)))
    if why.handing is HandingOut.TURN:
        words.append(translate("routing", "next in turn"))
    return ", ".join([*words, load_words(why.load, why.capacity)])


def load_words(load: int, capacity: int | None) -> str:
    """How much somebody has to do: "3 of 10 open"."""
    if capacity is not None:
        return translate("routing", "{load} of {capacity} open").format(load=load, capacity=capacity)
    return translate("routing", "{load} open").format(load=load)


def judged_words(judged: Judged, verdict: Verdict, skills: Mapping[int, str]) -> str:
    """What was found about one member: why they get the ticket, or what hinders; `skills` are the names of tags."""
    if not judged.hindrances:
        return why_words(handed(verdict, skills))
    return ", ".join(_hindrance(one, judged, verdict, skills) for one in judged.hindrances)


def _hindrance(hindrance: Hindrance, judged: Judged, verdict: Verdict, skills: Mapping[int, str]) -> str:
    who = judged.candidate
    match hindrance:
        case Hindrance.FULL:
            words = translate("routing", "full: {load}")
            return words.format(load=load_words(who.load, who.work.capacity))
        case Hindrance.SKILL:
            return translate("routing", "does not know {skills}").format(skills=_names(judged.lacks, skills))
        case Hindrance.LANGUAGE:
            language = language_name(verdict.need.language)
            return translate("routing", "does not speak {language}").format(language=language)
        case Hindrance.BEHIND:
            return translate("routing", "comes later, {load}").format(load=load_words(who.load, who.work.capacity))
    return translate("routing", _HINDRANCES[hindrance])


def _known(level: int) -> Level:
    return Level(level) if level in set(Level) else Level.SPECIALIST


def _names(ids: Iterable[int], skills: Mapping[int, str]) -> str:
    return ", ".join(sorted(skills.get(one, "") for one in ids))
