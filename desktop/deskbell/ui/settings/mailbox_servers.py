"""What is folded away under "Servers": mail in, mail out, a password of its own for mail out, and a certificate of one's own."""

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, Place, Side
from deskbell.ui.settings.server_fields import ServerFields
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.file_edit import FileEdit
from deskbell.ui.widgets.password_edit import PasswordEdit

_OWN_PASSWORD: Place = (Part.PASSWORD, Side.OUT)
_CA_FILE: Place = (Part.CA_FILE, None)


class MailboxServers(QWidget):
    """The servers of one mailbox.

    Signals:
        edited(Place): a person changed this.
        left(Place): the keyboard went on from what was changed.
    """

    edited = Signal(object)
    left = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = {
            Side.IN: ServerFields(theme, Side.IN, self.tr("Mail in (IMAP)"), self),
            Side.OUT: ServerFields(theme, Side.OUT, self.tr("Mail out (SMTP)"), self),
        }
        self._differs = QCheckBox(self.tr("Mail out has a password of its own"), self)
        self._password = PasswordEdit(theme, self)
        self._password_field = Field(theme, self.tr("Password for mail out"), self._password, parent=self)
        self._password_field.setVisible(False)
        kinds = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        self._ca_file = FileEdit(theme, self.tr("Certificate file"), kinds, self)
        ca_hint = self.tr("Only for a server of your own: a PEM file to trust besides the system's authorities.")
        self._ca_field = Field(theme, self.tr("Certificate file"), self._ca_file, hint=ca_hint, parent=self)
        self._connect()
        self._lay_out()

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show these servers, without telling."""
        for side, fields in self._sides.items():
            fields.show_server(draft.side(side))
        self._differs.setChecked(draft.smtp_differs)
        self._password.setText(draft.outgoing.password)
        self._password.hide_password()
        self._ca_file.setText(draft.ca_file)

    def show_kept(self, kept: frozenset[Side]) -> None:
        """Which passwords are known already; one for mail out is there only where it differs."""
        if Side.OUT in kept:
            self._differs.setChecked(True)
        self._password.setPlaceholderText(self.tr("Unchanged") if Side.OUT in kept else "")

    def show_signed_in(self, *, signed_in: bool) -> None:
        """A mailbox that is signed in has no passwords."""
        self._differs.setVisible(not signed_in)
        self._password_field.setVisible(not signed_in and self._differs.isChecked())

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what the fields hold."""
        differs = self._differs.isChecked()
        return replace(
            draft,
            incoming=replace(self._sides[Side.IN].server(), password=draft.incoming.password),
            outgoing=replace(self._sides[Side.OUT].server(), password=self._password.text() if differs else ""),
            smtp_differs=differs,
            ca_file=self._ca_file.text().strip(),
        )

    def ca_file(self) -> str:
        """The certificate file that is named."""
        return self._ca_file.text().strip()

    def summary(self) -> str:
        """Both servers in one line."""
        return " · ".join(filter(None, (fields.summary() for fields in self._sides.values())))

    def holds(self, place: Place) -> bool:
        """Whether a part of the form is in here."""
        part, _ = place
        return place in {_OWN_PASSWORD, _CA_FILE} or part in {Part.HOST, Part.PORT, Part.SECURITY, Part.USER}

    def set_faults(self, shown: Mapping[Place, str]) -> None:
        """What is wrong in here; what is not named is well."""
        for side, fields in self._sides.items():
            fields.set_faults({part: words for (part, of), words in shown.items() if of is side})
        self._password_field.set_fault(shown.get(_OWN_PASSWORD, ""))
        self._ca_field.set_fault(shown.get(_CA_FILE, ""))

    def place(self, place: Place) -> QWidget:
        """Where the keyboard goes to mend a part."""
        part, side = place
        if part is Part.CA_FILE:
            return self._ca_file
        if part is Part.PASSWORD or side is None:
            return self._password
        return self._sides[side].place(part)

    def _connect(self) -> None:
        for side, fields in self._sides.items():
            fields.edited.connect(lambda part, side=side: self.edited.emit((part, side)))
            fields.left.connect(lambda part, side=side: self.left.emit((part, side)))
        self._differs.toggled.connect(self._password_field.setVisible)
        self._differs.clicked.connect(lambda: self.edited.emit(_OWN_PASSWORD))
        self._password.textEdited.connect(lambda: self.edited.emit(_OWN_PASSWORD))
        self._password.editingFinished.connect(lambda: self.left.emit(_OWN_PASSWORD))
        self._ca_file.textEdited.connect(lambda: self.edited.emit(_CA_FILE))
        self._ca_file.editingFinished.connect(lambda: self.left.emit(_CA_FILE))
        self._ca_file.picked.connect(lambda: self.edited.emit(_CA_FILE))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 0, 4)
        layout.setSpacing(16)
        layout.addWidget(self._sides[Side.IN])
        layout.addWidget(self._sides[Side.OUT])
        layout.addWidget(self._differs)
        layout.addWidget(self._password_field)
        layout.addWidget(self._ca_field)
