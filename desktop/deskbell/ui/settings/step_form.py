"""One step of an SLA policy, being edited: when it comes, whom it tells, and what it does to the ticket."""

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.automation import Hand
from deskbell.model.kinds import Priority
from deskbell.model.sla import Metric
from deskbell.model.sla_steps import Step
from deskbell.ui.settings.step_words import StepNames, told_words
from deskbell.ui.sla_words import metric_word
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.number_edit import NumberEdit
from deskbell.ui.widgets.picks import Picks
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.words import priority_word

_ASSIGNEE: Final = "assignee"
_LEAD: Final = "lead"
_FOLLOWERS: Final = "followers"
_MINUTE: Final = 60
_MOST_MINUTES: Final = 366 * 24 * 60


class StepForm(QWidget):
    """Holds one `Step`.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, names: StepNames, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._desk = names.desk
        self._step = step
        tr = self.tr
        self.amount = NumberEdit(theme, self)
        self.amount.setAccessibleName(tr("How much"))
        self.kind = ChoiceBox(self)
        self.kind.setAccessibleName(tr("Of what"))
        self.kind.addItem(tr("% of the time are used"), False)
        self.kind.addItem(tr("minutes after it was due"), True)
        named = [(metric, metric_word(metric), metric_word(metric)) for metric in Metric]
        self.metrics = Picks(theme, named, self)
        self.told = PropertyButton(theme, tr("Tell"), several=True, parent=self)
        self.told.set_choices(self._people)
        self.notify = QCheckBox(tr("By notice on their desktop"), self)
        self.mail = QCheckBox(tr("By mail"), self)
        self.unsent = Callout(theme, Tone.WARNING, self)
        self.priority, self.team, self.assign, self.webhook = (ChoiceBox(self) for _ in range(4))
        self.add = PropertyButton(theme, tr("Have follow it"), several=True, parent=self)
        self.add.set_choices(lambda: self._agents(self._step.add))
        self._show()
        self._lay()
        self._connect()
        self._say_unsent()

    def step(self) -> Step:
        """What it holds."""
        late = bool(self.kind.currentData())
        amount = self.amount.value()
        hand, assignee = self.assign.currentData()
        return replace(
            self._step,
            percent=100 if late else amount,
            late=amount * _MINUTE if late else 0,
            metrics=tuple(self.metrics.picked()),
            notify=self.notify.isChecked(),
            mail=self.mail.isChecked(),
            priority=self.priority.currentData(),
            team_id=self.team.currentData(),
            assign=Hand(hand),
            assignee_id=assignee,
            webhook_id=self.webhook.currentData(),
        )

    def _show(self) -> None:
        step = self._step
        self.kind.setCurrentIndex(int(bool(step.late)))
        self._set_range()
        self.amount.setValue(step.late // _MINUTE if step.late else step.percent)
        self.metrics.pick(step.metrics)
        self.notify.setChecked(step.notify)
        self.mail.setChecked(step.mail)
        as_it_is = self.tr("As it is")
        raised = [(one, priority_word(one)) for one in sorted(Priority, reverse=True) if one is not Priority.LOW]
        _offer(self.priority, step.priority, as_it_is, raised)
        teams = [(team.id, team.name) for team in self._desk.teams]
        _offer(self.team, step.team_id, as_it_is, teams, self.tr("A team that was removed"))
        self._offer_hands(as_it_is)
        called = list(self._names.webhooks().items())
        _offer(self.webhook, step.webhook_id, self.tr("None"), called, self.tr("A webhook that was removed"))
        self._say_people()

    def _offer_hands(self, as_it_is: str) -> None:
        hands = [
            ((Hand.AS_IT_IS, None), as_it_is),
            ((Hand.NOBODY, None), self.tr("Nobody")),
            ((Hand.LEAST, None), self.tr("Its team, the fewest open tickets")),
            *(((Hand.PERSON, agent.id), agent.name) for agent in self._desk.agents),
        ]
        now = (self._step.assign, self._step.assignee_id)
        if now not in [value for value, _ in hands]:
            hands.append((now, self._names.agent(self._step.assignee_id)))
        for value, words in hands:
            self.assign.addItem(words, value)
        self.assign.setCurrentIndex([value for value, _ in hands].index(now))

    def _say_people(self) -> None:
        told = ", ".join(told_words(self._step, self._names))
        words = told[:1].upper() + told[1:] if told else self.tr("Nobody")
        self.told.set_value(words, ink="ink" if told else "muted")
        add = self._names.agents(self._step.add)
        self.add.set_value(add or self.tr("Nobody"), ink="ink" if add else "muted")

    def _people(self) -> list[Choice]:
        step = self._step
        return [
            Choice(_ASSIGNEE, self.tr("Whoever has the ticket"), checked=step.assignee),
            Choice(_LEAD, self.tr("Its team’s lead"), checked=step.lead),
            Choice(_FOLLOWERS, self.tr("Its followers"), checked=step.followers),
            *self._agents(step.agents),
        ]

    def _agents(self, chosen: Sequence[int]) -> list[Choice]:
        there = [agent.id for agent in self._desk.agents]
        # Whoever has left is still named, so that one can leave them out.
        known = [*there, *(one for one in chosen if one not in there)]
        return [Choice(one, self._names.agent(one), checked=one in chosen) for one in known]

    def _tell(self, values: object) -> None:
        assert isinstance(values, tuple)
        agents = tuple(one for one in values if isinstance(one, int))
        self._keep(assignee=_ASSIGNEE in values, lead=_LEAD in values, followers=_FOLLOWERS in values, agents=agents)

    def _say_unsent(self) -> None:
        """Whether a mail could go out at all."""
        sends = any(box.active and box.smtp_host for box in self._desk.mailboxes)
        words = self.tr(
            "No mailbox of this desk can send mail. Until one can, whoever is to be told by mail gets a notice on their desktop."
        )
        self.unsent.say(words if self.mail.isChecked() and not sends else "")

    def _follow(self, values: object) -> None:
        assert isinstance(values, tuple)
        self._keep(add=values)

    def _keep(self, **values: Any) -> None:
        self._step = replace(self._step, **values)
        self._say_people()
        self.edited.emit()

    def _set_range(self) -> None:
        late = bool(self.kind.currentData())
        self.amount.setRange(1, _MOST_MINUTES if late else 100)

    def _turn(self) -> None:
        """From percents to minutes, or back: each begins with what is usual."""
        blocked = self.amount.blockSignals(True)
        self._set_range()
        self.amount.setValue(30 if self.kind.currentData() else 75)
        self.amount.blockSignals(blocked)
        self.edited.emit()

    def _connect(self) -> None:
        self.amount.valueChanged.connect(lambda _: self.edited.emit())
        self.kind.activated.connect(lambda _: self._turn())
        self.metrics.edited.connect(self.edited)
        self.told.picked.connect(self._tell)
        self.add.picked.connect(self._follow)
        self.mail.toggled.connect(self._say_unsent)
        self._desk.changed.connect(self._say_unsent)
        for box in (self.notify, self.mail):
            box.clicked.connect(lambda _: self.edited.emit())
        for choice in (self.priority, self.team, self.assign, self.webhook):
            choice.activated.connect(lambda _: self.edited.emit())

    def _lay(self) -> None:
        theme, tr = self._theme, self.tr
        for box in (self.priority, self.team, self.assign, self.webhook):
            # Names are as long as people make them: the page is no wider for that.
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        when = _row(self.amount, self.kind, last=False)
        hint = tr(
            "Where nobody has the ticket, its team is told, and without a lead the managers. Who does not see its mailbox is not."
        )
        tell = _row(self.told, self.notify, self.mail, last=False)
        away = tr("Nobody who is away; whoever of the team has it keeps it.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        when_field = Field(theme, tr("When"), when, hint=tr("As the target, it is working time."), parent=self)
        layout.addWidget(when_field)
        layout.addWidget(Field(theme, tr("Of the time to the"), self.metrics, parent=self))
        layout.addWidget(Field(theme, tr("Tell"), tell, hint=hint, parent=self))
        layout.addWidget(self.unsent)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(Field(theme, tr("Raise the priority to"), self.priority, parent=self), 1)
        pair.addWidget(Field(theme, tr("Give it to the team"), self.team, parent=self), 1)
        layout.addLayout(pair)
        layout.addWidget(Field(theme, tr("Assign it to"), self.assign, hint=away, parent=self))
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(Field(theme, tr("Have follow it"), _row(self.add, last=False), parent=self), 1)
        pair.addWidget(Field(theme, tr("Call a webhook"), self.webhook, parent=self), 1)
        layout.addLayout(pair)


def _row(*widgets: QWidget, last: bool) -> QWidget:
    """Some side by side; the `last` one takes the room that is left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget)
    if not last:
        layout.addStretch(1)
    row.setFocusProxy(widgets[0])
    return row


def _offer(box: ChoiceBox, now: Any, nothing: str, known: Sequence[tuple[Any, str]], gone: str = "") -> None:
    """Offer these in a box; what is chosen and not there any more stays, under the words for that."""
    box.addItem(nothing, None)
    for value, words in known:
        box.addItem(words, value)
    if now is not None and box.findData(now) < 0:
        box.addItem(gone or str(now), now)
    box.setCurrentIndex(max(0, box.findData(now)) if now is not None else 0)
