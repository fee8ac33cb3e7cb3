"""The page of the working hours: make a calendar, say when it is open, remove it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget
from tzlocal import get_localzone_name

from deskbell.model.calendars import Calendar, RemoveCalendar
from deskbell.model.time_zones import ZONES
from deskbell.ui.calendar_words import week_words
from deskbell.ui.calendars_now import CalendarsNow
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.calendar_draft import CalendarDraft
from deskbell.ui.settings.calendar_form import CalendarForm
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.rows_page import RowsPage
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import DangerButton


class CalendarsPage(RowsPage):
    """All calendars; the first is that of every team without one of its own."""

    form: CalendarForm
    now: CalendarsNow

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, who, prompts, parent)
        self.set_title(self.tr("Working hours"))
        self.set_add_word(self.tr("Add working hours"))
        self.form = CalendarForm(theme, runner, self)
        self.form.setEnabled(self._may)
        self.remove_button = DangerButton(self.tr("Remove these working hours"), self)
        self.remove_button.clicked.connect(self._remove)
        deeds = QHBoxLayout()
        deeds.addStretch(1)
        deeds.addWidget(self.remove_button)
        self.form_body.addWidget(self.form)
        self.form_body.addLayout(deeds)
        self.now = CalendarsNow(runner, desk, self)
        self.form.edited.connect(self.changed)
        self.form.relaid.connect(self.relaid)
        desk.changed.connect(self._follow)
        self._begin()

    def fill(self) -> None:
        nothing = ""
        if self.now.known:
            nothing = self.tr(
                "No working hours yet. Once they are known, “next working day” is offered where a ticket is snoozed or"
                " gets a due date, and weekends and holidays are passed over."
            )
        calendars = self.now.found
        self.place_entries([one.id for one in calendars], nothing)
        for number, one in enumerate(calendars):
            self.entries[one.id].show_thing(one.name, self._whose(one, first=number == 0), week_words(one), Icon.CLOCK)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        draft = CalendarDraft.of(row) if row is not None else CalendarDraft(zone=_zone_here())
        self.set_form_title(draft.name if row is not None else self.tr("New working hours"))
        self._show_draft(draft)
        self.remove_button.setVisible(self._may and row is not None)

    def forget_form(self) -> None:
        self._show_draft(CalendarDraft())

    def _row(self, row_id: int | None) -> Calendar | None:
        return self.now.row(row_id)

    def _show_draft(self, draft: CalendarDraft) -> None:
        self.form.show_draft(draft, self.now.found)

    def _whose(self, calendar: Calendar, *, first: bool) -> str:
        teams = ", ".join(team.name for team in self._desk.teams if team.calendar_id == calendar.id)
        return ", ".join(word for word in (self.tr("the desk’s") if first else "", teams) if word)

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is None:
            return
        question = self.tr("Remove the working hours %1?").replace("%1", row.name)
        said = self.tr("Teams that have them go by the desk’s then, the first in the list. This cannot be undone.")
        if not self._prompts.sure(question, said, self.tr("Remove")):
            return

        def done(_: object) -> None:
            self._desk.read_again()
            self._come_back()

        command = RemoveCalendar(agent_id=self._desk.me.id, id=row.id, version=row.version)
        self._runner.do(command, done=done, failed=self.show_refusal, owner=self)


def _zone_here() -> str:
    """The zone of this computer, where it is one that can be chosen."""
    here = get_localzone_name()
    return here if here in ZONES else "UTC"
