"""What only the settings show of a mailbox: the answer that goes out by itself, the address that answers come back to, and whose word proves a sender."""

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.proof_servers import ProofServers
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part
from deskbell.ui.settings.suggested_servers import SuggestedServers
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea


class MailboxAnswers(QWidget):
    """Acknowledgement, plus-address, and the trusted server.

    Signals:
        edited(Place): a person changed this.
    """

    edited = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acknowledge = QCheckBox(self.tr("Tell who begins a ticket that the mail has arrived"), self)
        self._text = TextArea(theme, 136, self)
        text_hint = self.tr(
            "{number}, {subject}, {name} and {mailbox} are filled in. Lists and machines never get it, a person once an hour at most."
        )
        self._text_field = Field(theme, self.tr("Automatic answer"), self._text, hint=text_hint, parent=self)
        self._plus = QCheckBox(self.tr("Answers come back to an address that names the ticket"), self)
        plus_hint = self.tr("Like support+42-…@example.org. Only where the provider takes a plus in addresses.")
        plus = Field(theme, "", self._plus, hint=plus_hint, parent=self)
        self._server = QLineEdit(self)
        server_hint = self.tr(
            "Your provider's server, as it calls itself at the beginning of Authentication-Results. Only its word proves that an agent wrote."
        )
        server = Field(theme, self.tr("Server that checks senders"), self._server, hint=server_hint, parent=self)
        self._suggested = SuggestedServers(self)
        self._suggested.chosen.connect(self._take_server)
        self._acknowledge.toggled.connect(self._text_field.setVisible)
        for box in (self._acknowledge, self._plus):
            box.clicked.connect(self._tell)
        self._text.textChanged.connect(self._tell)
        self._server.textEdited.connect(self._tell)
        self._text_field.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 0, 4)
        layout.setSpacing(16)
        for widget in (self._acknowledge, self._text_field, plus, server):
            layout.addWidget(widget)
        layout.addWidget(self._suggested)

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show these, without telling."""
        self._acknowledge.setChecked(draft.acknowledge)
        words = self.tr(
            "Hello {name},\n\nwe have your mail and will answer soon. Its number is #{number}.\n\n{mailbox}"
        )
        self._text.set_text(draft.acknowledgement or words)
        self._plus.setChecked(draft.plus_address)
        self._server.setText(draft.authserv_id)
        self._suggested.show_servers(ProofServers())

    def show_servers(self, found: ProofServers) -> None:
        """The servers that the mailbox's latest mails name."""
        self._suggested.show_servers(found)

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what the fields hold. A text that was never switched on is nobody's."""
        text = self._text.toPlainText().strip()
        return replace(
            draft,
            acknowledge=self._acknowledge.isChecked() and bool(text),
            acknowledgement=text if self._acknowledge.isChecked() else draft.acknowledgement,
            plus_address=self._plus.isChecked(),
            authserv_id=self._server.text().strip(),
        )

    def _take_server(self, name: str) -> None:
        self._server.setText(name)
        self._tell()

    def _tell(self) -> None:
        self.edited.emit((Part.OTHER, None))
