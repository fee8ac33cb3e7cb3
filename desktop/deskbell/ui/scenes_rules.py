"""The scenes of the rules in the settings: none yet, their list with a ticket tried, the form of one, and one that is wrong."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskbell.model.automation import Check, Condition, Event, Group, Hand, How, Rule, RuleActions, Since, Timer, What
from deskbell.model.kinds import Priority, Status
from deskbell.rules.automation import Unmet, Verdict
from deskbell.ui.scene import Scene
from deskbell.ui.stage import Stage
from deskbell.ui.ticket.moments import utc_now

if TYPE_CHECKING:
    from deskbell.ui.rules.page import RulesPage

_REFUNDS = Group(
    How.ALL,
    (
        Condition(What.MAILBOX, Check.IS, ("1",)),
        Group(
            How.ANY,
            (
                Condition(What.SUBJECT, Check.CONTAINS, ("refund", "money back")),
                Condition(What.TEXT, Check.MATCHES, (r"order [A-Z]-\d{4}",)),
            ),
        ),
        Group(How.NONE, (Condition(What.VIP, Check.IS, ("1",)),)),
    ),
)
_ACTIONS = RuleActions(
    priority=Priority.HIGH, team_id=1, assign=Hand.TURN, add_tags=("refund",), note="Look at the order first."
)


def rules(settings: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `settings` makes the dialog with their page."""
    yield Scene("settings-rules-none", (size[0], 560), settings)
    yield Scene("settings-rules-list", (size[0], 760), settings, (_list, _tried))
    yield Scene("settings-rules-form", (size[0], 1700), settings, (_list, partial(_open, rule_id=1)))
    yield Scene("settings-rules-waiting", (size[0], 1100), settings, (_list, partial(_open, rule_id=4)))
    yield Scene("settings-rules-wrong", (size[0], 1500), settings, (_list, _wrong))


def _rules() -> tuple[Rule, ...]:
    now = utc_now()
    return (
        Rule(
            1, "Refunds", events=frozenset({Event.CREATED, Event.ANSWERED}), conditions=_REFUNDS, actions=_ACTIONS, stop=True,
            made_by="Ona Kazlauskaitė", fired=214, fired_at=now - timedelta(minutes=12), fired_on=1042,
        ),
        Rule(
            4, "Solve after 5 silent days", events=frozenset({Event.TIME}), timer=Timer(120, Since.AGENT), made_by="Ona Kazlauskaitė",
            conditions=Group(parts=(Condition(What.STATUS, Check.IS, ("2",)),)), actions=RuleActions(status=Status.SOLVED),
        ),
        Rule(
            2, "Open what is pending", events=frozenset({Event.UPDATED}), made_by="Tomas Petraitis", fired=1,
            actions=RuleActions(add_tags=("again",)), fired_at=now - timedelta(hours=30), fired_on=1017, cut_at=now, cut_on=1017,
        ),
        Rule(3, "Out of hours", active=False, actions=RuleActions(reply_id=1), made_by="Ona Kazlauskaitė"),
    )  # fmt: skip


def _list(window: QWidget) -> None:
    from msgspec.structs import replace

    now = _page(window).now
    now.book, now.known = replace(now.book, rules=_rules()), True
    now.changed.emit()


def _tried(window: QWidget) -> None:
    from deskbell.store.queries.rules_tried import Tried

    box = _page(window).try_box
    box.number.setText("1042")
    first, _, second, third = _rules()
    failed = Condition(What.SUBJECT, Check.CONTAINS, ("refund", "money back"))
    verdicts = (
        Verdict(first),
        Verdict(second, Unmet.CONDITION, failed),
        Verdict(third, Unmet.OFF),
    )
    box.show_tried(Tried(1042, verdicts))


def _open(window: QWidget, rule_id: int) -> None:
    _page(window).open_one(rule_id)


def _wrong(window: QWidget) -> None:
    page = _page(window)
    page.open_one(1)
    page.form.name.setText("Open what is pending")
    page.form.group.show_group(Group(How.ALL, (Condition(What.TEXT, Check.MATCHES, ("order (",)),)))
    page.first_fault()


def _page(window: QWidget) -> "RulesPage":
    from deskbell.ui.rules.page import RulesPage

    page = window.findChild(RulesPage)
    assert page is not None
    return page
