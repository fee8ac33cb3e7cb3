"""An agent's day in the real window, by keyboard alone, on the sample desk of `deskbell demo`. Tells as JSON what was done.

Usage: workday.py DATA_FOLDER [FOLDER_FOR_PICTURES]
"""

import json
import sys
import traceback
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from app.apart import note_apart
from app.keyboard import Keyboard, Manager, shown
from deskbell.app import Program
from deskbell.model.kinds import Shelf, Status
from deskbell.model.places import Places
from deskbell.model.rows import TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.sample.demo import ME
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries import ticket_list
from deskbell.ui.application import make_application
from deskbell.ui.canned.popup import CannedPopup
from deskbell.ui.composer.new_ticket import NewTicketWindow
from deskbell.ui.key_sheet import KeySheet
from deskbell.ui.main_window import MainWindow
from deskbell.ui.measure.clocks import LoopGaps, figures
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.widgets.choice_list import ChoiceList

BULK = "tag:billing is:open"
Rows = dict[int, TicketRow]


class Day:
    """What is done, and that the desk has it: read from the database, not from the window."""

    def __init__(self, window: MainWindow, desk: Desk, keyboard: Keyboard) -> None:
        self._window = window
        self._desk = desk
        self._keyboard = keyboard
        self.touched: set[int] = set()
        self.told: dict[str, int] = {}
        self._shown: View | None = None
        window.inbox.tickets.model.shown.connect(self._note_shown)

    def work(self) -> None:
        """All of it, in the order of a day."""
        for part in (
            self._triage,
            self._answer,
            self._answer_from_the_shelf,
            self._note,
            self._note_apart,
            self._snooze,
            self._merge,
            self._search,
            self._close_many,
            self._put_away,
            self._go_by_urgency,
            self._write_first,
            self._look_up_keys,
        ):
            before = set(self.touched)
            part()
            self.told[part.__name__.lstrip("_")] = len(self.touched - before)
            self._keyboard.take_picture(part.__name__.lstrip("_"))

    def _triage(self) -> None:
        """What nobody has: how urgent it is, what it is about, and mine."""
        self._go_to("Unassigned", ViewKind.UNASSIGNED)
        self._keyboard.press("j")
        for left in reversed(range(8)):
            row = self._open_ticket()
            self._choose("p", "Down")
            self._until_row(row.id, lambda now, row=row: now.priority is not row.priority, "the priority")
            self._keyboard.press("t")
            self._list_is_open()
            self._keyboard.write("triaged")
            self._keyboard.press("Return")
            self._until_row(row.id, lambda now: "triaged" in now.tags, "the tag")
            self._nothing_is_open()
            self._keyboard.press("i")
            self._until_row(row.id, lambda now: now.assignee_id == ME, "the assignee")
            if left:
                self._is_another(row.id)

    def _answer(self) -> None:
        """One after the other: some are solved with it, some wait."""
        self._go_to("My tickets", ViewKind.MINE)
        self._keyboard.press("j")
        for number in range(8):
            row = self._fresh_ticket()
            self._begin("r")
            self._keyboard.write(f"Thank you, this is answer {number}.\nIt is on its way.")
            self._keyboard.press("ctrl+shift+Return" if number % 2 else "ctrl+Return")
            self._until_row(row.id, lambda now, row=row: now.messages == row.messages + 1, "the answer")
            if number % 2:
                self._until_row(row.id, lambda now: now.status is Status.SOLVED, "that it is solved")
                self._is_another(row.id)
            else:
                self._in_the_list()
                self._keyboard.press("j")
                self._is_another(row.id)
        # The last one was too early.
        row = self._row(max(self.touched, key=lambda number: self._row(number).activity_at))
        self._keyboard.press("z")
        self._until_row(row.id, lambda now: now.messages < row.messages, "the answer taken back")
        self._keyboard.until(lambda: self._is_settled(row.id), "the ticket of the answer")

    def _answer_from_the_shelf(self) -> None:
        """A canned reply by what it is called, and a macro on one key."""
        row = self._fresh_ticket()
        self._begin("r")
        composer = self._window.pane.composer
        self._keyboard.press("ctrl+a", "Delete")
        self._keyboard.write("/return")
        self._keyboard.until(self._is_return_offered, "the canned reply about returns")
        self._keyboard.press("Return")
        self._keyboard.until(lambda: len(composer.editor.text()) > 20, "the canned reply")
        self._keyboard.press("ctrl+Return")
        self._until_row(row.id, lambda now: now.messages == row.messages + 1, "the answer")
        self._in_the_list()
        self._keyboard.press("j")
        self._is_another(row.id)

    def _is_return_offered(self) -> bool:
        popup = shown(CannedPopup)
        reply = popup.current() if isinstance(popup, CannedPopup) else None
        return reply is not None and reply.shortcut == "return"

    def _note(self) -> None:
        """A colleague is asked."""
        for _ in range(2):
            row = self._fresh_ticket()
            self._begin("n")
            self._keyboard.write("Have we had this before? Please look at the order.")
            self._keyboard.press("ctrl+Return")
            self._until_row(row.id, lambda now, row=row: now.messages == row.messages + 1, "the note")
            self._in_the_list()
            self._keyboard.press("j")
            self._is_another(row.id)

    def _note_apart(self) -> None:
        note_apart(self._keyboard, "Read beside the list.")
        self._in_the_list()

    def _snooze(self) -> None:
        for _ in range(4):
            row = self._fresh_ticket()
            self._choose("s")
            self._until_row(row.id, lambda now: now.shelf is Shelf.SNOOZED, "the snooze")
            self._is_another(row.id)

    def _merge(self) -> None:
        """Two are one, and two that are not come apart again."""
        self._go_to("All open", ViewKind.OPEN)
        for again in (False, True):
            self._keyboard.press("j")
            first = self._fresh_ticket()
            self._keyboard.press("x", "j")
            self._is_another(first.id)
            second = self._fresh_ticket()
            self._keyboard.press("x")
            pair = {first.id, second.id}
            self._keyboard.until(lambda pair=pair: set(self._window.inbox.tickets.model.chosen()) == pair, "two ticks")
            into, source = sorted(pair)
            before = self._row(source)
            self._keyboard.press("shift+j")
            self._list_is_open()
            self._keyboard.write(f"#{into}")
            self._keyboard.press("Return")
            self._until_row(source, lambda now: now.status is Status.CLOSED and not now.messages, "the merge")
            if again:
                self._keyboard.press("z")
                self._until_row(source, lambda now, was=before: now.messages == was.messages, "the merge taken back")

    def _search(self) -> None:
        for words in ("refund", "is:open priority:high", "invoice -refund"):
            self._search_for(words)
            assert self._window.inbox.tickets.model.rowCount() > 0, words
            self._keyboard.press("j")
            self._fresh_ticket()

    def _close_many(self) -> None:
        """All that a search finds, in one step; back again, and closed after all."""
        there = self._desk.read(ticket_list.numbers, View(ViewKind.SEARCH, query=BULK), Sort.LATEST, ME, limit=500)
        before = self._rows(there)
        self._solve_all(there)
        self._keyboard.press("z")
        self._keyboard.until(
            lambda: all(now.status is before[now.id].status for now in self._rows(there).values()), "all taken back"
        )
        self._solve_all(there)
        self.told["closed"] = len(there)

    def _solve_all(self, tickets: Collection[int]) -> None:
        self._search_for("is:open")
        self._search_for(BULK)
        self._keyboard.press("ctrl+a")
        model = self._window.inbox.tickets.model
        self._keyboard.until(lambda: set(model.chosen()) == set(tickets), "all ticked")
        self._keyboard.press("e")
        self._keyboard.until(
            lambda: all(now.status is Status.SOLVED for now in self._rows(tickets).values()), "all solved"
        )
        self.touched.update(tickets)

    def _put_away(self) -> None:
        self._go_to("All open", ViewKind.OPEN)
        self._keyboard.press("j")
        for status, keys in ((Status.SPAM, ()), (Status.TRASH, ("Down",))):
            row = self._open_ticket()
            self._choose("numbersign", *keys)
            self._until_row(row.id, lambda now, status=status: now.status is status, str(status))
            self._is_another(row.id)
            self._keyboard.press("z")
            self._until_row(row.id, lambda now, row=row: now.status is row.status, "what was put away")

    def _go_by_urgency(self) -> None:
        self._go_to("My tickets", ViewKind.MINE)
        seen = set()
        self._keyboard.press("shift+p")
        playing = self._window.playing
        self._keyboard.until(lambda: playing.is_on and playing.bar.isVisible(), "the round")
        for _ in range(3):
            row = self._open_ticket()
            seen.add(row.id)
            self._keyboard.press("e")
            self._until_row(row.id, lambda now: now.status is Status.SOLVED, "that it is solved")
            self._is_another(row.id)
        self._keyboard.press("Escape")
        self._keyboard.until(lambda: not self._window.playing.is_on, "the end of the round")
        assert len(seen) == 3

    def _write_first(self) -> None:
        """Somebody who has not written is written to."""
        subject = "Zebra crossing"
        self._keyboard.press("c")
        self._keyboard.until_active(NewTicketWindow)
        self._keyboard.write("new.customer@mail.example\t")
        self._keyboard.write(f"{subject}\t")
        self._keyboard.write("It comes on Friday.")
        self._keyboard.press("ctrl+Return")
        self._keyboard.until(lambda: self._called(subject), "the new ticket")
        self.touched.update(self._called(subject))
        self._keyboard.until(lambda: shown(NewTicketWindow) is None, "the end of its window")

    def _look_up_keys(self) -> None:
        self._in_the_list()
        self._keyboard.press("question")
        self._keyboard.until_active(KeySheet)
        self._keyboard.press("Escape")
        self._keyboard.until(lambda: shown(KeySheet) is None, "the end of the sheet")

    def _go_to(self, name: str, kind: ViewKind) -> None:
        """By the palette."""
        self._out_of_the_text()
        self._keyboard.press("ctrl+k")
        self._keyboard.until(self._window.palette_box.isVisible, "the palette")
        self._keyboard.write(name)
        self._keyboard.press("Return")
        self._shows(View(kind))

    def _search_for(self, words: str) -> None:
        self._out_of_the_text()
        self._keyboard.press("slash")
        self._keyboard.press("ctrl+a")
        self._keyboard.write(words)
        self._keyboard.press("Return")
        self._shows(View(ViewKind.SEARCH, query=words))
        self._in_the_list()

    def _note_shown(self) -> None:
        self._shown = self._window.inbox.view

    def _shows(self, view: View) -> None:
        self._keyboard.until(lambda: self._shown == view, f"the view {view}")

    def _begin(self, key: str) -> None:
        self._keyboard.press(key)
        self._keyboard.until(self._window.pane.composer.editor.hasFocus, "the editor")

    def _choose(self, key: str, *then: str) -> None:
        """What a key offers, and of that what lies so many steps below the first."""
        self._keyboard.press(key)
        self._list_is_open()
        self._keyboard.press(*then, "Return")
        self._nothing_is_open()

    def _list_is_open(self) -> None:
        self._keyboard.until(lambda: isinstance(QApplication.activePopupWidget(), ChoiceList), "a list of choices")

    def _nothing_is_open(self) -> None:
        self._keyboard.until(lambda: QApplication.activePopupWidget() is None, "the end of the list")

    def _out_of_the_text(self) -> None:
        """Out of wherever the caret is, so that letters are keys."""
        self._keyboard.until(self._window.isActiveWindow, "the window to be active")
        if isinstance(QApplication.focusWidget(), QLineEdit | QTextEdit):
            self._keyboard.press("Escape")
            self._keyboard.until(
                lambda: not isinstance(QApplication.focusWidget(), QLineEdit | QTextEdit), "the end of the writing"
            )

    def _in_the_list(self) -> None:
        self._out_of_the_text()
        view = self._window.inbox.tickets.view
        if not view.hasFocus():
            self._keyboard.press("u")
        self._keyboard.until(view.hasFocus, "the list of tickets")

    def _open_ticket(self) -> TicketRow:
        """The one that is on the screen, as the database has it."""
        self._keyboard.until(lambda: self._window.pane.row is not None and self._is_settled(), "an open ticket")
        assert self._window.pane.row is not None
        row = self._row(self._window.pane.row.id)
        self.touched.add(row.id)
        return row

    def _fresh_ticket(self) -> TicketRow:
        """The open one, or the next below it that nothing was done to today."""
        while True:
            there = set(self.touched)
            row = self._open_ticket()
            if row.id not in there:
                return row
            tickets = self._window.inbox.tickets
            at_the_end = tickets.model.number_of(row.id) == tickets.model.rowCount() - 1
            self._keyboard.press("Home" if at_the_end else "j")
            self._is_another(row.id)

    def _is_settled(self, number: int = 0) -> bool:
        """Whether the ticket of the list is the one in the pane, and this one where it is asked for."""
        row = self._window.pane.row
        there = row is not None and row.id == self._window.inbox.tickets.view.current_id
        return there and row is not None and number in {0, row.id}

    def _is_another(self, number: int) -> None:
        def other() -> bool:
            return self._is_settled() and self._window.pane.row is not None and self._window.pane.row.id != number

        self._keyboard.until(other, f"another ticket than #{number}")

    def _rows(self, tickets: Collection[int]) -> Rows:
        return {row.id: row for row in self._desk.read(ticket_list.rows, tuple(tickets), ME)}

    def _row(self, number: int) -> TicketRow:
        return self._rows((number,))[number]

    def _until_row(self, number: int, meets: Callable[[TicketRow], bool], what: str) -> None:
        self._keyboard.until(lambda: meets(self._row(number)), f"{what} of #{number}")

    def _called(self, subject: str) -> list[int]:
        view = View(ViewKind.SEARCH, query=f'subject:"{subject}"')
        return self._desk.read(ticket_list.numbers, view, Sort.LATEST, ME, limit=10)


def main() -> None:
    """Open the window, do the day, close the window."""
    places = Places.at(Path(sys.argv[1]))
    application = make_application()
    Manager(application)
    program = Program(places, application, SingleInstance(places.database), agent_id=ME, with_worker=False)
    keyboard = Keyboard(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    failed: list[bool] = []

    def work(window: MainWindow) -> None:
        desk = open_desk(places.database)
        gaps = LoopGaps(window)
        day = Day(window, desk, keyboard)
        try:
            keyboard.until(window.isActiveWindow, "an active window")
            gaps.start()
            day.work()
        except Exception:  # noqa: BLE001  told, and the window is closed all the same
            traceback.print_exc()
            failed.append(True)
        finally:
            gaps.stop()
            desk.close()
            told = {"touched": sorted(day.touched), "parts": day.told, "keys": keyboard.pressed}
            print(json.dumps(told | {"loop_gap": figures(gaps.gaps or [0.0])}), flush=True)
            window.close()
            application.quit()

    program.ready.connect(lambda window: QTimer.singleShot(0, window, lambda: work(window)))
    program.start()
    application.exec()
    program.close()
    sys.exit(1 if failed else 0)


main()
