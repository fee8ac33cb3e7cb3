"""Who a mail goes to: one pale line until it is needed, then To, Cc, Bcc and the subject, each a field."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox
from deskbell.rules.recipients import read_addresses
from deskbell.ui.composer.address_field import AddressField
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.folded_line import FoldedLine
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line
from deskbell.ui.words import told_error


class RecipientsBox(QWidget):
    """Folded it says who gets the mail; a click, Enter or a wrong address opens it.

    Signals:
        edited: an address or the subject was changed by hand.
        entered: Enter in a field, or Down in the last: go on to the text.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._with_subject = False
        self._touched = False
        self._folded = FoldedLine(theme, self)
        self._folded.clicked.connect(lambda: self.unfold(focus=True))
        self._open = QWidget(self)
        # Before the fields: Tab goes from the last of them to the text.
        self._fold_button = IconButton(
            theme, Icon.CHEVRON_UP, self.tr("Fold the addresses"), side=24, icon_size=14, parent=self._open
        )
        self._fold_button.clicked.connect(self.fold)
        self._copies_button = LinkButton(self.tr("Cc, Bcc"), self._open)
        self._copies_button.clicked.connect(self.show_copies)
        self.to = AddressField(self.tr("To"), self._open)
        self.cc = AddressField(self.tr("Cc"), self._open)
        self.bcc = AddressField(self.tr("Bcc"), self._open)
        self.subject = QLineEdit(self._open)
        self.subject.setProperty("bare", True)
        self.subject.setAccessibleName(self.tr("Subject"))
        self._wrong = Label("", TextRole.small, ink="danger", wrap=True, parent=self._open)
        self._wrong.hide()
        self._subject_label = Label(self.tr("Subject"), TextRole.small, ink="muted", parent=self._open)
        self._lay()
        for field in self._fields():
            field.textEdited.connect(self._field_edited)
            field.returnPressed.connect(self.entered)
            field.installEventFilter(self)
        self.fold()

    def show_people(self, composed: Composed, *, with_subject: bool) -> None:
        """Show whom this goes to; folded, but for a mail that has nobody yet or a subject to be given."""
        for field, text in ((self.to, composed.to), (self.cc, composed.cc), (self.bcc, composed.bcc)):
            field.setText(text)
            field.setCursorPosition(0)
        self.subject.setText(composed.subject)
        self.subject.setCursorPosition(0)
        self._with_subject, self._touched = with_subject, False
        self.tell_wrong(None)
        if with_subject:
            self.unfold()
        else:
            self.fold()

    def set_known(self, people: Iterable[Mailbox]) -> None:
        """Whom the fields complete."""
        known = tuple(people)
        for field in (self.to, self.cc, self.bcc):
            field.set_known(known)

    def touched(self) -> bool:
        """Whether a person has changed something here."""
        return self._touched

    def unfold(self, *, focus: bool = False) -> None:
        """Show the fields."""
        self._folded.hide()
        self._open.show()
        for widget in (self.subject, self._subject_label):
            widget.setVisible(self._with_subject)
        self._fold_button.setVisible(not self._with_subject)
        self._show_copies(bool(self.cc.text().strip() or self.bcc.text().strip()))
        if focus:
            self.to.setFocus()
            self.to.end(False)

    def show_copies(self) -> None:
        """Show Cc and Bcc too, and go there."""
        self.unfold()
        self._show_copies(shown=True)
        self.cc.setFocus()

    def fold(self) -> None:
        """Show one line, where every address can be read."""
        if self._with_subject or not self._check():
            return
        self._open.hide()
        self._folded.say(self.to.text(), self.cc.text(), self.bcc.text())
        self._folded.show()

    def tell_wrong(self, error: Mistake | None) -> None:
        """Say below the fields what is wrong with them, and go there; None: nothing is."""
        self._wrong.setText(told_error(error) if error is not None else "")
        self._wrong.setVisible(error is not None)
        for field in self._fields():
            _mark(field, wrong=False)
        if error is None:
            return
        self.unfold()
        field = self._wrong_field(error)
        _mark(field, wrong=True)
        field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and isinstance(watched, AddressField):
            self._check_field(watched)
        return super().eventFilter(watched, event)

    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.to, self.cc, self.bcc, self.subject

    def _lay(self) -> None:
        grid = QGridLayout(self._open)
        grid.setContentsMargins(12, 2, 4, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        self._labels = []
        for number, field in enumerate((self.to, self.cc, self.bcc)):
            label = Label(field.accessibleName(), TextRole.small, ink="muted", parent=self._open)
            self._labels.append(label)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        grid.addWidget(self._copies_button, 0, 2)
        grid.addWidget(self._fold_button, 0, 3)
        grid.addWidget(self._subject_label, 3, 0)
        grid.addWidget(self.subject, 3, 1, 1, 3)
        grid.addWidget(self._wrong, 4, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._folded)
        layout.addWidget(self._open)
        line = QHBoxLayout()
        line.setContentsMargins(12, 2, 12, 0)
        line.addWidget(Line(parent=self))
        layout.addLayout(line)

    def _show_copies(self, shown: bool) -> None:
        for widget in (self.cc, self.bcc, *self._labels[1:]):
            widget.setVisible(shown)
        self._copies_button.setVisible(not shown)

    def _field_edited(self) -> None:
        self._touched = True
        if not self._wrong.isHidden():
            self.tell_wrong_quietly(None)
        self.edited.emit()

    def tell_wrong_quietly(self, error: Mistake | None, field: QLineEdit | None = None) -> None:
        """Say what is wrong without moving the caret."""
        self._wrong.setText(told_error(error) if error is not None else "")
        self._wrong.setVisible(error is not None)
        for one in self._fields():
            _mark(one, wrong=one is field and error is not None)

    def _check_field(self, field: AddressField) -> bool:
        try:
            read_addresses(field.text())
        except Mistake as error:
            self.tell_wrong_quietly(error, field)
            return False
        return True

    def _check(self) -> bool:
        return all(self._check_field(field) for field in (self.to, self.cc, self.bcc))

    def _wrong_field(self, error: Mistake) -> QLineEdit:
        if error.code == "subject.empty":
            return self.subject
        address = str(error.values.get("address", ""))
        named = (field for field in (self.to, self.cc, self.bcc) if address and address in field.text())
        return next(named, self.to)


def _mark(field: QLineEdit, *, wrong: bool) -> None:
    if bool(field.property("wrong")) != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
