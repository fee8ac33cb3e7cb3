"""The steps of SLA policies in plain sentences."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from deskbell.model.automation import Hand
from deskbell.model.sla import Metric
from deskbell.model.sla_steps import Step
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.policies_now import PoliciesNow
from deskbell.ui.sla_words import metric_word, when_word
from deskbell.ui.words import priority_word

translate = QCoreApplication.translate


class StepNames:
    """What steps name by id, in words."""

    def __init__(self, desk: DeskNow, now: PoliciesNow) -> None:
        self.desk = desk
        self._now = now

    def agent(self, agent_id: int | None) -> str:
        """An agent."""
        found = self.desk.agent(agent_id)
        return found.name if found is not None else translate("steps", "somebody who has left")

    def agents(self, ids: Iterable[int]) -> str:
        """Several, with commas between."""
        return ", ".join(map(self.agent, ids))

    def webhooks(self) -> Mapping[int, str]:
        """All there are."""
        return self._now.found.webhooks


def step_sentence(step: Step, names: StepNames) -> str:
    """ "75 % of the time used: tell whoever has the ticket by notice; raise the priority to High"."""
    when = when_word(step.percent, step.late)
    if 0 < len(step.metrics) < len(Metric):
        metrics = ", ".join(metric_word(one) for one in Metric if one in step.metrics)
        when = translate("steps", "{metrics}, {when}").format(metrics=metrics, when=when)
    when = when[:1].upper() + when[1:]
    deeds = [one for one in (_tells(step, names), *_does(step, names)) if one]
    if not deeds:
        return translate("steps", "{when}: nothing yet").format(when=when)
    return translate("steps", "{when}: {deeds}").format(when=when, deeds="; ".join(deeds))


def told_words(step: Step, names: StepNames) -> list[str]:
    """Whom a step tells."""
    found = []
    if step.assignee:
        found.append(translate("steps", "whoever has the ticket"))
    if step.lead:
        found.append(translate("steps", "its team’s lead"))
    if step.followers:
        found.append(translate("steps", "its followers"))
    return [*found, *map(names.agent, step.agents)]


def _tells(step: Step, names: StepNames) -> str:
    if not step.tells:
        return ""
    told = ", ".join(told_words(step, names))
    if step.notify and step.mail:
        return translate("steps", "tell {names} by notice and mail").format(names=told)
    if step.mail:
        return translate("steps", "tell {names} by mail").format(names=told)
    return translate("steps", "tell {names}").format(names=told)


def _does(step: Step, names: StepNames) -> list[str]:
    found = []
    if step.priority is not None:
        words = translate("steps", "raise the priority to {priority}")
        found.append(words.format(priority=priority_word(step.priority)))
    if step.team_id is not None:
        team = names.desk.team(step.team_id)
        if team is not None:
            found.append(translate("steps", "give it to the team {name}").format(name=team.name))
        else:
            found.append(translate("steps", "give it to a team that was removed"))
    match step.assign:
        case Hand.NOBODY:
            found.append(translate("steps", "assign it to nobody"))
        case Hand.PERSON:
            words = translate("steps", "assign it to {name}")
            found.append(words.format(name=names.agent(step.assignee_id)))
        case Hand.LEAST:
            found.append(translate("steps", "assign it to whoever of its team has the fewest tickets"))
    if step.add:
        words = translate("steps", "have {names} follow it")
        found.append(words.format(names=names.agents(step.add)))
    if step.webhook_id is not None:
        name = names.webhooks().get(step.webhook_id)
        if name is not None:
            found.append(translate("steps", "call the webhook “{name}”").format(name=name))
        else:
            found.append(translate("steps", "call a webhook that was removed"))
    return found
