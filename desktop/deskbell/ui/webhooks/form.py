"""The form of a webhook: its name, where it leads, what its calls are signed with, and whether it is called."""

import secrets
from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from deskbell.model.webhooks import Webhook
from deskbell.rules import team_names
from deskbell.rules.webhooks import SECRET_BYTES, is_plain, secret_of
from deskbell.ui.settings.draft_form import DraftForm, fault_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.webhooks.draft import Faults, WebhookDraft, webhook_faults
from deskbell.ui.webhooks.secret_edit import SecretEdit
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.field import Field


class WebhookForm(DraftForm[WebhookDraft]):
    """Where a webhook leads, and how its calls are signed.

    Signals:
        relaid: it takes more or less room.
    """

    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(WebhookDraft(), parent)
        self._rows: Sequence[Webhook] = ()
        self._left: set[QWidget] = set()
        self._asked = False
        self.name, self.address = QLineEdit(self), QLineEdit(self)
        self.address.setPlaceholderText("https://")
        self.secret = SecretEdit(theme, self)
        self.make_button = LinkButton(self.tr("Make another"), self)
        self.active = QCheckBox(self.tr("Switched on"), self)
        self.plain = Callout(theme, Tone.WARNING, self)
        self._name_field = Field(theme, self.tr("Name"), self.name, hint=self.tr("What rules call it."), parent=self)
        hint = self.tr("Where the receiver listens. Within your own network it may begin with http://.")
        self._address_field = Field(theme, self.tr("Address"), self.address, hint=hint, parent=self)
        self._secret_field = Field(theme, self.tr("Secret"), self.secret, extra=self.make_button, parent=self)
        self._stack(self._name_field, self._address_field, self.plain, self._secret_field, self.active)
        for line in (self.name, self.address, self.secret):
            line.textEdited.connect(self._edit)
            line.editingFinished.connect(lambda line=line: self._leave(line))
        self.make_button.clicked.connect(self._make)
        self.active.clicked.connect(self._edit)

    def show_draft(self, draft: WebhookDraft, rows: Sequence[Webhook]) -> None:
        """Show this one among `rows`, without telling. A new one is given a secret."""
        self._rows = rows
        self._left.clear()
        self._asked = False
        self.name.setText(draft.name)
        self.address.setText(draft.address)
        self.secret.setText(draft.secret if draft.id or draft.secret else _new_secret())
        self.active.setChecked(draft.active)
        self._base = draft if draft.id else replace(draft, secret=self.secret.text())
        self.show_kept(kept=bool(draft.id))
        self._say()

    def show_kept(self, *, kept: bool) -> None:
        """Whether this computer has a secret for it."""
        given = self.tr(
            "Give it to the receiver, who knows by it that a call is yours; or enter the one that they give you. Once it is applied it is not shown again."
        )
        if self._base.id:
            self.secret.setPlaceholderText(self.tr("Unchanged") if kept else self.tr("None on this computer"))
            given = (
                self.tr(
                    "Kept encrypted on this computer, and not shown again. The worker’s other computers need it, too."
                )
                if kept
                else self.tr("Each computer that does the worker’s work needs it, and keeps it encrypted.")
            )
        self._secret_field.set_hint(given)

    def draft(self) -> WebhookDraft:
        """What the form holds."""
        return replace(
            self._base,
            name=team_names.clean(self.name.text()),
            address=self.address.text().strip(),
            secret=self.secret.text().strip(),
            active=self.active.isChecked(),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return not webhook_faults(self.draft(), self._rows).any()

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._asked = True
        faults = self._say()
        pairs = ((faults.name, self.name), (faults.address, self.address), (faults.secret, self.secret))
        return next((line for fault, line in pairs if fault is not None), None)

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_again(self, draft: WebhookDraft) -> None:
        self.show_draft(draft, self._rows)

    def _make(self) -> None:
        self.secret.setText(_new_secret())
        self._edit()

    def _edit(self) -> None:
        self._say()
        self.edited.emit()

    def _leave(self, line: QLineEdit) -> None:
        # Who only passes through a field has not done anything wrong there yet.
        if line.isModified():
            self._left.add(line)
            self._say()

    def _say(self) -> Faults:
        faults = webhook_faults(self.draft(), self._rows)
        for line, field, fault in (
            (self.name, self._name_field, faults.name),
            (self.address, self._address_field, faults.address),
            (self.secret, self._secret_field, faults.secret),
        ):
            soon = fault is not None and fault.code in {"webhook.exists", "webhook.plain", "webhook.password"}
            field.set_fault(fault_words(fault) if self._asked or soon or line in self._left else "")
        open_to_all = is_plain(self.address.text()) and faults.address is None
        said = self.tr(
            "Without encryption: whoever is in your network can read what is told there, names and texts of customers too."
        )
        if (self.plain.sentence() != "") is not open_to_all:
            self.plain.say(said if open_to_all else "")
            self.relaid.emit()
        return faults


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))
