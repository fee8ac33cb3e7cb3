"""How tickets are handed out, in words."""

import pytest

from deskbell.model.kinds import Deed
from deskbell.model.routing import AgentWork, Candidate, HandingOut, Hindrance, Level, Match, Need, Way
from deskbell.rules.handed import Handed, as_text
from deskbell.rules.routing import decide
from deskbell.ui.routing_words import judged_words, routing_step


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        (Deed.HANDED, "", as_text(Handed(1, HandingOut.LEAST, 3, 10, "fr")), "speaks Français, 3 of 10 open"),
        (Deed.HANDED, "", as_text(Handed(1, HandingOut.TURN, 1)), "next in turn, 1 open"),
        (
            Deed.HANDED,
            "",
            as_text(Handed(1, HandingOut.LAST, 2, skills=("billing", "returns"), answered=True)),
            "answered the customer last, knows billing, returns, 2 open",
        ),
        (Deed.HANDED, "", "something newer", "handed out by itself"),
        (Deed.LEVEL, "", "2", "Escalated to the second level"),
        (Deed.LEVEL, "2", "3", "Escalated to the specialists"),
        (Deed.LEVEL, "2", "", "Handed back to the first level"),
        (Deed.UNATTENDED, "Care", "1 2", "Nobody of Care who could take it was there"),
    ],
)
def test_steps(kind: Deed, before: str, after: str, words: str) -> None:
    assert routing_step(kind, before, after) == words


def test_why_somebody_gets_it_and_others_do_not() -> None:
    """All that a dialog that tries it says."""
    knows = AgentWork(frozenset({7}), frozenset({"fr"}), 5)
    team = [
        Candidate(1, knows, load=2),
        Candidate(2, knows, load=4),
        Candidate(3, knows, load=5),
        Candidate(4, AgentWork(languages=frozenset({"en"})), absent=Hindrance.AWAY, level=Level.SECOND),
        Candidate(5, knows, absent=Hindrance.CLOSED),
        Candidate(6, knows, absent=Hindrance.GONE),
    ]
    way = Way(HandingOut.LEAST, Match.REQUIRED, Match.REQUIRED)
    verdict = decide(Need(skills=frozenset({7}), language="fr"), way, team, had={2})
    names = {7: "returns"}
    assert {one.candidate.agent_id: judged_words(one, verdict, names) for one in verdict.judged} == {
        1: "speaks Français, knows returns, 3 of 5 open",
        2: "had it already",
        3: "full: 5 of 5 open",
        4: "away, another level of the team, does not know returns, does not speak Français",
        5: "outside working hours",
        6: "Deskbell is closed there",
    }
    second = decide(Need(), Way(HandingOut.LEAST), [Candidate(1), Candidate(2, load=3)]).judged[1]
    assert judged_words(second, verdict, names) == "comes later, 3 open"
