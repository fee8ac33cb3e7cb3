"""Asks who a new customer is."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskbell.model.customers import LONGEST, AddCustomer
from deskbell.model.errors import Mistake
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton, PrimaryButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.words import told_error

_WIDTH = 320


class NewCustomer(Floating):
    """A name and an address; Enter makes them, Escape leaves. `me` is the agent who asks.

    Signals:
        made(int, str): the customer is there, by id and what they are called.
        known(int): the address is this customer's, who is to be shown.
    """

    made = Signal(int, str)
    known = Signal(int)

    def __init__(self, theme: ThemeSource, runner: Runner, me: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(_WIDTH))
        self._runner = runner
        self._me = me
        self._holder = 0
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST)
        self.email = QLineEdit(self)
        self._address = Field(theme, self.tr("Address"), self.email, parent=self)
        self.show_holder = LinkButton(self.tr("Show them"), self)
        self.show_holder.clicked.connect(self._show_holder)
        self.show_holder.hide()
        self.button = PrimaryButton(self.tr("Add the customer"), self)
        self.button.clicked.connect(self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(Field(theme, self.tr("Name"), self.name, parent=self))
        layout.addWidget(self._address)
        layout.addWidget(self.show_holder)
        layout.addWidget(self.button)
        self.setFocusProxy(self.name)
        for edit in (self.name, self.email):
            edit.returnPressed.connect(self._make)
            edit.textChanged.connect(self._typed)
        self._typed()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            # Lines come and go.
            self.resize(self.width(), self.heightForWidth(self.width()))
        return done

    def _typed(self) -> None:
        self.button.setEnabled("@" in self.email.text())
        self._address.set_fault("")
        self.show_holder.hide()

    def _make(self) -> None:
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        command = AddCustomer(agent_id=self._me, name=self.name.text(), email=self.email.text())
        self._runner.do(command, done=self._done, failed=self._refuse, owner=self)

    def _done(self, customer_id: int) -> None:
        called = " ".join(self.name.text().split()) or self.email.text().strip()
        self.close()
        self.made.emit(customer_id, called)

    def _refuse(self, error: Exception) -> None:
        self._typed()
        self._address.set_fault(told_error(error))
        if isinstance(error, Mistake) and error.code == "address.taken":
            self._holder = int(str(error.values["customer"]))
            self.show_holder.show()
        self.email.setFocus()

    def _show_holder(self) -> None:
        self.close()
        self.known.emit(self._holder)
