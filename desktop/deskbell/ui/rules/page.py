"""The page of the rules: their order, which are at work, when each last did something; and the form of one."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.automation import Event, OrderRules, RemoveRule, Rule, SwitchRule
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.rules.draft import RuleDraft, rule_faults
from deskbell.ui.rules.form import RuleForm
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.now import RulesNow
from deskbell.ui.rules.recipes import recipes
from deskbell.ui.rules.rehearsal_box import RehearsalBox
from deskbell.ui.rules.words import event_word, timer_words
from deskbell.ui.runner import Runner
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.rows_page import RowsPage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.moments import moment, utc_now
from deskbell.ui.widgets.buttons import DangerButton, GhostButton
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.label import Label


class RulesPage(RowsPage):
    """All rules in the order in which they have their turn.

    Signals:
        open_ticket(int): this ticket is to be shown.
        try_wanted: it is to be tried what rules would do.
    """

    open_ticket = Signal(int)
    try_wanted = Signal()
    form: RuleForm
    now: RulesNow

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
        self._beginning: RuleDraft | None = None
        self.set_title(self.tr("Rules"))
        self.set_add_word(self.tr("Add a rule"))
        self._lay_recipes()
        self.form = RuleForm(theme, desk, self)
        self.form.setEnabled(self._may)
        self.rehearsal = RehearsalBox(theme, runner, self._to_rehearse, self)
        self.rehearsal.setVisible(self._may)
        self.rehearsal.open_ticket.connect(self.open_ticket)
        self.rehearsal.relaid.connect(self.relaid)
        self.form.edited.connect(lambda: self.rehearsal.follow(self.form.draft().rule(0)))
        self._lay_deeds()
        self.now = RulesNow(runner, desk, self)
        self.form.edited.connect(self.changed)
        self.form.relaid.connect(self.relaid)
        desk.changed.connect(self._follow)
        self._begin()

    def fill(self) -> None:
        nothing = ""
        if self.now.known:
            nothing = self.tr(
                "No rules yet. A rule does by itself what somebody would do each time: give tickets to a team, put on tags, answer out of"
                " hours, tell the lead of a long thread. Begin with one of those below, and change it."
            )
        rules = self.now.found.rules
        self.place_entries([rule.id for rule in rules], nothing)
        for rule in rules:
            dot = "good" if rule.active else "faint"
            self.entries[rule.id].show_state(rule.name, self._beside(rule), self._line(rule), dot=dot)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        self.set_form_title(row.name if row is not None else self.tr("New rule"))
        beginning, self._beginning = self._beginning, None
        if row is None and beginning is not None:
            self.form.begin_with(beginning, self._names())
        else:
            self._show_draft(RuleDraft.of(row) if row is not None else RuleDraft())
        self._show_deeds(row)

    def forget_form(self) -> None:
        self._show_draft(RuleDraft())

    def _row(self, row_id: int | None) -> Rule | None:
        return self.now.row(row_id)

    def begin_with(self, draft: RuleDraft) -> None:
        """Open the form for a new rule with this in it."""
        self._beginning = draft
        self.add()

    def _lay_recipes(self) -> None:
        self.recipe_button = GhostButton(self.tr("Begin with a ready one…"), self)
        self.recipe_button.clicked.connect(self._offer_recipes)
        self.recipe_button.setVisible(self._may)
        self.list_deeds.insertWidget(1, self.recipe_button)
        self.try_button = GhostButton(self.tr("Try it…"), self)
        self.try_button.setToolTip(self.tr("Which rules and which policy would a ticket or a mail get, and why?"))
        self.try_button.clicked.connect(self.try_wanted)
        self.try_button.setVisible(self._may)
        self.list_deeds.addWidget(self.try_button)

    def _offer_recipes(self) -> None:
        ready = {draft.name: draft for draft in recipes()}
        dropped = ChoiceList(self._theme, [Choice(name, name) for name in ready], parent=self)
        dropped.chosen.connect(lambda name: self.begin_with(ready[name]))
        dropped.open_below(self.recipe_button)

    def _lay_deeds(self) -> None:
        self.up_button = GhostButton(self.tr("Move up"), self)
        self.down_button = GhostButton(self.tr("Move down"), self)
        self.switch_button = GhostButton("", self)
        self.remove_button = DangerButton(self.tr("Remove this rule"), self)
        self.up_button.clicked.connect(partial(self._move, -1))
        self.down_button.clicked.connect(partial(self._move, 1))
        self.switch_button.clicked.connect(self._switch)
        self.remove_button.clicked.connect(self._remove)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for button in (self.up_button, self.down_button, self.switch_button):
            deeds.addWidget(button)
        deeds.addStretch(1)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.remove_button)
        self.history = Label("", ink="muted", wrap=True, parent=self)
        self.form_body.addWidget(self.history)
        self.form_body.addLayout(deeds)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self.rehearsal)
        self.form_body.addLayout(end)

    def _show_deeds(self, row: Rule | None) -> None:
        ids = [rule.id for rule in self.now.found.rules]
        place = ids.index(row.id) if row is not None and row.id in ids else -1
        for button in (self.up_button, self.down_button, self.switch_button, self.remove_button):
            button.setVisible(self._may and row is not None)
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < len(ids) - 1)
        on = row is not None and row.active
        self.switch_button.setText(self.tr("Switch off") if on else self.tr("Switch on"))
        self.switch_button.setAccessibleName(self.switch_button.text())
        self.history.setText(self._told(row) if row is not None else "")
        self.history.setVisible(row is not None)

    def _show_draft(self, draft: RuleDraft) -> None:
        self.form.show_draft(draft, self._names())
        self.rehearsal.follow(self.form.draft().rule(0))

    def _to_rehearse(self) -> tuple[Rule, str, RuleNames] | None:
        """The rule as it stands in the form, in its place, if it could be at work so."""
        draft = self.form.draft()
        if rule_faults(draft, ()).rest is not None:
            self.form.first_fault()
            return None
        row = self._row(draft.id)
        return draft.rule(row.position if row is not None else 0), row.name if row is not None else "", self._names()

    def _names(self) -> RuleNames:
        return RuleNames(self._desk, self.now.found)

    def _beside(self, rule: Rule) -> str:
        events = ", ".join(
            timer_words(rule.timer) if event is Event.TIME and rule.timer is not None else event_word(event)
            for event in Event
            if event in rule.events
        )
        return events if rule.active else self.tr("off")

    def _line(self, rule: Rule) -> str:
        if rule.fired_at is None:
            done = self.tr("Has done nothing yet")
        else:
            words = self.tr("Done once, %2, to #%3") if rule.fired == 1 else self.tr("Done %1 times, last %2, to #%3")
            when = moment(rule.fired_at, utc_now())
            done = words.replace("%1", str(rule.fired)).replace("%2", when).replace("%3", str(rule.fired_on))
        if rule.cut_at is None:
            return done
        circle = self.tr("kept from going round in a circle at #%1").replace("%1", str(rule.cut_on))
        return f"{done} · {circle}"

    def _told(self, rule: Rule) -> str:
        words = [f"{self._line(rule)}."]
        if rule.made_by:
            words.insert(0, self.tr("Made by %1.").replace("%1", rule.made_by))
        if rule.cut_at is not None:
            words.append(
                self.tr(
                    "What it did led back to it through another rule. Each has its turn once in such a chain; have a look at both, whether"
                    " they want the opposite of each other."
                )
            )
        return " ".join(words)

    def _move(self, by: int) -> None:
        ids = [rule.id for rule in self.now.found.rules]
        if self.opened not in ids:
            return
        place = ids.index(self.opened)
        other = place + by
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            self._do(OrderRules(agent_id=self._desk.me.id, rules=tuple(ids)))

    def _switch(self) -> None:
        row = self._row(self.opened)
        if row is not None:
            self._do(SwitchRule(agent_id=self._desk.me.id, id=row.id, active=not row.active))

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is None:
            return
        question = self.tr("Remove the rule %1?").replace("%1", row.name)
        said = self.tr("What it did stays done. This cannot be undone.")
        if self._prompts.sure(question, said, self.tr("Remove")):
            self._do_and_leave(RemoveRule(agent_id=self._desk.me.id, id=row.id, version=row.version))

    def _follow(self) -> None:
        super()._follow()
        row = self._row(self.opened)
        if row is not None:
            # Also while the form holds something new.
            self._show_deeds(row)
