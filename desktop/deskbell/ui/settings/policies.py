"""The page of the SLA policies: make one, say what it promises to whom, put it in its place, remove it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.kinds import Priority
from deskbell.model.sla import Metric, OrderPolicies, Policy, RemovePolicy
from deskbell.model.sla_steps import OFFERED
from deskbell.rules.durations import written
from deskbell.store.queries.moved import in_order
from deskbell.ui.calendars_now import CalendarsNow
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.policies_now import PoliciesNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import NEW
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.policy_draft import PolicyDraft
from deskbell.ui.settings.policy_form import PolicyForm
from deskbell.ui.settings.rows_page import RowsPage
from deskbell.ui.sla_words import each_kept_words, kept_words, metric_word
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import DangerButton, GhostButton
from deskbell.ui.widgets.label import Label


class PoliciesPage(RowsPage):
    """All policies in the order in which they are tried.

    Signals:
        try_wanted: it is to be tried what policy something would get.
    """

    try_wanted = Signal()
    form: PolicyForm
    now: PoliciesNow

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, who, prompts, parent)
        self.set_title(self.tr("SLA policies"))
        self.set_add_word(self.tr("Add a policy"))
        self.try_button = GhostButton(self.tr("Try it…"), self)
        self.try_button.setToolTip(self.tr("Which policy would a ticket or a mail get, and why?"))
        self.try_button.clicked.connect(self.try_wanted)
        self.try_button.setVisible(self._may)
        self.list_deeds.addWidget(self.try_button)
        self.now = PoliciesNow(runner, desk, self)
        self.calendars = CalendarsNow(runner, desk, self)
        self.form = PolicyForm(theme, runner, desk, self.now, self)
        self.form.setEnabled(self._may)
        self.remove_button = DangerButton(self.tr("Remove this policy"), self)
        self.remove_button.clicked.connect(self._remove)
        deeds = QHBoxLayout()
        deeds.addStretch(1)
        deeds.addWidget(self.remove_button)
        self.kept = Label("", ink="muted", wrap=True, parent=self)
        self.form_body.addWidget(self.kept)
        self.form_body.addWidget(self.form)
        self.form_body.addLayout(deeds)
        self.form.edited.connect(self.changed)
        self.form.relaid.connect(self.relaid)
        self.now.counted.connect(self._show_counted)
        self.calendars.changed.connect(lambda: self.form.show_calendars(self.calendars.found))
        self.calendars.failed.connect(self.show_error)
        desk.changed.connect(self._follow)
        self._begin()
        self.now.count()
        self.calendars.read_again()

    def save(self, saved: Saved, refused: Refused) -> None:
        """What it says, and then its place; the list again when both are done."""
        draft, known = self.form.draft(), self.now.found.policies
        # A new one is made behind the others.
        was = self._before(draft.id) if draft.id else next((one.id for one in reversed(known)), 0)

        def kept(_: object) -> None:
            self._come_back()
            saved()

        def failed(error: Exception) -> None:
            self.now.read_again()
            refused(error)

        def written_down(made: int | None) -> None:
            if draft.after == was:
                kept(None)
                return
            policy = Policy(made or draft.id, draft.name)
            order = OrderPolicies(
                agent_id=self._desk.me.id, policies=tuple(one.id for one in in_order(known, policy, draft.after))
            )
            self._runner.do(order, done=kept, failed=failed)

        self._runner.do(draft.command(self._desk.me.id), done=written_down, failed=failed)

    def fill(self) -> None:
        nothing = ""
        if self.now.known:
            nothing = self.tr(
                "No policies yet. A policy promises customers a first answer, further ones and a solution within a time;"
                " tickets show how much of it is left."
            )
        policies = self.now.found.policies
        self.place_entries([one.id for one in policies], nothing)
        for one in policies:
            kept = kept_words(self.now.compliance.get(one.id, {}))
            self.entries[one.id].show_thing(
                one.name, kept if one.active else self.tr("off"), _promised(one), Icon.HOURGLASS
            )

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        last = next((one.id for one in reversed(self.now.found.policies)), 0)
        draft = PolicyDraft.of(row, self._before(row.id)) if row is not None else PolicyDraft(after=last, steps=OFFERED)
        self.set_form_title(draft.name if row is not None else self.tr("New policy"))
        self._show_draft(draft)
        self.remove_button.setVisible(self._may and row is not None)
        self._say_kept()

    def forget_form(self) -> None:
        self._show_draft(PolicyDraft())

    def _row(self, row_id: int | None) -> Policy | None:
        return self.now.row(row_id)

    def _show_draft(self, draft: PolicyDraft) -> None:
        self.form.show_draft(draft, self.now.found.policies)

    def _before(self, policy_id: int) -> int:
        """The policy that stands before this one, 0 for none."""
        before = 0
        for one in self.now.found.policies:
            if one.id == policy_id:
                return before
            before = one.id
        return before

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is None:
            return
        question = self.tr("Remove the policy %1?").replace("%1", row.name)
        said = self.tr(
            "What it promised of open tickets is promised by the next policy that fits, or no longer. What is over stays"
            " in reports. This cannot be undone."
        )
        if self._prompts.sure(question, said, self.tr("Remove")):
            self._do_and_leave(RemovePolicy(agent_id=self._desk.me.id, id=row.id, version=row.version))

    def _show_counted(self) -> None:
        self.fill()
        self._say_kept()

    def _say_kept(self) -> None:
        words = each_kept_words(self.now.compliance.get(self.opened or NEW, {}))
        self.kept.setText(words)
        self.kept.setVisible(bool(words))


def _promised(policy: Policy) -> str:
    """What it promises of normal tickets, or else of the first priority that it promises something of."""
    order = (Priority.NORMAL, Priority.HIGH, Priority.URGENT, Priority.LOW)
    of = next((targets for one in order if any(map((targets := policy.targets[one]).of, Metric))), None)
    if of is None:
        return ""
    return " · ".join(f"{metric_word(one)} {written(of.of(one))}" for one in Metric if of.of(one) is not None)
