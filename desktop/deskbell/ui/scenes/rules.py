"""The scenes of the rules in the settings: none yet, their list, the form of one, one that is rehearsed, and one that is wrong."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskbell.model.automation import Check, Condition, Event, Group, Hand, How, Rule, RuleActions, Since, Timer, What
from deskbell.model.kinds import Priority, Status
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket.moments import utc_now

if TYPE_CHECKING:
    from deskbell.model.rehearsal import WouldHave
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
    yield Scene("settings-rules-list", (size[0], 760), settings, (_list,))
    yield Scene("settings-rules-form", (size[0], 1700), settings, (_list, partial(_open, rule_id=1)))
    yield Scene("settings-rules-waiting", (size[0], 1100), settings, (_list, partial(_open, rule_id=4)))
    yield Scene("settings-rules-rehearsing", (size[0], 700), settings, (_list, partial(_open, rule_id=1), _rehearsing))
    yield Scene("settings-rules-rehearsed", (size[0], 760), settings, (_list, partial(_open, rule_id=1), _rehearsed))
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
    now.found, now.known = replace(now.found, rules=_rules()), True
    now.changed.emit()


def _open(window: QWidget, rule_id: int) -> None:
    _page(window).open_one(rule_id)


def _rehearsing(window: QWidget) -> None:
    page = _page(window)
    model = page.rehearsal.model
    page.rehearsal.begin()
    model.stop()
    model.running, model.tickets, model.deeds, model.touched = True, 812, 5, 5
    model.take_page(_would_have(), whole=False)
    model.went_on.emit(0.37)
    page.see(page.rehearsal)


def _rehearsed(window: QWidget) -> None:
    page = _page(window)
    model = page.rehearsal.model
    page.rehearsal.days.set_value(30)
    page.rehearsal.begin()
    model.stop()
    model.tickets, model.deeds, model.touched = 2316, 41, 38
    model.take_page(_would_have(), whole=True)
    model.ended.emit()
    page.see(page.rehearsal)


def _would_have() -> "tuple[WouldHave, ...]":
    from msgspec.structs import replace

    from deskbell.model.rehearsal import Unsure, WouldHave

    now = utc_now()
    created, answered = frozenset({Event.CREATED}), frozenset({Event.ANSWERED})
    some, unsure = replace(_ACTIONS, priority=None, note=""), (Unsure.CUSTOMER, Unsure.THERE)
    told = (
        (1042, 0.4, created, _ACTIONS, "Refund for order A-1017, and a question about the invoice"),
        (1042, 0.2, answered, RuleActions(note="Look at the order first."), "Refund for order A-1017, and a question about the invoice"),
        (1038, 7, created, some, "Money back?"),
        (1031, 30, created, _ACTIONS, "返金について"),
        (1017, 74, answered, some, "Re: The printer is offline"),
    )  # fmt: skip
    return tuple(
        WouldHave(number, now - timedelta(hours=hours), events, does, unsure if does.assign else (), subject)
        for number, hours, events, does, subject in told
    )


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
