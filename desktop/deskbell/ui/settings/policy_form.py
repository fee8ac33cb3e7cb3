"""The form of an SLA policy: for which tickets it is, within how long what is promised, and when the clocks stand still."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from deskbell.model.calendars import Calendar
from deskbell.model.errors import Mistake
from deskbell.model.sla import ALWAYS, PAUSING, Policy
from deskbell.rules import team_names
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.policies_now import PoliciesNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.conditions_edit import ConditionsEdit
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.settings.policy_draft import Faults, PolicyDraft, policy_faults
from deskbell.ui.settings.policy_preview import PolicyPreview
from deskbell.ui.settings.step_words import StepNames
from deskbell.ui.settings.steps_edit import StepsEdit
from deskbell.ui.settings.targets_edit import TargetsEdit
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.words import status_word


class PolicyForm(NamedForm[PolicyDraft]):
    """What a policy promises to whom, and below it which tickets that would be.

    Signals:
        relaid: it takes more or less room.
    """

    relaid = Signal()

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, now: PoliciesNow, parent: QWidget | None = None
    ) -> None:
        super().__init__(PolicyDraft(), parent)
        self._theme = theme
        self._policies: Sequence[Policy] = ()
        self.active = QCheckBox(self.tr("This policy is on"), self)
        self.conditions = ConditionsEdit(theme, desk, now, self)
        self.targets = TargetsEdit(theme, self)
        self.hours = ChoiceBox(self)
        self.pausing = {status: QCheckBox(status_word(status), self) for status in PAUSING}
        self.snoozed = QCheckBox(self.tr("Snoozed"), self)
        self.steps = StepsEdit(theme, StepNames(desk, now), self)
        self.place = ChoiceBox(self)
        for box in (self.hours, self.place):
            # Names of working hours and policies are as long as people make them: the page is no wider for that.
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(24)
        self.preview = PolicyPreview(theme, runner, self)
        self.show_calendars(())
        self._lay()
        self._connect()

    def show_draft(self, draft: PolicyDraft, policies: Sequence[Policy]) -> None:
        """Show this one among `policies`, which are in their order, without telling."""
        self._base, self._policies = draft, policies
        self._show_name(draft.name)
        self.active.setChecked(draft.active)
        self.conditions.show_conditions(draft.conditions)
        self.targets.show_texts(draft.targets)
        for status, box in self.pausing.items():
            box.setChecked(status in draft.pauses)
        self.snoozed.setChecked(draft.pauses_snoozed)
        self.steps.show_steps(draft.steps)
        self._choose_hours(draft.calendar_id)
        self._offer_places(draft, policies)
        self.preview.forget()
        self._say()

    def show_calendars(self, calendars: Sequence[Calendar]) -> None:
        """Offer these hours, without telling; what was chosen stays."""
        chosen = self.hours.currentData() if self.hours.count() else self._base.calendar_id
        with QSignalBlocker(self.hours):
            self.hours.clear()
            if calendars:
                words = self.tr("Those of the ticket’s team, or of the desk: %1").replace("%1", calendars[0].name)
                self.hours.addItem(words, None)
                for calendar in calendars:
                    self.hours.addItem(calendar.name, calendar.id)
            else:
                self.hours.addItem(self.tr("Those of the desk, once there are some; day and night until then"), None)
            self.hours.addItem(self.tr("Day and night"), ALWAYS)
        self._choose_hours(chosen if isinstance(chosen, int) else None)

    def draft(self) -> PolicyDraft:
        """What the form holds."""
        hours = self.hours.currentData()
        return replace(
            self._base,
            name=team_names.clean(self.name.text()),
            active=self.active.isChecked(),
            conditions=self.conditions.conditions(),
            targets=self.targets.texts(),
            calendar_id=hours if isinstance(hours, int) else None,
            pauses=frozenset(status for status, box in self.pausing.items() if box.isChecked()),
            pauses_snoozed=self.snoozed.isChecked(),
            after=self.place.currentData(),
            steps=self.steps.steps(),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return not policy_faults(self.draft(), self._policies).any()

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        faults = self._say(targets=True)
        if faults.name is not None:
            return self.name
        if faults.targets is None:
            return self._first_wrong_step(faults)
        return self.targets.lines[faults.at] if faults.at is not None else self.targets

    def _first_wrong_step(self, faults: Faults) -> QWidget | None:
        if faults.steps is None:
            return None
        card = self.steps.cards[faults.step]
        self.steps.open_card(card)
        return card

    def _show_again(self, draft: PolicyDraft) -> None:
        self.show_draft(draft, self._policies)

    def _lay(self) -> None:
        theme, tr = self._theme, self.tr
        pauses = QWidget(self)
        line = QHBoxLayout(pauses)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        for box in (*self.pausing.values(), self.snoozed):
            line.addWidget(box)
        line.addStretch(1)
        self._name_field = Field(theme, tr("Name"), self.name, hint=tr("Customers never see it."), parent=self)
        hint = tr(
            "Where nothing is chosen, any ticket fits. Of several policies that fit, the first in the list is taken."
        )
        which = Field(theme, tr("Which tickets"), self.conditions, hint=hint, parent=self)
        hint = tr("As one types them: 4 h, 1 h 30 min. They are working hours where hours are chosen below.")
        self._targets_field = Field(theme, tr("Within"), self.targets, hint=hint, parent=self)
        hours = Field(theme, tr("Hours"), self.hours, parent=self)
        pausing = Field(theme, tr("The clocks stand still while a ticket is"), pauses, parent=self)
        hint = tr(
            "Each is done once for each time that is promised. What was over before a step was added is not told of."
        )
        self._steps_field = Field(theme, tr("Warnings and escalation"), self.steps, hint=hint, parent=self)
        self._place_field = Field(theme, tr("Its place"), self.place, parent=self)
        self._stack(
            *(self._name_field, self.active, which, self._targets_field, hours, pausing),
            *(self._steps_field, self._place_field, self.preview),
        )

    def _connect(self) -> None:
        self.targets.edited.connect(self._edit)
        self.targets.left.connect(lambda: self._say(targets=self.draft().targets != self._base.targets))
        self.conditions.edited.connect(self._edit)
        for box in (self.active, *self.pausing.values(), self.snoozed):
            box.clicked.connect(lambda _: self._edit())
        for choice in (self.hours, self.place):
            choice.activated.connect(lambda _: self._edit())
        self.steps.edited.connect(self._edit)
        self.steps.relaid.connect(self.relaid)
        self.preview.wanted.connect(self._look)
        self.preview.relaid.connect(self.relaid)

    def _offer_places(self, draft: PolicyDraft, policies: Sequence[Policy]) -> None:
        with QSignalBlocker(self.place):
            self.place.clear()
            self.place.addItem(self.tr("First"), 0)
            for policy in policies:
                if policy.id != draft.id:
                    self.place.addItem(self.tr("After %1").replace("%1", policy.name), policy.id)
            self.place.setCurrentIndex(max(0, self.place.findData(draft.after)))
        self._base = replace(self._base, after=self.place.currentData())
        self._place_field.setVisible(self.place.count() > 1)

    def _choose_hours(self, calendar_id: int | None) -> None:
        found = self.hours.findData(calendar_id)
        if found < 0 and calendar_id is not None:
            # They were removed, or are not known yet: what is kept stays until another one is chosen.
            with QSignalBlocker(self.hours):
                self.hours.addItem(self.tr("Hours that are no more"), calendar_id)
            found = self.hours.count() - 1
        self.hours.setCurrentIndex(max(0, found))

    def _look(self) -> None:
        try:
            meant = self.draft().policy()
        except Mistake:
            self.first_fault()
            return
        self.preview.look(meant, self.draft().after)

    def _edit(self) -> None:
        self.preview.forget()
        self._say()
        self.edited.emit()
        self.relaid.emit()

    def _say(self, *, targets: bool = False) -> Faults:
        """Tell what is wrong: a name once it was left; targets too (`targets`), and as long as they are shown to be wrong."""
        faults = policy_faults(self.draft(), self._policies)
        taken = faults.name is not None and faults.name.code == "policy.exists"
        self._name_field.set_fault(fault_words(faults.name) if self._left or taken else "")
        if targets or faults.targets is None or self._targets_field.fault():
            at = self.targets.lines[faults.at] if faults.at is not None else None
            self._targets_field.set_fault(fault_words(faults.targets), at=at)
        if targets or faults.steps is None:
            card = self.steps.cards[faults.step] if faults.steps is not None else None
            self._steps_field.set_fault(fault_words(faults.steps), at=card)
        return faults
