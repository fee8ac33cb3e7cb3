"""The page of the signatures: one's own, and those of the mailboxes, by mailbox and language."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.commands import SaveMailbox
from deskbell.model.rows import AgentRow, MailboxRow
from deskbell.rules.placeholders import fill
from deskbell.rules.rights import may
from deskbell.ui.composer.answering import signing_facts
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import FormPage
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.signature_form import SignatureForm, SignaturesDraft
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label

MINE: Final = -1
"""Among the mailboxes' ids: the signatures of the person at this window."""


class SignaturesPage(FormPage):
    """One entry for oneself and one for each mailbox; the form with a preview below it."""

    form: SignatureForm

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, runner, desk, Who.SIGNED, prompts, parent)
        self.set_title(self.tr("Signatures"))
        self.add_button.hide()
        self.form = SignatureForm(theme, self)
        self.preview = Label("", wrap=True, parent=self)
        card = QWidget(self)
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.preview)
        self._preview_field = Field(theme, self.tr("Preview"), card, parent=self)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self._preview_field)
        self.form.edited.connect(self.changed)
        self.form.edited.connect(self._show_preview)
        self.form.turned.connect(self._show_preview)
        desk.changed.connect(self._follow)
        self.fill()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done."""

        def kept(_: object) -> None:
            self._desk.read_again()
            self.close_form()
            saved()

        self._runner.do(self.form.draft().command(self._desk.me.id), done=kept, failed=refused)

    def fill(self) -> None:
        rows: list[tuple[int, AgentRow | MailboxRow, Icon]] = [(MINE, self._desk.me, Icon.PERSON)]
        rows += [(box.id, box, Icon.MAILBOX) for box in self._desk.mailboxes]
        self.place_entries([number for number, _, _ in rows], "")
        for number, row, icon in rows:
            beside = self.tr("Yours") if number == MINE else ""
            self.entries[number].show_thing(row.name, beside, self._line(row), icon)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        if row is None:
            return
        self.set_form_title(self.tr("Yours") if row_id == MINE else row.name)
        self.form.setEnabled(row_id == MINE or may(self._desk.me.role, SaveMailbox))
        self.form.show_draft(SignaturesDraft.of(row), self._desk.mailboxes)
        self._show_preview()

    def forget_form(self) -> None:
        self.form.show_draft(SignaturesDraft(), self._desk.mailboxes)

    def _row(self, row_id: int | None) -> AgentRow | MailboxRow | None:
        return self._desk.me if row_id == MINE else self._desk.mailbox(row_id) if row_id else None

    def _show_preview(self) -> None:
        """What a mail takes that leaves from the mailbox that is shown, in the language that is shown."""
        mailbox_id, language = self.form.part()
        if self.opened and self.opened > 0:
            box = self._desk.mailbox(self.opened)
        else:
            box = self._desk.mailbox(mailbox_id) if mailbox_id else next(iter(self._desk.mailboxes), None)
        text = fill(self.form.taken(mailbox_id, language), signing_facts(self._desk.me, box))
        self.preview.setText(text or self.tr("No signature."))
        name = box.name if box is not None else ""
        self._preview_field.set_hint(
            self.tr("As it stands below an answer from %1.").replace("%1", name) if name else ""
        )

    def _line(self, row: AgentRow | MailboxRow) -> str:
        words = " ".join(row.signature.split())
        more = len(row.signatures)
        if more == 1:
            said = self.tr("and one for a mailbox or a language")
        else:
            said = self.tr("and %n for mailboxes and languages", "", more) if more else ""
        return " · ".join(part for part in (words, said) if part) or self.tr("None")

    def _follow(self) -> None:
        self.fill()
        row = self._row(self.opened)
        if self.opened is None or self.form.dirty():
            return
        if row is None:
            self.close_form()
        elif row.version != self.form.draft().version:
            self.show_one(self.opened)
