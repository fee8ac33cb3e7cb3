"""A page with a list of things that are read by themselves, each of which is saved and removed by one command."""

from typing import Any

from deskbell.model.commands import Command
from deskbell.ui.part_now import PartNow
from deskbell.ui.settings.draft_form import DraftForm
from deskbell.ui.settings.list_page import FormPage
from deskbell.ui.settings.page import Refused, Saved


class RowsPage(FormPage):
    """A form page of what `now` knows. Subclasses make that and the form, and then call `_begin`."""

    form: DraftForm[Any]
    now: PartNow[Any]

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done."""

        def kept(_: object) -> None:
            self._come_back()
            saved()

        def failed(error: Exception) -> None:
            self.now.read_again()
            refused(error)

        self._runner.do(self.form.draft().command(self._desk.me.id), done=kept, failed=failed)

    def _begin(self) -> None:
        self.now.changed.connect(self._follow)
        self.now.failed.connect(self.show_error)
        self.now.read_again()
        self.fill()

    def _do(self, command: Command) -> None:
        """Done at once, whatever the form holds."""
        self._runner.do(command, done=lambda _: self.now.read_again(), failed=self.show_error, owner=self)

    def _do_and_leave(self, command: Command) -> None:
        """Done at once, and the list again."""
        self._runner.do(command, done=self._come_back, failed=self.show_refusal, owner=self)

    def _come_back(self, _: object = None) -> None:
        self.now.read_again()
        self.close_form()
