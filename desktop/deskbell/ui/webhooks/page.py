"""The page of the webhooks: how each is doing; the form of one, a test of it, and the log of its calls."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.webhooks import RemoveWebhook, SettleCalls, TryWebhook, Webhook
from deskbell.store.secrets import Secrets
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import NEW
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.rows_page import RowsPage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.webhooks.draft import WebhookDraft
from deskbell.ui.webhooks.form import WebhookForm
from deskbell.ui.webhooks.log_box import LogBox
from deskbell.ui.webhooks.now import WebhooksNow
from deskbell.ui.webhooks.saver import WebhookSaver
from deskbell.ui.webhooks.words import trouble_words, webhook_line
from deskbell.ui.widgets.buttons import DangerButton, GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone


class WebhooksPage(RowsPage):
    """All webhooks by name. Secrets go to the secrets of this computer, the rest to the desk. Only administrators see any."""

    form: WebhookForm
    now: WebhooksNow

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        secrets: Secrets,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, who, prompts, parent)
        self._saver = WebhookSaver(runner, secrets, self)
        self.set_title(self.tr("Webhooks"))
        self.set_add_word(self.tr("Add a webhook"))
        self.form = WebhookForm(theme, self)
        self.trouble = Callout(theme, Tone.WARNING, self)
        self.missing = Callout(theme, Tone.WARNING, self)
        self.log = LogBox(theme, self)
        self.test_button = GhostButton(self.tr("Send a test"), self)
        self.remove_button = DangerButton(self.tr("Remove this webhook"), self)
        self.test_button.clicked.connect(self._test)
        self.remove_button.clicked.connect(self._remove)
        self.log.settle_wanted.connect(self._settle)
        self.log.relaid.connect(self.relaid)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.test_button)
        deeds.addStretch(1)
        deeds.addWidget(self.remove_button)
        for part in (self.trouble, self.missing, self.form):
            self.form_body.addWidget(part)
        self.form_body.addLayout(deeds)
        self.form_body.addWidget(self.log)
        self.now = WebhooksNow(runner, desk, self, may=who.may)
        self.form.edited.connect(self._edited)
        self.form.relaid.connect(self.relaid)
        desk.changed.connect(self._show_deeds)
        self._begin()

    def save(self, saved: Saved, refused: Refused) -> None:
        """The row, then the secret; afterwards the form stays, to send a test."""

        def kept(draft: WebhookDraft) -> None:
            self.opened = draft.id
            self.form.show_draft(draft, self.now.found.rows)
            self.set_form_title(draft.name)
            self.now.look_at(draft.id)
            self.now.read_again()
            self._look(draft.id)
            saved()

        def failed(error: Exception, draft: WebhookDraft) -> None:
            if draft.id and self.opened == NEW:
                # The row is there, its secret is not: trying again changes the same one.
                self.opened = draft.id
                self.form.show_draft(draft, self.now.found.rows)
            self.now.read_again()
            refused(error)

        self._saver.save(self.form.draft(), self._desk.me.id, kept, failed)

    def fill(self) -> None:
        nothing = ""
        if not self._may:
            nothing = self.tr("Where webhooks lead, and what was told there, only administrators see.")
        elif self.now.known:
            nothing = self.tr(
                "No webhooks yet. A webhook tells another program at once what happens here: a chat of new tickets, an order system of a refund, a"
                " script of your own. Rules say when it is called."
            )
        rows = self.now.found.rows
        self.place_entries([row.id for row in rows], nothing)
        now = utc_now()
        for row in rows:
            line, dot, ink = webhook_line(row, now)
            self.entries[row.id].show_state(row.name, row.address, line, dot=dot, ink=ink)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        self.set_form_title(row.name if row is not None else self.tr("New webhook"))
        self.form.show_draft(WebhookDraft.of(row) if row is not None else WebhookDraft(), self.now.found.rows)
        self.missing.say("")
        self.now.look_at(row_id)
        if row is not None:
            self._look(row.id)
        self._show_deeds()

    def forget_form(self) -> None:
        self.form.show_draft(WebhookDraft(), self.now.found.rows)
        self.now.look_at(0)

    def _row(self, row_id: int | None) -> Webhook | None:
        return self.now.row(row_id)

    def _look(self, webhook_id: int) -> None:
        self._saver.look(webhook_id, lambda kept: self._show_kept(webhook_id, kept=kept), self.show_error)

    def _show_kept(self, webhook_id: int, *, kept: bool) -> None:
        if self.opened != webhook_id:
            return
        self.form.show_kept(kept=kept)
        lacking = not kept and self._desk.runs_worker
        self.missing.say(
            self.tr(
                "This computer has no secret for this webhook, and cannot call it. Enter the one that the receiver knows, or make another."
            )
            if lacking
            else ""
        )
        self.relaid.emit()

    def _edited(self) -> None:
        self._show_deeds()
        self.changed.emit()

    def _show_deeds(self) -> None:
        row = self._row(self.opened)
        there = row is not None
        self.test_button.setVisible(there)
        self.remove_button.setVisible(there)
        clean = row is not None and row.active and not self.form.dirty()
        self.test_button.setEnabled(clean)
        self.test_button.setToolTip("" if clean else self.tr("Apply what you changed first, and have it called."))
        words = trouble_words(row, utc_now()) if row is not None else ""
        if words and self._desk.state.worker is not None and not self._desk.state.worker.alive:
            words = f"{words} {self.tr('No worker is running at the moment.')}"
        tone = Tone.DANGER if row is not None and row.gone else Tone.WARNING
        self.trouble.say(words, tone=tone)
        self.log.show_calls(row, self.now.found.calls, may=self._may)

    def _test(self) -> None:
        row = self._row(self.opened)
        if row is not None:
            self._do(TryWebhook(agent_id=self._desk.me.id, id=row.id))

    def _settle(self, calls: tuple[int, ...], again: bool) -> None:
        row = self._row(self.opened)
        if row is not None:
            self._do(SettleCalls(agent_id=self._desk.me.id, id=row.id, calls=calls, again=again))

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is None:
            return
        question = self.tr("Remove the webhook %1?").replace("%1", row.name)
        said = self.tr("Rules call it no more, and what waits is not delivered. This cannot be undone.")
        if not self._prompts.sure(question, said, self.tr("Remove")):
            return

        def done(_: object) -> None:
            self._saver.forget(row.id, self.show_error)
            self._come_back()

        command = RemoveWebhook(agent_id=self._desk.me.id, id=row.id, version=row.version)
        self._runner.do(command, done=done, failed=self.show_refusal, owner=self)

    def _follow(self) -> None:
        self.fill()
        if self.opened is None or self.opened == NEW:
            return
        row = self._row(self.opened)
        if row is None:
            if not self.dirty():
                self.close_form()
            return
        draft = self.form.draft()
        if row.version > draft.version and not self.form.dirty():
            self.form.show_draft(WebhookDraft.of(row), self.now.found.rows)
            self.set_form_title(row.name)
        self._show_deeds()
