"""A mail as a customer would write it, being typed."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.limits import Limits
from deskbell.model.reading import TypedMail
from deskbell.model.rows import MailboxRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.fold import Fold
from deskbell.ui.widgets.text_area import TextArea


class MailForm(QWidget):
    """Who writes to which mailbox, and what.

    Signals:
        entered: Enter was pressed in a line.
    """

    entered = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writer, self.subject = QLineEdit(self), QLineEdit(self)
        self.writer.setPlaceholderText(self.tr("Li Na <li.na@example.com>"))
        self.mailbox = ChoiceBox(self)
        self.text = TextArea(theme, 96, self)
        self.headers = TextArea(theme, 60, self)
        self.headers.setPlaceholderText("Auto-Submitted: auto-replied")
        self.file = QCheckBox(self.tr("With an attachment"), self)
        content = QWidget(self)
        more = QVBoxLayout(content)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(12)
        hint = self.tr("As they stand in a mail, a line each, such as In-Reply-To, Auto-Submitted, List-Id.")
        more.addWidget(Field(theme, self.tr("Further lines of its head"), self.headers, hint=hint, parent=self))
        more.addWidget(self.file)
        self.more = Fold(theme, self.tr("More of the mail"), content, self)
        self._sender_field = Field(theme, self.tr("From"), self.writer, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._sender_field)
        layout.addWidget(Field(theme, self.tr("To the mailbox"), self.mailbox, parent=self))
        layout.addWidget(Field(theme, self.tr("Subject"), self.subject, parent=self))
        layout.addWidget(Field(theme, self.tr("Text"), self.text, parent=self))
        layout.addWidget(self.more)
        for line in (self.writer, self.subject):
            line.returnPressed.connect(self.entered)

    def show_mailboxes(self, boxes: Iterable[MailboxRow]) -> None:
        """Those that there are now; the one that is chosen stays."""
        chosen = self.mailbox.currentData()
        self.mailbox.clear()
        for box in boxes:
            self.mailbox.addItem(f"{box.name} <{box.address}>", box.id)
        self.mailbox.setCurrentIndex(max(0, self.mailbox.findData(chosen)))

    def mail(self, address: str, limits: Limits) -> TypedMail | None:
        """What was typed, to this address, to be read within these; None where nobody is said to have written it, which is shown."""
        sender = self.writer.text().strip()
        self._sender_field.set_fault("" if sender else self.tr("Say who writes it."))
        if not sender:
            self.writer.setFocus()
            return None
        return TypedMail(
            sender,
            address,
            self.subject.text(),
            self.text.toPlainText(),
            self.headers.toPlainText(),
            self.file.isChecked(),
            limits,
        )
