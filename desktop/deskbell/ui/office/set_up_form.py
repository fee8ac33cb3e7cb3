"""The form of a new office: which server, and who comes in there."""

import re

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.errors import Mistake
from deskbell.model.rows import AgentRow
from deskbell.store.rights.logins import must_be_good
from deskbell.store.rights.make import Person
from deskbell.store.rights.set_up import ServerLogin, server_of
from deskbell.store.whereabouts import whereabouts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.file_edit import FileEdit
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.password_edit import PasswordEdit
from deskbell.ui.words import told, told_error


class OfficeAsked(Struct, frozen=True):
    """What to make. `worker` is the login of a worker that runs as a service, "" for none."""

    server: ServerLogin
    admin: Person
    worker: str


class SetUpForm(QWidget):
    """Holds what is asked for. `me` becomes the first administrator. `desk` is the address of the desk: one that lies on a server already becomes the
    office there.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, me: AgentRow, desk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._me = me
        self._where = whereabouts(desk)
        self._there = server_of(desk) if self._where.on_server else ""
        self._shown = False
        self._server, self._database, self._user, self._login = (QLineEdit(self) for _ in range(4))
        self._password = PasswordEdit(theme, self)
        kinds = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        self._authority = FileEdit(theme, self.tr("Choose a certificate"), kinds, self)
        self.worker = QCheckBox(self.tr("Also make a login for a worker that runs as a service"), self)
        self._database.setText("deskbell")
        self._user.setText("postgres")
        self._login.setText(re.sub(r"[^a-z0-9_.-]", ".", me.email.casefold().partition("@")[0]))
        if self._there:
            if self._login.text() == self._where.login:
                # That one is there already, and is no login of an office.
                self._login.setText(f"{self._where.login}.desk")
            self._server.setText(self._where.place)
            self._database.setText(self._where.database)
            self._user.setText(self._where.login or "postgres")
            self._server.setEnabled(False)
            self._database.setEnabled(False)
        server_hint = (
            "" if self._there else self.tr("Its name or address, with a port where that is not 5432: desk.example:5433")
        )
        database_hint = "" if self._there else self.tr("An empty one; made if there is none.")
        user_hint = self.tr("May make roles, and owns the database.")
        authority_hint = self.tr(
            "Only where the server's certificate is of an authority that this computer does not know."
        )
        login_hint = self.tr("The name that you will come in by: small letters, digits, dots and hyphens.")
        self._fields = {
            self._server: Field(theme, self.tr("Server"), self._server, hint=server_hint, parent=self),
            self._database: Field(theme, self.tr("Database"), self._database, hint=database_hint, parent=self),
            self._user: Field(
                theme, self.tr("Login of the server's administrator"), self._user, hint=user_hint, parent=self
            ),
            self._login: Field(theme, self.tr("Your login in the office"), self._login, hint=login_hint, parent=self),
        }
        password = Field(
            theme, self.tr("Their password"), self._password, hint=self.tr("Used now, and kept nowhere."), parent=self
        )
        authority = Field(theme, self.tr("Certificate"), self._authority, hint=authority_hint, parent=self)
        self.what = Callout(theme, Tone.PLAIN, self)
        self._say_what()
        self._lay(password, authority)
        for edit in (*self._fields, self._password, self._authority):
            edit.textEdited.connect(self._edit)

    def _say_what(self) -> None:
        """What will happen to the desk."""
        if self._there:
            rights = self.tr(
                "The database gets its rights; nothing else of the desk changes. Deskbell closes it for that, and opens the office then."
            )
            others = self.tr(
                "Nobody gets in any more as they did until now: each of your colleagues comes in by an invitation."
            )
            self.what.say(f"{rights} {others}")
            return
        carried = self.tr(
            "This desk is carried to the server, and every row is compared there. Nobody can work in it meanwhile; it can be cancelled, and goes on "
            "later where it stopped."
        )
        made = self.tr("Then the database gets its rights, and Deskbell opens the office.")
        stays = self.tr("The desk here stays as it is, in %1.").replace("%1", self._where.place)
        self.what.say(f"{carried} {made} {stays}")

    def asked(self) -> OfficeAsked | None:
        """What to make; None where something is missing, which is shown, with the keyboard there."""
        self._shown = True
        self._look()
        for edit, field in self._fields.items():
            if field.fault():
                edit.setFocus()
                return None
        database = self._database.text().strip()
        server = ServerLogin(
            self._there or self._server.text().strip(),
            database,
            self._user.text().strip(),
            self._password.text(),
            self._authority.text().strip(),
        )
        worker = f"{re.sub(r'[^a-z0-9_.-]', '_', database.casefold())[:50]}_worker" if self.worker.isChecked() else ""
        return OfficeAsked(server, Person(self._me.name, self._me.email, self._login.text().strip()), worker)

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        (self._password if self._there else self._server).setFocus()

    def _edit(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        for edit, field in self._fields.items():
            empty = told("office.field", {}) if not edit.text().strip() else ""
            field.set_fault(empty if self._shown else "")
        login = self._login.text().strip()
        if self._shown and login:
            try:
                must_be_good(login)
            except Mistake as mistake:
                self._fields[self._login].set_fault(told_error(mistake))

    def _lay(self, password: Field, authority: Field) -> None:
        lead = (
            self.tr(
                "This desk lies on a PostgreSQL server already. In an office each person has a login there, and the server keeps what each may do."
            )
            if self._there
            else self.tr(
                "An office lies on a PostgreSQL server (15 or newer) on a computer that is always on. Two to fifty people share it; the server keeps "
                "what each may do."
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(Label(lead, ink="muted", wrap=True, parent=self))
        layout.addLayout(_beside(self._fields[self._server], self._fields[self._database]))
        layout.addLayout(_beside(self._fields[self._user], password))
        layout.addWidget(authority)
        layout.addWidget(self._fields[self._login])
        layout.addWidget(self.worker)
        layout.addWidget(self.what)


def _beside(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(16)
    line.addWidget(left, 3, Qt.AlignmentFlag.AlignTop)
    line.addWidget(right, 2, Qt.AlignmentFlag.AlignTop)
    return line
