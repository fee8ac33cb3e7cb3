"""Which policy a ticket gets, and what a policy must be."""

import pytest
from msgspec.structs import replace

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.sla import LONGEST, Conditions, Policy, Targets
from deskbell.rules.sla import Facts, Lacks, choose, lacks, must_be_good

PLAIN = Facts(mailbox=1, team=0, priority=Priority.NORMAL)
FULL = Facts(
    mailbox=2,
    team=5,
    priority=Priority.URGENT,
    type=TicketType.INCIDENT,
    tags=frozenset({7, 8}),
    organisation=9,
    language="en-GB",
    vip=True,
)
FITS = [
    (Conditions(), PLAIN, None),
    (Conditions(), FULL, None),
    (Conditions(mailboxes=(1,)), PLAIN, None),
    (Conditions(mailboxes=(1, 2)), FULL, None),
    (Conditions(mailboxes=(3,)), FULL, Lacks.MAILBOX),
    (Conditions(teams=(5,)), FULL, None),
    (Conditions(teams=(5,)), PLAIN, Lacks.TEAM),
    (Conditions(teams=(0,)), PLAIN, None),
    (Conditions(teams=(0,)), FULL, Lacks.TEAM),
    (Conditions(teams=(0, 5)), FULL, None),
    (Conditions(priorities=(Priority.LOW,)), PLAIN, Lacks.PRIORITY),
    (Conditions(priorities=(Priority.LOW, Priority.NORMAL)), PLAIN, None),
    (Conditions(types=(TicketType.INCIDENT,)), FULL, None),
    (Conditions(types=(TicketType.INCIDENT,)), PLAIN, Lacks.TYPE),
    (Conditions(types=(TicketType.TASK,)), FULL, Lacks.TYPE),
    (Conditions(tags=(7,)), FULL, None),
    (Conditions(tags=(6, 8)), FULL, None),
    (Conditions(tags=(6,)), FULL, Lacks.TAG),
    (Conditions(tags=(6,)), PLAIN, Lacks.TAG),
    (Conditions(organisations=(9,)), FULL, None),
    (Conditions(organisations=(9,)), PLAIN, Lacks.ORGANISATION),
    (Conditions(vip=True), FULL, None),
    (Conditions(vip=True), PLAIN, Lacks.VIP),
    (Conditions(languages=("en",)), FULL, None),
    (Conditions(languages=("en-GB",)), FULL, None),
    (Conditions(languages=("en-US",)), FULL, Lacks.LANGUAGE),
    (Conditions(languages=("e",)), FULL, Lacks.LANGUAGE),
    (Conditions(languages=("lt", "en")), FULL, None),
    (Conditions(languages=("en",)), PLAIN, Lacks.LANGUAGE),
    (Conditions(mailboxes=(2,), teams=(5,), tags=(7,), vip=True, languages=("en",)), FULL, None),
    (Conditions(mailboxes=(2,), teams=(4,), vip=True), FULL, Lacks.TEAM),
    (Conditions(mailboxes=(3,), teams=(4,)), FULL, Lacks.MAILBOX),
]
HOUR = (Targets(3600),) * 4


@pytest.mark.parametrize(("conditions", "facts", "why_not"), FITS)
def test_conditions(conditions: Conditions, facts: Facts, why_not: Lacks | None) -> None:
    assert lacks(Policy(1, "One", conditions=conditions), facts) is why_not
    assert lacks(Policy(1, "One", active=False, conditions=conditions), facts) is Lacks.OFF


def test_of_policies_in_conflict_the_first_is_taken() -> None:
    vip = Policy(1, "VIP", conditions=Conditions(vip=True))
    board = Policy(2, "Board", conditions=Conditions(teams=(5,)))
    everybody = Policy(3, "Everybody")
    assert choose((vip, board, everybody), FULL) is vip
    assert choose((board, vip, everybody), FULL) is board
    assert choose((everybody, vip), FULL) is everybody
    assert choose((replace(vip, active=False), board, everybody), FULL) == board
    assert choose((vip, board, everybody), PLAIN) is everybody
    assert choose((vip, board), PLAIN) is None
    assert choose((), FULL) is None


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("policy.name_long", {"name": "x" * 81}),
        ("policy.empty", {"targets": (Targets(),) * 4}),
        ("policy.empty", {"targets": HOUR[:3]}),
        ("policy.short", {"targets": (*HOUR[:3], Targets(next_reply=59))}),
        ("policy.long", {"targets": (Targets(resolution=LONGEST + 1), *HOUR[1:])}),
        ("policy.pauses", {"pauses": frozenset({Status.OPEN})}),
        ("policy.pauses", {"pauses": frozenset({Status.PENDING, Status.SOLVED})}),
        ("", {}),
        ("", {"targets": (*(Targets(),) * 3, Targets(resolution=LONGEST))}),
        ("", {"pauses": frozenset()}),
    ],
)
def test_what_is_refused(code: str, values: dict[str, object]) -> None:
    policy = replace(Policy(1, "Gold", targets=HOUR), **values)
    if not code:
        must_be_good(policy)
        return
    with pytest.raises(Mistake) as refused:
        must_be_good(policy)
    assert refused.value.code == code
