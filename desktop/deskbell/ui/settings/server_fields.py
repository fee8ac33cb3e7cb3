"""The fields of one mail server: host and port, how the connection is protected, and the user name."""

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.kinds import Security
from deskbell.ui.settings.mailbox_draft import LARGEST_PORT, USUAL_PORTS, Part, ServerDraft, Side
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import SectionHead


class ServerFields(QWidget):
    """One side of a mailbox. The port follows the protection as long as it is a usual one.

    Signals:
        edited(Part): a person changed this.
        left(Part): the keyboard went on from what was changed.
    """

    edited = Signal(object)
    left = Signal(object)

    def __init__(self, theme: ThemeSource, side: Side, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._kept = ServerDraft()
        self._host = QLineEdit(self)
        self._host.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly | Qt.InputMethodHint.ImhNoAutoUppercase)
        self._port = QLineEdit(self)
        self._port.setValidator(QIntValidator(0, LARGEST_PORT, self))
        self._port.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._security = ChoiceBox(self)
        for value, text in (
            (Security.TLS, self.tr("TLS")),
            (Security.STARTTLS, self.tr("STARTTLS")),
            (Security.NONE, self.tr("None (this computer only)")),
        ):
            self._security.addItem(text, value)
        self._user = QLineEdit(self)
        self._user.setPlaceholderText(self.tr("The mail address"))
        self.fields = {
            Part.HOST: Field(theme, self.tr("Server"), self._host, parent=self),
            Part.SECURITY: Field(theme, self.tr("Encryption"), self._security, parent=self),
            Part.USER: Field(theme, self.tr("User name"), self._user, parent=self),
        }
        # The port has its sentences in the broad line of the host.
        self._port_field = Field(theme, self.tr("Port"), self._port, parent=self)
        for field in (*self.fields.values(), self._port_field):
            field.control.setAccessibleName(f"{title}: {field.title}")
        self._lay_out(title)
        self._host.textEdited.connect(lambda: self.edited.emit(Part.HOST))
        self._user.textEdited.connect(lambda: self.edited.emit(Part.USER))
        self._port.textEdited.connect(lambda: self.edited.emit(Part.PORT))
        self._security.currentIndexChanged.connect(self._protect)
        self._host.editingFinished.connect(lambda: self.left.emit(Part.HOST))
        self._port.editingFinished.connect(lambda: self.left.emit(Part.PORT))
        self._security.activated.connect(lambda: self.left.emit(Part.SECURITY))
        self.setAccessibleName(title)

    def show_server(self, server: ServerDraft) -> None:
        """Show this one, without telling."""
        self._kept = server
        blocked = self._security.blockSignals(True)
        self._host.setText(server.host)
        self._port.setText(str(server.port))
        self._security.setCurrentIndex(self._security.findData(server.security))
        self._user.setText(server.user)
        self._security.blockSignals(blocked)

    def server(self) -> ServerDraft:
        """What the fields hold; its password is not theirs."""
        return replace(
            self._kept,
            host=self._host.text().strip(),
            port=int(self._port.text() or 0),
            security=Security(self._security.currentData()),
            user=self._user.text().strip(),
        )

    def set_faults(self, shown: Mapping[Part, str]) -> None:
        """What is wrong; what is not named is well."""
        for part, field in self.fields.items():
            field.set_fault(shown.get(part, ""))
        if Part.PORT in shown and Part.HOST not in shown:
            self.fields[Part.HOST].set_fault(shown[Part.PORT], at=self._port)

    def place(self, part: Part) -> QWidget:
        """Where the keyboard goes to mend a part."""
        return self._port if part is Part.PORT else self.fields[part].control

    def summary(self) -> str:
        """The server in a few letters, "imap.example.org:993"."""
        host = self._host.text().strip()
        return f"{host}:{self._port.text()}" if host else ""

    def _protect(self) -> None:
        usual = USUAL_PORTS[self._side.value]
        if int(self._port.text() or 0) in usual.values():
            self._port.setText(str(usual[Security(self._security.currentData())]))
        self.edited.emit(Part.SECURITY)

    def _lay_out(self, title: str) -> None:
        fields = self.fields
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(fields[Part.HOST], 5, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._port_field, 1, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(fields[Part.SECURITY], 1, Qt.AlignmentFlag.AlignTop)
        second.addWidget(fields[Part.USER], 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(SectionHead(title, self))
        layout.addLayout(first)
        layout.addLayout(second)
