"""Which rules a ticket gets: by hand as a table, and what holds of groups whatever is in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.model.automation import Check, Condition, Event, Group, Hand, How, Rule, RuleActions, Since, Timer, What
from deskbell.model.errors import Mistake
from deskbell.rules.automation import Seen, Unmet, first_failed, holds, matching
from deskbell.rules.automation_checks import CHECKS, DEEPEST, must_be_good

HIGH, OPEN, PENDING = "2", "1", "2"
PAY = RuleActions(add_tags=("pay",))


def seen(**values: object) -> Seen:
    """A ticket that has these."""

    def kept(value: object) -> frozenset[str]:
        return frozenset(value) if isinstance(value, set) else frozenset({str(value)})

    return Seen({(What(name), 0): kept(value) for name, value in values.items()})


TICKET = Seen(
    {
        (What.STATUS, 0): frozenset({PENDING}),
        (What.PRIORITY, 0): frozenset({HIGH}),
        (What.TEAM, 0): frozenset({""}),
        (What.TAG, 0): frozenset({"vip", "parcel"}),
        (What.SUBJECT, 0): frozenset({"Sąskaita už 2026-03"}),
        (What.TEXT, 0): frozenset({"Please refund order A-1042.\nThank you"}),
        (What.SENDER, 0): frozenset({"anna@shop.example.com"}),
        (What.DOMAIN, 0): frozenset({"shop.example.com"}),
        (What.LANGUAGE, 0): frozenset({"pt_BR"}),
        (What.VIP, 0): frozenset({"1"}),
        (What.ANSWERS, 0): frozenset({"6"}),
        (What.FIELD, 3): frozenset({"12.5"}),
        (What.FIELD, 4): frozenset({"2026-03-01"}),
    },
    {(What.STATUS, 0): frozenset({OPEN}), (What.TAG, 0): frozenset({"vip", "old"})},
)


@pytest.mark.parametrize(
    ("what", "check", "values", "field", "answer"),
    [
        (What.STATUS, Check.IS, (PENDING,), 0, True),
        (What.STATUS, Check.IS, ("4", PENDING), 0, True),
        (What.STATUS, Check.IS, (OPEN,), 0, False),
        (What.STATUS, Check.IS_NOT, (OPEN, "4"), 0, True),
        (What.STATUS, Check.IS_NOT, (OPEN, PENDING), 0, False),
        (What.STATUS, Check.CHANGED, (), 0, True),
        (What.STATUS, Check.WAS, (OPEN,), 0, True),
        (What.STATUS, Check.WAS, (PENDING,), 0, False),
        (What.STATUS, Check.BECAME, (PENDING,), 0, True),
        (What.STATUS, Check.BECAME, (OPEN,), 0, False),
        (What.PRIORITY, Check.CHANGED, (), 0, False),
        (What.PRIORITY, Check.BECAME, (HIGH,), 0, False),
        (What.TEAM, Check.EMPTY, (), 0, True),
        (What.TEAM, Check.FILLED, (), 0, False),
        (What.TEAM, Check.IS, ("",), 0, True),
        (What.ASSIGNEE, Check.EMPTY, (), 0, True),
        (What.TAG, Check.IS, ("vip",), 0, True),
        (What.TAG, Check.IS_NOT, ("vip",), 0, False),
        (What.TAG, Check.IS_NOT, ("spam",), 0, True),
        (What.TAG, Check.BECAME, ("parcel",), 0, True),
        (What.TAG, Check.BECAME, ("vip",), 0, False),
        (What.TAG, Check.WAS, ("old",), 0, True),
        (What.SUBJECT, Check.CONTAINS, ("SASKAITA",), 0, True),
        (What.SUBJECT, Check.CONTAINS, ("invoice", "sąskaita"), 0, True),
        (What.SUBJECT, Check.LACKS, ("invoice", "sąskaita"), 0, False),
        (What.SUBJECT, Check.BEGINS, ("saskaita",), 0, True),
        (What.SUBJECT, Check.BEGINS, ("2026",), 0, False),
        (What.SUBJECT, Check.IS, ("SĄSKAITA UŽ 2026-03",), 0, True),
        (What.TEXT, Check.MATCHES, (r"order [a-z]-\d{4}\b",), 0, True),
        (What.TEXT, Check.MATCHES, (r"^thank", r"(?m)^thank"), 0, True),
        (What.TEXT, Check.MATCHES, (r"^thank",), 0, False),
        (What.DOMAIN, Check.IS, ("Shop.Example.com",), 0, True),
        (What.DOMAIN, Check.MATCHES, (r"(^|\.)example\.com$",), 0, True),
        (What.LANGUAGE, Check.IS, ("pt",), 0, True),
        (What.LANGUAGE, Check.IS, ("p",), 0, False),
        (What.LANGUAGE, Check.IS, ("pt-PT",), 0, False),
        (What.VIP, Check.IS, ("1",), 0, True),
        (What.ATTACHMENT, Check.IS, ("1",), 0, False),
        (What.ATTACHMENT, Check.IS_NOT, ("1",), 0, True),
        (What.ANSWERS, Check.MORE, ("5",), 0, True),
        (What.ANSWERS, Check.MORE, ("6",), 0, False),
        (What.ANSWERS, Check.LESS, ("10",), 0, True),
        (What.FIELD, Check.MORE, ("9",), 3, True),
        (What.FIELD, Check.LESS, ("2026-02-01",), 4, False),
        (What.FIELD, Check.MORE, ("2026-02-01",), 4, True),
        (What.FIELD, Check.FILLED, (), 5, False),
        (What.FIELD, Check.MORE, ("1",), 5, False),
        (What.FIELD, Check.LESS, ("1",), 5, False),
    ],
)
def test_a_condition(what: What, check: Check, values: tuple[str, ...], field: int, answer: bool) -> None:
    """One by one, against one ticket."""
    assert holds(Condition(what, check, values, field), TICKET) is answer


YES, NO = Condition(What.VIP, Check.IS, ("1",)), Condition(What.VIP, Check.IS_NOT, ("1",))


@pytest.mark.parametrize(
    ("group", "failed"),
    [
        (Group(), None),
        (Group(How.ANY), None),
        (Group(How.NONE), None),
        (Group(How.ALL, (YES, NO)), NO),
        (Group(How.ALL, (YES, Group(How.ANY, (NO, YES)))), None),
        (Group(How.ALL, (YES, Group(How.ANY, (NO, NO)))), Group(How.ANY, (NO, NO))),
        (Group(How.ALL, (YES, Group(How.ALL, (YES, NO)))), NO),
        (Group(How.NONE, (NO, YES)), YES),
        (Group(How.NONE, (NO, NO)), None),
    ],
)
def test_what_fails_is_named(group: Group, failed: Condition | Group | None) -> None:
    """The first thing in the way, as somebody who reads the rule would point at it."""
    assert first_failed(group, TICKET) == failed


EMPTY = Group()


def _rule(number: int, conditions: Group = EMPTY, **more: object) -> Rule:
    return replace(Rule(number, f"Rule {number}", actions=PAY, conditions=conditions), **more)


def test_why_rules_do_nothing() -> None:
    """Off, for another event, kept off by one before them, not met, and had already."""
    rules = (
        _rule(1, active=False),
        _rule(2, events=frozenset({Event.NOTED})),
        _rule(3, Group(How.ALL, (NO,))),
        _rule(4),
        _rule(5),
        _rule(6, stop=True),
        _rule(7),
    )
    found = matching(rules, TICKET, frozenset({Event.CREATED}), had=frozenset({4}))
    assert [one.unmet for one in found] == [
        Unmet.OFF,
        Unmet.EVENT,
        Unmet.CONDITION,
        Unmet.ONCE,
        None,
        None,
        Unmet.STOPPED,
    ]
    assert found[2].failed == NO
    assert found[6].stopped_by == "Rule 6"


def test_a_rule_that_had_its_turn_stops_nobody() -> None:
    """It does nothing, so those behind it have their turn."""
    found = matching((_rule(1, stop=True), _rule(2)), TICKET, frozenset({Event.CREATED}), had=frozenset({1}))
    assert [one.fires for one in found] == [False, True]


CONDITIONS = st.sampled_from(
    [YES, NO, Condition(What.TAG, Check.IS, ("vip",)), Condition(What.TAG, Check.IS, ("none",))]
)
PARTS = st.recursive(
    CONDITIONS,
    lambda part: st.builds(Group, st.sampled_from(How), st.lists(part, min_size=1, max_size=4).map(tuple)),
    max_leaves=20,
)


@given(st.lists(PARTS, min_size=1, max_size=5).map(tuple))
def test_de_morgan(parts: tuple[Condition | Group, ...]) -> None:
    """None of them is not any of them; not all of them is any one denied."""
    assert holds(Group(How.NONE, parts), TICKET) is not holds(Group(How.ANY, parts), TICKET)
    denied = tuple(Group(How.NONE, (part,)) for part in parts)
    assert holds(Group(How.ANY, denied), TICKET) is not holds(Group(How.ALL, parts), TICKET)


@given(st.lists(PARTS, min_size=1, max_size=5).flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_conditions_changes_nothing(
    given_parts: tuple[list[Condition | Group], list[Condition | Group]],
) -> None:
    """It changes only what is named."""
    parts, other = given_parts
    for how in How:
        assert holds(Group(how, tuple(parts)), TICKET) is holds(Group(how, tuple(other)), TICKET)


@given(PARTS)
def test_what_fails_agrees_with_whether_it_holds(part: Condition | Group) -> None:
    """Something is named just where it does not hold."""
    assert (first_failed(part, TICKET) is None) is holds(part, TICKET)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
def test_rules_fire_up_to_the_first_that_stops(made: list[tuple[bool, bool]]) -> None:
    """In their order, and what does not fire stops nobody."""
    rules = [
        _rule(number, Group(How.ALL, (YES if fits else NO,)), stop=stop) for number, (fits, stop) in enumerate(made)
    ]
    expected = []
    for number, (fits, stop) in enumerate(made):
        if fits:
            expected.append(number)
            if stop:
                break
    found = matching(rules, TICKET, frozenset({Event.CREATED}))
    assert [one.rule.id for one in found if one.fires] == expected


def _nested(levels: int) -> Group:
    group = Group()
    for _ in range(levels - 1):
        group = Group(parts=(group,))
    return group


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (_rule(1, name="x" * 81), "rule.name_long"),
        (_rule(1, events=frozenset()), "rule.no_event"),
        (_rule(1, events=frozenset({Event.TIME})), "rule.hours"),
        (_rule(1, events=frozenset({Event.TIME}), timer=Timer(0, Since.CREATED)), "rule.hours"),
        (_rule(1, actions=RuleActions()), "rule.no_action"),
        (_rule(1, actions=RuleActions(assign=Hand.PERSON)), "rule.nobody"),
        (_rule(1, actions=RuleActions(notify=(1,))), "rule.notify_note"),
        (_rule(1, actions=RuleActions(note="x" * 10_001)), "rule.note_long"),
        (_rule(1, actions=RuleActions(snooze_hours=-1)), "rule.snooze"),
        (_rule(1, _nested(DEEPEST + 1)), "rule.too_deep"),
        (_rule(1, Group(parts=(YES,) * 101)), "rule.too_many"),
        (_rule(1, Group(parts=(Condition(What.SUBJECT, Check.CONTAINS),))), "rule.value"),
        (_rule(1, Group(parts=(Condition(What.SUBJECT, Check.CONTAINS, (" ",)),))), "rule.value"),
        (_rule(1, Group(parts=(Condition(What.VIP, Check.BEGINS, ("1",)),))), "rule.value"),
        (_rule(1, Group(parts=(Condition(What.FIELD, Check.IS, ("1",)),))), "rule.value"),
        (_rule(1, Group(parts=(Condition(What.SUBJECT, Check.IS, ("x" * 1001,)),))), "rule.value_long"),
        (_rule(1, Group(parts=(Condition(What.ANSWERS, Check.MORE, ("five",)),))), "rule.number"),
        (_rule(1, Group(parts=(Group(parts=(Condition(What.TEXT, Check.MATCHES, ("(a",)),)),))), "rule.expression"),
        (_rule(1, Group(parts=(Condition(What.TEXT, Check.MATCHES, (r"(a)\1",)),))), "rule.expression"),
    ],
)
def test_what_is_no_rule(rule: Rule, code: str) -> None:
    """Each with a sentence of its own."""
    with pytest.raises(Mistake) as caught:
        must_be_good(rule)
    assert caught.value.code == code


def test_what_is_wrong_with_an_expression_is_said() -> None:
    """With the expression itself."""
    with pytest.raises(Mistake) as caught:
        must_be_good(_rule(1, Group(parts=(Condition(What.TEXT, Check.MATCHES, ("refund(",)),))))
    assert caught.value.values["expression"] == "refund("
    assert "missing )" in str(caught.value.values["reason"])


def test_everything_can_be_tested() -> None:
    """Each thing has its tests, and a rule of the deepest nesting is one."""
    assert set(CHECKS) == set(What)
    must_be_good(_rule(1, _nested(DEEPEST)))
