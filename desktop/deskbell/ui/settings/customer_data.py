"""The page of what is known of customers as a whole: in from files and out into them, which persons were erased, and what erases itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QSettings, QTimer, Slot
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import SaveSettings
from deskbell.model.customers import EraseCustomer, TakeInCustomers
from deskbell.model.declaration import Declaration
from deskbell.model.erasing import Erasure
from deskbell.model.settings import DECLARATIONS, Settings
from deskbell.rules.rights import may
from deskbell.store.course import Course
from deskbell.store.queries import erasures
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.long_deeds import was_stopped
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.declared import DeclaredPage, Section, Write
from deskbell.ui.settings.erasing_rows import ERASING_KEYS, ErasingRow
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.setting_row import SettingRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.time_left import number
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label

if TYPE_CHECKING:
    from deskbell.store.session import Session

_SHOWN: Final = 50
_LOOK_MS: Final = 300


class CustomerDataPage(DeclaredPage):
    """Import and export are for those who may; the erasures for those who may erase. `now` and `write` are as of `DeclaredPage`; `kept` knows what was
    chosen the last time."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        now: Callable[[], Settings],
        write: Write,
        kept: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        self._runner = runner
        self._kept = kept
        self._desk = desk
        declarations = [one for one in DECLARATIONS if one.key.startswith(ERASING_KEYS)]
        super().__init__(theme, "", who, declarations, now, write, parent, sections=(_by_itself(),))
        self.set_title(self.tr("Customers’ data"))
        for row in self.rows.values():
            row.setEnabled(may(desk.me.role, SaveSettings))
        self._prompts = prompts
        self.import_button = GhostButton(self.tr("Import customers…"), self)
        self.table_button = GhostButton(self.tr("Export as a table (CSV)…"), self)
        self.cards_button = GhostButton(self.tr("Export as vCards…"), self)
        self.import_button.clicked.connect(self._import)
        self.table_button.clicked.connect(self._ask_columns)
        self.cards_button.clicked.connect(self._export_cards)
        self.import_places_button = GhostButton(self.tr("Import organisations…"), self)
        self.import_places_button.clicked.connect(self._import_places)
        self.places_button = GhostButton(self.tr("Export organisations (CSV)…"), self)
        self.places_button.clicked.connect(self._ask_columns_of_places)
        self._said = Callout(theme, Tone.GOOD, self)
        self._said.acted.connect(self._stop)
        self._course: Course | None = None
        self._of_places = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._say_course)
        self._erased = Label("", ink="muted", wrap=True, parent=self)
        self._lay()
        if may(desk.me.role, EraseCustomer):
            self._runner.ask(erasures.newest, _SHOWN, done=self._show_erased, failed=self.show_error, owner=self)

    def _lay(self) -> None:
        buttons = FlowLayout(8, 8)
        of_customers = (self.import_button, self.table_button, self.cards_button)
        for button in (*of_customers, self.import_places_button, self.places_button):
            buttons.addWidget(button)
            button.setEnabled(may(self._desk.me.role, TakeInCustomers))
        words = self.tr(
            "Customers come from tables (CSV) and vCards of other programs, organisations from tables, with a look at what would come of it first. What is exported here can be taken in again, here or elsewhere."
        )
        # Above the settings, and below them.
        self.body.insertWidget(0, Label(self.tr("In and out"), TextRole.title, parent=self))
        self.body.insertWidget(1, Label(words, ink="muted", wrap=True, parent=self))
        self.body.insertLayout(2, buttons)
        self.body.insertWidget(3, self._said)
        if may(self._desk.me.role, EraseCustomer):
            self.body.insertWidget(
                self.body.count() - 1, Label(self.tr("Erased for good"), TextRole.title, parent=self)
            )
            self.body.insertWidget(self.body.count() - 1, self._erased)

    def make_row(self, theme: ThemeSource, declaration: Declaration) -> SettingRow:
        return ErasingRow(theme, declaration, self._runner, self)

    def revert(self) -> None:
        super().revert()
        for row in self.rows.values():
            assert isinstance(row, ErasingRow)
            row.look()

    def _import(self) -> None:
        from deskbell.ui.customer_files.dialog import CustomersDialog

        self.drop_error()
        CustomersDialog(self._theme, self._runner, self._desk.me.id, parent=self._over()).show()

    def _import_places(self) -> None:
        from deskbell.ui.organisation_files.dialog import OrganisationsDialog

        self.drop_error()
        OrganisationsDialog(self._theme, self._runner, self._desk.me.id, parent=self._over()).show()

    def _over(self) -> QWidget:
        """The window of the desk: the settings may be closed meanwhile."""
        return self.window().parentWidget() or self.window()

    def _ask_columns(self) -> None:
        """Which columns a table of customers has; then it is written."""
        from deskbell.ui.customer_files.export_dialog import ExportCustomersDialog

        self._said.say("")
        dialog = ExportCustomersDialog(self._theme, self._runner, self._prompts, self._kept, self)
        dialog.wanted.connect(self._put_out)
        dialog.open()

    def _ask_columns_of_places(self) -> None:
        """The same of organisations."""
        from deskbell.ui.organisation_files.export_dialog import ExportOrganisationsDialog

        self._said.say("")
        dialog = ExportOrganisationsDialog(self._theme, self._runner, self._prompts, self._kept, self)
        dialog.wanted.connect(partial(self._put_out, places=True))
        dialog.open()

    def _export_cards(self) -> None:
        """Write all customers as vCards."""
        self.drop_error()
        self._said.say("")
        place = self._prompts.place_to_save(self.tr("Customers.vcf"))
        if place is not None:
            self._put_out(place, cards=True)

    def _put_out(
        self, place: Path, left_out: frozenset[str] = frozenset(), *, places: bool = False, cards: bool = False
    ) -> None:
        self.drop_error()
        self._course, self._of_places = Course(), places
        self._timer.start()
        self._let_export(False)
        write = (
            partial(_organisations, left_out=left_out)
            if places
            else partial(_customers, left_out=left_out, cards=cards)
        )
        self._runner.ask(write, place, self._course, done=self._tell, failed=self._fail, owner=self)

    def _say_course(self) -> None:
        """How far it is, where it takes longer than a moment."""
        if self._course is not None:
            words = self.tr("%1 organisations written…") if self._of_places else self.tr("%1 customers written…")
            self._said.say(
                words.replace("%1", number(self._course.done)),
                "" if self._course.is_stopped else self.tr("Cancel"),
                tone=Tone.ACCENT,
            )
            self.relaid.emit()

    def _stop(self) -> None:
        if self._course is not None:
            self._course.stop()

    def _end(self) -> None:
        self._course = None
        self._timer.stop()
        self._said.say("")
        self._let_export(True)

    def _let_export(self, may_begin: bool, /) -> None:
        for button in (self.table_button, self.cards_button, self.places_button):
            button.setEnabled(may_begin)

    @Slot(object)
    def _tell(self, written: tuple[Path, int]) -> None:
        place, count = written
        self._end()
        said = self.tr("Customers saved as {place}: {count}")
        if self._of_places:
            said = self.tr("Organisations saved as {place}: {count}")
        self._said.say(said.format(place=place, count=number(count)), tone=Tone.GOOD)
        self.relaid.emit()

    def _fail(self, error: Exception) -> None:
        self._end()
        if was_stopped(error):
            self._said.say(self.tr("Cancelled: nothing was written."), tone=Tone.ACCENT)
            self.relaid.emit()
        else:
            self.show_error(error)

    def _show_erased(self, found: tuple[Erasure, ...]) -> None:
        lines = [self._line(one) for one in found]
        nobody = self.tr("Nobody yet. A person is erased from the customer’s menu beside a ticket of theirs.")
        self._erased.setText("\n".join(lines) or nobody)
        self.relaid.emit()

    def _line(self, one: Erasure) -> str:
        tickets = self.tr("tickets: %1").replace("%1", number(one.counts.tickets))
        messages = self.tr("messages: %1").replace("%1", number(one.counts.messages))
        who = one.agent or self.tr("by the setting")
        what = self.tr("a person") if one.counts.people else self.tr("from Spam or Trash")
        return f"{exact(one.at)} · {who} · {what} · {tickets} · {messages}"


def _by_itself() -> Section:
    words = QCoreApplication.translate(
        "CustomerDataPage",
        "A ticket goes for good, with all that is in it, once nothing has happened to it for so long. Nothing brings it back. Switched on, this is done each hour where the"
        " desk's mail is fetched.",
    )
    return Section(ERASING_KEYS, QCoreApplication.translate("CustomerDataPage", "Erased by the desk itself"), words)


# Whoever chose a file that is there was asked about it by the dialog.
def _customers(
    session: "Session", place: Path, course: Course, left_out: frozenset[str] = frozenset(), *, cards: bool
) -> tuple[Path, int]:
    from deskbell.actions.export_customers import export_customers

    return place, export_customers(session, place, course, left_out, cards=cards)


def _organisations(
    session: "Session", place: Path, course: Course, left_out: frozenset[str] = frozenset()
) -> tuple[Path, int]:
    from deskbell.actions.export_organisations import export_organisations

    return place, export_organisations(session, place, course, left_out)
