"""The part of a canned reply's form that makes a macro of it: what using it changes about the ticket."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.canned import Actions, Handing
from deskbell.rules.macros import tags
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import status_choices
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field

_DAYS = (1, 2, 3, 5, 7, 14, 30)


class ActionsForm(QWidget):
    """Holds `Actions`.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_it_is = self.tr("As it is")
        self.status, self.assign, self.snooze = ChoiceBox(self), ChoiceBox(self), ChoiceBox(self)
        self.status.addItem(as_it_is, None)
        for choice in status_choices():
            self.status.addItem(choice.text, choice.value)
        for value, words in (
            (Handing.AS_IT_IS, as_it_is),
            (Handing.ME, self.tr("Whoever uses it")),
            (Handing.NOBODY, self.tr("Nobody")),
        ):
            self.assign.addItem(words, value)
        self.snooze.addItem(self.tr("Not"), 0)
        for days in _DAYS:
            self.snooze.addItem(self.tr("For %n days", "", days), days)
        self.add, self.remove = QLineEdit(self), QLineEdit(self)
        for box in (self.status, self.assign, self.snooze):
            box.activated.connect(self.edited)
        for line in (self.add, self.remove):
            line.textEdited.connect(self.edited)
        commas = self.tr("Several with commas between.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(16)
        for pair in (
            (
                Field(theme, self.tr("Status"), self.status, parent=self),
                Field(theme, self.tr("Assigned to"), self.assign, parent=self),
            ),
            (
                Field(theme, self.tr("Put on tags"), self.add, hint=commas, parent=self),
                Field(theme, self.tr("Take off tags"), self.remove, hint=commas, parent=self),
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(16)
            for field in pair:
                row.addWidget(field, 1)
            layout.addLayout(row)
        layout.addWidget(Field(theme, self.tr("Snooze"), self.snooze, parent=self))

    def show_actions(self, actions: Actions) -> None:
        """Show these, without telling."""
        self.status.setCurrentIndex(max(0, self.status.findData(actions.status)))
        self.assign.setCurrentIndex(self.assign.findData(actions.assign))
        if self.snooze.findData(actions.snooze_days) < 0:
            self.snooze.addItem(self.tr("For %n days", "", actions.snooze_days), actions.snooze_days)
        self.snooze.setCurrentIndex(self.snooze.findData(actions.snooze_days))
        self.add.setText(", ".join(actions.add_tags))
        self.remove.setText(", ".join(actions.remove_tags))

    def chosen(self) -> Actions:
        """What it holds."""
        return Actions(
            status=self.status.currentData(),
            assign=Handing(self.assign.currentData()),
            add_tags=tags(self.add.text().split(",")),
            remove_tags=tags(self.remove.text().split(",")),
            snooze_days=self.snooze.currentData(),
        )
