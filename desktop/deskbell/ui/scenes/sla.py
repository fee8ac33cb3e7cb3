"""The scenes of the SLA policies."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.automation import Hand
from deskbell.model.compliance import Compliance
from deskbell.model.kinds import Priority, Status
from deskbell.model.sla import ALWAYS, Conditions, Metric, Moved, Policy, Targets
from deskbell.model.sla_steps import OFFERED, Step
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

_HOUR = 3600
_GOLD = (
    Targets(8 * _HOUR, 8 * _HOUR),
    Targets(4 * _HOUR, 4 * _HOUR, 40 * _HOUR),
    Targets(2 * _HOUR, 2 * _HOUR, 16 * _HOUR),
    Targets(_HOUR // 2, _HOUR // 2, 4 * _HOUR),
)
_PLAIN = (Targets(24 * _HOUR), Targets(8 * _HOUR, 8 * _HOUR), Targets(4 * _HOUR), Targets(_HOUR * 3 // 2))
_WITHIN = Conditions(vip=True, languages=("en", "lt"))
_ESCALATING = Step(late=1800, followers=True, mail=True, priority=Priority.URGENT, assign=Hand.LEAST)
_STEPS = (*OFFERED, Step(percent=50, metrics=(Metric.RESOLUTION,), assignee=True), _ESCALATING)
_POLICIES = (
    Policy(1, "Gold customers", True, 1, _WITHIN, _GOLD, ALWAYS, version=1, steps=_STEPS),
    Policy(2, "Everybody", True, 2, Conditions(), _PLAIN, None, frozenset({Status.PENDING}), version=1),
    Policy(3, "Urgent ones at night", False, 3, Conditions(priorities=(Priority.URGENT,)), _PLAIN, ALWAYS, version=1),
)


def promises(settings: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `settings` makes the dialog with their page."""
    yield Scene("settings-sla-none", (size[0], 520), settings)
    yield Scene("settings-sla-list", (size[0], 520), settings, (_list,))
    yield Scene("settings-sla-form", (size[0], 1400), settings, (_list, partial(_open, policy_id=1)))
    yield Scene("settings-sla-step", (size[0], 1720), settings, (_list, partial(_open, policy_id=1), _unfold))
    yield Scene("settings-sla-step-wrong", (size[0], 1400), settings, (_list, _leave_nobody))
    yield Scene("settings-sla-wrong", (size[0], 1180), settings, (_list, _write_wrong))


def _list(window: QWidget) -> None:
    from deskbell.ui.policies_now import PoliciesNow

    now = window.findChild(PoliciesNow)
    assert now is not None
    now.found, now.known = replace(now.found, policies=_POLICIES), True
    now.compliance = {
        1: {
            Metric.FIRST_REPLY: Compliance(412, 9),
            Metric.NEXT_REPLY: Compliance(1_204, 40),
            Metric.RESOLUTION: Compliance(377, 0),
        },
        2: {Metric.FIRST_REPLY: Compliance(96, 31)},
    }
    now.changed.emit()


def _open(window: QWidget, policy_id: int) -> None:
    from deskbell.ui.settings.policies import PoliciesPage

    page = window.findChild(PoliciesPage)
    assert page is not None
    page.open_one(policy_id)
    page.form.preview.tell(Moved(48_211, 1_204, 12))


def _unfold(window: QWidget) -> None:
    from deskbell.ui.settings.policies import PoliciesPage

    page = window.findChild(PoliciesPage)
    assert page is not None
    page.form.steps.cards[-1].change.click()


def _leave_nobody(window: QWidget) -> None:
    from deskbell.ui.settings.policies import PoliciesPage

    page = window.findChild(PoliciesPage)
    assert page is not None
    page.add()
    card = page.form.steps.cards[1]
    card.change.click()
    assert card.form is not None
    card.form.told.picked.emit(())
    page.first_fault()


def _write_wrong(window: QWidget) -> None:
    from deskbell.ui.settings.policies import PoliciesPage

    page = window.findChild(PoliciesPage)
    assert page is not None
    page.add()
    page.form.targets.lines[Priority.HIGH, 0].setText("2 days")
    page.form.targets.edited.emit()
    page.first_fault()
