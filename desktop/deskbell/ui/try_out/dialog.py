"""What would the desk do with a ticket, or with a mail? Asked here; nothing is stored and nothing is sent by that."""

from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from deskbell.actions.try_out.outcome import TriedOut
from deskbell.model.limits import Limits
from deskbell.model.reading import MailAsked, MailFile, MailRead, MailUnread
from deskbell.store.queries import rule_book
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.own_program import OwnProgram
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.try_out.mail_form import MailForm
from deskbell.ui.try_out.outcome_view import OutcomeView
from deskbell.ui.try_out.reader import MailReader
from deskbell.ui.try_out.ticket_form import TicketForm
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.file_drop import files_in, take_files
from deskbell.ui.widgets.file_edit import FileEdit
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import told, told_error

_WIDE, _HIGH = 900, 640
_NARROWEST, _LOWEST = 680, 420
_LEFT: Final = 340
_BAR: Final = 12
"""Room for the bar that scrolls."""


class Way(Enum):
    """What is tried."""

    TICKET = auto()
    MAIL = auto()
    FILE = auto()


class TryOutDialog(QDialog):
    """At the left what is tried, at the right what would become of it. A mail is read by a process of its own; without a program for that only tickets are
    tried.
    """

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        program: OwnProgram | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Try it"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(program is not None)
        self._runner, self.desk, self._program = runner, desk, program
        self._reader: MailReader | None = None
        self._mailbox = 0
        ways = [(Way.TICKET, self.tr("A ticket")), (Way.MAIL, self.tr("A mail")), (Way.FILE, self.tr("A file"))]
        self.way = Segments(theme, ways if program is not None else ways[:1], self)
        self.way.setAccessibleName(self.tr("What is tried"))
        self.way.set_value(Way.TICKET)
        self.way.chosen.connect(self._turn)
        self.ticket = TicketForm(theme, runner, desk, self)
        self.mail = MailForm(theme, self)
        self.file = FileEdit(theme, self.tr("A mail"), self.tr("Mails (*.eml *.msg);;All files (*)"), self)
        self.file_mailbox = ChoiceBox(self)
        self.forms = QStackedWidget(self)
        for form in (self.ticket, self.mail, self._file_form(theme)):
            self.forms.addWidget(self._scrolled(form))
        self.try_button = PrimaryButton(self.tr("Try"), self)
        self.try_button.clicked.connect(self.look)
        self.outcome = OutcomeView(self)
        for entered in (self.ticket.entered, self.mail.entered, self.file.returnPressed, self.file.picked):
            entered.connect(self.look)
        self.ticket.failed.connect(self._fail)
        desk.changed.connect(self._show_mailboxes)
        self._show_mailboxes()
        self._lay(theme)
        self.setMinimumSize(within_screen(self, QSize(theme.px(_NARROWEST), theme.px(_LOWEST))))
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))
        self.ticket.number.setFocus()

    def look(self) -> None:
        """Find out what would become of it."""
        match self.way.value():
            case Way.TICKET:
                self._try_ticket()
            case Way.MAIL:
                self._read(self.mail.mail(self._address(self.mail.mailbox), self._limits), self.mail.mailbox)
            case _:
                path = self.file.text().strip()
                self._file_field.set_fault("" if path else self.tr("Say in which file it is."))
                self._read(MailFile(path, self._limits) if path else None, self.file_mailbox)

    def take_file(self, path: Path) -> None:
        """Try the mail in a file."""
        self.turn(Way.FILE)
        self.file.setText(str(path))
        self.look()

    def turn(self, way: Way) -> None:
        """Choose what is tried."""
        self.way.set_value(way)
        self._turn()

    def show_outcome(self, tried: TriedOut | None, names: RuleNames) -> None:
        """Show what was found, with the names of what rules speak of."""
        self.try_button.setEnabled(True)
        if tried is None:
            self.outcome.say(self.tr("There is no ticket of this number."), "ink")
        else:
            self.outcome.show_outcome(tried, names, self.desk, utc_now())

    def take_mail(self, answer: MailRead | MailUnread) -> None:
        """A mail was read, or could not be."""
        from deskbell.actions.try_out.mail import try_mail

        if isinstance(answer, MailUnread):
            self.try_button.setEnabled(True)
            words = told(answer.code, answer.values)
            if answer.code.startswith("parse."):
                words = f"{self.tr('It would begin a ticket for a person to look at.')} {words}"
            self.outcome.say(words, "ink")
            return
        topic = ("try", id(self))
        self._runner.ask(
            try_mail, answer.whole(), self._mailbox, done=self._take_outcome, failed=self._fail, owner=self, topic=topic
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = take_files(event)
        if files:
            self.take_file(files[0])

    def done(self, result: int) -> None:
        if self._reader is not None:
            self._reader.kill()
        super().done(result)

    @property
    def _limits(self) -> Limits:
        """What one mail may cost on this desk."""
        return Limits.of(self.desk.settings)

    def _try_ticket(self) -> None:
        from deskbell.actions.try_out.ticket import try_ticket

        chosen = self.ticket.chosen()
        if chosen is not None:
            self._begin()
            topic = ("try", id(self))
            self._runner.ask(try_ticket, *chosen, done=self._take_outcome, failed=self._fail, owner=self, topic=topic)

    def _read(self, asked: MailAsked | None, mailbox: ChoiceBox) -> None:
        if asked is None or self._program is None:
            return
        if mailbox.currentData() is None:
            self.outcome.say(self.tr("There is no mailbox yet: add one in Settings."), "ink")
            return
        self._mailbox = mailbox.currentData()
        self._begin()
        self._reader = MailReader(self._program, self)
        self._reader.said.connect(self.take_mail)
        self._reader.read(asked)

    def _begin(self) -> None:
        # What is being read still is asked for no longer: it would come in the place of this.
        if self._reader is not None:
            self._reader.kill()
            self._reader.deleteLater()
            self._reader = None
        self._runner.forget(("try", id(self)))
        self.try_button.setEnabled(False)
        self.outcome.say(self.tr("Looking …"))

    def _take_outcome(self, tried: TriedOut | None) -> None:
        """With the names of what rules speak of, as they are now."""

        def named(book: RuleBook) -> None:
            self.show_outcome(tried, RuleNames(self.desk, book))

        self._runner.ask(rule_book.book, done=named, failed=self._fail, owner=self, topic=("try", id(self)))

    def _fail(self, error: Exception) -> None:
        self.try_button.setEnabled(True)
        self.outcome.say(told_error(error), "ink")

    def _turn(self) -> None:
        self.forms.setCurrentIndex([*Way].index(Way(self.way.value())))

    def _show_mailboxes(self) -> None:
        self.mail.show_mailboxes(self.desk.mailboxes)
        chosen = self.file_mailbox.currentData()
        self.file_mailbox.clear()
        for box in self.desk.mailboxes:
            self.file_mailbox.addItem(f"{box.name} <{box.address}>", box.id)
        self.file_mailbox.setCurrentIndex(max(0, self.file_mailbox.findData(chosen)))

    def _address(self, mailbox: ChoiceBox) -> str:
        return next((box.address for box in self.desk.mailboxes if box.id == mailbox.currentData()), "")

    def _scrolled(self, form: QWidget) -> QWidget:
        """A form in as much room as there is."""
        area, page = QScrollArea(self), QWidget(self)
        page.setObjectName("content")
        upright = QVBoxLayout(page)
        upright.setContentsMargins(0, 0, _BAR, 0)
        upright.addWidget(form)
        upright.addStretch(1)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _file_form(self, theme: ThemeSource) -> QWidget:
        form = QWidget(self)
        hint = self.tr("An .eml or .msg file; it can be dropped anywhere on this window, too.")
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._file_field = Field(theme, self.tr("File of the mail"), self.file, hint=hint, parent=form)
        layout.addWidget(self._file_field)
        layout.addWidget(Field(theme, self.tr("As if it had come to the mailbox"), self.file_mailbox, parent=form))
        return form

    def _lay(self, theme: ThemeSource) -> None:
        left = Pane("background", self)
        left.setFixedWidth(theme.px(_LEFT))
        asked = QVBoxLayout(left)
        asked.setContentsMargins(20, 16, 20 - _BAR, 16)
        asked.setSpacing(16)
        asked.addWidget(Label(self.tr("What would become of it?"), TextRole.title, wrap=True, parent=left))
        asked.addWidget(self.way)
        asked.addWidget(self.forms, 1)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.try_button)
        end.addSpacing(_BAR)
        asked.addLayout(end)
        right = Pane("panel", self)
        told_there = QVBoxLayout(right)
        told_there.setContentsMargins(0, 0, 0, 0)
        told_there.addWidget(self.outcome)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left)
        layout.addWidget(Line(vertical=True, parent=self))
        layout.addWidget(right, 1)
