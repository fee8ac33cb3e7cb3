"""A test of a mailbox on the screen: a step for each side, with a tick or the sentence of what to do."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.mail.autoconfig import Suggestion
from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Errand
from deskbell.ui.settings.mail_test import SideBegun, SideResult, TokenOf, log_in_on_trial
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Place, ServerDraft, Side, place_of
from deskbell.ui.settings.test_steps import StepState, TestSteps
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.words import told_error


class MailboxTest(QWidget):
    """Runs one test at a time, off the window's thread.

    Signals:
        finished(tuple): the `SideResult`s; with an error in one of them the test failed.
        failed(Exception): there was no test: the passwords could not be read.
    """

    __test__ = False
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, secrets: Secrets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secrets = secrets
        self._errand: Errand | None = None
        self._sides: list[Side] = []
        self.steps = TestSteps(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.steps)

    def start(self, draft: MailboxDraft, guesses: Sequence[Suggestion] = (), token_of: TokenOf = lambda _: "") -> None:
        """Begin, in place of a test that is under way. `token_of` is asked off the window's thread, for a mailbox whose sign-in is kept."""
        self.stop()
        self._sides = [side for side in Side if draft.side(side).host]
        self.steps.begin([self._step_words(side, draft.side(side)) for side in self._sides])
        self._errand = Errand(
            partial(log_in_on_trial, draft, tuple(guesses), self._secrets, token_of),
            may_be_cut=True,
            parent=self,
        )
        self._errand.told.connect(self._hear)
        self._errand.done.connect(self._finish)
        self._errand.failed.connect(self._fail)
        self._errand.start()

    def stop(self) -> None:
        """Hear no more of a test that is under way."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def running(self) -> bool:
        """Whether a test is under way."""
        return self._errand is not None

    @Slot(object)
    def _hear(self, news: SideBegun | SideResult) -> None:
        number = self._sides.index(news.side)
        step = self.steps.steps[number]
        step.set_text(self._step_words(news.side, news.server))
        if isinstance(news, SideBegun):
            step.set_state(StepState.UNDER_WAY)
        elif news.error is not None:
            step.set_state(StepState.FAILED, told_error(news.error))
        else:
            step.set_state(StepState.GOOD, self._good_words(news))

    @Slot(object)
    def _finish(self, results: tuple[SideResult, ...]) -> None:
        self._errand = None
        self.finished.emit(results)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._errand = None
        for number, step in enumerate(self.steps.steps):
            if step.state is not StepState.GOOD:
                self.steps.set_state(number, StepState.WAITING)
        self.failed.emit(error)

    def _step_words(self, side: Side, server: ServerDraft) -> str:
        words = self.tr("Mail in: log in to %1") if side is Side.IN else self.tr("Mail out: log in to %1")
        return words.replace("%1", f"{server.host}:{server.port}")

    def _good_words(self, result: SideResult) -> str:
        if result.side is Side.OUT:
            return self.tr("Answers can be sent.")
        return self.tr("It lets us in; %n mails lie there.", "", result.mails)


def places(results: Sequence[SideResult], draft: MailboxDraft) -> dict[Place, str]:
    """The sentences of a failed test, each at the place where it is to be mended; those that no field is to blame for are left out."""
    found: dict[Place, str] = {}
    for result in results:
        if result.error is not None:
            place = place_of(result.error.code, result.side, smtp_differs=draft.smtp_differs)
            if place is not None:
                found.setdefault(place, told_error(result.error))
    return found
